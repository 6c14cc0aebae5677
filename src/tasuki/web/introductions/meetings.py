"""Interviews: fix, move, record, cancel."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from tasuki.apps.introductions import queries
from tasuki.apps.introductions.actions import interviews
from tasuki.apps.introductions.actions.interviews import Meeting
from tasuki.apps.introductions.models import Interview
from tasuki.core.access import Permission
from tasuki.web.components.acts import RowAct, RowForm, RowView
from tasuki.web.components.forms import Form
from tasuki.web.introductions.steps import CaseStep
from tasuki.web.moves.fields import area_field, text_field


class MeetingForm(Form):
    """When and where."""

    submit_label = gettext_lazy("Fix and invite")
    starts_at = forms.DateTimeField(
        label=gettext_lazy("Day and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        min_value=interviews.MINUTES_LEAST,
        max_value=interviews.MINUTES_MOST,
        initial=60,
    )
    way = forms.ChoiceField(label=gettext_lazy("Way"), choices=Interview.Way.choices)
    place = text_field(gettext_lazy("Place"), size=interviews.PLACE_CHARACTERS_MAX)
    url = text_field(gettext_lazy("Address of the meeting"), size=interviews.URL_CHARACTERS_MAX)
    note = area_field(
        gettext_lazy("Note for everybody"),
        size=interviews.NOTE_CHARACTERS_MAX,
        help_text=gettext_lazy("Whom to ask for, what to bring. The person reads it, too."),
    )


def read_meeting(form: Form) -> dict[str, Any]:
    """Return what was typed, as the actions take it."""
    return {"meeting": Meeting(**form.cleaned_data)}


class PlanInterview(CaseStep):
    """Fix the next interview."""

    form_class = MeetingForm
    action = interviews.plan_interview
    heading = gettext_lazy("Fix an interview")
    lead = gettext_lazy(
        "Both sides and the person get a mail with an invitation for their calendars."
    )
    said = gettext_lazy("The interview was fixed and everybody invited.")

    def get_values(self, form: Form) -> dict[str, Any]:
        """Return when and where."""
        return read_meeting(form)


class OfInterview(RowView):
    """What the steps of an interview share."""

    id_name = "interview_id"
    page_name = "introductions:introduction"
    permission: ClassVar = Permission.INTRODUCTION_VIEW

    def get_success_url(self) -> str:
        """Show the case."""
        row = queries.find_interview(interview_id=self.row_id)
        return reverse("introductions:introduction", args=[row.case_id])


class MoveInterview(OfInterview, RowForm):
    """Another time or place."""

    form_class = MeetingForm
    action = interviews.move_interview
    heading = gettext_lazy("Change an interview")
    lead = gettext_lazy("The calendars of everybody are changed by mail.")
    back_label: ClassVar[Any] = gettext_lazy("Back to the introduction")
    said = gettext_lazy("The interview was changed and everybody told.")

    def get_initial(self) -> dict[str, Any]:
        """Begin with what was fixed."""
        row = queries.find_interview(interview_id=self.row_id)
        return {
            name: timezone.localtime(row.starts_at) if name == "starts_at" else getattr(row, name)
            for name in Meeting.__slots__
        }

    def get_values(self, form: Form) -> dict[str, Any]:
        """Return when and where."""
        return read_meeting(form)


class HoldInterview(OfInterview, RowAct):
    """It took place."""

    action = interviews.hold_interview
    said = gettext_lazy("Recorded. The company answers within five days.")


class CancelInterview(OfInterview, RowAct):
    """It will not take place."""

    action = interviews.cancel_interview
    said = gettext_lazy("Cancelled. Everybody was told.")
