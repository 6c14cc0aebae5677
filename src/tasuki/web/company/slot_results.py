"""A slot from the interview on: result, hire, and leaving within the guarantee."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import InvalidInputError
from tasuki.apps.relay.actions import hires
from tasuki.core.relay.notes import RESULTS
from tasuki.web.company.slot_forms import DAY_INPUT, SlotForm
from tasuki.web.components import formats
from tasuki.web.components.forms import Form


class InterviewForm(Form):
    """When you met."""

    submit_label = gettext_lazy("Record the interview")
    interview_at = forms.DateTimeField(
        label=gettext_lazy("When you met"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=gettext_lazy(
            "Agree on a day through the agency; record it here after you have met."
        ),
    )


class HoldInterview(SlotForm):
    """Record that the interview was held."""

    form_class = InterviewForm
    heading = gettext_lazy("Interview")
    effects = (gettext_lazy("Next you enter the result or the hire."),)

    def act(self, form: Form) -> str:
        """Record it."""
        hires.hold_interview(
            actor=self.actor,
            slot_id=self.kwargs["slot_id"],
            interview_at=form.cleaned_data["interview_at"],
            now=timezone.now(),
        )
        return _("The interview was recorded.")


class ResultForm(Form):
    """No hire: which of the two, and why."""

    submit_label = gettext_lazy("Record the result")
    outcome = forms.ChoiceField(label=gettext_lazy("Result"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Your name stands beside it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [
            (code, formats.say(words)) for code, words in RESULTS.items()
        ]


class RecordResult(SlotForm):
    """No hire after the interview."""

    form_class = ResultForm
    heading = gettext_lazy("Result: no hire")
    effects = (
        gettext_lazy("The slot comes back as often as the contract allows; after that it ends."),
    )

    def act(self, form: Form) -> str:
        """Record it."""
        hires.record_result(
            actor=self.actor,
            slot_id=self.kwargs["slot_id"],
            reason=form.cleaned_data["reason"],
            outcome=form.cleaned_data["outcome"],
            now=timezone.now(),
        )
        return _("The result was recorded.")


class JoinForm(Form):
    """The hire."""

    submit_label = gettext_lazy("Record the hire and use the slot")
    hired_on = forms.DateField(label=gettext_lazy("First day of work"), widget=DAY_INPUT)
    theoretical_pay_yen = forms.IntegerField(
        label=gettext_lazy("Theoretical yearly pay (yen)"),
        min_value=1,
        help_text=gettext_lazy("Monthly pay × 12 + fixed bonus + fixed allowances."),
    )
    is_indefinite = forms.BooleanField(
        label=gettext_lazy("Employment without an end date"), required=False
    )
    is_conditions_notice_sent = forms.BooleanField(
        label=gettext_lazy("The notice of working conditions was handed over"), required=False
    )
    is_sure = forms.BooleanField(
        label=gettext_lazy("Use the slot: this cannot be taken back"), required=False
    )


class Join(SlotForm):
    """The person joined: the fee is 0 and the slot is used."""

    form_class = JoinForm
    heading = gettext_lazy("Record the hire")
    effects = (
        gettext_lazy("The slot is used and the fee is 0 yen."),
        gettext_lazy("If the person leaves within the guarantee, the slot comes back once."),
    )

    def act(self, form: Form) -> str:
        """Record it; a page without the box would use a slot by one wrong press."""
        values = dict(form.cleaned_data)
        if not values.pop("is_sure"):
            raise InvalidInputError(
                ja="枠を使うことを確認するチェックを入れてください。",
                en="Tick the box that says the slot is used.",
                field="is_sure",
            )
        hires.join(actor=self.actor, slot_id=self.kwargs["slot_id"], **values, now=timezone.now())
        return _("The hire was recorded and the slot is used.")


class LeavingForm(Form):
    """An early leaving."""

    submit_label = gettext_lazy("Record the leaving")
    left_on = forms.DateField(label=gettext_lazy("Last day"), widget=DAY_INPUT)
    is_employer_at_fault = forms.BooleanField(
        label=gettext_lazy("The reason lies with our company"),
        required=False,
        help_text=gettext_lazy(
            "Such as dismissal or conditions other than promised; then the slot does not come back."
        ),
    )


class RecordLeaving(SlotForm):
    """The person left within the guarantee."""

    form_class = LeavingForm
    heading = gettext_lazy("Leaving within the guarantee")
    effects = (gettext_lazy("The slot comes back once, unless the reason lies with you."),)

    def act(self, form: Form) -> str:
        """Record it."""
        hires.record_leaving(
            actor=self.actor,
            slot_id=self.kwargs["slot_id"],
            **form.cleaned_data,
            now=timezone.now(),
        )
        return _("The leaving was recorded.")
