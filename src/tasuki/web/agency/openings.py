"""Openings of employers: the list with what waits, and the form of an order."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import found
from tasuki.apps.openings import actions, orders, queries
from tasuki.apps.openings.actions import OpeningValues
from tasuki.apps.openings.employers import list_employers
from tasuki.apps.openings.models import Opening
from tasuki.core.access import Permission
from tasuki.core.law.posting import PostingItem
from tasuki.web.agency.frame import AgencyPage
from tasuki.web.company.openings import OpeningForm, first_values
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    count_column,
    day_column,
    name_column,
    status_column,
    text_column,
)
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import BulkAct, Selection, Tab, TableView
from tasuki.web.components.views import FormPage

BULK_MAX = 500


class OrderFilter(Form):
    """What narrows the list."""

    state = forms.CharField(required=False, widget=forms.HiddenInput)
    stale = forms.CharField(required=False, widget=forms.HiddenInput)
    employer = forms.ChoiceField(label=gettext_lazy("Employer"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employer"].choices = _employer_choices(_("All employers"))


def _employer_choices(first: str) -> list[tuple[str, str]]:
    rows = list_employers().values_list("id", "name")
    return [("", first), *((str(row_id), name) for row_id, name in rows)]


class OpeningsPage(AgencyPage, TableView):
    """All openings of employers."""

    permission: ClassVar = Permission.OPENING_VIEW
    template_name: ClassVar[str] = "agency/openings.html"
    heading: ClassVar[Any] = gettext_lazy("Job openings")
    lead: ClassVar[Any] = gettext_lazy(
        "Orders of employers: accepted, shown, confirmed every 30 days."
    )
    default_sort: ClassVar[str] = "-number"
    search_label: ClassVar[Any] = gettext_lazy("Job, employer, occupation, workplace or number")
    filter_form: ClassVar[type[Form]] = OrderFilter
    tabs = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("To be accepted"), query="state=draft"),
        Tab(label=gettext_lazy("Accepted orders"), query="state=accepted"),
        Tab(label=gettext_lazy("Open"), query="state=open"),
        Tab(label=gettext_lazy("To be confirmed"), query="stale=yes"),
        Tab(label=gettext_lazy("Suspended"), query="state=suspended"),
        Tab(label=gettext_lazy("Ended jobs"), query="state=over"),
    )
    columns = (
        name_column(
            gettext_lazy("Job"),
            lambda row: row.title,
            lambda row: reverse("agency:opening", args=[row.pk]),
            sort="title",
        ),
        text_column(
            "employer",
            gettext_lazy("Employer"),
            lambda row: row.employer.name if row.employer else formats.NOTHING,
        ),
        text_column(
            "number", gettext_lazy("Number"), lambda row: row.number, css="nw", sort="number"
        ),
        status_column("opening", lambda row: row.state, gettext_lazy("Status")),
        text_column("items", gettext_lazy("Posting items"), lambda row: completeness(row)),
        text_column("workplace", gettext_lazy("Workplace"), lambda row: row.workplace),
        count_column("persons", gettext_lazy("Persons wanted"), lambda row: row.person_count),
        day_column("as_of", gettext_lazy("True on"), lambda row: row.as_of, sort="as_of"),
        day_column("valid", gettext_lazy("Valid until"), lambda row: row.valid_to),
    )
    bulk_acts = (
        BulkAct(
            name="confirm",
            label=gettext_lazy("Confirm as true today"),
            effect=gettext_lazy(
                "Their as-of date becomes today; suspended ones are shown again. No mail is sent."
            ),
            permission=Permission.OPENING_EDIT,
        ),
    )
    empty_text: ClassVar[Any] = gettext_lazy("Orders of employers appear here.")

    def get_rows(self) -> QuerySet[Any]:
        """Return the openings with their employers."""
        return queries.list_openings()

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by job, employer, occupation, workplace or number."""
        return rows & queries.list_openings(text=text)

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by state, employer and what has to be confirmed."""
        state, employer = values.get("state"), values.get("employer")
        if values.get("stale"):
            rows = rows & queries.list_openings(stale_on=timezone.localdate())
        if state == "over":
            rows = rows.filter(state__in=("filled", "closed", "refused"))
        elif state:
            rows = rows.filter(state=state)
        return rows.filter(employer_id=employer) if employer else rows

    def do_confirm(self, rows: QuerySet[Any], selection: Selection) -> str:
        """Confirm what was chosen; what may not be shown is named."""
        ids = list(rows.values_list("pk", flat=True)[:BULK_MAX])
        done = orders.confirm_openings(actor=self.actor, opening_ids=ids, now=timezone.now())
        for number, error in done.refused[:5]:
            messages.error(self.request, f"{number}: {error.text}")
        return _("Confirmed: %(count)s. Not confirmed: %(refused)s.") % {
            "count": formats.count(done.fresh_count, "record"),
            "refused": formats.count(len(done.refused), "record"),
        }

    def get_context(self) -> dict[str, Any]:
        """Return the list and whether an order may be taken."""
        may_edit = self.actor.can(Permission.OPENING_EDIT)
        return super().get_context() | {
            "may_edit": may_edit,
            "empty_url": reverse("agency:opening_add") if may_edit else "",
            "empty_label": _("Take an order"),
        }


def completeness(opening: Opening) -> str:
    """Return how many of the eleven items are there, such as 9 / 11."""
    total = len(PostingItem)
    return f"{total - len(queries.missing_items(opening))} / {total}"


class OrderForm(OpeningForm):
    """The order of an employer with its eleven items."""

    submit_label = gettext_lazy("Save the order")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The employer declares, not the agency: its own page keeps the answer and the day.
        del self.fields["is_declared"]
        self.fields["employer_id"] = forms.ChoiceField(
            label=_("Employer"),
            choices=_employer_choices(_("Choose an employer")),
            help_text=_("A new employer is added on the page of employers."),
        )
        self.order_fields(["employer_id"])

    def values(self) -> OpeningValues:
        """Return what was typed."""
        values = super().values()
        employer_id = UUID(self.cleaned_data["employer_id"])
        return OpeningValues(
            **{name: getattr(values, name) for name in actions.FIELDS},
            employer_id=employer_id,
        )


class OrderPage(AgencyPage, FormPage):
    """What the forms of a new and of a stored order share."""

    permission: ClassVar = Permission.OPENING_EDIT
    form_class: ClassVar[type[Form]] = OrderForm

    def get_success_url(self) -> str:
        """Show the opening."""
        return reverse("agency:opening", args=[self.saved.pk])

    saved: Opening


class OpeningAdd(OrderPage):
    """A new order of an employer."""

    heading: ClassVar[Any] = gettext_lazy("Take an order")
    lead: ClassVar[Any] = gettext_lazy("A half-filled order is kept; accept it when it is whole.")
    back_label: ClassVar[Any] = gettext_lazy("Back to the openings")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the employer that the link names."""
        return first_values(None) | {"employer_id": self.request.GET.get("employer", "")}

    def act(self, form: Form) -> str:
        """Keep it."""
        assert isinstance(form, OrderForm)
        self.saved = actions.create_opening(
            actor=self.actor, values=form.values(), now=timezone.now()
        )
        return _("The order was saved as a draft. Accept it when all items are there.")

    def get_back_url(self) -> str:
        """Go back to the list."""
        return reverse("agency:openings")


class OpeningEdit(OrderPage):
    """Change an order; what was shown stays as a version."""

    back_label: ClassVar[Any] = gettext_lazy("Back to the opening")
    lead: ClassVar[Any] = gettext_lazy(
        "What was shown is kept as a version, and a notice of the changes can be printed."
    )

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is stored."""
        opening = self._stored()
        return first_values(opening) | {"employer_id": str(opening.employer_id or "")}

    def act(self, form: Form) -> str:
        """Save it."""
        assert isinstance(form, OrderForm)
        self.saved = actions.update_opening(
            actor=self.actor,
            opening_id=self.kwargs["opening_id"],
            values=form.values(),
            now=timezone.now(),
        )
        return _("The order was saved.")

    def get_back_url(self) -> str:
        """Go back to the opening."""
        return reverse("agency:opening", args=[self.kwargs["opening_id"]])

    def _stored(self) -> Opening:
        return found(queries.find_opening(opening_id=self.kwargs["opening_id"]))

    def _show_form(self, form: Form, *, status: int = 200) -> Any:
        opening = self._stored()
        return self.show(
            {
                "form": form,
                "heading": opening.title,
                "lead": self.lead,
                "back_url": self.get_back_url(),
                "back_label": self.back_label,
            },
            status=status,
        )
