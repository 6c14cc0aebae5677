"""The steps of contract work and of its deliveries, each with its form or its button."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import found
from tasuki.apps.moves.actions import contract_work as actions
from tasuki.apps.moves.actions import deliveries
from tasuki.apps.moves.models import Delivery
from tasuki.apps.moves.queries import contract_work as queries
from tasuki.core.access import Permission
from tasuki.core.law.contract_work import EXCEPTION_LABELS
from tasuki.core.moves.machines import DELIVERY, DeliveryEvent, DeliveryState
from tasuki.web.components import formats
from tasuki.web.components.forms import Form
from tasuki.web.moves.fields import choice_field, day_field, text_field, yen_field
from tasuki.web.moves.frame import Button, CasePage, StepAct, StepForm, with_main


class AcceptForm(Form):
    """When the supplier accepted."""

    submit_label = gettext_lazy("Record the acceptance")
    accepted_on = day_field(gettext_lazy("Day of acceptance"))


class IssueForm(Form):
    """When the notice was handed over."""

    submit_label = gettext_lazy("Issue the notice")
    issued_on = day_field(
        gettext_lazy("Handed over on"),
        initial=timezone.localdate,
        help_text=gettext_lazy("Work does not begin before this day."),
    )


class AnnounceForm(Form):
    """When the supplier was told."""

    submit_label = gettext_lazy("Record the announcement")
    noticed_on = day_field(gettext_lazy("Told in writing on"))


class RenewForm(Form):
    """Until when."""

    submit_label = gettext_lazy("Renew")
    ends_on = day_field(gettext_lazy("New last day"))


class EndContractForm(Form):
    """The end."""

    submit_label = gettext_lazy("End the contract")
    ended_on = day_field(gettext_lazy("Runs until"))
    exception = choice_field(
        gettext_lazy("Exception from the 30 days' notice"),
        EXCEPTION_LABELS,
        required=False,
        help_text=gettext_lazy("A clause of the contract is no exception."),
    )
    reason = text_field(gettext_lazy("Reason"), size=300)


class ReceiptForm(Form):
    """What was received."""

    submit_label = gettext_lazy("Record the receipt")
    received_on = day_field(gettext_lazy("Day received"))
    pay_on = day_field(
        gettext_lazy("Pay day"),
        required=False,
        help_text=gettext_lazy("Empty: as the notice says. Within 60 days of the receipt."),
    )
    agreed_yen = yen_field(
        gettext_lazy("Fee (yen)"), help_text=gettext_lazy("Empty: as the notice says.")
    )


class InspectForm(Form):
    """The inspection."""

    submit_label = gettext_lazy("Record the inspection")
    inspected_on = day_field(gettext_lazy("Passed on"))


class PayForm(Form):
    """The payment."""

    submit_label = gettext_lazy("Record the payment")
    paid_on = day_field(gettext_lazy("Paid on"))
    paid_yen = yen_field(gettext_lazy("Paid (yen)"), required=True)
    is_supplier_fault = forms.BooleanField(
        label=gettext_lazy("Less was paid because the supplier is at fault"), required=False
    )
    reason = text_field(gettext_lazy("What the supplier did"), size=300)


class ContractStep(StepForm):
    """One step of an order."""

    page_name = "moves:contract_work"
    id_name = "contract_id"


class IssueNotice(ContractStep):
    """The notice was handed over."""

    form_class = IssueForm
    action = actions.issue_notice
    heading = gettext_lazy("Issue the notice")
    lead = gettext_lazy("Print it or mail it to the supplier; then record the day.")
    said = gettext_lazy("Issued. Print the notice or mail it to the supplier.")


class StartContractWork(ContractStep):
    """The supplier accepted."""

    permission: ClassVar = Permission.MOVE_APPROVE
    form_class = AcceptForm
    action = actions.start_contract_work
    heading = gettext_lazy("The supplier accepts")
    lead = gettext_lazy("Work begins after the notice, never before.")
    said = gettext_lazy("The work has begun.")


class AnnounceEnd(ContractStep):
    """The supplier was told of the end."""

    form_class = AnnounceForm
    action = actions.announce_end
    heading = gettext_lazy("Announce the end")
    lead = gettext_lazy(
        "In writing or by mail, 30 days before where the term is six months or more."
    )
    said = gettext_lazy("The announcement was recorded.")


class RenewContractWork(ContractStep):
    """The term is longer."""

    form_class = RenewForm
    action = actions.renew_contract_work
    heading = gettext_lazy("Renew the contract")
    lead = gettext_lazy("The whole term counts for the notice of its end.")
    said = gettext_lazy("The contract was renewed.")


class EndContractWork(ContractStep):
    """The contract ends."""

    form_class = EndContractForm
    action = actions.end_contract_work
    heading = gettext_lazy("End the contract")
    lead = gettext_lazy("A contract of six months or more ends 30 days after the notice.")
    said = gettext_lazy("The contract has ended.")


class RecordReceipt(ContractStep):
    """Something was received."""

    form_class = ReceiptForm
    action = deliveries.record_delivery
    heading = gettext_lazy("Record a receipt")
    lead = gettext_lazy("The pay day counts from here, inspected or not.")
    said = gettext_lazy("The receipt was recorded.")


class ContractAct(StepAct):
    """One step without values."""

    page_name = "moves:contract_work"
    id_name = "contract_id"


class CancelContractWork(ContractAct):
    """The order is dropped."""

    action = actions.cancel_contract_work
    said = gettext_lazy("The order was cancelled.")


class DeliveryStep(StepForm):
    """One step of a delivery."""

    page_name = "moves:delivery"
    id_name = "delivery_id"


class InspectDelivery(DeliveryStep):
    """It passed."""

    form_class = InspectForm
    action = deliveries.inspect_delivery
    heading = gettext_lazy("Record the inspection")
    lead = gettext_lazy("The pay day does not move.")
    said = gettext_lazy("The inspection was recorded.")


class PayDelivery(DeliveryStep):
    """It was paid."""

    form_class = PayForm
    action = deliveries.pay_delivery
    heading = gettext_lazy("Record the payment")
    lead = gettext_lazy("In full. A transfer fee or an agreement beforehand is no reason for less.")
    said = gettext_lazy("The payment was recorded.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the agreed fee."""
        row = found(queries.find_delivery(delivery_id=self.kwargs["delivery_id"]))
        return {"paid_yen": row.agreed_yen}


class DeliveryPage(CasePage):
    """One delivery."""

    status_kind = "delivery"
    back_name = "moves:contract_works"
    back_label = gettext_lazy("Back to the order")

    def read(self) -> Delivery:
        """Return the delivery."""
        return found(queries.find_delivery(delivery_id=self.kwargs["delivery_id"]))

    def get_heading(self, row: Any) -> str:
        """Name supplier and day."""
        return f"{row.contract.supplier_name} {formats.day(row.received_on)}"

    def get_context(self) -> dict[str, Any]:
        """Lead back to the order."""
        found_context = super().get_context()
        back = reverse("moves:contract_work", args=[found_context["row"].contract_id])
        return found_context | {"back_url": back}

    def get_buttons(self, row: Any) -> list[Button]:
        """Return the steps of the state table."""
        names = (
            (DeliveryEvent.PAY, "delivery_pay", _("Record the payment")),
            (DeliveryEvent.INSPECT, "delivery_inspect", _("Record the inspection")),
        )
        allowed = DELIVERY.allowed_events(DeliveryState(row.state))
        return with_main(
            [
                Button(label=label, url=reverse(f"moves:{name}", args=[row.pk]))
                for event, name, label in names
                if event in allowed
            ]
        )

    def get_facts(self, row: Any) -> Sequence[tuple[Any, str]]:
        """Return what is known."""
        is_late = row.paid_on is not None and row.paid_on > row.pay_on
        return (
            (_("Day received"), formats.day(row.received_on)),
            (_("Pay day"), formats.day(row.pay_on)),
            (_("Fee of the work"), formats.yen(row.agreed_yen)),
            (_("Inspected on"), formats.day(row.inspected_on)),
            (_("Paid on"), formats.day(row.paid_on) + (f" {_('(late)')}" if is_late else "")),
            (_("Paid"), formats.yen(row.paid_yen)),
            (_("What the supplier did"), row.deduction_reason),
        )
