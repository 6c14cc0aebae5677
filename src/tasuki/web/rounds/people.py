"""Who takes part: choose many at once, see who answered, remind the others."""

from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.people.queries.people import list_departments
from tasuki.apps.rounds.actions import entries
from tasuki.apps.rounds.queries.rounds import find_names, list_places
from tasuki.apps.rounds.queries.tables import (
    list_candidates,
    list_participants,
)
from tasuki.apps.rounds.reminders import remind_round
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.market.records import INTEGER_MAX
from tasuki.core.rounds.labels import PERSON_LABELS
from tasuki.core.rounds.machine import RoundState
from tasuki.core.rounds.rules import RoundKind
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    count_column,
    moment_column,
    name_column,
    status_column,
    text_column,
)
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import BulkAct, Selection, Tab, TableView
from tasuki.web.components.views import toast
from tasuki.web.moves.fields import choice_field
from tasuki.web.rounds.frame import OfRound, RoundAct

_BEFORE_LOCK = frozenset({RoundState.DRAFT, RoundState.OPEN})
_HOLD_SEATS = frozenset({RoundKind.ROTATION, RoundKind.SWAP})


def record_url(kind: OrganisationKind, row: Any) -> str:
    """Return the page of the person's record on the reader's side; empty where there is none."""
    if kind is OrganisationKind.COMPANY:
        return reverse("company:person", args=[row.talent_record_id])
    seeker = getattr(row, "job_seeker_id", None)
    if kind is OrganisationKind.AGENCY and seeker:
        return reverse("agency:seeker", args=[seeker])
    return ""


class PersonFilter(Form):
    """How far people are."""

    state = choice_field(
        gettext_lazy("State"),
        {state: label.label for state, label in PERSON_LABELS.items()},
        required=False,
    )


class PersonTable(OfRound, TableView):
    """The people of a round and the state of their answers."""

    permission: ClassVar = Permission.ROUND_EDIT
    template_name: ClassVar[str] = "rounds/people.html"
    tab = "people"
    heading = gettext_lazy("People of the round")
    caption = gettext_lazy("People of the round")
    file_name = gettext_lazy("People of the round")
    unit = "person"
    default_sort = "record_number"
    filter_form = PersonFilter
    tabs = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("No answer yet"), query="state=invited"),
        Tab(label=gettext_lazy("Agreed, no list yet"), query="state=ready"),
        Tab(label=gettext_lazy("List submitted"), query="state=submitted"),
        Tab(label=gettext_lazy("Withdrawn"), query="state=withdrawn"),
    )
    empty_text = gettext_lazy("Nobody was added yet.")
    bulk_acts = (
        BulkAct(
            name="remove",
            label=gettext_lazy("Take out of the draft"),
            effect=gettext_lazy("Nobody was asked yet, so nobody is told."),
            permission=Permission.ROUND_EDIT,
        ),
    )

    def get_columns(self) -> tuple[Any, ...]:
        """Return the columns; the unit of today where people hold one."""
        kind = self.actor.kind
        found = [
            name_column(
                _("Name"),
                lambda row: self.names.get(row.talent_record_id) or formats.NOTHING,
                lambda row: record_url(kind, row),
            ),
            status_column("round_person", lambda row: row.state, _("State")),
            text_column("number", _("Number"), lambda row: row.record_number, sort="record_number"),
            text_column("place", _("Unit today"), lambda row: row.place.name if row.place else ""),
            moment_column(
                "invited", _("Invited at"), lambda row: row.invited_at, sort="invited_at"
            ),
            moment_column(
                "submitted",
                _("List submitted at"),
                lambda row: row.submitted_at,
                sort="submitted_at",
            ),
            count_column(
                "choices", _("Places listed"), lambda row: row.choice_count or None, unit="record"
            ),
        ]
        holds = self.row.round_kind in _HOLD_SEATS
        return tuple(one for one in found if holds or one.name != "place")

    def get_rows(self) -> QuerySet[Any]:
        """Return the people."""
        return list_participants(row=self.row)

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by the state of the answer."""
        return rows.filter(state=values["state"]) if values.get("state") else rows

    @cached_property
    def names(self) -> dict[Any, str]:
        """The names of the round's people, read once for page, file and question."""
        records = list_participants(row=self.row).values_list("talent_record_id", flat=True)
        return find_names(record_ids=list(records))

    def do_remove(self, rows: QuerySet[Any], selection: Selection) -> str:
        """Take people out of a draft."""
        ids = list(rows.values_list("pk", flat=True))
        for one in ids:
            entries.remove_person(actor=self.actor, person_id=one, now=timezone.now())
        return _("%(count)s taken out.") % {"count": formats.count(len(ids))}

    def _allowed_acts(self) -> list[BulkAct]:
        """Once somebody was asked, only that person withdraws."""
        return super()._allowed_acts() if self.row.state == RoundState.DRAFT else []

    def get_context(self) -> dict[str, Any]:
        """Add what can be done about all of them."""
        row = self.row
        add = reverse("rounds:people_add", args=[row.pk]) if row.state in _BEFORE_LOCK else ""
        return (
            super().get_context()
            | self.frame()
            | {
                "add_url": add,
                "empty_url": add,
                "empty_label": _("Add people"),
                "can_remind": row.state == RoundState.OPEN,
            }
        )


class PlaceOfToday(Form):
    """The unit that the chosen people hold today."""

    place_id = forms.ChoiceField(label=gettext_lazy("Unit today"))
    own_priority = forms.IntegerField(
        label=gettext_lazy("Number at the own unit"),
        min_value=0,
        max_value=INTEGER_MAX,
        required=False,
        help_text=gettext_lazy("Only where the ranking of units must hold. Empty: the highest."),
    )


class CandidateFilter(Form):
    """Narrows employees by department."""

    department = forms.ChoiceField(label=gettext_lazy("Department"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", formats.NOTHING), *((one, one) for one in list_departments())]


class AddPeople(OfRound, TableView):
    """Choose many people at once; who is added to an open round is invited at once."""

    permission: ClassVar = Permission.ROUND_EDIT
    template_name: ClassVar[str] = "rounds/people_add.html"
    tab = "people"
    heading = gettext_lazy("Add people")
    caption = gettext_lazy("People who can be added")
    unit = "person"
    default_sort = "-created_at"
    filter_form = CandidateFilter
    search_label = gettext_lazy("Name, number or mail address")
    empty_text = gettext_lazy("Nobody else can be added.")
    bulk_acts = (
        BulkAct(
            name="add",
            label=gettext_lazy("Add to the round"),
            effect=gettext_lazy(
                "A draft sends nothing. In an open round each of them gets a mail with a link of "
                "their own; who does not answer does not take part."
            ),
            permission=Permission.ROUND_EDIT,
        ),
    )

    def _filter_form(self) -> Form | None:
        """Departments are those of employees; job seekers have none."""
        return None if self.row.kind == RoundKind.INTRODUCTIONS else super()._filter_form()

    def get_columns(self) -> tuple[Any, ...]:
        """Return name, number and department; nothing that a selection must not know."""
        kind = self.actor.kind
        return (
            name_column(
                _("Name"),
                lambda row: row.full_name,
                lambda row: record_url(kind, row) if kind is OrganisationKind.COMPANY else "",
            ),
            text_column("number", _("Number"), lambda row: row.number, sort="number"),
            text_column("department", _("Department"), lambda row: row.department or ""),
        )

    def get_rows(self) -> QuerySet[Any]:
        """Return who is not in the round."""
        return list_candidates(row=self.row)

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by name, number and mail address."""
        return rows.filter(pk__in=list_candidates(row=self.row, text=text).values("pk"))

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by department."""
        wanted = values.get("department", "")
        if not wanted:
            return rows
        return rows.filter(pk__in=list_candidates(row=self.row, department=wanted).values("pk"))

    def get_context(self) -> dict[str, Any]:
        """Say where the choice leads to."""
        return (
            super().get_context()
            | self.frame()
            | {
                "back_url": reverse("rounds:people", args=[self.row.pk]),
                "back_label": _("Back to the people"),
            }
        )

    def do_add(self, rows: QuerySet[Any], selection: Selection) -> HttpResponseBase:
        """Add them, and show everybody."""
        added = entries.add_people(
            actor=self.actor,
            round_id=self.row.pk,
            talent_record_ids=list(rows.values_list("pk", flat=True)),
            now=timezone.now(),
            **self.bulk_values,
        )
        toast(self.request, _("%(count)s added.") % {"count": formats.count(len(added))})
        return redirect("rounds:people", self.row.pk)

    def _bulk_form(self, act: BulkAct) -> Form | None:
        """Ask for the unit of today where people hold one."""
        if self.row.round_kind not in _HOLD_SEATS:
            return None
        form = PlaceOfToday(self.request.POST if self.request.POST.get("confirmed") else None)
        field = form.fields["place_id"]
        assert isinstance(field, forms.ChoiceField)
        places = list_places(round_id=self.row.pk)
        field.choices = [("", formats.NOTHING), *((str(one.pk), one.name) for one in places)]
        return form


class RemindPeople(RoundAct):
    """Write again to everybody whose list is missing."""

    action = remind_round
    page_name = "rounds:people"

    def say(self, done: Any) -> str:
        """Say how many mails were written."""
        return _("%(count)s reminded.") % {"count": formats.count(done)}
