"""Applicants: the list with its filters, and putting applications away.

No column, filter or file here knows whether a person registered anywhere.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.people import actions, queries
from tasuki.apps.people.models import Application
from tasuki.apps.people.queries import ApplicationFilters
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.company.words import outcome_tag
from tasuki.web.components import formats
from tasuki.web.components.columns import Column, Place, day_column, name_column, text_column
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import BulkAct, Selection, Tab, TableView
from tasuki.web.components.views import ActView, toast

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DECIDE = "view=undecided"


class ApplicantFilter(Form):
    """Filters of the list; the choices are the values that occur."""

    outcome = forms.ChoiceField(label=gettext_lazy("Result"), required=False)
    job = forms.ChoiceField(label=gettext_lazy("Job"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), required=False)
    view = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        values = queries.list_filter_values()
        every = [("", _("All"))]
        self.fields["outcome"].choices = every + list(Application.Outcome.choices)
        self.fields["job"].choices = every + [(one, one) for one in values.jobs]
        self.fields["channel"].choices = every + [(one, one) for one in values.channels]
        self.fields["stage"].choices = every + [(one, one) for one in values.stages]


class ApplicantList(TableView):
    """Everybody who applied."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_VIEW
    template_name: ClassVar[str] = "company/applicants.html"
    heading = gettext_lazy("Applicants")
    lead = gettext_lazy("Who applied, how far they came, and what is still to decide.")
    unit = "person"
    default_sort = "-applied_on"
    search_label = gettext_lazy("Name, kana, mail, phone, number or job")
    filter_form = ApplicantFilter
    tabs = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("To decide"), query=_DECIDE),
        Tab(label=gettext_lazy("In selection"), query="outcome=running"),
        Tab(label=gettext_lazy("Not selected"), query="outcome=not_selected"),
        Tab(label=gettext_lazy("Hired"), query="outcome=hired"),
        Tab(label=gettext_lazy("Put away"), query="view=archived"),
    )
    bulk_acts = (
        BulkAct(
            name="archive",
            label=gettext_lazy("Put away"),
            effect=gettext_lazy(
                "They leave the list and can be brought back. Results, notices and counts stay "
                "as they are, and nobody gets a mail."
            ),
            permission=Permission.APPLICATION_DECIDE,
        ),
    )
    columns = (
        name_column(
            gettext_lazy("Name"),
            lambda row: row.talent_record.full_name,
            lambda row: reverse("company:applicant", args=[row.pk]),
            sort="talent_record__name_kana",
        ),
        Column(
            name="kana",
            label=gettext_lazy("Kana"),
            value=lambda row: row.talent_record.name_kana,
            place=Place.WIDE_ONLY,
        ),
        text_column(
            "job", gettext_lazy("Job"), lambda row: row.job_title, css="nw", sort="job_title"
        ),
        text_column("channel", gettext_lazy("Channel"), lambda row: row.channel),
        text_column("stage", gettext_lazy("Stage"), lambda row: row.stage, css="nw", sort="stage"),
        Column(
            name="outcome",
            label=gettext_lazy("Result"),
            value=lambda row: row.outcome,
            show=outcome_tag,
            file_value=lambda row: str(Application.Outcome(row.outcome).label),
            place=Place.CORNER,
        ),
        day_column(
            "applied_on",
            gettext_lazy("Applied on"),
            lambda row: row.applied_on,
            sort="applied_on",
        ),
        day_column("ended_on", gettext_lazy("Ended on"), lambda row: row.ended_on),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the applications of the tab."""
        view = self.request.GET.get("view", "")
        filters = ApplicationFilters(
            is_archived=view == "archived", is_undecided=view == "undecided"
        )
        return queries.list_applications(filters=filters)

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by name with its variants, kana, mail, phone, number or job."""
        is_archived = self.request.GET.get("view") == "archived"
        filters = ApplicationFilters(text=text, is_archived=is_archived)
        return rows & queries.list_applications(filters=filters)

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by result, job, channel and stage."""
        fields = {"outcome": "outcome", "job": "job_title", "channel": "channel", "stage": "stage"}
        chosen = {fields[key]: value for key, value in values.items() if key in fields and value}
        return rows.filter(**chosen)

    def do_archive(self, rows: QuerySet[Any], selection: Selection) -> str:
        """Put them away; the toast brings exactly these back."""
        now = timezone.now()
        ids = list(rows.values_list("pk", flat=True))
        count = actions.archive_applications(actor=self.actor, application_ids=ids, now=now)
        undo_url = reverse("company:applicants_restore", args=[(now - _EPOCH) // _MICROSECOND])
        text = _("%(count)s put away.") % {"count": formats.count(count, "record")}
        toast(self.request, text, undo_url=undo_url)
        return ""

    def get_context(self) -> dict[str, Any]:
        """Return the list with the number of rows on its own tabs."""
        context = super().get_context()
        counts = queries.count_applications_by_outcome()
        numbers = {
            str(self.tabs[0].label): sum(counts.values()),
            str(self.tabs[2].label): counts["running"],
            str(self.tabs[3].label): counts["not_selected"],
            str(self.tabs[4].label): counts["hired"],
        }
        for tab in context["tabs"][: len(self.tabs)]:
            number = numbers.get(str(tab["label"]))
            if number is not None:
                tab["label"] = f"{tab['label']} {formats.number(number)}"
        context["may_import"] = self.actor.can(Permission.APPLICATION_IMPORT)
        context["empty_url"] = reverse("company:import_file") if context["may_import"] else ""
        context["empty_label"] = _("Import applicants")
        return context

    empty_text = gettext_lazy(
        "Applicants appear here after an import. The import sends nothing to anybody."
    )


class RestoreApplicants(ActView):
    """Bring back what was put away in one act."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_DECIDE

    def act(self) -> str:
        """Restore the applications of that moment."""
        moment = _EPOCH + self.kwargs["moment"] * _MICROSECOND
        rows = queries.list_applications(filters=ApplicationFilters(is_archived=True))
        ids = list(rows.filter(archived_at=moment).values_list("pk", flat=True))
        count = actions.restore_applications(
            actor=self.actor, application_ids=ids, now=timezone.now()
        )
        return _("%(count)s brought back.") % {"count": formats.count(count, "record")}

    def get_success_url(self) -> str:
        """Go to the list."""
        return reverse("company:applicants")
