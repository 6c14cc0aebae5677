"""The tables of fees."""

from tasuki.apps.fees.models.agreements import AgreementViewer, BillingProfile, FeeAgreement
from tasuki.apps.fees.models.invoices import Invoice, InvoiceViewer, Payment

__all__ = [
    "AgreementViewer",
    "BillingProfile",
    "FeeAgreement",
    "Invoice",
    "InvoiceViewer",
    "Payment",
]
