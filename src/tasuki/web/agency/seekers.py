"""The job seekers' book: everybody whose application for work was accepted."""

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.consent.queries import mark_stopped
from tasuki.apps.placement.queries import JobSeekerState, list_job_seekers
from tasuki.core.access import Permission
from tasuki.web.agency.frame import AgencyPage
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    Column,
    Place,
    day_column,
    text_column,
)
from tasuki.web.components.lists import Tab, TableView

_STATES = {
    JobSeekerState.RECEIVED: (gettext_lazy("Received"), "key"),
    JobSeekerState.ACTIVE: (gettext_lazy("Being served"), "key"),
    JobSeekerState.INTRODUCED: (gettext_lazy("Introduced"), "wait"),
    JobSeekerState.HIRED: (gettext_lazy("Hired"), "ok"),
    JobSeekerState.CLOSED: (gettext_lazy("Closed"), ""),
    JobSeekerState.EXPIRED: (gettext_lazy("Expired"), ""),
    JobSeekerState.CANCELLED: (gettext_lazy("Acceptance taken back"), ""),
}


def state_word(state: str) -> str:
    """Return the word of a job seeker's state."""
    return str(_STATES[JobSeekerState(state)][0])


def name_for_file(row: Any) -> str:
    """Return the name, or that nobody may use it any more: a file is a use, the book is not."""
    if row.is_use_stopped:
        return _("use stopped, kept by law")
    return str(row.name)


class SeekersPage(AgencyPage, TableView):
    """The book, newest first."""

    permission: ClassVar = Permission.REGISTRATION_VIEW
    heading: ClassVar[Any] = gettext_lazy("Job seekers")
    lead: ClassVar[Any] = gettext_lazy("Whom the agency serves, counted or not.")
    unit: ClassVar[str] = "person"
    default_sort: ClassVar[str] = "-accepted_on"
    search_label: ClassVar[Any] = gettext_lazy("Name, number or occupation")
    empty_text: ClassVar[Any] = gettext_lazy("People appear here when they are accepted.")
    tabs = (
        Tab(label=gettext_lazy("Search open"), query=""),
        Tab(label=gettext_lazy("Closed"), query="open=no"),
        Tab(label=gettext_lazy("All"), query="open=all"),
    )
    columns = (
        Column(
            name="name",
            label=gettext_lazy("Name"),
            value=lambda row: row.name,
            sort="name",
            place=Place.TITLE,
            file_value=lambda row: name_for_file(row),
        ),
        text_column("number", gettext_lazy("Number"), lambda row: row.number, css="nw"),
        Column(
            name="state",
            label=gettext_lazy("Status"),
            value=lambda row: row.state,
            show=lambda state: formats.tag(state_word(state), _STATES[JobSeekerState(state)][1]),
            file_value=lambda row: state_word(row.state),
            place=Place.CORNER,
        ),
        text_column(
            "occupation",
            gettext_lazy("Wished occupation"),
            lambda row: row.wished_occupation or formats.NOTHING,
        ),
        day_column(
            "accepted", gettext_lazy("Accepted on"), lambda row: row.accepted_on, sort="accepted_on"
        ),
        day_column("valid", gettext_lazy("Valid until"), lambda row: row.valid_to),
        day_column("closed", gettext_lazy("Closed on"), lambda row: row.closed_on),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the rows of the tab."""
        wanted = self.request.GET.get("open", "")
        return mark_stopped(list_job_seekers(is_open=None if wanted == "all" else wanted != "no"))

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by name, number or occupation."""
        return rows.filter(
            Q(name__icontains=text)
            | Q(number__icontains=text)
            | Q(wished_occupation__icontains=text)
        )
