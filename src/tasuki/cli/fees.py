"""``tasuki fees``: invoices: list them, record money, remind of what is overdue."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils import timezone
from django.utils.timezone import localdate
from rich.console import Console
from rich.table import Table

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import ActionError
from tasuki.apps.fees import papers
from tasuki.apps.fees.actions import record_payment, send_payment_reminder
from tasuki.apps.fees.models import Invoice
from tasuki.apps.fees.queries.invoices import InvoiceSearch, list_invoices, settlement_on
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.orgs.queries import list_organisations
from tasuki.cli.office import (
    ByOption,
    JsonOption,
    OrgOption,
    find_agency,
    member_of,
    refuse,
    say,
    write_file,
)
from tasuki.core.access import OrganisationKind
from tasuki.core.fees.labels import PaymentWay, SettlementState

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


@app.command("list")
def list_all(
    org: OrgOption,
    settlement: Annotated[
        SettlementState | None, typer.Option("--settlement", help="Only such invoices.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List the invoices and refunds of an agency, newest first; they name no person."""
    agency = find_agency(org)
    today = localdate()
    search = InvoiceSearch(settlement=settlement or "")
    with bound(agency.pk, None):
        rows = [
            {
                "number": one.number or "-",
                "kind": one.kind,
                "state": one.state,
                "company": one.recipient_name,
                "issued_on": one.issued_on.isoformat() if one.issued_on else "",
                "due_on": one.due_on.isoformat() if one.due_on else "",
                "total_yen": one.total_yen,
                "paid_yen": one.paid_yen,
                "settlement": str(settlement_on(one, today=today)),
            }
            for one in list_invoices(search, today=today)
        ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = Table("number", "kind", "state", "company", "issued", "due", "total", "paid", "open")
    for row in rows:
        table.add_row(*(f"{one:,}" if isinstance(one, int) else one for one in row.values()))
    Console().print(table)


@app.command("print")
def print_invoice(
    number: Annotated[str, typer.Argument(help="Number of the invoice.")],
    org: OrgOption,
    out: Annotated[Path, typer.Option("--out", help="Folder for the file.")] = Path(),
) -> None:
    """Print an invoice or refund invoice as PDF (D17)."""
    agency = find_agency(org)
    invoice = _find(agency, number)
    with bound(agency.pk, None):
        content = papers.invoice_pdf(
            invoice, language="ja", printed_by="Tasuki", now=timezone.now()
        )
    write_file(out / f"{number}.pdf", content)


@app.command()
def pay(
    number: Annotated[str, typer.Argument(help="Number of the invoice.")],
    amount_yen: Annotated[int, typer.Argument(help="Yen, with tax.")],
    org: OrgOption,
    by: ByOption,
    paid_on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Today if not given.")
    ] = None,
    way: Annotated[PaymentWay, typer.Option("--way", help="How it moved.")] = PaymentWay.TRANSFER,
) -> None:
    """Record a payment, whole or in part; the fee book gets its row."""
    agency = find_agency(org)
    invoice = _find(agency, number)
    try:
        record_payment(
            actor=member_of(agency, by),
            invoice_id=invoice.pk,
            amount_yen=amount_yen,
            paid_on=paid_on.date() if paid_on else localdate(),
            way=way,
            now=timezone.now(),
        )
    except ActionError as error:
        raise say(error) from error
    left = _find(agency, number)
    typer.echo(f"{number}: {left.total_yen - left.paid_yen:,}")


@app.command()
def remind(
    number: Annotated[str, typer.Argument(help="Number of an overdue invoice.")],
    to_address: Annotated[str, typer.Argument(help="Mail address of the employer.")],
    org: OrgOption,
    by: ByOption,
) -> None:
    """Mail a reminder about an overdue invoice."""
    agency = find_agency(org)
    invoice = _find(agency, number)
    try:
        send_payment_reminder(
            actor=member_of(agency, by),
            invoice_id=invoice.pk,
            to_address=to_address,
            now=timezone.now(),
        )
    except ActionError as error:
        raise say(error) from error
    typer.echo(f"{number} → {to_address}")


def _find(agency: Organisation, number: str) -> Invoice:
    with bound(agency.pk, None):
        invoice = Invoice.objects.filter(number=number).first()
    if invoice is None:
        refuse(f"請求書「{number}」がありません。", f"No invoice “{number}”.")
    return invoice


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
