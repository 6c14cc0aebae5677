"""The steps of an invoice, each with its form or its button."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import found
from tasuki.apps.fees import actions
from tasuki.apps.fees.models import Payment
from tasuki.apps.fees.queries.invoices import find_payment, list_hires_to_invoice
from tasuki.apps.orgs.queries import find_organisation
from tasuki.core.access import Permission
from tasuki.core.fees.amounts import YearlyPay
from tasuki.core.fees.labels import PAYMENT_WAY_LABELS, PaymentWay
from tasuki.web.components import formats
from tasuki.web.components.forms import Form
from tasuki.web.components.views import FormPage
from tasuki.web.fees.frame import AgencySide, FeeAct, FeeStep, read_invoice
from tasuki.web.fees.invoices import invoice_heading, open_yen
from tasuki.web.moves.fields import choice_field, day_field, text_field, yen_field

_WAYS = {way: words for way, words in PAYMENT_WAY_LABELS.items() if way is not PaymentWay.OFFSET}


class HireForm(Form):
    """Which hire, and what makes up the expected yearly pay."""

    submit_label = gettext_lazy("Draft the invoice")
    introduction_id = forms.ChoiceField(label=gettext_lazy("Recorded hire"))
    monthly_yen = yen_field(gettext_lazy("Monthly pay with fixed allowances (yen)"), required=True)
    bonus_yen = yen_field(gettext_lazy("Fixed bonus of a year (yen)"))
    allowance_yen = yen_field(gettext_lazy("Other fixed allowances of a year (yen)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["introduction_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.pk), _hire_name(one)) for one in list_hires_to_invoice()]


def _hire_name(hire: Any) -> str:
    order = hire.job_order
    said = (formats.day(hire.hired_on), order.employer_name, order.occupation, order.number)
    return "　".join((*said, hire.job_seeker.number))


class InvoiceAdd(AgencySide, FormPage):
    """Draft the invoice for a hire."""

    permission: ClassVar = Permission.FEE_EDIT
    form_class = HireForm
    heading = gettext_lazy("Invoice a hire")
    lead = gettext_lazy("The agreement that held on the day of the hire says the fee.")
    back_label = gettext_lazy("Back to the invoices")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the hire of the address."""
        return {"introduction_id": self.request.GET.get("hire", "")}

    def act(self, form: Form) -> str:
        """Draft it."""
        values = form.cleaned_data
        pay = YearlyPay(
            monthly_yen=values["monthly_yen"],
            bonus_yen=values["bonus_yen"] or 0,
            allowance_yen=values["allowance_yen"] or 0,
        )
        self.row = actions.draft_for_hire(
            actor=self.actor,
            introduction_id=values["introduction_id"],
            theoretical_pay_yen=pay.total_yen,
            now=timezone.now(),
        )
        return _("The invoice was drafted. Check it, then issue it.")

    def get_success_url(self) -> str:
        """Show the draft."""
        return reverse("fees:invoice", args=[self.row.pk])

    def get_back_url(self) -> str:
        """Go back to the list."""
        return reverse("fees:invoices")


class _InvoiceAct(FeeAct):
    page_name = "fees:invoice"
    id_name = "invoice_id"


class _InvoiceStep(FeeStep):
    page_name = "fees:invoice"
    id_name = "invoice_id"

    def get_context(self) -> dict[str, Any]:
        """Ask only about an invoice that is there."""
        return {"subject": invoice_heading(read_invoice(self.row_id))}


class IssueInvoice(_InvoiceAct):
    """Issue a draft."""

    action = actions.issue_invoice

    def say(self, done: Any) -> str:
        """Name the number."""
        return _("%(number)s was issued.") % {"number": done.number}


class DiscardInvoice(_InvoiceAct):
    """Throw a draft away."""

    action = actions.discard_invoice
    said = gettext_lazy("The draft was discarded.")


class ReissueInvoice(_InvoiceAct):
    """Draft one in the place of a cancelled one."""

    action = actions.reissue_invoice
    said = gettext_lazy("A new draft was made in its place.")

    def say(self, done: Any) -> str:
        """Keep the new draft, where the way leads."""
        self.made = done
        return str(self.said)

    def get_success_url(self) -> str:
        """Show the new draft."""
        return reverse("fees:invoice", args=[self.made.pk])


class SetOffRefund(_InvoiceAct):
    """Set a refund off."""

    action = actions.set_off_refund
    said = gettext_lazy("The refund was set off against the invoice.")


class ReasonForm(Form):
    """Why."""

    submit_label = gettext_lazy("Cancel the invoice")
    reason = text_field(
        gettext_lazy("Reason"),
        size=200,
        required=True,
        help_text=gettext_lazy("Both sides read it. Do not name a person."),
    )


class CancelInvoice(_InvoiceStep):
    """Cancel an issued invoice."""

    action = actions.cancel_invoice
    form_class = ReasonForm
    heading = gettext_lazy("Cancel the invoice")
    lead = gettext_lazy("The number stays used. A new invoice can take its place.")
    said = gettext_lazy("The invoice was cancelled.")


class PaymentForm(Form):
    """Money that moved."""

    submit_label = gettext_lazy("Record the money")
    amount_yen = yen_field(gettext_lazy("Amount with tax (yen)"), required=True)
    paid_on = day_field(gettext_lazy("Day of the payment"))
    way = choice_field(gettext_lazy("Way"), _WAYS)
    note = text_field(gettext_lazy("Note"), size=120)


class RecordPayment(_InvoiceStep):
    """Record a payment."""

    action = actions.record_payment
    form_class = PaymentForm
    heading = gettext_lazy("Record a payment")
    lead = gettext_lazy("A part is fine. The fee book gets its row with the payment.")
    said = gettext_lazy("The payment was recorded, and its row of the fee book written.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is open, today."""
        row = read_invoice(self.row_id)
        return {"amount_yen": abs(open_yen(row)), "paid_on": timezone.localdate()}


class RefundForm(Form):
    """Who left when is known; only the day and the reason are written."""

    submit_label = gettext_lazy("Draft the refund")
    left_on = day_field(gettext_lazy("Last day of work"))
    reason = text_field(
        gettext_lazy("Reason"),
        size=200,
        required=True,
        help_text=gettext_lazy("It stands on the paper and in the fee book. Do not name a person."),
    )


class RefundInvoice(_InvoiceStep):
    """Draft the refund of an invoice."""

    action = actions.draft_refund
    form_class = RefundForm
    heading = gettext_lazy("Refund")
    lead = gettext_lazy("The share follows from the scheme that the company accepted.")

    def say(self, done: Any) -> str:
        """Keep the draft, where the way leads."""
        self.made = done
        return _("The refund was drafted. Check it, then issue it.")

    def get_success_url(self) -> str:
        """Show the draft."""
        return reverse("fees:invoice", args=[self.made.pk])

    def get_back_url(self) -> str:
        """Go back to the invoice."""
        return reverse("fees:invoice", args=[self.row_id])


class _MailForm(Form):
    """Where it goes."""

    to_address = forms.EmailField(label=gettext_lazy("Mail address"), max_length=254)


class InvoiceMailForm(_MailForm):
    """Where the invoice goes."""

    submit_label = gettext_lazy("Mail the invoice")


class ReminderForm(_MailForm):
    """Where the reminder goes."""

    submit_label = gettext_lazy("Mail the reminder")


class _InvoiceMail(_InvoiceStep):
    def get_initial(self) -> dict[str, Any]:
        """Begin with the address of the company."""
        row = read_invoice(self.row_id)
        if row.company_id is None:
            return {}
        return {"to_address": find_organisation(organisation_id=row.company_id).contact_mail}


class MailInvoice(_InvoiceMail):
    """Mail an issued invoice."""

    action = actions.mail_invoice
    form_class = InvoiceMailForm
    heading = gettext_lazy("Mail the invoice")
    lead = gettext_lazy("The mail holds all that the invoice says, and leads to its PDF.")
    said = gettext_lazy("The invoice is in the outbox.")


class RemindOfInvoice(_InvoiceMail):
    """Mail a reminder."""

    action = actions.send_payment_reminder
    form_class = ReminderForm
    heading = gettext_lazy("Mail a reminder")
    lead = gettext_lazy("The mail names number, due day, open amount and your bank account.")
    said = gettext_lazy("The reminder is in the outbox.")


class TakeBackForm(Form):
    """Why a record was wrong."""

    submit_label = gettext_lazy("Take the payment back")
    note = text_field(gettext_lazy("Reason"), size=120, required=True)


class TakeBackPayment(FeeStep):
    """Take a wrongly recorded payment back."""

    action = actions.take_back_payment
    id_name = "payment_id"
    form_class = TakeBackForm
    heading = gettext_lazy("Take a payment back")
    lead = gettext_lazy("The record stays; a row against it is added, in the fee book too.")
    said = gettext_lazy("The payment was taken back.")

    def get_context(self) -> dict[str, Any]:
        """Ask only about a payment that is there."""
        return {"subject": str(self._payment().paid_on)}

    def get_success_url(self) -> str:
        """Show the invoice."""
        return reverse("fees:invoice", args=[self._payment().invoice_id])

    def _payment(self) -> Payment:
        return found(find_payment(payment_id=self.row_id))
