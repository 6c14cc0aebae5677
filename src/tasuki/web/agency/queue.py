"""The queue: two decisions about each person who registered, and the reasons for them."""

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.audit.queries import list_events_of
from tasuki.apps.consent.queries import list_consents
from tasuki.apps.relay.actions import decisions
from tasuki.apps.relay.models import Registration
from tasuki.apps.relay.policy import WISH_FIELDS, is_clean
from tasuki.apps.relay.queries import registrations as queries
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.identity.normalise import name_key
from tasuki.core.relay.machines import REGISTRATION, RegistrationEvent, RegistrationState
from tasuki.core.relay.parameters import SelectionStage
from tasuki.core.relay.reasons import REASON_LABELS, ReasonCode
from tasuki.web.agency.words import STAGE_LABELS
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    Column,
    deadline_column,
    name_column,
    status_column,
    text_column,
)
from tasuki.web.components.lists import BulkAct, Selection, Tab, TableView
from tasuki.web.components.panels import Event
from tasuki.web.components.views import OrganisationView

_STATE = RegistrationState


def _check_tag(registration: Registration) -> str:
    """One tag that says whether something has to be looked at."""
    if is_clean(registration):
        return formats.tag(_("No problem"), "ok")
    if registration.duplicate_of_id and not registration.duplicate_resolution:
        return formats.tag(_("Possible duplicate"), "warn")
    if registration.risk_flags:
        return formats.tag(_("Please check"), "err")
    return formats.status_tag("registration", registration.state)


def _check_word(registration: Registration) -> str:
    if registration.duplicate_of_id and not registration.duplicate_resolution:
        return _("Possible duplicate")
    return _("Please check") if registration.risk_flags else _("No problem")


def registration_columns(*, has_states: bool) -> tuple[Column, ...]:
    """Return the columns of a list of registrations.

    Args:
        has_states: whether the rows differ in state; where they do not, the tab says it.
    """
    state = status_column("registration", lambda row: row.state, gettext_lazy("Status"))
    return (
        name_column(
            gettext_lazy("Name"),
            lambda row: row.full_name,
            lambda row: reverse("agency:registration", args=[row.pk]),
        ),
        text_column(
            "company",
            gettext_lazy("Came through"),
            lambda row: row.company_name,
            css="nw",
            sort="company_name",
        ),
        text_column(
            "stage",
            gettext_lazy("Stage (declared)"),
            lambda row: formats.say(STAGE_LABELS[SelectionStage(row.stage_declared)]),
            css="nw",
        ),
        Column(
            name="check",
            label=gettext_lazy("Check"),
            value=lambda row: row,
            show=_check_tag,
            file_value=_check_word,
        ),
        *((state,) if has_states else ()),
        deadline_column("due", gettext_lazy("Answer due"), lambda row: row.due_on, sort="due_on"),
    )


class QueuePage(TableView):
    """The list with the chosen person beside it."""

    kind: ClassVar = OrganisationKind.AGENCY
    permission: ClassVar = Permission.REGISTRATION_VIEW
    template_name: ClassVar[str] = "agency/queue.html"
    heading = gettext_lazy("Waiting for acceptance")
    lead = gettext_lazy(
        "Decide acceptance and counting separately. Who is not counted is served all the same."
    )
    unit = "person"
    default_sort = "due_on"
    search_label = gettext_lazy("Name or company")
    empty_text = gettext_lazy(
        "Nobody is waiting. People who register through a company code appear here."
    )
    tabs = (
        Tab(label=gettext_lazy("Waiting"), query=""),
        Tab(label=gettext_lazy("On hold"), query="view=held"),
        Tab(label=gettext_lazy("To count"), query="view=count"),
        Tab(label=gettext_lazy("Overdue"), query="view=overdue"),
        Tab(label=gettext_lazy("All"), query="view=all"),
    )
    bulk_acts = (
        BulkAct(
            name="accept",
            label=gettext_lazy("Accept all"),
            effect=gettext_lazy(
                "Only people without a flag are accepted; counting stays a decision of its own. "
                "No mail goes to the company."
            ),
            permission=Permission.REGISTRATION_DECIDE,
        ),
    )

    def get_columns(self) -> tuple[Column, ...]:
        """Return the columns."""
        view = self.request.GET.get("view", "")
        return registration_columns(has_states=view in {"overdue", "all"})

    def get_rows(self) -> QuerySet[Any]:
        """Return the registrations of the tab."""
        view = self.request.GET.get("view", "")
        rows = queries.list_registrations()
        match view:
            case "all":
                return rows
            case "held":
                return rows.filter(state=_STATE.HELD)
            case "count":
                return rows.filter(state=_STATE.ACCEPTED)
            case "overdue":
                today = timezone.localdate()
                return rows.filter(state__in=queries.OPEN_STATES, due_on__lt=today)
            case _:
                return rows.filter(state=_STATE.AGENCY_QUEUE)

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by a part of the name, the kana, the address or the company."""
        key = name_key(text)
        return rows.filter(
            Q(family_name__icontains=text)
            | Q(given_name__icontains=text)
            | Q(name_kana__icontains=key)
            | Q(mail__icontains=text)
            | Q(company_name__icontains=text)
        )

    def do_accept(self, rows: QuerySet[Any], selection: Selection) -> str:
        """Accept the clean ones of a selection and say how many were left for a look."""
        versions = dict(rows.values_list("pk", "row_version"))
        outcome = decisions.accept_clean(actor=self.actor, versions=versions, now=timezone.now())
        if outcome.skipped:
            return _("%(done)s accepted, %(left)s left because somebody has to look.") % {
                "done": formats.count(len(outcome.accepted), "person"),
                "left": formats.count(len(outcome.skipped), "person"),
            }
        return _("%(done)s accepted.") % {"done": formats.count(len(outcome.accepted), "person")}

    def get_context(self) -> dict[str, Any]:
        """Return list, counts and the chosen person."""
        context = super().get_context()
        counts = queries.count_queue(on=timezone.localdate())
        numbers = (counts.waiting, counts.held, counts.to_count, counts.overdue, None)
        for tab, number in zip(context["tabs"], numbers, strict=False):
            if number is not None:
                tab["label"] = f"{tab['label']} {number}"
        chosen = self._chosen(context)
        context |= {"counts": counts, "selected_id": str(chosen.pk) if chosen else ""}
        if chosen is not None:
            context |= detail_context(chosen, can_decide=self._can_decide())
        return context

    def _chosen(self, context: dict[str, Any]) -> Registration | None:
        wanted = self.kwargs.get("registration_id")
        if wanted is None:
            rows = context["rows"]
            wanted = UUID(rows[0].id) if rows else None
        return queries.find_registration(registration_id=wanted) if wanted else None

    def _can_decide(self) -> bool:
        return self.actor.can(Permission.REGISTRATION_DECIDE)


def detail_context(registration: Registration, *, can_decide: bool) -> dict[str, Any]:
    """Return what the panel of one registration shows."""
    now = timezone.now()
    state = RegistrationState(registration.state)
    duplicate = queries.find_duplicate(registration=registration)
    return {
        "registration": registration,
        "stage": STAGE_LABELS[SelectionStage(registration.stage_declared)],
        "wishes": [
            (WISH_FIELDS[key], value)
            for key, value in registration.wishes.items()
            if key in WISH_FIELDS and value
        ],
        "consents": list_consents(talent_record_id=registration.talent_record_id)
        if registration.talent_record_id
        else [],
        "risks": queries.list_risk_labels(registration),
        "duplicate": duplicate,
        "pairs": queries.compare_with_duplicate(registration=registration) if duplicate else [],
        "is_question_open": bool(duplicate) and not registration.duplicate_resolution,
        "decision": queries.preview_count(registration=registration, now=now)
        if registration.completed_at
        else None,
        "can_decide": can_decide,
        "can_accept": REGISTRATION.can(state, RegistrationEvent.ACCEPT),
        "is_held": state is _STATE.HELD,
        "is_accepted": state is _STATE.ACCEPTED,
        "is_counted": state is _STATE.COUNTED,
        "refuse_codes": _codes("N1", "N2", "N3", "N9"),
        "not_count_codes": _codes("N4", "N5", "N6", "N7"),
        "reason": _reason(registration),
        "events": _timeline(registration),
    }


def _codes(*codes: str) -> list[tuple[str, Any]]:
    return [(code, REASON_LABELS[ReasonCode(code)]) for code in codes]


def _reason(registration: Registration) -> Any:
    code = registration.count_code or registration.decision_code
    return REASON_LABELS[ReasonCode(code)] if code in set(ReasonCode) else None


def _timeline(registration: Registration) -> list[Event]:
    """Return the deadline to come and what happened, newest first."""
    ahead = []
    if registration.state in queries.OPEN_STATES and registration.due_on:
        ahead.append(Event(at=registration.due_on, text=_("Answer"), is_ahead=True))
    told = [
        Event(
            at=event.happened_at,
            text=formats.say(formats.status_label("registration", event.after).label)
            if event.after
            else event.kind,
            detail=event.reason,
        )
        for event in list_events_of(object_kind="registration", object_id=registration.pk)
    ]
    return [*ahead, *told]


class ProofFile(OrganisationView):
    """The proof of the stage, for the reviewer only; deleted soon after the decision."""

    kind: ClassVar = OrganisationKind.AGENCY
    permission: ClassVar = Permission.REGISTRATION_REVIEW

    def get(self, request: HttpRequest, registration_id: UUID) -> FileResponse:
        """Send the file as a download, never inline."""
        proof = queries.find_proof(actor=self.actor, registration_id=registration_id)
        return FileResponse(proof.open("rb"), as_attachment=True)
