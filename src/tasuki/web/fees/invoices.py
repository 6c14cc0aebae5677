"""Invoices of the agency: found by day, amount and counterparty; one invoice with its payments."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.audit.queries import list_events_of
from tasuki.apps.fees.models import Invoice
from tasuki.apps.fees.queries import invoices as queries
from tasuki.apps.fees.queries.agreements import find_billing_profile, refund_steps_of
from tasuki.apps.fees.queries.invoices import InvoiceSearch
from tasuki.core.access import Permission
from tasuki.core.fees.labels import (
    INVOICE_KIND_LABELS,
    PAYMENT_WAY_LABELS,
    InvoiceKind,
    PaymentWay,
    SettlementState,
)
from tasuki.core.fees.machines import InvoiceState
from tasuki.core.law.fees import refund_window_ends
from tasuki.core.words import Words
from tasuki.web.components import formats
from tasuki.web.components.columns import Column, SmallTable, day_column, text_column, yen_column
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import Tab, TableView
from tasuki.web.fees.frame import AgencySide, FeeCase, invoice_columns, read_invoice
from tasuki.web.moves.fields import choice_field, day_field, yen_field
from tasuki.web.moves.frame import Button, with_main

_ISSUED: Final = InvoiceState.ISSUED
_OUT: Final = (_ISSUED, InvoiceState.CANCELLED)


class InvoiceFilter(Form):
    """Ranges of day and amount (電子帳簿保存法施行規則 4条)."""

    state = forms.CharField(required=False, widget=forms.HiddenInput)
    settlement = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = choice_field(gettext_lazy("Kind"), INVOICE_KIND_LABELS, required=False)
    issued_from = day_field(gettext_lazy("Issued from"), required=False)
    issued_to = day_field(gettext_lazy("Issued to"), required=False)
    min_yen = yen_field(gettext_lazy("Amount from (yen)"))
    max_yen = yen_field(gettext_lazy("Amount to (yen)"))


class InvoiceTable(TableView):
    """What both sides share: the search."""

    permission: ClassVar = Permission.FEE_VIEW
    default_sort = "-issued_on"
    search_label = gettext_lazy("Name or number")
    filter_form = InvoiceFilter
    file_name = gettext_lazy("Invoices")

    def get_rows(self) -> QuerySet[Any]:
        """Return what the organisation sees."""
        return queries.list_invoices(today=timezone.localdate())

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by counterparty."""
        return self._narrow(rows, InvoiceSearch(counterparty=text))

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by state, day and amount."""
        given = {name: value for name, value in values.items() if value not in {None, ""}}
        return self._narrow(rows, InvoiceSearch(**given))

    def _narrow(self, rows: QuerySet[Any], search: InvoiceSearch) -> QuerySet[Any]:
        return queries.narrow_invoices(rows, search, today=timezone.localdate())


class InvoiceList(AgencySide, InvoiceTable):
    """All invoices of the agency."""

    template_name = "fees/invoices.html"
    heading = gettext_lazy("Invoices")
    lead = gettext_lazy("Fees for placements and refunds. What was issued is never changed.")
    tabs = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("Drafts"), query="state=draft"),
        Tab(label=gettext_lazy("Not paid"), query="settlement=open"),
        Tab(label=gettext_lazy("Overdue"), query="settlement=overdue"),
        Tab(label=gettext_lazy("Settled"), query="settlement=settled"),
    )
    columns = invoice_columns(
        page="fees:invoice",
        partner=(gettext_lazy("Company"), lambda row: row.recipient_name),
    )
    empty_text = gettext_lazy("Invoices appear here when a hire is invoiced.")

    def get_context(self) -> dict[str, Any]:
        """Return the list, and what may be done."""
        may_edit = self.actor.can(Permission.FEE_EDIT)
        return super().get_context() | {
            "may_edit": may_edit,
            "may_export": self.actor.can(Permission.EXPORT),
            "hire_count": len(queries.list_hires_to_invoice()) if may_edit else 0,
            "needs_profile": may_edit and find_billing_profile() is None,
        }


# Beside the story there is no room for what all of them share.
_RELATED: Final = tuple(
    one for one in InvoiceList.columns if one.name not in {"partner", "kind", "due_on"}
)


def way_words(way: str) -> str:
    """Return the words of a way of paying."""
    return formats.say(PAYMENT_WAY_LABELS[PaymentWay(way)])


def _payment_columns(*, undone: set[Any], may_edit: bool) -> tuple[Column, ...]:
    def action_of(row: Any) -> str:
        is_final = row.pk in undone or row.takes_back_id or row.way == PaymentWay.OFFSET
        return "" if is_final or not may_edit else _("Take back")

    return (
        day_column("paid_on", gettext_lazy("Day"), lambda row: row.paid_on),
        yen_column("amount", gettext_lazy("Amount with tax"), lambda row: row.amount_yen),
        text_column("way", gettext_lazy("Way"), lambda row: way_words(row.way)),
        text_column("note", gettext_lazy("Note"), lambda row: row.note),
        text_column("by", gettext_lazy("Recorded by"), lambda row: row.recorded_by),
        Column(
            name="act",
            label=gettext_lazy("Correction"),
            value=action_of,
            link=lambda row: (
                reverse("fees:payment_take_back", args=[row.pk]) if action_of(row) else ""
            ),
        ),
    )


_LINES: Final = (
    text_column("text", gettext_lazy("Content"), lambda row: row.text),
    text_column(
        "rate",
        gettext_lazy("Rate"),
        lambda row: formats.NOTHING if row.rate_percent is None else f"{row.rate_percent}%",
    ),
    yen_column("net", gettext_lazy("Amount without tax"), lambda row: row.net_yen),
)


def invoice_facts(row: Invoice) -> list[tuple[Any, str]]:
    """Return label and value of what an invoice says; both sides read it."""
    return [
        (_("Company"), row.recipient_name),
        (_("Issuer"), row.issuer_name),
        (_("Registration number"), row.issuer_number),
        (_("Day of the dealing"), formats.day(row.delivered_on)),
        (_("Issued on"), formats.day(row.issued_on)),
        (_("Payment due on"), formats.day(row.due_on)),
        (_("Without tax"), formats.yen(row.net_yen)),
        (_("Consumption tax"), formats.yen(row.tax_yen)),
        (_("Total with tax"), formats.yen(row.total_yen)),
        (_("Money paid"), formats.yen(row.paid_yen)),
        (_("Not yet paid"), formats.yen(open_yen(row)) if row.state == _ISSUED else ""),
        (_("How it was reckoned"), row.basis),
        (_("Reason"), row.reason),
        (
            _("Invoice cancelled"),
            f"{formats.day(row.cancelled_on)} {row.cancel_reason}" if row.cancelled_on else "",
        ),
    ]


def open_yen(row: Invoice) -> int:
    """Return what is still to be paid; below zero for a refund."""
    return row.total_yen - row.paid_yen


def invoice_heading(row: Invoice) -> str:
    """Return the name of an invoice."""
    kind = formats.say(INVOICE_KIND_LABELS[InvoiceKind(row.kind)])
    return f"{kind} {row.number}".strip()


def lines_table(row: Invoice) -> SmallTable:
    """Return the lines of an invoice."""
    return SmallTable.of(_("Lines"), _LINES, queries.lines_of(row))


class InvoicePage(FeeCase):
    """One invoice of the agency."""

    status_kind = "invoice"
    back_name = "fees:invoices"
    back_label = gettext_lazy("Back to the invoices")
    facts_label = gettext_lazy("Invoice")

    def read(self) -> Invoice:
        """Return the invoice."""
        return read_invoice(self.kwargs["invoice_id"])

    def get_heading(self, row: Any) -> str:
        """Name it."""
        return invoice_heading(row)

    def get_facts(self, row: Any) -> Sequence[tuple[Any, str]]:
        """Return what it says, and the windows of a refund."""
        facts = invoice_facts(row)
        if row.kind == InvoiceKind.FEE:
            steps = refund_steps_of(row.agreement)
            ends = refund_window_ends(steps, hired_on=row.delivered_on)
            windows = [
                f"{formats.day(end)} {step.percent}%" for step, end in zip(steps, ends, strict=True)
            ]
            facts.append((_("Refund windows end on"), "\n".join(windows)))
        return facts

    def get_warnings(self, row: Any) -> Sequence[Words]:
        """Return what should be looked at."""
        if queries.settlement_on(row, today=timezone.localdate()) is SettlementState.OVERDUE:
            return [
                Words(
                    f"支払期限（{formats.day(row.due_on)}）を過ぎています。",
                    f"It was due on {formats.day(row.due_on)}.",
                )
            ]
        return ()

    def get_buttons(self, row: Any) -> list[Button]:
        """Return what can be done now; an invoice that nobody mailed yet is mailed first."""
        buttons = _buttons(row, today=timezone.localdate())
        if row.state in _OUT:
            url = reverse("fees:invoice_mail", args=[row.pk])
            events = list_events_of(object_kind=self.status_kind, object_id=row.pk)
            is_mailed = any(one.kind == "invoice.mail" for one in events)
            label = _("Mail again") if is_mailed else _("Mail the invoice")
            is_next = row.state == _ISSUED and not is_mailed
            buttons.insert(0 if is_next else len(buttons), Button(label=label, url=url))
        return with_main(buttons)

    def get_papers(self, row: Any) -> Sequence[tuple[Any, str]]:
        """Return the invoice as PDF."""
        return [(invoice_heading(row), reverse("fees:invoice_paper", args=[row.pk]))]

    def get_tables(self, row: Any) -> Sequence[SmallTable]:
        """Return lines, payments, and the invoices that hang together."""
        paid = queries.list_payments(invoice_id=row.pk)
        undone = {one.takes_back_id for one in paid if one.takes_back_id}
        columns = _payment_columns(undone=undone, may_edit=self.actor.can(Permission.FEE_EDIT))
        related = queries.list_followers(invoice_id=row.pk)
        if row.corrects is not None:
            related.insert(0, row.corrects)
        tables = [lines_table(row), SmallTable.of(_("Payments"), columns, paid)]
        if related:
            tables.append(SmallTable.of(_("Invoices of the same hire"), _RELATED, related))
        return tables


def _buttons(row: Invoice, *, today: Any) -> list[Button]:
    def button(name: str, label: Any, *, is_post: bool = False) -> Button:
        url = reverse(f"fees:invoice_{name}", args=[row.pk])
        return Button(label=label, url=url, is_post=is_post)

    if row.state == InvoiceState.DRAFT:
        return [
            button("issue", _("Issue"), is_post=True),
            button("discard", _("Discard the draft"), is_post=True),
        ]
    if row.state == InvoiceState.CANCELLED and row.kind == InvoiceKind.FEE:
        return [button("reissue", _("Issue anew"), is_post=True)]
    if row.state != _ISSUED:
        return []
    found = []
    is_fee = row.kind == InvoiceKind.FEE
    refund = queries.find_live_refund(invoice_id=row.pk) if is_fee else None
    if open_yen(row):
        found.append(button("pay", _("Record a payment")))
    if not is_fee and open_yen(row) and row.corrects and open_yen(row.corrects) > 0:
        found.append(button("set_off", _("Set off against the invoice"), is_post=True))
    if queries.settlement_on(row, today=today) is SettlementState.OVERDUE and is_fee:
        found.append(button("remind", _("Mail a reminder")))
    if is_fee and refund is None:
        found.append(button("refund", _("Refund")))
    if not row.paid_yen and refund is None:
        found.append(button("cancel", _("Cancel the invoice")))
    return found
