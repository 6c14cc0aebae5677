"""Held texts: what an import brought that selection must not know, and the decision about it."""

from typing import Any, ClassVar, Final

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.quarantine import actions, queries
from tasuki.apps.quarantine.models import HeldState, HeldText
from tasuki.core.access import Permission
from tasuki.core.law.forbidden import FORBIDDEN_DATA
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    Column,
    Place,
    moment_column,
    name_column,
    text_column,
)
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import Tab, TableView
from tasuki.web.components.views import FormPage

_TONES: Final = {"held": "warn", "deleted": "", "approved": "ok"}


def _state_tag(state: str) -> str:
    return formats.tag(str(HeldState(state).label), _TONES[state])


def name_codes(codes: list[str]) -> str:
    """Return the codes with their names, such as ``F01 本籍・出生地``."""
    names = {item.code: formats.say(item.label) for item in FORBIDDEN_DATA}
    return "、".join(f"{code} {names.get(code, '')}".strip() for code in codes)


class StateFilter(Form):
    """What the tabs set."""

    state = forms.CharField(required=False, widget=forms.HiddenInput)


class QuarantineList(TableView):
    """What waits for a decision, and what was decided."""

    permission: ClassVar = Permission.QUARANTINE_DECIDE
    heading = gettext_lazy("Quarantine")
    lead = gettext_lazy(
        "Passages of imported files that selection must not know. They go after 30 days."
    )
    default_sort = "-created_at"
    filter_form = StateFilter
    tabs = (
        Tab(label=gettext_lazy("Waiting for a look"), query=""),
        Tab(label=gettext_lazy("Decided"), query="state=decided"),
    )
    empty_text = gettext_lazy("Nothing is held back.")
    columns = (
        name_column(
            gettext_lazy("Column"),
            lambda row: row.place,
            lambda row: reverse("privacy:held_text", args=[row.pk]),
        ),
        Column(
            name="state",
            label=gettext_lazy("Status"),
            value=lambda row: row.state,
            show=_state_tag,
            file_value=lambda row: str(HeldState(row.state).label),
            place=Place.CORNER,
        ),
        text_column("codes", gettext_lazy("Matter"), lambda row: name_codes(row.codes)),
        text_column("by", gettext_lazy("Decided by"), lambda row: row.decided_by_name),
        moment_column(
            "at", gettext_lazy("Held back at"), lambda row: row.created_at, sort="created_at"
        ),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return all held texts; the tabs choose among them."""
        return queries.list_held_texts(state="")

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Show what waits, or what was decided."""
        if values.get("state") == "decided":
            return rows.exclude(state=HeldState.HELD)
        return rows.filter(state=HeldState.HELD)


class DecisionForm(Form):
    """Delete the text, or release it for a special need."""

    submit_label = gettext_lazy("Decide")
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=(
            ("delete", gettext_lazy("Delete the text for good")),
            ("approve", gettext_lazy("Release it into the note: the work needs it")),
        ),
        widget=forms.RadioSelect,
        initial="delete",
    )
    need = forms.CharField(
        label=gettext_lazy("Why the work needs it"),
        required=False,
        max_length=actions.NEED_CHARACTERS_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Needed to release it; kept with your name and the day. You decide as the officer "
            "for fair selection or in that officer's place."
        ),
    )


class HeldTextPage(FormPage):
    """One held text and the decision about it."""

    permission: ClassVar = Permission.QUARANTINE_DECIDE
    template_name: ClassVar[str] = "privacy/held_text.html"
    form_class = DecisionForm
    heading = gettext_lazy("Decide about a held text")
    lead = gettext_lazy("Nobody else can read it, and it is in no export and no transfer.")
    back_label = gettext_lazy("Back to the quarantine")

    def get_context(self) -> dict[str, Any]:
        """Read the text."""
        held = self._held()
        return {
            "held": held,
            "codes": name_codes(held.codes),
            "tag": _state_tag(held.state),
            "is_waiting": held.state == HeldState.HELD,
        }

    def act(self, form: Form) -> str:
        """Delete or release."""
        common = {"actor": self.actor, "held_id": self.kwargs["held_id"], "now": timezone.now()}
        if form.cleaned_data["decision"] == "approve":
            actions.approve_held_text(need=form.cleaned_data["need"], **common)
            return _("The text is in the note of the application now.")
        actions.delete_held_text(**common)
        return _("The text was deleted.")

    def get_success_url(self) -> str:
        """Go back to the list."""
        return reverse("privacy:quarantine")

    def get_back_url(self) -> str:
        """Go back to the list."""
        return reverse("privacy:quarantine")

    def _held(self) -> HeldText:
        held = queries.find_held_text(held_id=self.kwargs["held_id"])
        if held is None:
            raise Http404
        return held


PATTERNS: Final[list[URLPattern]] = [
    path("quarantine/", QuarantineList.as_view(), name="quarantine"),
    path("quarantine/<uuid:held_id>/", HeldTextPage.as_view(), name="held_text"),
]
