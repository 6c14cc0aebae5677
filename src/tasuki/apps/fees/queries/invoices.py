"""Read invoices: found by day, amount and counterparty, alone or together.

Source: 電子帳簿保存法施行規則 4条 (search by day, amount and counterparty, by ranges).
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.fees.models import Invoice, Payment
from tasuki.apps.placement.books import Outcome
from tasuki.apps.placement.models import Introduction
from tasuki.core.fees.amounts import settlement_of
from tasuki.core.fees.labels import InvoiceKind, SettlementState
from tasuki.core.fees.machines import InvoiceState
from tasuki.core.law.invoices import InvoiceLine, TaxRow


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceSearch:
    """What to look for; everything that is given must hold.

    Attributes:
        state: of the invoice; empty = any.
        kind: ``fee`` or ``refund``; empty = both.
        settlement: ``overdue``, ``open`` (not fully paid) or ``settled``; empty = any.
        issued_from, issued_to: range of the day of issue, both ends included.
        min_yen, max_yen: range of the amount with tax, without its sign.
        counterparty: part of the name of recipient or issuer, or of the number.
    """

    state: str = ""
    kind: str = ""
    settlement: str = ""
    issued_from: date | None = None
    issued_to: date | None = None
    min_yen: int | None = None
    max_yen: int | None = None
    counterparty: str = ""


def list_invoices(
    search: InvoiceSearch | None = None, *, today: date
) -> "QuerySet[Invoice, Invoice]":
    """Return the invoices that the organisation bound now sees, newest first.

    Args:
        search: what to look for; None = all.
        today: by which an invoice is overdue.
    """
    rows = _visible().order_by(F("issued_on").desc(nulls_first=True), "-id")
    return rows if search is None else narrow_invoices(rows, search, today=today)


def narrow_invoices(
    rows: "QuerySet[Invoice, Invoice]", search: InvoiceSearch, *, today: date
) -> "QuerySet[Invoice, Invoice]":
    """Return those of some invoices that a search finds."""
    return rows.filter(_found_by(search, today=today))


def _found_by(search: InvoiceSearch, *, today: date) -> Q:
    equal = {"state": search.state, "kind": search.kind}
    found = Q(**{name: value for name, value in equal.items() if value})
    ranges = {
        "issued_on__gte": search.issued_from,
        "issued_on__lte": search.issued_to,
    }
    found &= Q(**{name: value for name, value in ranges.items() if value is not None})
    # A refund is below zero: an amount is looked for without its sign.
    if search.min_yen is not None:
        found &= Q(total_yen__gte=search.min_yen) | Q(total_yen__lte=-search.min_yen)
    if search.max_yen is not None:
        found &= Q(total_yen__lte=search.max_yen, total_yen__gte=-search.max_yen)
    if text := search.counterparty.strip():
        found &= (
            Q(recipient_name__icontains=text)
            | Q(issuer_name__icontains=text)
            | Q(number__icontains=text)
        )
    return found & _settled(search.settlement, today=today)


def _settled(settlement: str, *, today: date) -> Q:
    is_paid = Q(paid_yen=F("total_yen"))
    is_issued = Q(state=InvoiceState.ISSUED)
    if settlement == SettlementState.OVERDUE:
        return is_issued & ~is_paid & Q(due_on__lt=today)
    if settlement == SettlementState.OPEN:
        return is_issued & ~is_paid
    return is_issued & is_paid if settlement == SettlementState.SETTLED else Q()


def find_invoice(*, invoice_id: UUID) -> Invoice | None:
    """Return an invoice that the organisation bound now sees; None if there is none."""
    return _visible().filter(id=invoice_id).first()


def list_payments(*, invoice_id: UUID) -> list[Payment]:
    """Return what was paid for an invoice, the newest first; the agency alone keeps it."""
    return list(
        Payment.objects.filter(invoice_id=invoice_id)
        .select_related("takes_back")
        .order_by("-created_at", "-id")
    )


def find_payment(*, payment_id: UUID) -> Payment | None:
    """Return one movement of money; None if the organisation bound now keeps none such."""
    return Payment.objects.filter(id=payment_id).first()


def list_followers(*, invoice_id: UUID) -> list[Invoice]:
    """Return the refund of an invoice and the one that was issued in its place."""
    return list(_visible().filter(corrects_id=invoice_id).order_by("created_at"))


def find_live_refund(*, invoice_id: UUID) -> Invoice | None:
    """Return the refund of an invoice that was neither discarded nor cancelled."""
    live = {InvoiceState.DRAFT, InvoiceState.ISSUED}
    rows = _visible().filter(corrects_id=invoice_id, kind=InvoiceKind.REFUND, state__in=live)
    return rows.first()


def find_invoice_of_hire(*, introduction_id: UUID) -> Invoice | None:
    """Return the live invoice of a hire; None before one is drafted."""
    live = {InvoiceState.DRAFT, InvoiceState.ISSUED}
    rows = _visible().filter(introduction_id=introduction_id, kind=InvoiceKind.FEE, state__in=live)
    return rows.first()


def list_hires_to_invoice() -> list[Introduction]:
    """Return the hires for a fee that have no live invoice yet, the oldest first."""
    live = {InvoiceState.DRAFT, InvoiceState.ISSUED}
    invoiced = Invoice.objects.filter(
        introduction_id=OuterRef("id"),
        organisation_id=current_organisation_id(),
        kind=InvoiceKind.FEE,
        state__in=live,
    )
    hires = Introduction.objects.filter(
        ~Exists(invoiced),
        outcome=Outcome.HIRED,
        hired_on__isnull=False,
        job_order__slot_id=None,
    )
    return list(hires.select_related("job_order", "job_seeker").order_by("hired_on", "id"))


def settlement_on(invoice: Invoice, *, today: date) -> SettlementState:
    """Return what is open of an invoice on a day."""
    return settlement_of(
        is_issued=invoice.state == InvoiceState.ISSUED,
        total_yen=invoice.total_yen,
        paid_yen=invoice.paid_yen,
        due_on=invoice.due_on,
        today=today,
    )


def lines_of(invoice: Invoice) -> list[InvoiceLine]:
    """Return the lines of an invoice."""
    return [InvoiceLine(one["text"], one["net_yen"], one["rate_percent"]) for one in invoice.lines]


def tax_rows_of(invoice: Invoice) -> list[TaxRow]:
    """Return the totals of an invoice by tax rate, as it was issued."""
    return [TaxRow(one["rate_percent"], one["net_yen"], one["tax_yen"]) for one in invoice.tax_rows]


def _visible() -> "QuerySet[Invoice, Invoice]":
    """Start from what is shown to the organisation bound now."""
    return Invoice.objects.filter(viewers__organisation_id=current_organisation_id())
