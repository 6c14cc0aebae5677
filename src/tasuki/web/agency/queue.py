"""The queue: two decisions about each person who registered, and the reasons for them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps.actor import Actor
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.audit.queries import list_events_of
from tasuki.apps.consent.queries import list_consents
from tasuki.apps.people.views import record_view
from tasuki.apps.placement.contact import Contact, find_contact
from tasuki.apps.placement.queries import mark_banned
from tasuki.apps.relay.actions import decisions
from tasuki.apps.relay.actions.counts import REVERSAL_CODES
from tasuki.apps.relay.models import Registration
from tasuki.apps.relay.policy import UNDO_ACCEPT_MINUTES, is_clean, is_count_standing
from tasuki.apps.relay.queries import registrations as queries
from tasuki.apps.relay.queries.contracts import find_running_contract
from tasuki.apps.relay.queries.statements import list_statements
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.identity.normalise import name_key
from tasuki.core.relay.counting import CountDecision
from tasuki.core.relay.fields import WISH_FIELDS
from tasuki.core.relay.machines import REGISTRATION, RegistrationEvent, RegistrationState
from tasuki.core.relay.parameters import SelectionStage
from tasuki.core.relay.reasons import REASON_LABELS, REFUSAL_CODES, ReasonCode
from tasuki.web.agency.statements import due_month
from tasuki.web.agency.words import STAGE_LABELS, registration_event_text
from tasuki.web.components import formats
from tasuki.web.components.columns import (
    Column,
    Place,
    deadline_column,
    status_column,
    text_column,
)
from tasuki.web.components.lists import BulkAct, Selection, Tab, TableView
from tasuki.web.components.panels import Event
from tasuki.web.components.views import OrganisationView

_STATE = RegistrationState
VIEWS: Final = ("held", "count", "overdue", "all")
"""Tabs beside the first one, as the address names them."""


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


def contact_word(row: Any) -> str:
    """Return that nobody may urge the person to move (H7); empty where one may."""
    return _("No solicitation") if row.is_banned else ""


def registration_columns(*, view: str) -> tuple[Column, ...]:
    """Return the columns of a list of registrations.

    Args:
        view: the tab, which a link to a person keeps; the tab of all rows shows their state,
            the others what has to be looked at.
    """
    kept = f"?view={view}" if view in VIEWS else ""
    check = Column(
        name="check",
        label=gettext_lazy("Check"),
        value=lambda row: row,
        show=_check_tag,
        file_value=_check_word,
        place=Place.CORNER,
    )
    state = status_column("registration", lambda row: row.state, gettext_lazy("Status"))
    return (
        Column(
            name="name",
            label=gettext_lazy("Name"),
            value=lambda row: row.full_name or _("use stopped"),
            link=lambda row: reverse("agency:registration", args=[row.pk]) + kept,
            place=Place.TITLE,
            css="nw",
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
        state if view == "all" else check,
        Column(
            name="contact",
            label=gettext_lazy("Contact about jobs"),
            value=lambda row: row,
            show=lambda row: formats.tag(contact_word(row), "err") if contact_word(row) else "",
            file_value=contact_word,
        ),
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
        Tab(label=gettext_lazy("Waiting for acceptance"), query=""),
        Tab(label=gettext_lazy("Held"), query="view=held"),
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
        return registration_columns(view=self.request.GET.get("view", ""))

    def get_rows(self) -> QuerySet[Any]:
        """Return the registrations of the tab."""
        view = self.request.GET.get("view", "")
        rows = mark_banned(queries.list_registrations(), on=timezone.localdate())
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
        """Find by a part of the name, the kana or the company, or by a whole mail address."""
        key = name_key(text)
        return rows.filter(
            Q(family_name__icontains=text)
            | Q(given_name__icontains=text)
            | Q(name_kana__icontains=key)
            | Q(mail=text)
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
        page = self.request.path
        for tab, number in zip(context["tabs"], numbers, strict=False):
            if number is not None:
                tab["label"] = f"{tab['label']} {number}"
        for tab in context["tabs"]:  # a tab leads to the list, not to the person shown now
            tab["url"] = tab["url"].replace(page, reverse("agency:queue"), 1)
        chosen = self._chosen(context)
        view = self.request.GET.get("view", "")
        context |= {
            "counts": counts,
            "selected_id": str(chosen.pk) if chosen else "",
            "view": view if view in VIEWS else "",
            "is_chosen": "registration_id" in self.kwargs,
        }
        if chosen is not None:
            context |= detail_context(chosen, actor=self.actor)
        return context

    def _chosen(self, context: dict[str, Any]) -> Registration | None:
        wanted = self.kwargs.get("registration_id")
        if wanted is None:
            rows = context["rows"]
            wanted = UUID(rows[0].id) if rows else None
        return queries.find_registration(registration_id=wanted) if wanted else None


def detail_context(registration: Registration, *, actor: Actor) -> dict[str, Any]:
    """Return what the panel of one registration shows to a member."""
    now = timezone.now()
    record_view(actor=actor, talent_record_id=registration.talent_record_id, now=now)
    duplicate = queries.find_duplicate(registration=registration)
    decision = (
        queries.preview_count(registration=registration, now=now)
        if registration.completed_at
        else None
    )
    contact = _find_contact(registration, on=timezone.localdate(now))
    return {
        "registration": registration,
        "stage": STAGE_LABELS[SelectionStage(registration.stage_declared)],
        "wishes": "、".join(
            str(registration.wishes[key]) for key in WISH_FIELDS if registration.wishes.get(key)
        ),
        "consents": list_consents(talent_record_id=registration.talent_record_id)
        if registration.talent_record_id
        else [],
        "contact_ban": contact.ban.in_language(get_language() or "ja") if contact.ban else "",
        "contact_open_until": contact.open_until,
        "risks": queries.list_risk_labels(registration),
        "duplicate": duplicate,
        "pairs": queries.compare_with_duplicate(registration=registration) if duplicate else [],
        "is_question_open": bool(duplicate) and not registration.duplicate_resolution,
        "checks": _checks(decision),
        "refuse_codes": _codes(REFUSAL_CODES),
        "not_count_codes": _codes({ReasonCode(code) for code in ("N4", "N5", "N6", "N7")}),
        "reverse_codes": _codes(REVERSAL_CODES),
        "reason": _reason(registration),
        "events": _timeline(registration),
        "statement_month": _statement_month(registration, actor=actor),
        **_rights(registration, actor=actor, now=now),
    }


def _find_contact(registration: Registration, *, on: date) -> Contact:
    """Return whether somebody may speak to this person about a job (H7)."""
    if registration.talent_record_id is None:
        return Contact()
    return find_contact(talent_record_id=registration.talent_record_id, on=on)


def _rights(registration: Registration, *, actor: Actor, now: datetime) -> dict[str, bool]:
    """Return what may be done now, by the state and by the member's role."""
    state = RegistrationState(registration.state)
    may_decide = actor.can(Permission.REGISTRATION_DECIDE)
    may_review = actor.can(Permission.REGISTRATION_REVIEW)
    is_open = REGISTRATION.can(state, RegistrationEvent.ACCEPT)
    decided_at = registration.decided_at
    undo_until = decided_at + timedelta(minutes=UNDO_ACCEPT_MINUTES) if decided_at else now
    return {
        "can_decide": may_decide,
        "can_accept": may_decide and is_open and state is not _STATE.HELD,
        "can_review": may_review and state is _STATE.HELD,
        "waits_for_reviewer": state is _STATE.HELD and not may_review,
        "can_undo": may_decide and state is _STATE.ACCEPTED and now < undo_until,
        "can_reverse": is_count_standing(registration)
        and actor.can(Permission.REGISTRATION_REVERSE),
        "can_see_proof": may_review and bool(registration.proof_file),
        "is_open": is_open,
        "is_accepted": state is _STATE.ACCEPTED,
        "is_counted": is_count_standing(registration),
        "is_decided": state in {_STATE.COUNTED, _STATE.NOT_COUNTED, _STATE.REVERSED},
    }


def _statement_month(registration: Registration, *, actor: Actor) -> date | None:
    """Return the month whose statement may be issued now that the person is counted."""
    is_counted = registration.state == _STATE.COUNTED
    if not is_counted or not actor.can(Permission.STATEMENT_ISSUE):
        return None
    contract = find_running_contract(book_id=registration.book_id)
    if contract is None:
        return None
    done = {one.month for one in list_statements(book_id=registration.book_id)}
    return due_month(contract, done=done, today=timezone.localdate())


def _checks(decision: CountDecision | None) -> dict[str, Any]:
    """Return the rules of the count beside the acceptance: how many hold, which do not yet."""
    if decision is None:
        return {}
    others = [one for one in decision.checks if one.name != "accepted"]
    return {
        "met": [one for one in others if one.passed],
        "unmet": [one for one in others if not one.passed],
    }


def _codes(codes: Iterable[ReasonCode]) -> list[tuple[str, Any]]:
    return [(str(code), REASON_LABELS[code]) for code in sorted(codes)]


def _reason(registration: Registration) -> Any:
    code = registration.count_code or registration.decision_code
    return REASON_LABELS[ReasonCode(code)] if code in set(ReasonCode) else None


def _timeline(registration: Registration) -> list[Event]:
    """Return the deadline to come and what happened, newest first."""
    ahead = []
    if registration.state in queries.OPEN_STATES and registration.due_on:
        ahead.append(Event(at=registration.due_on, text=_("Answer"), is_ahead=True))
    told = [
        Event(at=event.happened_at, text=_event_text(event), detail=event.reason)
        for event in list_events_of(object_kind="registration", object_id=registration.pk)
    ]
    return [*ahead, *told]


def _event_text(event: AuditEvent) -> str:
    """Return what happened: the answer about a duplicate, the new state, or the act."""
    if event.after in set(RegistrationState):
        return formats.say(formats.status_label("registration", event.after).label)
    return registration_event_text(event.kind, event.after)


class ProofFile(OrganisationView):
    """The proof of the stage, for the reviewer only; deleted soon after the decision."""

    kind: ClassVar = OrganisationKind.AGENCY
    permission: ClassVar = Permission.REGISTRATION_REVIEW

    def get(self, request: HttpRequest, registration_id: UUID) -> FileResponse:
        """Send the file as a download, never inline."""
        proof = queries.find_proof(actor=self.actor, registration_id=registration_id)
        return FileResponse(proof.open("rb"), as_attachment=True)
