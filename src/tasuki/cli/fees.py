"""``tasuki fees``: invoices that are overdue."""

import json
from typing import Annotated, Any

import typer
from django.utils.timezone import localdate
from rich.console import Console
from rich.table import Table

from tasuki.adapters.postgres.context import bound
from tasuki.apps.fees.queries.invoices import InvoiceSearch, list_invoices
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.orgs.queries import list_organisations
from tasuki.core.access import OrganisationKind
from tasuki.core.fees.labels import SettlementState

app = typer.Typer(help="Invoices for placements.", no_args_is_help=True)


@app.callback()
def fees() -> None:
    """Group the commands of fees."""


@app.command()
def overdue(
    org: Annotated[
        str, typer.Option("--org", help="Short name of one agency; empty for all.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List invoices past their day with something open; exit 1 when there are any."""
    agencies = [
        one
        for one in list_organisations()
        if one.kind == OrganisationKind.AGENCY and org in ("", one.slug, str(one.pk))
    ]
    if not agencies:
        typer.echo(f"紹介会社「{org}」がありません。 No agency “{org}”.", err=True)
        raise typer.Exit(2)
    rows = [row for one in agencies for row in _rows(one)]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _print(rows)
    if rows:
        raise typer.Exit(1)


def _rows(agency: Organisation) -> list[dict[str, Any]]:
    today = localdate()
    late = InvoiceSearch(settlement=SettlementState.OVERDUE)
    with bound(agency.pk, None):
        return [
            {
                "agency": agency.slug,
                "number": one.number,
                "company": one.recipient_name,
                "due_on": one.due_on.isoformat() if one.due_on else "",
                "open_yen": one.total_yen - one.paid_yen,
            }
            for one in list_invoices(late, today=today)
        ]


def _print(rows: list[dict[str, Any]]) -> None:
    console = Console()
    if not rows:
        console.print("支払期限を過ぎた請求書はありません。 Nothing is overdue.")
        return
    table = Table("agency", "number", "company", "due", "open")
    for row in rows:
        table.add_row(
            row["agency"], row["number"], row["company"], row["due_on"], f"{row['open_yen']:,}"
        )
    console.print(table)
