"""Addresses of the room, by side."""

from django.urls import URLPattern, URLResolver, path

from tasuki.web.fees import accounts, agreements, company, frame, invoice_steps, invoices

_INVOICE = "agency/fees/invoices/<uuid:invoice_id>/"
_AGREEMENT = "agency/fees/agreements/<uuid:agreement_id>/"
_OWN = "company/invoices/<uuid:invoice_id>/"
_OFFER = "company/fee-agreements/<uuid:agreement_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("agency/fees/invoices/", invoices.InvoiceList.as_view(), name="invoices"),
    path("agency/fees/invoices/add/", invoice_steps.InvoiceAdd.as_view(), name="invoice_add"),
    path(_INVOICE, invoices.InvoicePage.as_view(), name="invoice"),
    *(
        path(f"{_INVOICE}{name.replace('_', '-')}/", view.as_view(), name=f"invoice_{name}")
        for name, view in (
            ("issue", invoice_steps.IssueInvoice),
            ("discard", invoice_steps.DiscardInvoice),
            ("cancel", invoice_steps.CancelInvoice),
            ("reissue", invoice_steps.ReissueInvoice),
            ("pay", invoice_steps.RecordPayment),
            ("refund", invoice_steps.RefundInvoice),
            ("set_off", invoice_steps.SetOffRefund),
            ("mail", invoice_steps.MailInvoice),
            ("remind", invoice_steps.RemindOfInvoice),
            ("paper", frame.InvoicePaper),
        )
    ),
    path(
        "agency/fees/payments/<uuid:payment_id>/take-back/",
        invoice_steps.TakeBackPayment.as_view(),
        name="payment_take_back",
    ),
    path("agency/fees/agreements/", agreements.AgreementList.as_view(), name="agreements"),
    path("agency/fees/agreements/add/", agreements.AgreementAdd.as_view(), name="agreement_add"),
    path(_AGREEMENT, agreements.AgreementPage.as_view(), name="agreement"),
    *(
        path(f"{_AGREEMENT}{name}/", view.as_view(), name=f"agreement_{name}")
        for name, view in (
            ("edit", agreements.AgreementEdit),
            ("offer", agreements.OfferAgreement),
            ("accept", agreements.RecordAcceptance),
            ("withdraw", agreements.WithdrawAgreement),
            ("revise", agreements.ReviseAgreement),
            ("end", agreements.EndAgreement),
            ("paper", frame.AgreementPaper),
        )
    ),
    path("agency/fees/accounts/", accounts.AccountsPage.as_view(), name="accounts"),
    path(
        "agency/fees/accounts/<str:number>/paper/",
        accounts.AccountPaper.as_view(),
        name="account_paper",
    ),
    path("agency/fees/accounting/", accounts.AccountingPage.as_view(), name="accounting"),
    path("agency/fees/billing/", accounts.BillingPage.as_view(), name="billing"),
    path(
        "agency/fees/tables/<uuid:fee_table_id>/paper/",
        accounts.FeeTablePaper.as_view(),
        name="table_paper",
    ),
    path("company/invoices/", company.CompanyInvoiceList.as_view(), name="company_invoices"),
    path(_OWN, company.CompanyInvoicePage.as_view(), name="company_invoice"),
    path(f"{_OWN}paper/", company.CompanyInvoicePaper.as_view(), name="company_invoice_paper"),
    path(
        "company/fee-agreements/",
        company.CompanyAgreementList.as_view(),
        name="company_agreements",
    ),
    path(_OFFER, company.CompanyAgreementPage.as_view(), name="company_agreement"),
    path(f"{_OFFER}accept/", company.AcceptAgreement.as_view(), name="company_agreement_accept"),
    path(
        f"{_OFFER}paper/",
        company.CompanyAgreementPaper.as_view(),
        name="company_agreement_paper",
    ),
]
