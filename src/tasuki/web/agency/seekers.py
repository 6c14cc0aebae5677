"""The job seekers' book: everybody whose application for work was received."""

from datetime import timedelta
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.consent.queries import mark_stopped
from tasuki.apps.placement.queries import list_job_seekers, mark_banned
from tasuki.apps.placement.seekers import RENEW_FROM_DAYS, renew_search
from tasuki.core.access import Permission
from tasuki.core.placement.seekers import JobSeekerState
from tasuki.web.agency.frame import AgencyPage
from tasuki.web.agency.seeker_forms import RenewForm, SeekerFilter
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    Column,
    Place,
    day_column,
    status_column,
    text_column,
)
from tasuki.web.components.lists import BulkAct, Selection, Tab, TableView


def name_for_file(row: Any) -> str:
    """Return the name, or that nobody may use it any more: a file is a use, the book is not."""
    if row.is_use_stopped:
        return _("use stopped, kept by law")
    return str(row.name)


def contact_tag(row: Any) -> SafeString | str:
    """Return that nobody may speak to the person about a job now; empty where one may."""
    if row.is_use_stopped:
        return formats.tag(_("Use stopped"), "err")
    return formats.tag(_("No solicitation"), "err") if row.is_banned else ""


def contact_word(row: Any) -> str:
    """Return the same in a file."""
    if row.is_use_stopped:
        return _("Use stopped")
    return _("No solicitation") if row.is_banned else ""


class SeekersPage(AgencyPage, TableView):
    """The book, newest first."""

    permission: ClassVar = Permission.REGISTRATION_VIEW
    template_name: ClassVar[str] = "agency/seekers.html"
    heading: ClassVar[Any] = gettext_lazy("Job seekers")
    lead: ClassVar[Any] = gettext_lazy("Whom the agency serves, counted or not.")
    unit: ClassVar[str] = "person"
    default_sort: ClassVar[str] = "-accepted_on"
    search_label: ClassVar[Any] = gettext_lazy("Name, number or occupation")
    empty_text: ClassVar[Any] = gettext_lazy("People appear here when they are accepted.")
    filter_form = SeekerFilter
    tabs = (
        Tab(label=gettext_lazy("Search open"), query=""),
        Tab(label=gettext_lazy("Terms to deliver"), query="state=received"),
        Tab(label=gettext_lazy("Ends soon"), query="open=soon"),
        Tab(label=gettext_lazy("Closed"), query="open=no"),
        Tab(label=gettext_lazy("All"), query="open=all"),
    )
    columns = (
        Column(
            name="name",
            label=gettext_lazy("Name"),
            value=lambda row: row.name,
            link=lambda row: reverse("agency:seeker", args=[row.pk]),
            sort="name",
            place=Place.TITLE,
            file_value=name_for_file,
        ),
        text_column("number", gettext_lazy("Number"), lambda row: row.number, css="nw"),
        status_column("job_seeker", lambda row: row.state, gettext_lazy("Status")),
        Column(
            name="contact",
            label=gettext_lazy("Contact about jobs"),
            value=lambda row: row,
            show=contact_tag,
            file_value=contact_word,
        ),
        text_column(
            "occupation",
            gettext_lazy("Wished occupation"),
            lambda row: row.wished_occupation or formats.NOTHING,
        ),
        day_column(
            "accepted", gettext_lazy("Accepted on"), lambda row: row.accepted_on, sort="accepted_on"
        ),
        day_column("valid", gettext_lazy("Valid until"), lambda row: row.valid_to, sort="valid_to"),
        day_column("closed", gettext_lazy("Closed on"), lambda row: row.closed_on),
    )
    bulk_acts = (
        BulkAct(
            name="renew",
            label=gettext_lazy("Renew the validity"),
            effect=gettext_lazy(
                "Each search is valid for twelve more months. Only for people who said that they "
                "go on looking; the day they said so is kept."
            ),
            permission=Permission.REGISTRATION_DECIDE,
            form=RenewForm,
        ),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the rows of the tab."""
        wanted = self.request.GET.get("open", "")
        is_open = None if wanted == "all" else wanted != "no"
        today = timezone.localdate()
        rows = mark_banned(mark_stopped(list_job_seekers(is_open=is_open)), on=today)
        if wanted == "soon":
            rows = rows.filter(valid_to__lte=today + timedelta(days=RENEW_FROM_DAYS))
        return rows

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by name, number or occupation."""
        return rows.filter(
            Q(name__icontains=text)
            | Q(number__icontains=text)
            | Q(wished_occupation__icontains=text)
        )

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by state, wished prefecture and who is in charge."""
        state = values.get("state", "")
        if state in set(JobSeekerState):
            rows = rows.filter(state=state)
        if prefecture := values.get("prefecture"):
            rows = rows.filter(seekerwishes__prefectures__contains=[prefecture])
        if values.get("mine"):
            rows = rows.filter(in_charge_id=self.actor.account_id)
        return rows

    def do_renew(self, rows: QuerySet[Any], selection: Selection) -> str:
        """Renew each of them, or none."""
        ids = list(rows.values_list("pk", flat=True))
        for job_seeker_id in ids:
            renew_search(
                actor=self.actor,
                job_seeker_id=job_seeker_id,
                confirmed_on=self.bulk_values["confirmed_on"],
                now=timezone.now(),
            )
        return _("Renewed: %(count)s.") % {"count": formats.count(len(ids), "person")}

    def get_context(self) -> dict[str, Any]:
        """Return the list and whether somebody may be received."""
        may_receive = self.actor.can(Permission.REGISTRATION_DECIDE)
        return super().get_context() | {"may_receive": may_receive}
