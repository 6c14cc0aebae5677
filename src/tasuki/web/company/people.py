"""People: everybody whom the company knows, found while somebody types, and acts on many.

No column, filter or file here knows whether a person registered anywhere.
"""

from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps.errors import NotVisibleError
from tasuki.apps.people.actions import bulk as actions
from tasuki.apps.people.models import BulkRun
from tasuki.apps.people.queries import people as queries
from tasuki.apps.people.queries.people import PersonFilters
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.company.people_bulk import list_shown, said_of, send_export
from tasuki.web.company.people_forms import (
    KIND_LABELS,
    NoteForm,
    PersonFilter,
    ReminderForm,
    TagForm,
    UntagForm,
    kind_tags,
)
from tasuki.web.components.columns import (
    Column,
    Place,
    day_column,
    name_column,
    text_column,
)
from tasuki.web.components.lists import BulkAct, Selection, Tab, TableView
from tasuki.web.components.views import PageView, toast


def _post(row: Any) -> str:
    rows = row.employed[:1]
    return " ".join(part for one in rows for part in (one.department, one.position) if part)


class PeopleList(TableView):
    """Everybody whom the company knows."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_VIEW
    template_name: ClassVar[str] = "company/people.html"
    heading = gettext_lazy("People we know")
    lead = gettext_lazy("Applicants, employees and former employees: each person once.")
    unit = "person"
    default_sort = "-created_at"
    search_label = gettext_lazy("Name, kana, romaji; whole mail, phone or number")
    filter_form = PersonFilter
    tabs = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("Applicants"), query="kind=applicant"),
        Tab(label=gettext_lazy("Employees"), query="kind=employee"),
        Tab(label=gettext_lazy("Former employees"), query="kind=leaver"),
    )
    bulk_acts = (
        BulkAct(
            name="tag",
            label=gettext_lazy("Add tag"),
            effect=gettext_lazy("They get the tag. Nobody gets a mail; it can be undone."),
            permission=Permission.APPLICATION_DECIDE,
            form=TagForm,
        ),
        BulkAct(
            name="untag",
            label=gettext_lazy("Remove tag"),
            effect=gettext_lazy("They lose the tag and its reminder; it can be undone."),
            permission=Permission.APPLICATION_DECIDE,
            form=UntagForm,
        ),
        BulkAct(
            name="remind",
            label=gettext_lazy("Set reminder"),
            effect=gettext_lazy("They get the tag with this day; it can be undone."),
            permission=Permission.APPLICATION_DECIDE,
            form=ReminderForm,
        ),
        BulkAct(
            name="note",
            label=gettext_lazy("Add note"),
            effect=gettext_lazy("Each of them gets the note. Nobody gets a mail; undo removes it."),
            permission=Permission.APPLICATION_DECIDE,
            form=NoteForm,
        ),
        BulkAct(
            name="export",
            label=gettext_lazy("Export"),
            effect=gettext_lazy("You get a file. The export is written into the record of views."),
            permission=Permission.EXPORT,
        ),
    )
    columns = (
        name_column(
            gettext_lazy("Name"),
            lambda row: row.full_name or row.number,
            lambda row: reverse("company:person", args=[row.pk]),
            sort="name_kana",
        ),
        Column(
            name="kana",
            label=gettext_lazy("Kana"),
            value=lambda row: "" if row.kana_source == "guess" else row.name_kana,
            place=Place.WIDE_ONLY,
            css="nw",
        ),
        Column(
            name="kinds",
            label=gettext_lazy("Relation"),
            value=queries.kinds_shown,
            show=kind_tags,
            file_value=lambda row: " ".join(
                str(KIND_LABELS[one]) for one in queries.kinds_shown(row)
            ),
            place=Place.CORNER,
        ),
        text_column(
            "employee_number",
            gettext_lazy("Employee number"),
            lambda row: next((one.number for one in row.employed if one.number), ""),
            css="nw",
        ),
        text_column("post", gettext_lazy("Department and position"), _post, css="nw"),
        text_column(
            "tags",
            gettext_lazy("Tags"),
            lambda row: "、".join(sorted(one.tag.name for one in row.live_tags)),
        ),
        text_column("number", gettext_lazy("Number"), lambda row: row.number, css="nw"),
        day_column(
            "created_at",
            gettext_lazy("Recorded on"),
            lambda row: row.created_at,
            sort="created_at",
        ),
    )
    empty_text = gettext_lazy(
        "People appear here after an import. The import sends nothing to anybody."
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return everybody."""
        return queries.with_rows_shown(queries.list_people())

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by name in any script, or by a whole contact or number."""
        return queries.narrow_people(rows, PersonFilters(text=text))

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by relation, tag, skill, result, department and due reminders."""
        filters = PersonFilters(
            kind=values.get("kind", ""),
            tag_id=UUID(values["tag"]) if values.get("tag") else None,
            skill_id=UUID(values["skill"]) if values.get("skill") else None,
            outcome=values.get("outcome", ""),
            department=values.get("department", ""),
            reminder_until=timezone.localdate() if values.get("due") else None,
        )
        return queries.narrow_people(rows, filters)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Do an act on many; a file needs no question, as nothing changes."""
        is_export = request.POST.get("act") == "export"
        if is_export and self.actor.can(Permission.EXPORT):
            rows = self._selected_rows(self._read_selection(request.POST))
            return self._start(BulkRun.Act.EXPORT, rows, language=get_language() or "ja")
        return super().post(request, **kwargs)

    def do_tag(self, rows: QuerySet[Any], selection: Selection) -> HttpResponseBase:
        """Put the tag on."""
        return self._start(BulkRun.Act.TAG, rows, **self.bulk_values)

    do_remind = do_tag

    def do_untag(self, rows: QuerySet[Any], selection: Selection) -> HttpResponseBase:
        """Take the tag off."""
        return self._start(BulkRun.Act.UNTAG, rows, tag_id=UUID(self.bulk_values["tag"]))

    def do_note(self, rows: QuerySet[Any], selection: Selection) -> HttpResponseBase:
        """Write the note about each of them."""
        return self._start(BulkRun.Act.NOTE, rows, text=self.bulk_values["text"])

    def get_context(self) -> dict[str, Any]:
        """Return the list with its ways to more."""
        context = super().get_context()
        context["may_import"] = self.actor.can(Permission.APPLICATION_IMPORT)
        context["empty_url"] = reverse("company:import_file") if context["may_import"] else ""
        context["bulk_runs"] = list_shown()
        context["empty_label"] = _("Import a file")
        return context

    def _start(self, act: str, rows: QuerySet[Any], **asked: Any) -> HttpResponseBase:
        """Do the act; many people go to the page that shows how far the task is."""
        people = list(rows.order_by("name_kana", "pk").values_list("pk", flat=True))
        run = actions.start_bulk(
            actor=self.actor, act=act, talent_record_ids=people, now=timezone.now(), **asked
        )
        if run.is_busy:
            toast(self.request, _("It has started. You may leave this page."))
            return redirect("company:people_bulk", bulk_run_id=run.pk)
        if run.act == BulkRun.Act.EXPORT:
            return send_export(run)
        undo_url = reverse("company:people_tagging_undo", args=[run.pk])
        toast(self.request, said_of(run), undo_url=undo_url)
        return redirect(self.request.get_full_path())


class DuePeople(PageView):
    """The people whose tag came due: where a reminder leads."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_VIEW

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Go to the list, narrowed."""
        tag_id: UUID = self.kwargs["tag_id"]
        if all(tag.pk != tag_id for tag in queries.list_tags()):
            raise NotVisibleError
        query = urlencode({"tag": tag_id, "due": "yes"})
        return redirect(f"{reverse('company:people')}?{query}")
