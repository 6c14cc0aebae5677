"""``tasuki rights``: deadlines of requests about personal data and of incidents."""

import json
from typing import Annotated, Any

import typer
from django.utils.timezone import localdate
from rich.console import Console
from rich.table import Table

from tasuki.adapters.postgres.context import bound
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.orgs.queries import list_organisations
from tasuki.apps.rights.queries.incidents import list_open_incidents, next_deadline
from tasuki.apps.rights.queries.requests import list_due
from tasuki.core.rights.clocks import days_left_words

app = typer.Typer(help="Requests about personal data and incidents.", no_args_is_help=True)


@app.callback()
def rights() -> None:
    """Group the commands of rights."""


@app.command()
def due(
    org: Annotated[
        str, typer.Option("--org", help="Short name of one organisation; empty for all.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List what must be answered or reported, without names; exit 1 when something is overdue."""
    organisations = [one for one in list_organisations() if org in ("", one.slug, str(one.pk))]
    if not organisations:
        typer.echo(f"組織「{org}」がありません。 No organisation “{org}”.", err=True)
        raise typer.Exit(2)
    rows = [row for one in organisations for row in _rows(one)]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _print(rows)
    if any(row["days_left"] < 0 for row in rows):
        raise typer.Exit(1)


def _rows(organisation: Organisation) -> list[dict[str, Any]]:
    today = localdate()
    with bound(organisation.pk, None):
        requests = [one.request for one in list_due(today=today)]
        incidents = [(one, next_deadline(one)) for one in list_open_incidents()]
    found = [(one.number, one.kind, one.answer_by) for one in requests]
    found += [(one.number, due[0].en, due[1]) for one, due in incidents if due is not None]
    return [
        {
            "organisation": organisation.slug,
            "number": number,
            "kind": kind,
            "due_on": on.isoformat(),
            "days_left": (on - today).days,
            "words": days_left_words(today=today, due_on=on).ja,
        }
        for number, kind, on in found
    ]


def _print(rows: list[dict[str, Any]]) -> None:
    console = Console()
    if not rows:
        console.print("期限のある請求・事故はありません。 Nothing is due.")
        return
    table = Table("organisation", "number", "kind", "due", "")
    for row in rows:
        table.add_row(row["organisation"], row["number"], row["kind"], row["due_on"], row["words"])
    console.print(table)
