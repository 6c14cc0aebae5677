"""The steps of a secondment or transfer, each with its form or its button."""

from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy

from tasuki.apps.moves.actions import secondments as actions
from tasuki.core.access import Permission
from tasuki.web.components.forms import Form
from tasuki.web.moves.fields import day_field, text_field
from tasuki.web.moves.frame import (
    Step,
    StepAct,
    StepPage,
)

_CASE: Final = "moves:secondment"


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


def _step(form: type[Form], action: Any, heading: Any, lead: Any, said: Any) -> Step:
    return Step(
        form_class=form,
        action=action,
        id_name="secondment_id",
        heading=heading,
        lead=lead,
        said=said,
    )


class SecondmentStep(StepPage):
    """One step of a move."""

    case_name = _CASE


class DeliverConditions(SecondmentStep):
    """Record the delivery of the conditions."""

    step = _step(
        DeliverForm,
        actions.deliver_conditions,
        gettext_lazy("Deliver the conditions"),
        gettext_lazy("Print the consent form with the conditions, hand it over, explain it."),
        gettext_lazy("The delivery was recorded. Now the person decides freely."),
    )


class RecordConsent(SecondmentStep):
    """Record the consent on paper."""

    step = _step(
        ConsentForm,
        actions.record_consent,
        gettext_lazy("Consent of the person"),
        gettext_lazy("Only a consent after the conditions counts; a no has no drawback."),
        gettext_lazy("The consent was recorded."),
    )


class SignContract(SecondmentStep):
    """Record the signatures."""

    step = _step(
        SignForm,
        actions.sign_secondment,
        gettext_lazy("Contract between the firms"),
        gettext_lazy("Both firms sign after the person has consented."),
        gettext_lazy("The signatures were recorded."),
    )


class ExtendSecondment(SecondmentStep):
    """Extend the term."""

    step = _step(
        ExtendForm,
        actions.extend_secondment,
        gettext_lazy("Extend the secondment"),
        gettext_lazy("An extension needs new conditions, a new consent and new signatures."),
        gettext_lazy("The secondment was extended."),
    )


class ReturnSecondment(SecondmentStep):
    """Record the return."""

    step = _step(
        ReturnForm,
        actions.return_secondment,
        gettext_lazy("Return of the person"),
        gettext_lazy("At the end, or earlier by agreement."),
        gettext_lazy("The return was recorded."),
    )


class CancelSecondment(SecondmentStep):
    """Drop the move."""

    step = _step(
        CancelForm,
        actions.cancel_secondment,
        gettext_lazy("Cancel the move"),
        gettext_lazy("The person keeps the present job."),
        gettext_lazy("The move was cancelled."),
    )


class SecondmentAct(StepAct):
    """One step without values."""

    case_name = _CASE
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
