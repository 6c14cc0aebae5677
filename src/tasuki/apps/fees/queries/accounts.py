"""Read accounts: the month of one employer, and the entries of a range of days."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.fees.models import Invoice, Payment
from tasuki.core.dates import month_end, month_start
from tasuki.core.fees.journal import (
    Entry,
    InvoiceFact,
    PaymentFact,
    invoice_entries,
    payment_entries,
)
from tasuki.core.fees.labels import InvoiceKind, PaymentWay
from tasuki.core.fees.machines import InvoiceState
from tasuki.core.fees.statement import AccountLine, LineKind, MonthAccount, month_account

_NUMBERED = (InvoiceState.ISSUED, InvoiceState.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientAccount:
    """The month of one employer.

    Attributes:
        number: of the agreement, which stands for the employer.
        name, address: of the employer.
        account: opening, changes, closing.
    """

    number: str
    name: str
    address: str = field(repr=False)
    account: MonthAccount


def list_month_accounts(*, month: date, number: str = "") -> list[ClientAccount]:
    """Return the account of every employer with something open or changed in a month.

    Two queries, however many employers there are.

    Args:
        month: any day of it.
        number: of one agreement; empty = all.
    """
    first, last = month_start(month), month_end(month)
    kept = Q(organisation_id=current_organisation_id(), state__in=_NUMBERED, issued_on__lte=last)
    if number:
        kept &= Q(agreement__number=number)
    rows = Invoice.objects.filter(kept).select_related("agreement")
    invoices = rows.order_by("issued_on", "serial", "id")
    lines: dict[str, list[AccountLine]] = defaultdict(list)
    parties: dict[str, tuple[str, str]] = {}
    numbers: dict[object, tuple[str, str]] = {}
    for one in invoices:
        key = one.agreement.number
        parties[key] = (one.recipient_name, one.recipient_address)
        numbers[one.pk] = (key, one.number)
        lines[key] += _invoice_lines(one)
    moved = Payment.objects.filter(paid_on__lte=last).order_by("paid_on", "created_at", "id")
    for payment in moved:
        if payment.invoice_id in numbers:
            key, invoice_number = numbers[payment.invoice_id]
            lines[key].append(
                AccountLine(
                    on=payment.paid_on,
                    kind=LineKind.PAYMENT,
                    number=invoice_number,
                    amount_yen=-payment.amount_yen,
                )
            )
    found = [
        ClientAccount(
            number=key,
            name=parties[key][0],
            address=parties[key][1],
            account=month_account(lines[key], month=first, last_day=last),
        )
        for key in sorted(parties)
    ]
    return [one for one in found if one.account.lines or one.account.opening_yen]


def _invoice_lines(invoice: Invoice) -> list[AccountLine]:
    kind = LineKind.REFUND if invoice.kind == InvoiceKind.REFUND else LineKind.INVOICE
    assert invoice.issued_on is not None
    found = [
        AccountLine(
            on=invoice.issued_on,
            kind=kind,
            number=invoice.number,
            amount_yen=invoice.total_yen,
        )
    ]
    if invoice.cancelled_on is not None:
        found.append(
            AccountLine(
                on=invoice.cancelled_on,
                kind=LineKind.CANCELLED,
                number=invoice.number,
                amount_yen=-invoice.total_yen,
            )
        )
    return found


def list_entries(*, first_day: date, last_day: date) -> list[Entry]:
    """Return the entries for the accounts of a range of days, in the order of their days.

    Args:
        first_day: the first.
        last_day: the last, included.
    """
    days = (first_day, last_day)
    numbered = Invoice.objects.filter(
        Q(issued_on__range=days) | Q(cancelled_on__range=days),
        organisation_id=current_organisation_id(),
        state__in=_NUMBERED,
    )
    entries = [entry for one in numbered for entry in invoice_entries(_invoice_fact(one))]
    paid = Payment.objects.filter(paid_on__range=days).select_related("invoice")
    entries += [entry for one in paid for entry in payment_entries(_payment_fact(one))]
    inside = [one for one in entries if first_day <= one.on <= last_day]
    return sorted(inside, key=lambda one: (one.on, one.number, one.debit))


def _invoice_fact(invoice: Invoice) -> InvoiceFact:
    assert invoice.issued_on is not None
    rates = {row["rate_percent"] for row in invoice.tax_rows}
    return InvoiceFact(
        number=invoice.number,
        kind=InvoiceKind(invoice.kind),
        partner=invoice.recipient_name,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        total_yen=invoice.total_yen,
        tax_yen=invoice.tax_yen,
        rate_percent=next(iter(rates), None),
        is_qualified=invoice.is_qualified,
        state=InvoiceState(invoice.state),
        cancelled_on=invoice.cancelled_on,
    )


def _payment_fact(payment: Payment) -> PaymentFact:
    return PaymentFact(
        number=payment.invoice.number,
        kind=InvoiceKind(payment.invoice.kind),
        partner=payment.invoice.recipient_name,
        paid_on=payment.paid_on,
        amount_yen=payment.amount_yen,
        way=PaymentWay(payment.way),
    )
