"""The company's side: its invoices, and the agreements it accepts."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.fees import actions
from tasuki.apps.fees.models import FeeAgreement, Invoice
from tasuki.apps.fees.queries.agreements import list_versions
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.fees.machines import AgreementState
from tasuki.web.components.acts import RowAct
from tasuki.web.components.columns import SmallTable
from tasuki.web.components.lists import Tab
from tasuki.web.fees.agreements import AgreementTable, agreement_columns, agreement_facts
from tasuki.web.fees.frame import (
    AgreementPaper,
    FeeCase,
    InvoicePaper,
    invoice_columns,
    read_invoice,
)
from tasuki.web.fees.invoices import InvoiceTable, invoice_facts, invoice_heading, lines_table
from tasuki.web.moves.frame import Button


class CompanySide:
    """Pages of the company."""

    kind: ClassVar = OrganisationKind.COMPANY


class CompanyInvoiceList(CompanySide, InvoiceTable):
    """All invoices that agencies sent."""

    heading = gettext_lazy("Invoices")
    lead = gettext_lazy("What agencies charged for placements, as data that is kept unchanged.")
    tabs = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("Not paid"), query="settlement=open"),
        Tab(label=gettext_lazy("Settled"), query="settlement=settled"),
    )
    columns = invoice_columns(
        page="fees:company_invoice",
        partner=(gettext_lazy("Agency"), lambda row: row.issuer_name),
    )
    empty_text = gettext_lazy("Invoices of agencies appear here.")


class CompanyInvoicePage(CompanySide, FeeCase):
    """One invoice as the company reads it."""

    kind: ClassVar = OrganisationKind.COMPANY
    status_kind = "invoice"
    back_name = "fees:company_invoices"
    back_label = gettext_lazy("Back to the invoices")
    facts_label = gettext_lazy("Invoice")

    def read(self) -> Invoice:
        """Return the invoice."""
        return read_invoice(self.kwargs["invoice_id"])

    def get_heading(self, row: Any) -> str:
        """Name it."""
        return invoice_heading(row)

    def get_facts(self, row: Any) -> Sequence[tuple[Any, str]]:
        """Return what it says."""
        return invoice_facts(row)

    def get_papers(self, row: Any) -> Sequence[tuple[Any, str]]:
        """Return the invoice as PDF."""
        return [(invoice_heading(row), reverse("fees:company_invoice_paper", args=[row.pk]))]

    def get_tables(self, row: Any) -> Sequence[SmallTable]:
        """Return the lines."""
        return [lines_table(row)]


class CompanyInvoicePaper(CompanySide, InvoicePaper):
    """The invoice as PDF."""

    kind: ClassVar = OrganisationKind.COMPANY


class CompanyAgreementList(CompanySide, AgreementTable):
    """All agreements that agencies offered."""

    lead = gettext_lazy("What you agreed on with agencies about their fees.")
    tabs = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("Waiting for you"), query="state=offered"),
        Tab(label=gettext_lazy("Agreements in force"), query="state=accepted"),
    )
    columns = agreement_columns(
        page="fees:company_agreement",
        partner=(gettext_lazy("Agency"), lambda row: row.agency_name),
    )
    empty_text = gettext_lazy("Agreements that agencies offer appear here.")


class CompanyAgreementPage(CompanySide, FeeCase):
    """One agreement as the company reads and accepts it; that it was opened is kept."""

    kind: ClassVar = OrganisationKind.COMPANY
    edit_permission: ClassVar = Permission.CONTRACT_SIGN
    status_kind = "fee_agreement"
    back_name = "fees:company_agreements"
    back_label = gettext_lazy("Back to the agreements")
    facts_label = gettext_lazy("Agreement")

    def read(self) -> FeeAgreement:
        """Return it; its refund and penalty terms are on the page."""
        return actions.show_terms(
            actor=self.actor, agreement_id=self.kwargs["agreement_id"], now=timezone.now()
        )

    def get_heading(self, row: Any) -> str:
        """Name the agency."""
        return str(row.agency_name)

    def get_facts(self, row: Any) -> Sequence[tuple[Any, str]]:
        """Return what it says."""
        return agreement_facts(row)

    def get_papers(self, row: Any) -> Sequence[tuple[Any, str]]:
        """Return the agreement as PDF."""
        return [(_("Agreement on fees"), reverse("fees:company_agreement_paper", args=[row.pk]))]

    def get_tables(self, row: Any) -> Sequence[SmallTable]:
        """Return the other versions."""
        versions = list_versions(row)
        if len(versions) == 1:
            return ()
        return [SmallTable.of(_("Versions"), CompanyAgreementList.columns, versions)]

    def get_buttons(self, row: Any) -> list[Button]:
        """Return the acceptance."""
        if row.state != AgreementState.OFFERED:
            return []
        url = reverse("fees:company_agreement_accept", args=[row.pk])
        label = _("Accept for the company")
        return [Button(label=label, url=url, is_post=True, is_main=True)]


class AcceptAgreement(CompanySide, RowAct):
    """Accept for the company."""

    permission: ClassVar = Permission.CONTRACT_SIGN
    page_name = "fees:company_agreement"
    id_name = "agreement_id"
    action = actions.accept_agreement
    said = gettext_lazy("The agreement is in force.")


class CompanyAgreementPaper(CompanySide, AgreementPaper):
    """The agreement as PDF."""

    kind: ClassVar = OrganisationKind.COMPANY


__all__ = [
    "AcceptAgreement",
    "CompanyAgreementList",
    "CompanyAgreementPage",
    "CompanyAgreementPaper",
    "CompanyInvoiceList",
    "CompanyInvoicePage",
    "CompanyInvoicePaper",
]
