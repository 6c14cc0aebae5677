"""The steps of a secondment or transfer, each with its form or its button."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from tasuki.apps.moves.actions import secondments as actions
from tasuki.core.access import Permission
from tasuki.web.components.forms import Form
from tasuki.web.moves.fields import day_field, text_field
from tasuki.web.moves.frame import (
    StepAct,
    StepForm,
)


class DeliverForm(Form):
    """When the conditions were delivered."""

    submit_label = gettext_lazy("Record the delivery")
    delivered_on = day_field(gettext_lazy("Delivered on"))


class ConsentForm(Form):
    """The signed paper."""

    submit_label = gettext_lazy("Record the consent")
    consented_on = day_field(gettext_lazy("Day on the paper"))
    scan = text_field(
        gettext_lazy("Where the scan is kept"),
        size=200,
        required=True,
        help_text=gettext_lazy("File name or folder of the scanned paper."),
    )
    is_single = forms.BooleanField(
        label=gettext_lazy("The paper names this person and this move alone"), required=False
    )


class SignForm(Form):
    """The contract between the firms."""

    submit_label = gettext_lazy("Record the signatures")
    home_signed_on = day_field(gettext_lazy("Signed by you on"))
    host_signed_on = day_field(gettext_lazy("Signed by the other firm on"))


class ExtendForm(Form):
    """A longer term with its new consent."""

    submit_label = gettext_lazy("Extend")
    ends_on = day_field(gettext_lazy("New last day"))
    delivered_on = day_field(gettext_lazy("New conditions delivered on"))
    consented_on = day_field(gettext_lazy("New consent of the person on"))
    scan = text_field(gettext_lazy("Where the scan is kept"), size=200, required=True)
    home_signed_on = day_field(gettext_lazy("Signed by you on"))
    host_signed_on = day_field(gettext_lazy("Signed by the other firm on"))


class ReturnForm(Form):
    """The return."""

    submit_label = gettext_lazy("Record the return")
    ended_on = day_field(gettext_lazy("Last day at the other firm"))
    reason = text_field(gettext_lazy("Why it ended"), size=300)


class CancelForm(Form):
    """Why it is dropped."""

    submit_label = gettext_lazy("Cancel the move")
    reason = text_field(gettext_lazy("Reason"), size=300, required=True)


class SecondmentStep(StepForm):
    """One step of a move."""

    page_name = "moves:secondment"
    id_name = "secondment_id"


class DeliverConditions(SecondmentStep):
    """Record the delivery of the conditions."""

    form_class = DeliverForm
    action = actions.deliver_conditions
    heading = gettext_lazy("Deliver the conditions")
    lead = gettext_lazy("Print the consent form with the conditions, hand it over, explain it.")
    said = gettext_lazy("The delivery was recorded. Now the person decides freely.")


class RecordConsent(SecondmentStep):
    """Record the consent on paper."""

    form_class = ConsentForm
    action = actions.record_consent
    heading = gettext_lazy("Consent of the person")
    lead = gettext_lazy("Only a consent after the conditions counts; a no has no drawback.")
    said = gettext_lazy("The consent was recorded.")


class SignContract(SecondmentStep):
    """Record the signatures."""

    form_class = SignForm
    action = actions.sign_secondment
    heading = gettext_lazy("Contract between the firms")
    lead = gettext_lazy("Both firms sign after the person has consented.")
    said = gettext_lazy("The signatures were recorded.")


class ExtendSecondment(SecondmentStep):
    """Extend the term."""

    form_class = ExtendForm
    action = actions.extend_secondment
    heading = gettext_lazy("Extend the secondment")
    lead = gettext_lazy("An extension needs new conditions, a new consent and new signatures.")
    said = gettext_lazy("The secondment was extended.")


class ReturnSecondment(SecondmentStep):
    """Record the return."""

    form_class = ReturnForm
    action = actions.return_secondment
    heading = gettext_lazy("Return of the person")
    lead = gettext_lazy("At the end, or earlier by agreement.")
    said = gettext_lazy("The return was recorded.")


class CancelSecondment(SecondmentStep):
    """Drop the move."""

    form_class = CancelForm
    action = actions.cancel_secondment
    heading = gettext_lazy("Cancel the move")
    lead = gettext_lazy("The person keeps the present job.")
    said = gettext_lazy("The move was cancelled.")


class SecondmentAct(StepAct):
    """One step without values."""

    page_name = "moves:secondment"
    id_name = "secondment_id"


class ConfirmPurpose(SecondmentAct):
    """Confirm purpose, term and cost."""

    action = actions.confirm_purpose
    said = gettext_lazy("Purpose, term and cost are confirmed.")


class ReviseSecondment(SecondmentAct):
    """Take it back to a proposal."""

    action = actions.revise_secondment
    said = gettext_lazy("Back to a proposal. Delivery, consent and signatures are void.")


class DeclineSecondment(SecondmentAct):
    """The person said no."""

    action = actions.record_refusal_of_person
    said = gettext_lazy("Recorded. The person keeps the present job without any drawback.")


class ActivateSecondment(SecondmentAct):
    """Record the start."""

    permission: ClassVar = Permission.MOVE_APPROVE
    action = actions.activate_secondment
    said = gettext_lazy("The start was recorded.")
