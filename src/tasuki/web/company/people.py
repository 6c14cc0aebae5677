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
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import NotVisibleError
from tasuki.apps.people.actions import tags as actions
from tasuki.apps.people.queries import people as queries
from tasuki.apps.people.queries.people import PersonFilters
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.company.people_forms import (
    KIND_LABELS,
    PersonFilter,
    ReminderForm,
    TagForm,
    UntagForm,
    kind_tags,
)
from tasuki.web.components import exports, formats
from tasuki.web.components.columns import (
    Column,
    Place,
    day_column,
    name_column,
    text_column,
)
from tasuki.web.components.lists import BulkAct, Selection, Tab, TableView
from tasuki.web.components.views import ActView, PageView, toast


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
            return self._send_selected()
        return super().post(request, **kwargs)

    def _send_selected(self) -> HttpResponseBase:
        rows = self._selected_rows(self._read_selection(self.request.POST))
        return exports.send_table(
            actor=self.actor,
            format_name="xlsx",
            name=str(self.heading),
            columns=[column for column in self.get_columns() if column.export],
            rows=rows.order_by("name_kana", "pk"),
            page_key=self._page_key(),
            now=timezone.now(),
        )

    def do_tag(self, rows: QuerySet[Any], selection: Selection) -> str:
        """Put the tag on."""
        done = actions.tag_people(
            actor=self.actor,
            talent_record_ids=self._ids(rows),
            tag=self.bulk_values["tag"],
            remind_on=self.bulk_values["remind_on"],
            now=timezone.now(),
        )
        return self._say(_("%(count)s tagged."), done)

    do_remind = do_tag

    def do_untag(self, rows: QuerySet[Any], selection: Selection) -> str:
        """Take the tag off."""
        done = actions.untag_people(
            actor=self.actor,
            talent_record_ids=self._ids(rows),
            tag_id=UUID(self.bulk_values["tag"]),
            now=timezone.now(),
        )
        return self._say(_("The tag was taken off %(count)s."), done)

    def get_context(self) -> dict[str, Any]:
        """Return the list with its ways to more."""
        context = super().get_context()
        context["may_import"] = self.actor.can(Permission.APPLICATION_IMPORT)
        context["empty_url"] = reverse("company:import_file") if context["may_import"] else ""
        context["empty_label"] = _("Import a file")
        return context

    def _ids(self, rows: QuerySet[Any]) -> list[UUID]:
        return list(rows.order_by().values_list("pk", flat=True))

    def _say(self, words: str, done: actions.Tagging) -> str:
        undo_url = reverse("company:people_tagging_undo", args=[done.batch_id])
        toast(
            self.request, words % {"count": formats.count(done.count, "person")}, undo_url=undo_url
        )
        return ""


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


class UndoTagging(ActView):
    """Take one act on tags back."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_DECIDE

    def act(self) -> str:
        """Undo it."""
        batch_id: UUID = self.kwargs["batch_id"]
        count = actions.undo_tagging(actor=self.actor, batch_id=batch_id, now=timezone.now())
        return _("Undone for %(count)s.") % {"count": formats.count(count, "person")}

    def get_success_url(self) -> str:
        """Go to the list."""
        return reverse("company:people")
