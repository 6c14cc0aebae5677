"""Operations on agreements on fees, invoices, payments and accounts."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query

from tasuki.api.area import AGENCY, BOTH_SIDES, COMPANY, Area, act
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import fees as forms
from tasuki.api.v1.schemas.common import PageQuery
from tasuki.apps.errors import found
from tasuki.apps.fees import actions, papers
from tasuki.apps.fees.exports import write_accounts
from tasuki.apps.fees.queries import accounts
from tasuki.apps.fees.queries import agreements as agreement_queries
from tasuki.apps.fees.queries import invoices as queries
from tasuki.core.access import Permission

area = Area(tags=["fees"])
_VIEW = Permission.FEE_VIEW
_EDIT = Permission.FEE_EDIT
_AGREEMENT = "/fee-agreements/{uuid:agreement_id}"
_INVOICE = "/invoices/{uuid:invoice_id}"


@area.read("/fee-agreements", forms.FeeAgreementPage, needs=_VIEW, kinds=BOTH_SIDES)
def list_fee_agreements(
    request: ApiRequest, filters: Query[forms.FeeAgreementQuery], page: Query[PageQuery]
) -> forms.FeeAgreementPage:
    """List agreements on fees, newest first."""
    rows = agreement_queries.list_agreements(state=filters.state, text=filters.text)
    return fill_page(forms.FeeAgreementPage, forms.FeeAgreementOut, rows, page)


@area.read(_AGREEMENT, forms.FeeAgreementOut, needs=_VIEW, kinds=BOTH_SIDES)
def read_fee_agreement(request: ApiRequest, agreement_id: UUID) -> forms.FeeAgreementOut:
    """Read one agreement with its refund and penalty terms."""
    row = found(agreement_queries.find_agreement(agreement_id=agreement_id))
    return forms.FeeAgreementOut.from_orm(row)


@area.write("/fee-agreements", forms.FeeAgreementOut, needs=_EDIT, kinds=AGENCY)
def draft_fee_agreement(request: ApiRequest, given: forms.FeeAgreementIn) -> forms.FeeAgreementOut:
    """Draft an agreement with a company."""
    return _agreement(act(request, actions.draft_agreement, values=given.values()))


@area.write(_AGREEMENT, forms.FeeAgreementOut, needs=_EDIT, kinds=AGENCY, method="PUT")
def edit_fee_agreement(
    request: ApiRequest, agreement_id: UUID, given: forms.FeeAgreementIn
) -> forms.FeeAgreementOut:
    """Change a draft."""
    values = given.values()
    return _agreement(
        act(request, actions.edit_agreement, agreement_id=agreement_id, values=values)
    )


@area.write(f"{_AGREEMENT}/offer", forms.FeeAgreementOut, needs=_EDIT, kinds=AGENCY)
def offer_fee_agreement(request: ApiRequest, agreement_id: UUID) -> forms.FeeAgreementOut:
    """Show a draft to the company."""
    return _agreement(act(request, actions.offer_agreement, agreement_id=agreement_id))


@area.write(f"{_AGREEMENT}/terms", forms.FeeAgreementOut, needs=_VIEW, kinds=COMPANY)
def open_fee_terms(request: ApiRequest, agreement_id: UUID) -> forms.FeeAgreementOut:
    """Open refund scheme and penalty terms, which is kept."""
    return _agreement(act(request, actions.show_terms, agreement_id=agreement_id))


@area.write(
    f"{_AGREEMENT}/accept", forms.FeeAgreementOut, needs=Permission.CONTRACT_SIGN, kinds=COMPANY
)
def accept_fee_agreement(request: ApiRequest, agreement_id: UUID) -> forms.FeeAgreementOut:
    """Accept for the company, after the terms were opened."""
    return _agreement(act(request, actions.accept_agreement, agreement_id=agreement_id))


@area.write(f"{_AGREEMENT}/acceptance", forms.FeeAgreementOut, needs=_EDIT, kinds=AGENCY)
def record_fee_acceptance(
    request: ApiRequest, agreement_id: UUID, given: forms.AcceptanceIn
) -> forms.FeeAgreementOut:
    """Write down that a company accepted on paper or by mail."""
    done = act(request, actions.record_acceptance, given, agreement_id=agreement_id)
    return _agreement(done)


@area.write(f"{_AGREEMENT}/revise", forms.FeeAgreementOut, needs=_EDIT, kinds=AGENCY)
def revise_fee_agreement(request: ApiRequest, agreement_id: UUID) -> forms.FeeAgreementOut:
    """Draft the next version."""
    return _agreement(act(request, actions.revise_agreement, agreement_id=agreement_id))


@area.write(f"{_AGREEMENT}/withdraw", forms.FeeAgreementOut, needs=_EDIT, kinds=AGENCY)
def withdraw_fee_agreement(request: ApiRequest, agreement_id: UUID) -> forms.FeeAgreementOut:
    """Take a draft or an offer back."""
    return _agreement(act(request, actions.withdraw_agreement, agreement_id=agreement_id))


@area.write(f"{_AGREEMENT}/end", forms.FeeAgreementOut, needs=_EDIT, kinds=AGENCY)
def end_fee_agreement(
    request: ApiRequest, agreement_id: UUID, given: forms.LastDayIn
) -> forms.FeeAgreementOut:
    """End an agreement; hires up to that day are still charged by it."""
    return _agreement(act(request, actions.end_agreement, given, agreement_id=agreement_id))


@area.read("/invoices", forms.InvoicePage, needs=_VIEW, kinds=BOTH_SIDES)
def list_invoices(
    request: ApiRequest, filters: Query[forms.InvoiceQuery], page: Query[PageQuery]
) -> forms.InvoicePage:
    """Find invoices by day, amount and counterparty, alone or together."""
    rows = queries.list_invoices(filters.search(), today=timezone.localdate())
    return fill_page(forms.InvoicePage, forms.InvoiceOut, rows, page)


@area.read(_INVOICE, forms.InvoiceOut, needs=_VIEW, kinds=BOTH_SIDES)
def read_invoice(request: ApiRequest, invoice_id: UUID) -> forms.InvoiceOut:
    """Read one invoice."""
    return _invoice(found(queries.find_invoice(invoice_id=invoice_id)))


@area.read(f"{_INVOICE}/pdf", None, needs=_VIEW, kinds=BOTH_SIDES, media_type="application/pdf")
def read_invoice_pdf(request: ApiRequest, invoice_id: UUID) -> HttpResponse:
    """Download one invoice as PDF (D17)."""
    content = papers.invoice_pdf(
        found(queries.find_invoice(invoice_id=invoice_id)),
        language=get_language() or "ja",
        printed_by=request.auth.name,
        now=timezone.now(),
    )
    return HttpResponse(content, content_type="application/pdf")


@area.write("/invoices", forms.InvoiceOut, needs=_EDIT, kinds=AGENCY)
def draft_invoice(request: ApiRequest, given: forms.HireIn) -> forms.InvoiceOut:
    """Draft the invoice for a hire under the agreement of that day (H1, H4)."""
    return _invoice(act(request, actions.draft_for_hire, given))


@area.write(f"{_INVOICE}/issue", forms.InvoiceOut, needs=_EDIT, kinds=AGENCY)
def issue_invoice(request: ApiRequest, invoice_id: UUID) -> forms.InvoiceOut:
    """Issue a draft: it gets its number and is never changed again."""
    return _invoice(act(request, actions.issue_invoice, invoice_id=invoice_id))


@area.write(f"{_INVOICE}/mail", forms.InvoiceOut, needs=_EDIT, kinds=AGENCY)
def mail_invoice(request: ApiRequest, invoice_id: UUID, given: forms.AddressIn) -> forms.InvoiceOut:
    """Mail an issued invoice to its employer; the mail holds all that it says."""
    return _invoice(act(request, actions.mail_invoice, given, invoice_id=invoice_id))


@area.write(f"{_INVOICE}/discard", forms.InvoiceOut, needs=_EDIT, kinds=AGENCY)
def discard_invoice(request: ApiRequest, invoice_id: UUID) -> forms.InvoiceOut:
    """Throw a draft away."""
    return _invoice(act(request, actions.discard_invoice, invoice_id=invoice_id))


@area.write(f"{_INVOICE}/cancel", forms.InvoiceOut, needs=_EDIT, kinds=AGENCY)
def cancel_invoice(
    request: ApiRequest, invoice_id: UUID, given: forms.ReasonIn
) -> forms.InvoiceOut:
    """Cancel an issued invoice; its number stays used."""
    return _invoice(act(request, actions.cancel_invoice, given, invoice_id=invoice_id))


@area.write(f"{_INVOICE}/reissue", forms.InvoiceOut, needs=_EDIT, kinds=AGENCY)
def reissue_invoice(request: ApiRequest, invoice_id: UUID) -> forms.InvoiceOut:
    """Draft an invoice in the place of a cancelled one."""
    return _invoice(act(request, actions.reissue_invoice, invoice_id=invoice_id))


@area.write(f"{_INVOICE}/refund", forms.InvoiceOut, needs=_EDIT, kinds=AGENCY)
def draft_refund(request: ApiRequest, invoice_id: UUID, given: forms.RefundIn) -> forms.InvoiceOut:
    """Draft the refund of an invoice by the accepted scheme."""
    return _invoice(act(request, actions.draft_refund, given, invoice_id=invoice_id))


@area.write(f"{_INVOICE}/set-off", forms.InvoiceOut, needs=_EDIT, kinds=AGENCY)
def set_off_refund(request: ApiRequest, invoice_id: UUID) -> forms.InvoiceOut:
    """Set a refund off against its invoice."""
    return _invoice(act(request, actions.set_off_refund, invoice_id=invoice_id))


@area.read(f"{_INVOICE}/payments", forms.PaymentList, needs=_VIEW, kinds=AGENCY)
def list_payments(request: ApiRequest, invoice_id: UUID) -> forms.PaymentList:
    """List what was paid, the newest first."""
    invoice = found(queries.find_invoice(invoice_id=invoice_id))
    rows = queries.list_payments(invoice_id=invoice.id)
    return forms.PaymentList(items=[forms.PaymentOut.from_orm(one) for one in rows])


@area.write(f"{_INVOICE}/payments", forms.PaymentOut, needs=_EDIT, kinds=AGENCY)
def record_payment(
    request: ApiRequest, invoice_id: UUID, given: forms.InvoicePaymentIn
) -> forms.PaymentOut:
    """Record a payment, whole or in part; the fee book gets its row."""
    done = act(request, actions.record_payment, given, invoice_id=invoice_id)
    return forms.PaymentOut.from_orm(done)


@area.write(f"{_INVOICE}/remind", forms.InvoiceOut, needs=_EDIT, kinds=AGENCY)
def send_payment_reminder(
    request: ApiRequest, invoice_id: UUID, given: forms.AddressIn
) -> forms.InvoiceOut:
    """Mail a reminder about an overdue invoice, once a day at most."""
    done = act(request, actions.send_payment_reminder, given, invoice_id=invoice_id)
    return _invoice(done)


@area.write("/payments/{uuid:payment_id}/take-back", forms.PaymentOut, needs=_EDIT, kinds=AGENCY)
def take_back_payment(
    request: ApiRequest, payment_id: UUID, given: forms.CorrectionIn
) -> forms.PaymentOut:
    """Take a wrongly recorded payment back by a row against it."""
    done = act(request, actions.take_back_payment, given, payment_id=payment_id)
    return forms.PaymentOut.from_orm(done)


@area.read("/fee-accounts", forms.AccountList, needs=_VIEW, kinds=AGENCY)
def list_fee_accounts(request: ApiRequest, filters: Query[forms.MonthQuery]) -> forms.AccountList:
    """List the monthly accounts of all companies."""
    clients = accounts.list_month_accounts(month=filters.month)
    return forms.AccountList(
        items=[
            forms.AccountOut(
                number=one.number,
                name=one.name,
                opening_yen=one.account.opening_yen,
                closing_yen=one.account.closing_yen,
                lines=[forms.AccountLineOut.from_orm(line) for line in one.account.lines],
            )
            for one in clients
        ]
    )


@area.read("/fee-entries", None, needs=Permission.EXPORT, kinds=AGENCY, media_type="text/csv")
def read_fee_entries(request: ApiRequest, filters: Query[forms.AccountingQuery]) -> HttpResponse:
    """Download entries for an accounting program as CSV in Shift_JIS."""
    content = act(request, write_accounts, **filters.model_dump())
    return HttpResponse(content, content_type="text/csv; charset=Shift_JIS")


def _agreement(row: object) -> forms.FeeAgreementOut:
    return forms.FeeAgreementOut.from_orm(row)


def _invoice(row: object) -> forms.InvoiceOut:
    return forms.InvoiceOut.from_orm(row)
