"""All rounds of an organisation."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from tasuki.apps.rounds.queries.rounds import list_rounds
from tasuki.core.access import Permission
from tasuki.core.rounds.labels import ROUND_LABELS
from tasuki.core.rounds.rules import KIND_WORDS, RoundKind
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    count_column,
    moment_column,
    name_column,
    status_column,
    text_column,
)
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import Tab, TableView
from tasuki.web.moves.fields import choice_field


class RoundFilter(Form):
    """What narrows the list."""

    state = choice_field(
        gettext_lazy("State"),
        {state: label.label for state, label in ROUND_LABELS.items()},
        required=False,
    )
    kind = choice_field(gettext_lazy("Kind"), KIND_WORDS, required=False)
    is_open = forms.BooleanField(label=gettext_lazy("Running only"), required=False)


class RoundTable(TableView):
    """The rounds, the newest first."""

    permission: ClassVar = Permission.ROUND_VIEW
    template_name: ClassVar[str] = "rounds/list.html"
    heading = gettext_lazy("Rounds")
    lead = gettext_lazy(
        "Collect the wishes of both sides until a day, clear them all at once, and explain every "
        "result."
    )
    search_label = gettext_lazy("Number or title")
    filter_form = RoundFilter
    tabs = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("Under way"), query="is_open=on"),
    )
    empty_text = gettext_lazy(
        "Rounds appear here. Begin with one: choose the kind, add places and people, and open it."
    )
    columns = (
        name_column(
            gettext_lazy("Round"),
            lambda row: f"{row.number} {row.title}",
            lambda row: reverse("rounds:round", args=[row.pk]),
            sort="number",
        ),
        status_column("round", lambda row: row.state, gettext_lazy("State")),
        text_column(
            "kind", gettext_lazy("Kind"), lambda row: formats.say(KIND_WORDS[RoundKind(row.kind)])
        ),
        moment_column(
            "deadline", gettext_lazy("Deadline"), lambda row: row.deadline_at, sort="deadline_at"
        ),
        count_column("places", gettext_lazy("Places"), lambda row: row.place_count, unit="record"),
        count_column("people", gettext_lazy("Participants"), lambda row: row.person_count),
        count_column("submitted", gettext_lazy("Lists"), lambda row: row.submitted_count),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the rounds."""
        return list_rounds()

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by number and title."""
        return rows.filter(pk__in=list_rounds(text=text).values("pk"))

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by state and kind."""
        wanted = list_rounds(
            state=values.get("state", ""),
            kind=values.get("kind", ""),
            is_open=values.get("is_open", False),
        )
        return rows.filter(pk__in=wanted.values("pk"))

    def get_context(self) -> dict[str, Any]:
        """Return the list and whether one may be planned."""
        add = reverse("rounds:add") if self.actor.can(Permission.ROUND_EDIT) else ""
        return super().get_context() | {
            "add_url": add,
            "empty_url": add,
            "empty_label": gettext_lazy("Plan a round"),
        }
