"""What became of hires after six months, and whom nobody here may urge to move."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.books.actions import NOTED_METHODS, record_check
from tasuki.apps.books.cells import Writer
from tasuki.apps.books.queries import lists
from tasuki.apps.books.surveys import run_surveys
from tasuki.apps.books.words import METHODS, SEPARATIONS
from tasuki.apps.errors import found
from tasuki.core.access import Permission
from tasuki.core.books.rows import Separated
from tasuki.web.agency.books.frame import list_pages, page_language
from tasuki.web.agency.frame import DAY_INPUT, AgencyPage
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    Column,
    Place,
    day_column,
    deadline_column,
    name_column,
    text_column,
)
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import Tab, TableView
from tasuki.web.components.views import ActView, FormPage

_TONES = {"": "wait", "left": "warn", "stayed": "ok", "dismissed": "", "unknown": ""}


def _separation_tag(value: str) -> str:
    label = formats.say(SEPARATIONS[value]) if value else _("not known yet")
    return formats.tag(label, _TONES[value])


def _method(row: Any) -> str:
    words = METHODS.get(row.separation_method)
    return formats.say(words) if words else formats.NOTHING


class SeparationsPage(AgencyPage, TableView):
    """Hires for good whose six months end."""

    permission: ClassVar = Permission.BOOK_VIEW
    template_name: ClassVar[str] = "agency/separations.html"
    heading: ClassVar[Any] = gettext_lazy("After six months")
    lead: ClassVar[Any] = gettext_lazy(
        "Employers are asked by mail on the day after six months; without an answer in 30 days it "
        "counts as unknown."
    )
    unit: ClassVar[str] = "person"
    default_sort: ClassVar[str] = "separation_due_on"
    search_label: ClassVar[Any] = gettext_lazy("Name or employer")
    empty_text: ClassVar[Any] = gettext_lazy("Hires for an indefinite term appear here.")
    tabs = (
        Tab(label=gettext_lazy("Not known yet"), query=""),
        Tab(label=gettext_lazy("With an outcome"), query="open=no"),
    )
    columns = (
        name_column(
            gettext_lazy("Name"),
            lambda row: row.job_seeker.name,
            lambda row: reverse("agency:separation", args=[row.pk]),
        ),
        Column(
            name="state",
            label=gettext_lazy("Status"),
            value=lambda row: row.separation,
            show=_separation_tag,
            file_value=lambda row: (
                formats.say(SEPARATIONS[row.separation]) if row.separation else ""
            ),
            place=Place.CORNER,
        ),
        text_column("employer", gettext_lazy("Employer"), lambda row: row.job_order.employer_name),
        text_column("order", gettext_lazy("Order"), lambda row: row.job_order.number, css="nw"),
        day_column("hired", gettext_lazy("Hired on"), lambda row: row.hired_on, sort="hired_on"),
        deadline_column(
            "due",
            gettext_lazy("Check from"),
            lambda row: row.separation_due_on,
            sort="separation_due_on",
        ),
        day_column(
            "checked", gettext_lazy("Day of the check"), lambda row: row.separation_checked_on
        ),
        text_column("method", gettext_lazy("How"), _method),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the rows of the tab."""
        return lists.list_separation_checks(is_open=self.request.GET.get("open") != "no")

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by name or employer."""
        is_open = self.request.GET.get("open") != "no"
        return rows & lists.list_separation_checks(is_open=is_open, text=text)

    def get_context(self) -> dict[str, Any]:
        """Add the other pages, and the run of today."""
        return super().get_context() | {
            "book_pages": list_pages("agency:separations"),
            "may_run": self.actor.can(Permission.BOOK_EDIT),
        }


class RunSurveys(AgencyPage, ActView):
    """Ask now, instead of waiting for the night."""

    permission: ClassVar = Permission.BOOK_EDIT

    def act(self) -> str:
        """Ask, remind and close."""
        counts = run_surveys(actor=self.actor, now=timezone.now())
        return _("Asked %(asked)s, reminded %(reminded)s, closed as unknown %(closed)s.") % counts

    def get_success_url(self) -> str:
        """Show the list."""
        return reverse("agency:separations")


class CheckForm(Form):
    """What was found out."""

    submit_label = gettext_lazy("Save the check")
    answer = forms.ChoiceField(
        label=gettext_lazy("What became of the hire within six months?"),
        widget=forms.RadioSelect,
        choices=(),
    )
    left_on = forms.DateField(
        label=gettext_lazy("Last day of employment"),
        widget=DAY_INPUT,
        required=False,
        help_text=gettext_lazy("If it is known. A day after the six months counts as stayed."),
    )
    method = forms.ChoiceField(
        label=gettext_lazy("How was it found out?"), widget=forms.RadioSelect, choices=()
    )
    checked_on = forms.DateField(label=gettext_lazy("Day of the check"), widget=DAY_INPUT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, pairs in (
            ("answer", [(one, SEPARATIONS[one]) for one in Separated]),
            ("method", [(one, METHODS[one]) for one in NOTED_METHODS]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(str(one), formats.say(words)) for one, words in pairs]


class CheckPage(AgencyPage, FormPage):
    """Write down a check by phone, visit, report or refund."""

    permission: ClassVar = Permission.BOOK_EDIT
    template_name: ClassVar[str] = "agency/separation.html"
    form_class: ClassVar[type[Form]] = CheckForm
    heading: ClassVar[Any] = gettext_lazy("Check after six months")
    back_label: ClassVar[Any] = gettext_lazy("After six months")

    def get_context(self) -> dict[str, Any]:
        """Return the hire."""
        row = found(lists.find_hire(introduction_id=self.kwargs["introduction_id"]))
        writer = Writer(page_language())
        return {
            "row": row,
            "ban": writer.ban(row),
            "separation": writer.separation(row)[0],
            "method_words": _method(row),
        }

    def get_initial(self) -> dict[str, Any]:
        """Begin with today."""
        return {"checked_on": timezone.localdate()}

    def act(self, form: Form) -> str:
        """Write it down."""
        values = form.cleaned_data
        record_check(
            actor=self.actor,
            introduction_id=self.kwargs["introduction_id"],
            answer=Separated(values["answer"]),
            method=values["method"],
            checked_on=values["checked_on"],
            left_on=values["left_on"],
            now=timezone.now(),
        )
        return _("The check was saved in the books.")

    def get_success_url(self) -> str:
        """Show the list."""
        return reverse("agency:separations")

    def get_back_url(self) -> str:
        """Back to the list."""
        return reverse("agency:separations")


class BansPage(AgencyPage, TableView):
    """転職勧奨の禁止一覧: whom nobody here may urge to move, and until when."""

    permission: ClassVar = Permission.BOOK_VIEW
    template_name: ClassVar[str] = "agency/book.html"
    heading: ClassVar[Any] = gettext_lazy("No solicitation")
    lead: ClassVar[Any] = gettext_lazy(
        "People whom we placed for an indefinite term. For two years nobody here urges them to "
        "move; their own request opens the ban."
    )
    unit: ClassVar[str] = "person"
    default_sort: ClassVar[str] = "solicitation_ban_until"
    search_label: ClassVar[Any] = gettext_lazy("Name, number or employer")
    empty_text: ClassVar[Any] = gettext_lazy("Nobody is banned today.")
    columns = (
        Column(
            name="name",
            label=gettext_lazy("Name"),
            value=lambda row: row.job_seeker.name,
            place=Place.TITLE,
        ),
        text_column("number", gettext_lazy("Number"), lambda row: row.job_seeker.number, css="nw"),
        text_column("employer", gettext_lazy("Employer"), lambda row: row.job_order.employer_name),
        day_column("hired", gettext_lazy("Hired on"), lambda row: row.hired_on, sort="hired_on"),
        text_column(
            "ban", gettext_lazy("As the book prints it"), lambda row: Writer("ja").ban(row)
        ),
        day_column(
            "until",
            gettext_lazy("No contact through"),
            lambda row: row.solicitation_ban_until,
            sort="solicitation_ban_until",
        ),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the bans of today."""
        return lists.list_bans(on=timezone.localdate())

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by what the query looks into."""
        return rows & lists.list_bans(on=timezone.localdate(), text=text)

    def get_context(self) -> dict[str, Any]:
        """Add the other pages."""
        return super().get_context() | {"book_pages": list_pages("agency:bans")}

    def _export_urls(self) -> dict[str, str]:
        return {}


PATTERNS = [
    path("books/separations/", SeparationsPage.as_view(), name="separations"),
    path("books/separations/run/", RunSurveys.as_view(), name="separations_run"),
    path("books/separations/<uuid:introduction_id>/", CheckPage.as_view(), name="separation"),
    path("books/bans/", BansPage.as_view(), name="bans"),
]
