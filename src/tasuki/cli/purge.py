"""``tasuki purge``: delete what is past its ceiling now instead of tonight, or count it."""

import json
from typing import Annotated

import typer
from django.utils import timezone

from tasuki.apps.upkeep.tasks import purge_everywhere


def purge(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count only.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Delete rows past their ceiling in all organisations; the worker does it every night."""
    counts = purge_everywhere(dry_run=dry_run, now=timezone.now())
    if as_json:
        typer.echo(json.dumps({"is_dry_run": dry_run, "counts": counts}))
        return
    for name, count in counts.items():
        typer.echo(f"{name}: {count}")
