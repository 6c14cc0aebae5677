"""All cases of the organisation, of every kind."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from tasuki.apps.cases import queries
from tasuki.apps.cases.models import MoveCase
from tasuki.core.access import Permission
from tasuki.core.cases.kinds import KINDS
from tasuki.web.components import formats
from tasuki.web.components.columns import day_column, name_column, text_column
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import TableView


def say_state(row: MoveCase) -> str:
    """Return the state of a case in words."""
    return formats.say(row.declaration.labels[row.standing.state].label)


def say_next(row: MoveCase) -> str:
    """Return what is to be done next; empty at the end."""
    return formats.say(row.declaration.labels[row.standing.state].next_step)


class CaseFilter(Form):
    """Which kind."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            ("", gettext_lazy("All")),
            *((code, formats.say(one.words)) for code, one in KINDS.items()),
        ]


class CaseList(TableView):
    """All cases."""

    permission: ClassVar = Permission.MOVE_VIEW
    template_name: ClassVar[str] = "moves/list.html"
    heading = gettext_lazy("Cases of all kinds")
    lead = gettext_lazy("Postings, side work inside, rentals, rehires and regional cases.")
    filter_form = CaseFilter
    search_label = gettext_lazy("Name or number")
    empty_text = gettext_lazy("Cases of moves appear here.")
    columns = (
        name_column(
            gettext_lazy("About"),
            lambda row: row.subject,
            lambda row: reverse("cases:case", args=[row.pk]),
            sort="person_name",
        ),
        text_column("kind", gettext_lazy("Kind"), lambda row: formats.say(row.declaration.words)),
        text_column("state", gettext_lazy("Status"), say_state),
        text_column("next", gettext_lazy("Next step"), say_next),
        day_column("opened_on", gettext_lazy("Opened on"), lambda row: row.opened_on),
        text_column("number", gettext_lazy("Number"), lambda row: row.number, css="nw"),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the cases."""
        return queries.list_cases()

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by name or number."""
        return rows & queries.list_cases(text=text)

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by kind."""
        return rows.filter(kind=values["kind"]) if values.get("kind") else rows

    def get_context(self) -> dict[str, Any]:
        """Return the list and whether one may be added."""
        may_add = self.actor.can(Permission.MOVE_EDIT) and queries.list_kinds_of(self.actor.kind)
        add = reverse("cases:add") if may_add else ""
        label = gettext_lazy("Open a case")
        return super().get_context() | {
            "add_url": add,
            "add_label": label,
            "empty_url": add,
            "empty_label": label,
        }
