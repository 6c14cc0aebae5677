"""Incidents: list with clocks, one file with its next step, the drafts for the Commission."""

from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps.rights import incident_letters
from tasuki.apps.rights.actions import open_incident
from tasuki.apps.rights.actions.processors import list_controllers
from tasuki.apps.rights.models import Incident
from tasuki.apps.rights.queries import incidents as queries
from tasuki.core.access import Permission
from tasuki.core.rights.breach import ITEMS, TRIGGER_WORDS, IncidentState, Trigger
from tasuki.web.components import columns, formats
from tasuki.web.components.acts import RowForm
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import Tab, TableView
from tasuki.web.components.panels import Event, Rail
from tasuki.web.components.views import FormPage, OrganisationView, PageView
from tasuki.web.privacy.requests import days_left_tag

_STEPS: Final[dict[str, Any]] = {
    "open": gettext_lazy("The incident was recorded"),
    "edit": gettext_lazy("Facts were added or changed"),
    "note": gettext_lazy("Note"),
    "report_preliminary": gettext_lazy("The preliminary report was sent"),
    "report_final": gettext_lazy("The final report was sent"),
    "close": gettext_lazy("The incident was closed"),
    "reopen": gettext_lazy("The incident was reopened"),
    "persons_link": gettext_lazy("Persons added from a registration link"),
    "persons_import": gettext_lazy("Persons added from an import"),
    "persons_export": gettext_lazy("Persons added from an export"),
    "persons_mails": gettext_lazy("Persons added from a mail batch"),
    "persons_hand": gettext_lazy("Persons added by number"),
    "persons_remove": gettext_lazy("A person was taken off the list"),
    "tell": gettext_lazy("The persons were told by mail"),
    "told": gettext_lazy("The persons were told by other means"),
    "controllers": gettext_lazy("The controllers were told"),
    "stop_link": gettext_lazy("A registration link was stopped"),
}


def _due(incident: Incident) -> Any:
    found = queries.next_deadline(incident)
    return found[1] if found else None


def _due_tag(incident: Incident) -> str | SafeString:
    found = queries.next_deadline(incident)
    if found is None:
        return "-"
    words, on = found
    return formats.tag(formats.say(words)) + " " + days_left_tag(on)


def _due_text(incident: Incident) -> str:
    found = queries.next_deadline(incident)
    return f"{formats.say(found[0])} {formats.day(found[1])}" if found else ""


class IncidentFilter(Form):
    """What the list is narrowed to."""

    state = forms.ChoiceField(label=gettext_lazy("Status"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [
            (str(one), formats.say(formats.status_label("incident", one).label))
            for one in IncidentState
        ]
        self.fields["state"].choices = [("", _("all")), *states]  # type: ignore[attr-defined]


class IncidentList(TableView):
    """Every incident with its next deadline."""

    permission: ClassVar = Permission.INCIDENT_VIEW
    template_name: ClassVar[str] = "privacy/incidents.html"
    heading: ClassVar[Any] = gettext_lazy("Incidents")
    lead: ClassVar[Any] = gettext_lazy(
        "Leaks, losses and damage of personal data: the preliminary report leaves in 3-5 days."
    )
    default_sort: ClassVar[str] = "-known_at"
    search_label: ClassVar[Any] = gettext_lazy("Title or number")
    filter_form: ClassVar[type[Form] | None] = IncidentFilter
    tabs: ClassVar[tuple[Tab, ...]] = (
        Tab(label=gettext_lazy("All"), query=""),
        Tab(label=gettext_lazy("Still open"), query="state=open"),
        Tab(label=gettext_lazy("Closed"), query="state=closed"),
    )
    empty_text: ClassVar[Any] = gettext_lazy(
        "Incidents appear here. Record one as soon as somebody knows, even if little is known."
    )
    columns = (
        columns.name_column(
            gettext_lazy("Subject line"),
            lambda row: row.title,
            lambda row: reverse("privacy:incident", args=[row.pk]),
        ),
        columns.text_column("number", gettext_lazy("Number"), lambda row: row.number),
        columns.status_column("incident", lambda row: row.state, gettext_lazy("Status")),
        columns.moment_column(
            "known_at", gettext_lazy("Known at"), lambda row: row.known_at, sort="known_at"
        ),
        columns.count_column(
            "persons",
            gettext_lazy("Persons"),
            lambda row: max(row.stated_count, row.listed_count),
        ),
        columns.Column(
            name="due",
            label=gettext_lazy("Next deadline"),
            value=lambda row: row,
            show=_due_tag,
            file_value=_due_text,
            css="nw",
        ),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return all incidents."""
        return queries.list_incidents()

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by title or number."""
        return queries.list_incidents(text=text)

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow to a state."""
        return rows.filter(state=values["state"]) if values.get("state") else rows

    def get_context(self) -> dict[str, Any]:
        """Add whether an incident may be recorded."""
        return super().get_context() | {"can_open": self.actor.can(Permission.INCIDENT_EDIT)}


def trigger_choices() -> list[tuple[str, str]]:
    """Return the cases that a human judges; the number of persons is counted."""
    chosen = [one for one in Trigger if one is not Trigger.MANY]
    return [(str(one), formats.say(TRIGGER_WORDS[one])) for one in chosen]


class OpenForm(Form):
    """What is known at first."""

    submit_label = gettext_lazy("Record the incident")
    title = forms.CharField(
        label=gettext_lazy("Subject line"),
        max_length=120,
        help_text=gettext_lazy("Without names, such as: mail sent to a wrong address."),
    )
    known_at = forms.DateTimeField(
        label=gettext_lazy("Known at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy(
            "When anybody in your organisation first knew. The days run from it."
        ),
    )
    happened_on = forms.DateField(
        label=gettext_lazy("Happened on"),
        widget=forms.DateInput(attrs={"type": "date"}),
        required=False,
    )
    overview = forms.CharField(
        label=gettext_lazy("Outline"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        required=False,
    )
    data_items = forms.CharField(
        label=gettext_lazy("Items of data"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=5000,
        required=False,
        help_text=gettext_lazy("Such as name, mail address, wishes."),
    )
    stated_count = forms.IntegerField(
        label=gettext_lazy("Number of persons, as far as known"), min_value=0, initial=0
    )
    triggers = forms.MultipleChoiceField(
        label=gettext_lazy("Does one of these apply?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy(
            "One is enough for a report. Over 1,000 persons is counted by itself."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["triggers"].choices = trigger_choices()  # type: ignore[attr-defined]


class OpenIncident(FormPage):
    """Record an incident; its clocks run from the moment of knowing."""

    permission: ClassVar = Permission.INCIDENT_EDIT
    form_class: ClassVar[type[Form]] = OpenForm
    heading: ClassVar[Any] = gettext_lazy("Record an incident")
    lead: ClassVar[Any] = gettext_lazy("Little is enough now; the rest can follow.")
    back_label: ClassVar[Any] = gettext_lazy("Incidents")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the present moment."""
        return {"known_at": timezone.localtime()}

    def act(self, form: Form) -> str:
        """Open it."""
        self.opened = open_incident(actor=self.actor, now=timezone.now(), **form.cleaned_data)
        return _("Incident %(number)s was recorded.") % {"number": self.opened.number}

    def get_success_url(self) -> str:
        """Show it."""
        return reverse("privacy:incident", args=[self.opened.pk])

    def get_back_url(self) -> str:
        """Back to the list."""
        return reverse("privacy:incidents")


class IncidentPage(PageView):
    """One incident: duty, clocks, nine items, persons, log."""

    permission: ClassVar = Permission.INCIDENT_VIEW
    template_name: ClassVar[str] = "privacy/incident.html"

    def get_context(self) -> dict[str, Any]:
        """Return everything of the file."""
        found = queries.find_incident_detail(incident_id=self.kwargs["incident_id"])
        incident = found.incident
        state = IncidentState(incident.state)
        may_edit = self.actor.can(Permission.INCIDENT_EDIT)
        due = queries.next_deadline(incident)
        return {
            "heading": incident.title,
            "lead": incident.number,
            "back_url": reverse("privacy:incidents"),
            "back_label": _("Incidents"),
            "incident": incident,
            "found": found,
            "duty": formats.say(found.duty.reason),
            "triggers": [formats.say(TRIGGER_WORDS[one]) for one in found.duty.triggers],
            "blockers": [formats.say(one) for one in found.blockers],
            "missing": [formats.say(ITEMS[name]) for name in found.missing],
            "items": _items(found),
            "rail": _rail(incident, state),
            "due": formats.say(due[0]) if due else "",
            "due_on": due[1] if due else None,
            "left": days_left_tag(due[1]) if due else "",
            "drafts": _drafts(incident),
            "events": _events(found),
            "is_closed": state is IncidentState.CLOSED,
            "can_edit": may_edit and state is not IncidentState.CLOSED,
            "can_reopen": may_edit and state is IncidentState.CLOSED,
            "can_tell_controllers": may_edit and bool(list_controllers(actor=self.actor)),
        }


def _items(found: queries.IncidentDetail) -> list[tuple[str, str]]:
    values = {name: getattr(found.incident, name, "") for name in ITEMS}
    values["person_count"] = formats.count(found.affected_count)
    return [(formats.say(words), values[name]) for name, words in ITEMS.items()]


def _rail(incident: Incident, state: IncidentState) -> Rail:
    if not incident.is_reportable:
        labels = [_("Recorded"), _("Closed")]
        return Rail.of(labels, current=2 if state is IncidentState.CLOSED else 0)
    labels = [_("Recorded"), _("Preliminary report"), _("Final report"), _("Closed")]
    place = {
        IncidentState.OPEN: 0,
        IncidentState.PRELIMINARY: 1,
        IncidentState.FINAL: 2,
        IncidentState.CLOSED: 4,
    }
    return Rail.of(labels, current=place[state])


def _drafts(incident: Incident) -> list[tuple[Any, str, str]]:
    labels = {
        "preliminary": _("Preliminary report"),
        "final": _("Final report"),
        "notice": _("Notice to the persons"),
    }
    return [
        (
            labels[kind],
            reverse("privacy:incident_draft", args=[incident.pk, kind, "pdf"]),
            reverse("privacy:incident_draft", args=[incident.pk, kind, "txt"]),
        )
        for kind in incident_letters.KINDS
    ]


def _events(found: queries.IncidentDetail) -> list[Event]:
    incident, today = found.incident, timezone.localdate()
    ahead = []
    if incident.is_reportable and not found.incident.final_at:
        if incident.preliminary_at is None:
            ahead.append((_("Last day for the preliminary report"), incident.preliminary_by))
        ahead.append((_("Last day for the final report"), incident.final_by))
    shown = [
        Event(at=on, text=text, is_ahead=True)
        for text, on in sorted(ahead, key=lambda one: one[1], reverse=True)
        if on >= today
    ]
    return shown + [
        Event(
            at=step.happened_at,
            text=_STEPS.get(step.kind, step.kind),
            detail=" ".join(part for part in (step.text[:200], step.by_name) if part),
        )
        for step in found.steps
    ]


class IncidentDraft(OrganisationView):
    """A draft of a report or of the notice, as PDF or as text to be copied."""

    permission: ClassVar = Permission.INCIDENT_VIEW

    def get(self, request: HttpRequest, incident_id: UUID, kind: str, ending: str) -> HttpResponse:
        """Send the file."""
        incident = queries.find_incident(incident_id=incident_id)
        if kind not in incident_letters.KINDS or ending not in {"pdf", "txt"}:
            raise Http404
        language = get_language() or "ja"
        if ending == "txt":
            text = incident_letters.report_text(incident, kind, language)
            response = HttpResponse(text, content_type="text/plain; charset=utf-8")
        else:
            data = incident_letters.print_report(
                incident,
                kind,
                language=language,
                printed_by=self.actor.name,
                now=timezone.now(),
            )
            response = HttpResponse(data, content_type="application/pdf")
        name = f"{incident.number}-{kind}.{ending}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response


class IncidentForm(RowForm):
    """A form about one incident; leads back to it."""

    permission: ClassVar = Permission.INCIDENT_EDIT
    template_name: ClassVar[str] = "privacy/incident_act.html"
    id_name = "incident_id"
    page_name = "privacy:incident"
    effects: ClassVar[tuple[Any, ...]] = ()
    back_label: ClassVar[Any] = gettext_lazy("Incident")

    def find(self) -> Incident:
        """Return the incident of the address."""
        return queries.find_incident(incident_id=self.row_id)

    def get_context(self) -> dict[str, Any]:
        """Name the incident and what follows."""
        return {"incident": self.find(), "effects": self.effects}
