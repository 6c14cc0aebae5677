"""Run, migrate and examine an installation."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import Annotated, Final
from urllib.request import urlopen

import psycopg
import typer
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone
from psycopg import sql
from rich.console import Console

from tasuki.adapters import texts
from tasuki.adapters.key_files import list_masters, make_master
from tasuki.adapters.postgres.bootstrap import find_problems, prepare_server
from tasuki.adapters.postgres.embedded import SUPERUSER, find_programs
from tasuki.adapters.postgres.settings import embedded_server
from tasuki.apps.keys.actions import sweep_forgotten_rows
from tasuki.apps.keys.queries import find_key_problems
from tasuki.apps.upkeep.queries import find_retention_problems

HOST: Final = "127.0.0.1"
PORT: Final = 8000
KEYS_TABLES: Final = ("public.keys_datakey", "public.passport_ownkey")
KEYS_DAYS_MAX: Final = 7
STOP_SECONDS_MAX: Final = 30
START_SECONDS_MAX: Final = 60
LOOK_SECONDS: Final = 0.3
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
    _make_first_master()
    connections.close_all()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    texts.compile_texts()


def _make_first_master() -> None:
    """Make the first master key of a new installation.

    Raises:
        typer.Exit: 1, the database holds data keys whose master keys are missing here.
    """
    if list_masters(settings.KEY_FOLDER):
        return
    with connections["backup"].cursor() as cursor:
        cursor.execute(
            "select exists (select from keys_datakey) or exists (select from passport_ownkey)"
        )
        is_in_use = bool(cursor.fetchone()[0])
    if is_in_use:
        _err.print(
            f"[red]refused[/red] the database holds encrypted data, but {settings.KEY_FOLDER} "
            "holds no master-*.key: put the files back from where the keys are kept"
        )
        raise typer.Exit(1)
    make_master(settings.KEY_FOLDER)


def drop_database() -> None:
    """Drop the embedded database and make it again, empty."""
    _drop_embedded()
    prepare_database()


def _drop_embedded() -> None:
    """Drop the embedded database.

    Raises:
        typer.Exit: 1, the database is not ours to drop.
    """
    if os.environ.get("DATABASE_URL"):
        _err.print("[red]refused[/red] drop the database of DATABASE_URL yourself")
        raise typer.Exit(1)
    connections.close_all()
    server = embedded_server(settings.DATA_FOLDER)
    server.start()
    with psycopg.connect(server.address(), autocommit=True) as administrator:
        name = sql.Identifier(str(connection.settings_dict["NAME"]))
        administrator.execute(sql.SQL("drop database if exists {} with (force)").format(name))


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


def doctor(
    as_json: Json = False,
    backups: Annotated[
        Path | None, typer.Option("--backups", help="Folder of the backups, to look for old keys.")
    ] = None,
) -> None:
    """Say what is wrong with this installation and how to mend it."""
    problems = find_problems(connection)
    found = [str(problem) for problem in problems]
    if not any(problem.code == "not_migrated" for problem in problems):
        found += [str(problem) for problem in find_key_problems()]
        found += find_retention_problems(now=timezone.now())
    found += [
        f"{path} holds data keys and is older than {KEYS_DAYS_MAX} days: delete it, or old backups "
        "bring erased persons back"
        for path in find_old_key_files(settings.DATA_FOLDER, *([backups] if backups else []))
    ]
    if as_json:
        typer.echo(json.dumps({"problems": found}, ensure_ascii=False))
    else:
        for line in found:
            _out.print(f"[red]problem[/red] {line}")
        if not found:
            _out.print("no problem found")
    raise typer.Exit(1 if found else 0)


def backup(
    file: Path,
    keys: Annotated[
        Path | None, typer.Option("--keys", help="Where the data keys go; FILE.keys if not given.")
    ] = None,
) -> None:
    """Write all rows of all organisations into FILE and their data keys into FILE.keys.

    Older files of keys beside it, ending in .keys, are deleted after seven days.
    Keep the rows as long as you like and the file of keys for a week at most: without the key
    that an erasure destroyed, an old backup cannot bring the person back. The master keys are in
    neither; keep a copy of their folder in a third place.
    """
    role = str(connections["backup"].settings_dict["USER"])
    keys_file = keys or _keys_file(file)
    rows = [
        "--format=custom",
        *(f"--exclude-table-data={one}" for one in KEYS_TABLES),
        f"--file={file}",
    ]
    _run_program("pg_dump", role, rows)
    # Rows first: a key made in between is one too many, a key forgotten in between is forgotten.
    keys_file.unlink(missing_ok=True)
    keys_file.touch(mode=0o600)
    only_keys = [
        "--format=custom",
        "--data-only",
        *(f"--table={one}" for one in KEYS_TABLES),
        f"--file={keys_file}",
    ]
    _run_program("pg_dump", role, only_keys)
    _delete_old_key_files(keys_file.parent)
    for path, what in ((file, "行 rows"), (keys_file, "データ鍵 data keys")):
        _out.print(f"{path} {path.stat().st_size:,} bytes ({what})")
    _out.print(
        f"データ鍵のファイルは{KEYS_DAYS_MAX}日以内に削除してください。 "
        f"Delete the file of keys within {KEYS_DAYS_MAX} days."
    )


def find_old_key_files(*folders: Path) -> list[Path]:
    """Return the files of data keys in folders that lived longer than they may."""
    end = time.time() - KEYS_DAYS_MAX * 86_400
    found = {path for folder in folders for path in folder.glob("*.keys") if path.is_file()}
    return sorted(path for path in found if path.stat().st_mtime < end)


def _delete_old_key_files(folder: Path) -> None:
    for path in find_old_key_files(folder):
        path.unlink()
        _out.print(f"{path}: {KEYS_DAYS_MAX}日を過ぎたため削除しました deleted, over its days")


def _keys_file(file: Path) -> Path:
    return file.with_name(f"{file.name}.keys")


def restore(
    file: Path,
    replace: Annotated[
        bool, typer.Option("--replace", help="Throw away what the database holds now.")
    ] = False,
    keys: Annotated[
        Path | None, typer.Option("--keys", help="The data keys; FILE.keys if not given.")
    ] = None,
) -> None:
    """Read FILE and its data keys, written by `tasuki backup`, into the embedded database.

    Give the newest file of keys: who was erased after the rows were written stays erased, and
    `tasuki keys sweep` empties what is left of their rows.
    """
    keys_file = keys or _keys_file(file)
    for path in (file, keys_file):
        if not path.is_file():
            _err.print(f"[red]refused[/red] {path} is no file; --keys names the file of data keys")
            raise typer.Exit(2)
    if os.environ.get("DATABASE_URL"):
        _err.print("[red]refused[/red] restore into DATABASE_URL with pg_restore of that server")
        raise typer.Exit(1)
    embedded_server(settings.DATA_FOLDER).start()
    prepare_server(settings.DATA_FOLDER)
    if _has_tables() and not replace:
        _err.print("[red]refused[/red] the database is not empty; --replace throws it away")
        raise typer.Exit(1)
    _drop_embedded()
    prepare_server(settings.DATA_FOLDER)
    # As the server's superuser: the rows of every organisation pass the policies.
    for path in (file, keys_file):
        _run_program("pg_restore", SUPERUSER, ["--exit-on-error", "--dbname=tasuki", str(path)])
    prepare_database()
    refuse_unsafe()
    if count := sum(sweep_forgotten_rows(dry_run=True).values()):
        _out.print(
            f"データ鍵のない行が{count:,}件あります。鍵のファイルが最新なら、消去済みの本人の行です。\n"
            f"{count:,} rows have no data key. If {keys_file} is your newest file of keys, these "
            "persons were erased: tasuki keys sweep"
        )
    _out.print("restored; now: tasuki verify")


def _has_tables() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('public.orgs_organisation') is not null")
        row = cursor.fetchone()
    return bool(row and row[0])


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
    """Run programs until one ends or we are told to stop; then stop them all.

    Raises:
        typer.Exit: 0 after a wish to stop, 1 when a program ended by itself.
    """
    running = [subprocess.Popen(command) for command in commands]  # noqa: S603 - our own programs
    is_wanted = Event()
    for wish in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wish, lambda *_: is_wanted.set())
    if ready:
        ready()
    while not is_wanted.wait(LOOK_SECONDS) and all(one.poll() is None for one in running):
        continue
    for program in running:
        program.terminate()
    for program in running:
        program.wait(timeout=STOP_SECONDS_MAX)
    raise typer.Exit(0 if is_wanted.is_set() else 1)


def wait_until_served(url: str) -> bool:
    """Return whether the address answered within the time a start may take."""
    end = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < end:
        with contextlib.suppress(OSError), urlopen(f"{url}/livez", timeout=2):  # noqa: S310 - ours
            return True
        time.sleep(LOOK_SECONDS)
    return False


def _run_program(name: str, role: str, arguments: list[str]) -> None:
    """Run a program of the database wheel as a role of ours."""
    values = connection.settings_dict
    is_backup = role == str(connections["backup"].settings_dict["USER"])
    password = connections["backup"].settings_dict["PASSWORD"] if is_backup else ""
    address = {
        "PGHOST": str(values["HOST"]),
        "PGPORT": str(values["PORT"]),
        "PGUSER": role,
        "PGPASSWORD": str(password),
        "PGDATABASE": str(values["NAME"]),
    }
    connections.close_all()
    program = [str(find_programs() / name), *arguments]
    subprocess.run(program, check=True, env=os.environ | address)  # noqa: S603
