"""A private PostgreSQL of a proof: made in a temporary folder, loaded, killed, removed."""

import contextlib
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from tasuki.adapters.postgres.bootstrap import make_database, prepare_database, prepare_roles
from tasuki.adapters.postgres.embedded import EmbeddedPostgres, ServerFailedError
from tasuki.adapters.postgres.migration import SQL_FOLDER

DATABASE = "proof"
START_SECONDS_MAX = 120


@dataclass(frozen=True)
class Cluster:
    """One running server with the roles, the fence and the journal; no Django."""

    server: EmbeddedPostgres

    def address(self, role: str = "tasuki_app", database: str = DATABASE) -> str:
        return f"{self.server.address(user=role, dbname=database)} connect_timeout=3"

    def connect(self, role: str = "tasuki_app") -> psycopg.Connection[Any]:
        return psycopg.connect(self.address(role), autocommit=True)

    def value(self, query: str, *values: object, role: str = "tasuki_backup") -> Any:
        with self.connect(role) as connection:
            row = connection.execute(query.encode(), values).fetchone()
        assert row is not None
        return row[0]

    def load(self) -> None:
        prepare_roles(self.server.address())
        with psycopg.connect(self.server.address(), autocommit=True) as connection:
            make_database(connection, DATABASE)
        prepare_database(self.server.address(dbname=DATABASE))
        with psycopg.connect(self.address("tasuki_owner")) as connection:
            for name in ("tenancy.sql", "ledger.sql"):
                connection.execute((SQL_FOLDER / name).read_bytes())

    def kill(self, kind: str, dice: Random) -> None:
        """SIGKILL one backend of the application, the postmaster, or all processes."""
        pid_file = self.server.data_dir / "postmaster.pid"
        postmaster = int(pid_file.read_text().split("\n", 1)[0])
        children = _children(postmaster)
        if kind == "backend":
            backends = [pid for pid in children if b"postgres: tasuki_app" in _command(pid)]
            _kill([dice.choice(backends)] if backends else [])
            return
        _kill([postmaster, *children] if kind == "all" else [postmaster])
        while any(_is_alive(pid) for pid in (postmaster, *children)):
            time.sleep(0.02)
        self.restart()

    def restart(self) -> None:
        """Start after a kill; what the dead server left behind may refuse for a while."""
        deadline = time.monotonic() + START_SECONDS_MAX
        while True:
            try:
                self.server.start()
            except ServerFailedError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
            else:
                return


@contextmanager
def private_cluster() -> Iterator[Cluster]:
    """Make a loaded cluster and remove it after the block."""
    folder = Path(tempfile.mkdtemp(prefix="tasuki-proof-"))
    folder.chmod(0o755)  # the server's account has to pass when root runs the tests
    cluster = Cluster(EmbeddedPostgres(data_dir=folder / "pg"))
    try:
        cluster.server.start()
        cluster.load()
        yield cluster
    finally:
        with contextlib.suppress(ServerFailedError):
            cluster.server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in text.split()]


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def _is_alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rsplit(") ", 1)[1][0] != "Z"


def _kill(pids: list[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
