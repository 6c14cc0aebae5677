"""Write agreements, invoices, refunds and payments."""

from tasuki.apps.fees.actions.agreements import (
    AgreementValues,
    accept_agreement,
    draft_agreement,
    edit_agreement,
    end_agreement,
    offer_agreement,
    record_acceptance,
    revise_agreement,
    show_terms,
    withdraw_agreement,
)
from tasuki.apps.fees.actions.billing import save_billing_profile
from tasuki.apps.fees.actions.drafts import discard_invoice, draft_for_hire, reissue_invoice
from tasuki.apps.fees.actions.invoices import cancel_invoice, issue_invoice
from tasuki.apps.fees.actions.mailing import mail_invoice, send_payment_reminder
from tasuki.apps.fees.actions.payments import record_payment, set_off_refund, take_back_payment
from tasuki.apps.fees.actions.refunds import draft_refund

__all__ = [
    "AgreementValues",
    "accept_agreement",
    "cancel_invoice",
    "discard_invoice",
    "draft_agreement",
    "draft_for_hire",
    "draft_refund",
    "edit_agreement",
    "end_agreement",
    "issue_invoice",
    "mail_invoice",
    "offer_agreement",
    "record_acceptance",
    "record_payment",
    "reissue_invoice",
    "revise_agreement",
    "save_billing_profile",
    "send_payment_reminder",
    "set_off_refund",
    "show_terms",
    "take_back_payment",
    "withdraw_agreement",
]
