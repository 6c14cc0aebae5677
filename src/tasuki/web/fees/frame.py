"""What the pages of the room share: audience, story, steps, papers, columns of invoices."""

from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from tasuki.apps.audit.queries import list_events_of
from tasuki.apps.errors import found
from tasuki.apps.fees import papers
from tasuki.apps.fees.models import FeeAgreement, Invoice
from tasuki.apps.fees.queries.agreements import find_agreement
from tasuki.apps.fees.queries.invoices import find_invoice, settlement_on
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.fees.labels import INVOICE_KIND_LABELS, InvoiceKind
from tasuki.web.components import formats
from tasuki.web.components.acts import RowAct, RowForm
from tasuki.web.components.columns import Column, Place, day_column, text_column, yen_column
from tasuki.web.components.panels import Event
from tasuki.web.moves.frame import CasePage, PaperView

ACT_WORDS: Final[dict[str, Any]] = {
    "draft": gettext_lazy("Draft made"),
    "edit": gettext_lazy("Changed"),
    "offer": gettext_lazy("Offered"),
    "show_terms": gettext_lazy("Refund and penalty terms opened"),
    "accept": gettext_lazy("Agreed to"),
    "withdraw": gettext_lazy("Taken back"),
    "replace": gettext_lazy("Replaced by a new version"),
    "end": gettext_lazy("Ended"),
    "issue": gettext_lazy("Issued"),
    "cancel": gettext_lazy("Invoice cancelled"),
    "discard": gettext_lazy("Discarded"),
    "pay": gettext_lazy("Payment recorded"),
    "take_back": gettext_lazy("Payment taken back"),
    "mail": gettext_lazy("Invoice mailed"),
    "remind": gettext_lazy("Reminder mailed"),
}


class AgencySide:
    """Pages of the agency."""

    kind: ClassVar = OrganisationKind.AGENCY


class FeeCase(CasePage):
    """One agreement or invoice."""

    kind: ClassVar = OrganisationKind.AGENCY
    permission: ClassVar = Permission.FEE_VIEW
    edit_permission: ClassVar = Permission.FEE_EDIT

    def get_events(self, row: Any) -> list[Event]:
        """Return the story, the newest first."""
        events = list_events_of(object_kind=self.status_kind, object_id=row.pk)
        return [
            Event(
                at=one.happened_at,
                text=ACT_WORDS.get(one.kind.rpartition(".")[2], one.kind),
                detail=one.reason,
            )
            for one in events
        ]


class FeeStep(AgencySide, RowForm):
    """A step that asks for values."""

    permission: ClassVar = Permission.FEE_EDIT
    back_label: ClassVar[Any] = gettext_lazy("Back")


class FeeAct(AgencySide, RowAct):
    """A step that asks for nothing."""

    permission: ClassVar = Permission.FEE_EDIT


class FeePaper(PaperView):
    """A paper of the agency."""

    kind: ClassVar = OrganisationKind.AGENCY
    permission: ClassVar = Permission.FEE_VIEW


class InvoicePaper(FeePaper):
    """The invoice as PDF."""

    def write(self, *, language: str, printed_by: str, now: datetime) -> tuple[bytes, str]:
        """Return it."""
        row = read_invoice(self.kwargs["invoice_id"])
        content = papers.invoice_pdf(row, language=language, printed_by=printed_by, now=now)
        return content, row.number or formats.say(INVOICE_KIND_LABELS[InvoiceKind(row.kind)])


class AgreementPaper(FeePaper):
    """The agreement as PDF."""

    def write(self, *, language: str, printed_by: str, now: datetime) -> tuple[bytes, str]:
        """Return it."""
        row = read_agreement(self.kwargs["agreement_id"])
        content = papers.agreement_pdf(row, language=language, printed_by=printed_by, now=now)
        return content, f"{row.number}-{row.version}"


def read_invoice(invoice_id: UUID) -> Invoice:
    """Return the invoice of an address.

    Raises:
        NotVisibleError: there is none here.
    """
    return found(find_invoice(invoice_id=invoice_id))


def read_agreement(agreement_id: UUID) -> FeeAgreement:
    """Return the agreement of an address.

    Raises:
        NotVisibleError: there is none here.
    """
    return found(find_agreement(agreement_id=agreement_id))


def _settlement(row: Invoice) -> str:
    return str(settlement_on(row, today=timezone.localdate()))


def invoice_columns(*, page: str, partner: Any) -> tuple[Column, ...]:
    """Return the columns of a list of invoices.

    Args:
        page: name of the address of one invoice.
        partner: heading and value of the other party.
    """
    label, value = partner
    return (
        Column(
            name="number",
            label=gettext_lazy("Number"),
            value=lambda row: (
                row.number or formats.say(formats.status_label("invoice", row.state).label)
            ),
            link=lambda row: reverse(page, args=[row.pk]),
            place=Place.TITLE,
        ),
        Column(
            name="status",
            label=gettext_lazy("Status"),
            value=lambda row: row.state,
            show=lambda state: formats.status_tag("invoice", str(state)),
            file_value=lambda row: formats.say(formats.status_label("invoice", row.state).label),
            place=Place.CORNER,
        ),
        text_column("partner", label, value),
        text_column(
            "kind",
            gettext_lazy("Kind"),
            lambda row: formats.say(INVOICE_KIND_LABELS[InvoiceKind(row.kind)]),
        ),
        day_column(
            "issued_on", gettext_lazy("Issued on"), lambda row: row.issued_on, sort="issued_on"
        ),
        yen_column(
            "total", gettext_lazy("Total with tax"), lambda row: row.total_yen, sort="total_yen"
        ),
        day_column("due_on", gettext_lazy("Payment due on"), lambda row: row.due_on, sort="due_on"),
        Column(
            name="settlement",
            label=gettext_lazy("Payment"),
            value=_settlement,
            show=lambda state: formats.status_tag("settlement", str(state)),
            file_value=lambda row: formats.say(
                formats.status_label("settlement", _settlement(row)).label
            ),
        ),
    )
