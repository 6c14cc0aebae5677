"""``tasuki relay``: how a relay stands, for people at the terminal and for other programs."""

import json
from typing import Annotated, Any

import typer
from django.utils.timezone import localdate
from rich.console import Console
from rich.table import Table

from tasuki.adapters.postgres.context import bound
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.relay.queries.status import find_status

app = typer.Typer(help="The relay: people counted, slots and statements.", no_args_is_help=True)


@app.callback()
def relay() -> None:
    """Group the commands of the relay."""


@app.command()
def status(
    org: Annotated[str, typer.Option("--org", help="Short name or number of the organisation.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print credits, slots and statement totals of an organisation's relays.

    A company sees what its statements say; an agency sees its live books.
    """
    organisation = _find(org)
    if organisation is None:
        typer.echo(f"組織「{org}」がありません。 No organisation “{org}”.", err=True)
        raise typer.Exit(2)
    with bound(organisation.id, None):
        found = find_status(kind=organisation.kind, today=localdate())
    report = {"organisation": organisation.slug, "kind": organisation.kind, "relays": found}
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False, indent=2))
        return
    _print(report)


def _find(org: str) -> Organisation | None:
    if org.isdigit():
        return Organisation.objects.filter(id=int(org)).first()
    return Organisation.objects.filter(slug=org).first()


def _print(report: dict[str, Any]) -> None:
    console = Console()
    if not report["relays"]:
        console.print("リレーの契約がありません。 No relay contract.")
    for relay_of in report["relays"]:
        table = Table(title=f"{relay_of['partner']}  {relay_of['book_id']}")
        table.add_column("")
        table.add_column("", justify="right")
        for group in ("credits", "slots"):
            for name, value in relay_of[group].items():
                table.add_row(f"{group}.{name}", str(value))
        for statement in relay_of["statements"]:
            table.add_row(
                f"statement {statement['number']} r{statement['revision']}",
                f"+{statement['totals']['confirmed_added']} = {statement['balance_after']}",
            )
        console.print(table)
