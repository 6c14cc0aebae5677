"""What the list of people asks: filters, tags and their days."""

from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.people.models import Application
from tasuki.apps.people.queries import people as queries
from tasuki.apps.vocab.skills import list_skills
from tasuki.web.components import formats
from tasuki.web.components.forms import Form
from tasuki.web.moves.fields import day_field

KIND_LABELS = {
    "applicant": gettext_lazy("Applicant"),
    "employee": gettext_lazy("Employee"),
    "leaver": gettext_lazy("Former employee"),
}
_KIND_TONES = {"applicant": "wait", "employee": "ok", "leaver": ""}


def kind_tags(kinds: tuple[str, ...]) -> SafeString:
    """The tags of a person's relations."""
    return format_html_join(
        " ", "{}", ((formats.tag(str(KIND_LABELS[one]), _KIND_TONES[one]),) for one in kinds)
    )


class PersonFilter(Form):
    """Filters of the list; the choices are the values that occur."""

    kind = forms.ChoiceField(label=gettext_lazy("Relation"), required=False)
    tag = forms.ChoiceField(label=gettext_lazy("Tag"), required=False)
    skill = forms.ChoiceField(label=gettext_lazy("Skill"), required=False)
    outcome = forms.ChoiceField(label=gettext_lazy("Result"), required=False)
    department = forms.ChoiceField(label=gettext_lazy("Department"), required=False)
    due = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("All"))]
        skills = list_skills()[:500]
        departments = queries.list_departments()
        self.fields["kind"].choices = every + list(KIND_LABELS.items())
        self.fields["tag"].choices = every + [(str(t.pk), t.name) for t in queries.list_tags()]
        self.fields["skill"].choices = every + [(str(one.pk), one.name) for one in skills]
        self.fields["outcome"].choices = every + list(Application.Outcome.choices)
        self.fields["department"].choices = every + [(one, one) for one in departments]


class TagForm(Form):
    """Which tag, and when to come back to it."""

    tag = forms.CharField(
        label=gettext_lazy("Tag"),
        max_length=40,
        help_text=gettext_lazy("Such as “call in six months”. A new word becomes a new tag."),
    )
    remind_on = day_field(
        gettext_lazy("Reminder on"),
        required=False,
        help_text=gettext_lazy("Your team gets a notice on this day."),
    )


class ReminderForm(TagForm):
    """A tag with its day."""

    remind_on = day_field(
        gettext_lazy("Reminder on"), help_text=gettext_lazy("Your team gets a notice on this day.")
    )


class UntagForm(Form):
    """Which tag goes."""

    tag = forms.ChoiceField(label=gettext_lazy("Tag"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tag"].choices = [(str(one.pk), one.name) for one in queries.list_tags()]


class NoteForm(Form):
    """What is noted about each of the people."""

    text = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The same words for each of them. Gone after six months."),
    )
