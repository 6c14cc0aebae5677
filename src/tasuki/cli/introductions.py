"""``tasuki introductions``: what runs, for people at the terminal and for other programs."""

import json
from typing import Annotated, Any

import typer
from django.utils.timezone import localdate
from rich.console import Console
from rich.table import Table

from tasuki.adapters.postgres.context import bound
from tasuki.apps.introductions.queries import CaseFilter, list_cases
from tasuki.apps.orgs.models import Organisation

app = typer.Typer(help="Introductions: who waits for whom.", no_args_is_help=True)


@app.callback()
def introductions() -> None:
    """Group the commands of introductions."""


@app.command("list")
def list_introductions(
    org: Annotated[str, typer.Option("--org", help="Short name of the organisation.")],
    is_overdue: Annotated[bool, typer.Option("--overdue", help="Only what is overdue.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the introductions of an organisation that run; no names of people."""
    organisation = Organisation.objects.filter(slug=org).first()
    if organisation is None:
        typer.echo(f"組織「{org}」がありません。 No organisation “{org}”.", err=True)
        raise typer.Exit(2)
    wanted = CaseFilter(is_open=True, is_overdue=is_overdue)
    with bound(organisation.id, None):
        rows = list_cases(wanted=wanted, on=localdate())
        found = [_line(one.subject) for one in rows.order_by("subject__answer_by", "subject_id")]
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    table = Table()
    for name in ("number", "company", "job", "state", "waits_for", "answer_by"):
        table.add_column(name)
    for line in found:
        table.add_row(*(str(value or "") for value in line.values()))
    Console().print(table)


def _line(case: Any) -> dict[str, Any]:
    return {
        "number": case.number,
        "company": case.company_name,
        "job": case.job_title,
        "state": case.state,
        "waits_for": case.turn,
        "answer_by": case.answer_by.isoformat() if case.answer_by else None,
    }
