"""Run, migrate and examine an installation."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Final

import psycopg
import typer
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql
from rich.console import Console

from tasuki.adapters import texts
from tasuki.adapters.postgres.bootstrap import find_problems, prepare_server
from tasuki.adapters.postgres.embedded import find_programs
from tasuki.adapters.postgres.settings import embedded_server

HOST: Final = "127.0.0.1"
PORT: Final = 8000
STOP_SECONDS_MAX: Final = 30
_out = Console()
_err = Console(stderr=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


def prepare_database() -> None:
    """Start the embedded server where it is used, make roles and tables, compile texts."""
    if not os.environ.get("DATABASE_URL"):
        embedded_server(settings.DATA_FOLDER).start()
    prepare_server(settings.DATA_FOLDER, os.environ.get("DATABASE_URL"))
    call_command("migrate", database="owner", verbosity=0)
    call_command("createcachetable", database="owner", verbosity=0)
    connections.close_all()
    texts.compile_texts()


def drop_database() -> None:
    """Drop the embedded database and make it again, empty.

    Raises:
        typer.Exit: 1, the database is not ours to drop.
    """
    if os.environ.get("DATABASE_URL"):
        _err.print("[red]refused[/red] drop the database of DATABASE_URL yourself")
        raise typer.Exit(1)
    server = embedded_server(settings.DATA_FOLDER)
    with psycopg.connect(server.address(), autocommit=True) as administrator:
        name = sql.Identifier(str(connection.settings_dict["NAME"]))
        administrator.execute(sql.SQL("drop database if exists {} with (force)").format(name))
    prepare_database()


def refuse_unsafe() -> None:
    """End with exit code 1 when the serving role could see past the policies."""
    problems = find_problems(connection)
    for problem in problems:
        _err.print(f"[red]refused[/red] {problem}")
    if problems:
        raise typer.Exit(1)


def migrate() -> None:
    """Prepare the database: roles, tables, policies."""
    prepare_database()
    refuse_unsafe()
    _out.print("ready")


def run(host: str = HOST, port: int = PORT) -> None:
    """Serve web and API; `tasuki worker` sends the mail and runs the nightly jobs."""
    prepare_database()
    refuse_unsafe()
    _together([_web(host, port)])


def worker() -> None:
    """Work the queue: mails, imports, nightly jobs."""
    prepare_database()
    refuse_unsafe()
    _together([_worker()])


def serve_all(*, host: str, port: int, ready: Callable[[], None]) -> None:
    """Serve web and worker side by side until interrupted."""
    _together([_web(host, port), _worker()], ready=ready)


def doctor(as_json: Json = False) -> None:
    """Say what is wrong with this installation and how to mend it."""
    found = [str(problem) for problem in find_problems(connection)]
    if as_json:
        typer.echo(json.dumps({"problems": found}, ensure_ascii=False))
    else:
        for line in found:
            _out.print(f"[red]problem[/red] {line}")
        if not found:
            _out.print("no problem found")
    raise typer.Exit(1 if found else 0)


def backup(file: Path) -> None:
    """Write all rows of all organisations into FILE, as the role that may read them."""
    _run_program("pg_dump", "backup", ["--format=custom", f"--file={file}"])
    _out.print(f"{file} {file.stat().st_size:,} bytes")


def _web(host: str, port: int) -> list[str]:
    return [
        sys.executable,
        *("-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "8", "--no-ws", "--log-level", "warning"),
        "tasuki.conf.wsgi:application",
    ]


def _worker() -> list[str]:
    return [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "2"]


def _together(commands: Sequence[list[str]], ready: Callable[[], None] | None = None) -> None:
    """Run programs until one ends or we are told to stop; then stop them all."""
    running = [subprocess.Popen(command) for command in commands]  # noqa: S603 - our own programs

    def stop(*_: object) -> None:
        for program in running:
            program.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if ready:
        ready()
    code = running[0].wait()
    stop()
    for program in running:
        program.wait(timeout=STOP_SECONDS_MAX)
    raise typer.Exit(0 if code in {0, -signal.SIGTERM, -signal.SIGINT} else 1)


def _run_program(name: str, alias: str, arguments: list[str]) -> None:
    """Run a program of the database wheel against an alias of ours."""
    values = connections[alias].settings_dict
    address = {
        "PGHOST": str(values["HOST"]),
        "PGPORT": str(values["PORT"]),
        "PGUSER": str(values["USER"]),
        "PGPASSWORD": str(values["PASSWORD"]),
        "PGDATABASE": str(values["NAME"]),
    }
    program = [str(find_programs() / name), *arguments]
    subprocess.run(program, check=True, env=os.environ | address)  # noqa: S603
