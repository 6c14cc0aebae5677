"""The places of a round: seats, minimum staffing, regions; each place leads to its ranking."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.introductions.queries import list_orders
from tasuki.apps.openings.queries import list_openings
from tasuki.apps.rounds.actions import entries, running
from tasuki.apps.rounds.queries.rounds import find_round, list_places
from tasuki.core.access import Permission
from tasuki.core.market.records import INTEGER_MAX
from tasuki.core.rounds.machine import RoundState
from tasuki.core.rounds.rules import RoundKind
from tasuki.web.components import formats
from tasuki.web.components.acts import RowAct
from tasuki.web.components.columns import count_column, name_column, text_column
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import TableView
from tasuki.web.components.views import toast
from tasuki.web.moves.fields import text_field
from tasuki.web.rounds.frame import OfRound, RoundAct, RoundStep

ORDERS_MAX = 500
_OF_COMPANIES = frozenset({RoundKind.INTRODUCTIONS, RoundKind.SWAP})
_WITH_SEATS_OF_TODAY = frozenset({RoundKind.ROTATION, RoundKind.SWAP})


class PlaceTable(OfRound, TableView):
    """All places of a round; the link leads to the people as the place ranks them."""

    template_name: ClassVar[str] = "rounds/places.html"
    tab = "places"
    heading = gettext_lazy("Places")
    caption = gettext_lazy("Places")
    file_name = gettext_lazy("Places")
    default_sort = "name"
    search_label = gettext_lazy("Name of the place or company")
    empty_text = gettext_lazy("No place was added yet.")
    columns = (
        name_column(
            gettext_lazy("Place to go to"),
            lambda row: row.name,
            lambda row: reverse("rounds:place", args=[row.round_id, row.pk]),
            sort="name",
        ),
        text_column("company", gettext_lazy("Company"), lambda row: row.company_name),
        count_column("capacity", gettext_lazy("Seats"), lambda row: row.capacity, sort="capacity"),
        count_column("vacancies", gettext_lazy("Empty seats"), lambda row: row.vacancies),
        count_column("holders", gettext_lazy("Held today"), lambda row: row.holder_count),
        count_column("minimum", gettext_lazy("Minimum staffing"), lambda row: row.minimum),
        text_column("region", gettext_lazy("Region"), lambda row: row.region),
        count_column("scored", gettext_lazy("People ranked"), lambda row: row.scored_count),
    )

    def get_columns(self) -> tuple[Any, ...]:
        """Leave out what this kind of round does not have."""
        kind = self.row.round_kind
        unused = {"capacity"} if kind in _WITH_SEATS_OF_TODAY else {"vacancies", "holders"}
        unused |= set() if kind in _OF_COMPANIES else {"company"}
        unused |= set() if kind is RoundKind.ROTATION else {"minimum"}
        return tuple(one for one in self.columns if one.name not in unused)

    def get_rows(self) -> QuerySet[Any]:
        """Return the places."""
        return list_places(round_id=self.row.pk)

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by name and company."""
        return rows.filter(name__icontains=text) | rows.filter(company_name__icontains=text)

    @property
    def _can_fit(self) -> bool:
        """Whether fits may be computed now."""
        is_open = self.row.state == RoundState.OPEN and not self.row.job
        return is_open and self.actor.can(Permission.ROUND_EDIT)

    def get_context(self) -> dict[str, Any]:
        """Add the way to a new place, while the round is a draft."""
        may_add = self.row.state == RoundState.DRAFT and self.actor.can(Permission.ROUND_EDIT)
        name = "orders_add" if self.row.kind == RoundKind.INTRODUCTIONS else "place_add"
        add = reverse(f"rounds:{name}", args=[self.row.pk]) if may_add else ""
        label = _("Add job orders") if name == "orders_add" else _("Add a place")
        return (
            super().get_context()
            | self.frame()
            | {
                "can_fit": self._can_fit,
                "add_url": add,
                "add_label": label,
                "empty_url": add,
                "empty_label": label,
            }
        )


class PlaceForm(Form):
    """A place of the own company."""

    submit_label = gettext_lazy("Add the place")
    name = text_field(
        gettext_lazy("Name of the place"),
        size=120,
        required=True,
        help_text=gettext_lazy("As the people read it, such as: Sales, Osaka."),
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Seats"), min_value=1, max_value=INTEGER_MAX, initial=1
    )
    vacancies = forms.IntegerField(
        label=gettext_lazy("Empty seats"),
        min_value=0,
        max_value=INTEGER_MAX,
        initial=0,
        help_text=gettext_lazy("Beside the seats of the people who take part."),
    )
    minimum = forms.IntegerField(
        label=gettext_lazy("Minimum staffing"), min_value=0, max_value=INTEGER_MAX, initial=0
    )
    minimum_priority = forms.IntegerField(
        label=gettext_lazy("Lowest number the place accepts"),
        min_value=0,
        max_value=INTEGER_MAX,
        required=False,
        help_text=gettext_lazy("Empty: everybody whom the place does not refuse."),
    )
    company_name = text_field(
        gettext_lazy("Company"),
        size=120,
        help_text=gettext_lazy("Another company of the agreement. Empty: our own."),
    )
    opening_id = forms.ChoiceField(
        label=gettext_lazy("Job that says what the work needs"),
        required=False,
        help_text=gettext_lazy("Suggested fits are computed from it. Empty: from the name alone."),
    )
    region = text_field(gettext_lazy("Region"), size=60)
    region_maximum = forms.IntegerField(
        label=gettext_lazy("Most people of the region"),
        min_value=0,
        max_value=INTEGER_MAX,
        required=False,
        help_text=gettext_lazy("The same for all places of the region. Empty: no ceiling."),
    )


class AddPlace(RoundStep):
    """A unit or a post."""

    form_class = PlaceForm
    action = entries.add_place
    page_name = "rounds:places"
    heading = gettext_lazy("Add a place")
    back_label = gettext_lazy("Back to the places")
    said = gettext_lazy("The place was added.")

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Ask what this kind of round has."""
        form = super().make_form(data, files)
        kind = find_round(round_id=self.row_id).round_kind
        unused = {"capacity"} if kind in _WITH_SEATS_OF_TODAY else {"vacancies"}
        unused |= set() if kind is RoundKind.ROTATION else {"minimum"}
        unused |= (
            {"region", "region_maximum", "minimum_priority"}
            if kind in _WITH_SEATS_OF_TODAY
            else set()
        )
        unused |= set() if kind is RoundKind.SWAP else {"company_name"}
        unused |= {"opening_id"} if kind in _WITH_SEATS_OF_TODAY else set()
        for name in unused:
            del form.fields[name]
        if (field := form.fields.get("opening_id")) is not None:
            assert isinstance(field, forms.ChoiceField)
            jobs = list_openings()[:ORDERS_MAX]
            field.choices = [
                ("", formats.NOTHING),
                *((str(one.id), f"{one.number} {one.title}") for one in jobs),
            ]
        return form

    def get_values(self, form: Form) -> dict[str, Any]:
        """Return what was typed; no job where none was chosen."""
        values = dict(form.cleaned_data)
        if "opening_id" in values:
            values["opening_id"] = values["opening_id"] or None
        return values


class OrdersForm(Form):
    """Which job orders."""

    submit_label = gettext_lazy("Add the chosen orders")
    job_order_ids = forms.MultipleChoiceField(
        label=gettext_lazy("Open job orders"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Seats and conditions are those of the order."),
    )


class AddOrders(RoundStep):
    """Open job orders of the agency, many at once."""

    form_class = OrdersForm
    action = entries.add_orders
    page_name = "rounds:places"
    heading = gettext_lazy("Add job orders")
    back_label = gettext_lazy("Back to the places")
    lead = gettext_lazy("Each job is looked at again: its conditions must be complete today.")

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Offer the open orders."""
        form = super().make_form(data, files)
        field = form.fields["job_order_ids"]
        assert isinstance(field, forms.MultipleChoiceField)
        orders = list_orders(on=timezone.localdate())[:ORDERS_MAX]
        field.choices = [
            (str(one.id), f"{one.number} {one.employer_name} {one.occupation}") for one in orders
        ]
        return form

    def say(self, done: Any) -> str:
        """Say how many."""
        return _("%(count)s added.") % {"count": formats.count(len(done), "record")}


class RemovePlace(RowAct):
    """Take a place out of a draft."""

    permission: ClassVar = Permission.ROUND_EDIT
    id_name = "place_id"
    page_name = "rounds:places"
    action = entries.remove_place
    said = gettext_lazy("The place was removed.")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Remove it and show the others."""
        toast(request, self.act())
        return redirect("rounds:places", kwargs["round_id"])


class FitPlaces(RoundAct):
    """Let a worker suggest numbers by named parts."""

    action = running.fit_round
    page_name = "rounds:places"
    said = gettext_lazy(
        "The fits are being computed. They are suggestions; a number of a named person stays."
    )
