"""``tasuki keys``: the master keys, their rotation, and rows whose key is gone."""

import json
from typing import Annotated

import typer
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from tasuki.apps.keys import actions, queries
from tasuki.apps.upkeep.repeating import repeat_erasures
from tasuki.core.sealing import SealingError

app = typer.Typer(help="The keys of sealed personal data.", no_args_is_help=True)
_out = Console()

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback()
def keys() -> None:
    """Group the commands of keys."""


@app.command("list")
def list_keys(as_json: Json = False) -> None:
    """List the master keys and how many data keys each wraps; exit 1 when one is missing."""
    found = queries.list_masters_in_use()
    if as_json:
        rows = [
            {
                "version": one.version,
                "is_here": one.is_here,
                "is_newest": one.is_newest,
                "key_count": one.key_count,
            }
            for one in found
        ]
        typer.echo(json.dumps({"masters": rows}))
    else:
        table = Table("版 version", "データ鍵 data keys", "状態 state")
        for one in found:
            state = "使用中 newest" if one.is_newest else "旧版 older"
            table.add_row(
                str(one.version),
                f"{one.key_count:,}",
                state if one.is_here else "[red]ファイルなし missing[/red]",
            )
        _out.print(table)
    is_missing = any(one.key_count and not one.is_here for one in found)
    raise typer.Exit(1 if is_missing or not found else 0)


@app.command()
def rotate(
    go_on: Annotated[
        bool, typer.Option("--continue", help="Finish a rotation that was stopped.")
    ] = False,
    keep_old: Annotated[
        bool, typer.Option("--keep-old", help="Keep the files of older master keys.")
    ] = False,
) -> None:
    """Make a new master key, wrap every data key anew and destroy the older master keys.

    Safe to stop at any moment: ``--continue`` goes on. No sealed value is touched. Backups of
    the keys that were written before cannot be opened once the older master keys are gone.
    """
    try:
        if not go_on:
            version = actions.start_rotation()
            typer.echo(f"新しいマスター鍵 new master key: {version}")
        count = actions.rewrap_keys(
            progress=lambda done: typer.echo(f"包み直し rewrapped: {done:,}", err=True)
        )
        typer.echo(f"包み直したデータ鍵 data keys rewrapped: {count:,}")
        if not keep_old:
            gone = ", ".join(str(one) for one in actions.retire_masters()) or "-"
            typer.echo(f"廃棄したマスター鍵 master keys destroyed: {gone}")
    except SealingError as error:
        typer.echo(f"鍵を替えられません。 The keys cannot be rotated: {error}", err=True)
        raise typer.Exit(1) from error


@app.command()
def sweep(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count only.")] = False,
    as_json: Json = False,
) -> None:
    """Erase again the persons whose key is gone: they were erased after the backup was written."""
    counts = repeat_erasures(dry_run=dry_run, now=timezone.now())
    if as_json:
        typer.echo(json.dumps({"is_dry_run": dry_run, "counts": counts}))
        return
    for table, count in counts.items():
        typer.echo(f"{table}: {count}")
    typer.echo(f"合計 total: {sum(counts.values())}")
