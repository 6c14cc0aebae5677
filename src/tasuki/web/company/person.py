"""One person, one page: what the company knows, what happened, and what to do next."""

from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import found
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.people.models import Employment, KanaSource, PersonContact, RecordView
from tasuki.apps.people.queries.people import PersonDetail, find_document, find_person
from tasuki.apps.people.views import record_view
from tasuki.apps.timeline.entries import GROUP_LABELS, Entry, Group
from tasuki.apps.timeline.queries import read_timeline
from tasuki.apps.vocab.models import Skill
from tasuki.apps.vocab.queries import find_term_names, list_attributions
from tasuki.core.access import OrganisationKind, Permission
from tasuki.web.company.people_forms import kind_tags
from tasuki.web.company.words import outcome_tag
from tasuki.web.components import formats
from tasuki.web.components.columns import Column, SmallTable, day_column, name_column
from tasuki.web.components.exports import FileFormat, send_file
from tasuki.web.components.panels import Event
from tasuki.web.components.views import OrganisationView, PageView

LINES_SHOWN: Final = 20
_APPLICATIONS: Final = (
    name_column(
        gettext_lazy("Job"),
        lambda row: row.job_title,
        lambda row: reverse("company:applicant", args=[row.pk]),
    ),
    day_column("applied_on", gettext_lazy("Applied on"), lambda row: row.applied_on),
    Column(name="stage", label=gettext_lazy("Stage"), value=lambda row: row.stage),
    Column(
        name="outcome",
        label=gettext_lazy("Result"),
        value=lambda row: row.outcome,
        show=outcome_tag,
    ),
)


def events_of(entries: tuple[Entry, ...]) -> list[Event]:
    """Return lines as a page writes them: what lies ahead on top."""
    names = {member.account_id: member.name for member in orgs.list_members()}
    shown = [
        Event(
            at=entry.at,
            text=formats.say(entry.what),
            detail="　".join(
                part for part in (entry.detail, names.get(entry.by_id or 0, "")) if part
            ),
            url=_address_of(entry),
            is_ahead=entry.is_ahead,
        )
        for entry in entries
    ]
    return sorted(shown, key=lambda event: not event.is_ahead)


def _address_of(entry: Entry) -> str:
    if entry.group is Group.IMPORT:
        return reverse("company:import_run", args=[entry.object_id])
    if entry.group is Group.DOCUMENT:
        return reverse("company:person_document", args=[entry.object_id])
    return ""


class PersonPage(PageView):
    """Everything about one person."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_VIEW
    template_name: ClassVar[str] = "company/person.html"
    way: ClassVar[str] = RecordView.Way.OPENED

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Show the person; a record that was merged leads to the one it became."""
        detail = found(find_person(talent_record_id=self.kwargs["record_id"]))
        if detail.person.pk != self.kwargs["record_id"]:
            return redirect("company:person", detail.person.pk)
        return self.show(self.describe(detail))

    def describe(self, detail: PersonDetail) -> dict[str, Any]:
        """Read all that the page shows and write down that somebody looked."""
        now = timezone.now()
        for record_id in detail.record_ids:
            record_view(actor=self.actor, talent_record_id=record_id, now=now, way=self.way)
        page = read_timeline(
            actor=self.actor,
            record_ids=detail.record_ids,
            limit=LINES_SHOWN,
            on=timezone.localdate(),
        )
        person = detail.person
        names = {member.account_id: member.name for member in orgs.list_members()}
        return {
            "heading": person.full_name or person.number,
            "back_url": reverse("company:people"),
            "back_label": _("Back to people"),
            "detail": detail,
            "person": person,
            "kinds": kind_tags(detail.kinds),
            "is_kana_known": person.kana_source != KanaSource.GUESS,
            "preferred": _preferred(detail),
            "employments": [(row, _employment_tag(row)) for row in detail.employments],
            "applications": SmallTable.of(_("Applications"), _APPLICATIONS, detail.applications)
            if detail.applications
            else None,
            "occupations": find_term_names(
                kind="occupation", codes=[one.occupation_code for one in detail.careers]
            ),
            "notes": [(note, names.get(note.author_id or 0, "")) for note in detail.notes],
            "events": events_of(page.entries),
            "attributions": _attributions(detail),
            "may_edit": self.actor.can(Permission.APPLICATION_DECIDE),
            "printed_by": self.actor.name,
            "now": now,
        }


class PersonPrint(PersonPage):
    """The same on A4: no buttons, all of it, with who printed it and when."""

    template_name: ClassVar[str] = "company/person_print.html"
    way: ClassVar[str] = RecordView.Way.PRINTED


class PersonTimeline(PageView):
    """What happened with one person, page by page, by kind."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_VIEW
    template_name: ClassVar[str] = "company/person_timeline.html"

    def get_context(self) -> dict[str, Any]:
        """Read one page of the line."""
        detail = found(find_person(talent_record_id=self.kwargs["record_id"]))
        group = self.request.GET.get("group", "")
        record_view(actor=self.actor, talent_record_id=detail.person.pk, now=timezone.now())
        page = read_timeline(
            actor=self.actor,
            record_ids=detail.record_ids,
            group=group,
            after=self.request.GET.get("after", ""),
            on=timezone.localdate(),
        )
        labels = {"": _("All")} | {
            str(one): formats.say(words) for one, words in GROUP_LABELS.items()
        }
        return {
            "heading": _("History of %(name)s") % {"name": detail.person.full_name},
            "back_url": reverse("company:person", args=[detail.person.pk]),
            "back_label": _("Back to the page of the person"),
            "groups": [(key, label, key == group) for key, label in labels.items()],
            "group": group,
            "events": events_of(page.entries),
            "next_after": page.next_after,
        }


class DocumentFile(OrganisationView):
    """The content of one paper, to be saved."""

    kind: ClassVar = OrganisationKind.COMPANY
    permission: ClassVar = Permission.APPLICATION_VIEW

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Send it and write down that somebody took it."""
        document_id: UUID = self.kwargs["person_document_id"]
        document = found(find_document(document_id=document_id))
        now = timezone.now()
        record_view(
            actor=self.actor,
            talent_record_id=document.talent_record_id,
            way=RecordView.Way.EXPORTED,
            now=now,
        )
        data = document.file.read() if document.file else b""
        ending = (document.file.name or "").rpartition(".")[2]
        kind = FileFormat(ending, document.content_type)
        response = send_file(data, kind, name=document.title or _("Document"), now=now)
        response["X-Content-Type-Options"] = "nosniff"
        return response


def _preferred(detail: PersonDetail) -> list[tuple[str, str]]:
    person = detail.person
    kinds = PersonContact.Kind
    shown = ((one.label, getattr(person, one.value)) for one in kinds)
    return [(str(label), value) for label, value in shown if value]


def _employment_tag(row: Employment) -> str:
    tones = {"active": "ok", "leave": "wait", "left": ""}
    return formats.tag(str(Employment.State(row.state).label), tones[row.state])


def _attributions(detail: PersonDetail) -> list[str]:
    """Return what must be shown where words of a public vocabulary are on the page."""
    is_used = any(one.occupation_code for one in detail.careers) or any(
        one.skill.kind == Skill.Kind.CERTIFICATE and one.skill.term_code for one in detail.skills
    )
    return list_attributions(sources=["jobtag"]) if is_used else []
