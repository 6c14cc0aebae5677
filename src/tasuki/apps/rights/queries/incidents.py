"""Incidents as the desk reads them, with their clocks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tasuki.apps.errors import NotVisibleError
from tasuki.apps.rights.incident_steps import clock_of, count_affected, duty_of
from tasuki.apps.rights.models import Incident, IncidentPerson, IncidentStep
from tasuki.core.law.clocks import BreachClock
from tasuki.core.rights.breach import ITEMS, OPTIONAL_ITEMS, IncidentState, ReportDuty
from tasuki.core.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentDetail:
    """One incident with what is worked out from it.

    Attributes:
        missing: items of the report that are still empty.
        blockers: what closing still asks for, in words.
    """

    incident: Incident
    duty: ReportDuty
    clock: BreachClock
    affected_count: int
    listed_count: int
    told_count: int
    unreachable_count: int
    steps: tuple[IncidentStep, ...]
    missing: tuple[str, ...]
    blockers: tuple[Words, ...]


def list_incidents(*, state: str = "", text: str = "") -> QuerySet[Incident, Incident]:
    """Return the incidents of the organisation bound now, the newest first.

    Args:
        state: only this state; empty for all.
        text: part of a title or a number.
    """
    found = Incident.objects.annotate(listed_count=Count("incidentperson"))
    if state:
        found = found.filter(state=state)
    if word := text.strip():
        found = found.filter(Q(title__icontains=word) | Q(number__iexact=word))
    return found.order_by("-known_at", "-id")


def find_incident(*, incident_id: UUID) -> Incident:
    """Return one incident.

    Raises:
        NotVisibleError: the organisation bound now has no such incident.
    """
    found = Incident.objects.filter(id=incident_id).first()
    if found is None:
        raise NotVisibleError
    return found


def find_incident_detail(*, incident_id: UUID) -> IncidentDetail:
    """Return one incident with duty, clocks, counts, log and what is missing.

    Raises:
        NotVisibleError: the organisation bound now has no such incident.
    """
    incident = find_incident(incident_id=incident_id)
    persons = IncidentPerson.objects.filter(incident=incident)
    duty = duty_of(incident)
    steps = IncidentStep.objects.filter(incident=incident).order_by("-happened_at", "-created_at")
    return IncidentDetail(
        incident=incident,
        duty=duty,
        clock=clock_of(incident),
        affected_count=count_affected(incident),
        listed_count=persons.count(),
        told_count=persons.exclude(told_at=None).count(),
        unreachable_count=persons.filter(told_at=None, mail_index=b"").count(),
        steps=tuple(steps),
        missing=missing_items(incident),
        blockers=closing_blockers(incident),
    )


def missing_items(incident: Incident) -> tuple[str, ...]:
    """Return the items of the report that say nothing yet, in the order of the form."""
    values = {name: getattr(incident, name, "") for name in ITEMS}
    values["person_count"] = count_affected(incident)
    return tuple(name for name, value in values.items() if not value and name not in OPTIONAL_ITEMS)


def closing_blockers(incident: Incident) -> tuple[Words, ...]:
    """Return what must be there before an incident is closed; empty when it may be closed.

    Source: 個人情報保護法 26条1項・2項.
    """
    if not duty_of(incident).is_due:
        return ()
    found = []
    if incident.final_at is None:
        found.append(Words("確報を提出していません。", "The final report has not been sent."))
    if incident.persons_told_at is None and not incident.substitute:
        found.append(
            Words(
                "本人に通知していません。通知が難しいときは、代わりの措置を記入してください。",
                "The persons were not told. Where that is too difficult, state a substitute.",
            )
        )
    return tuple(found)


def list_persons(*, incident_id: UUID) -> QuerySet[IncidentPerson, IncidentPerson]:
    """Return the persons of an incident, those not told yet first."""
    found = IncidentPerson.objects.filter(incident_id=incident_id)
    return found.order_by("told_at", "id")


def list_open_incidents() -> list[Incident]:
    """Return the incidents that are not closed, the oldest first."""
    found = Incident.objects.exclude(state=IncidentState.CLOSED)
    return list(found.order_by("known_at", "id"))


def next_deadline(incident: Incident) -> tuple[Words, date] | None:
    """Return the report that is due next and its last day; None when none is owed."""
    if not incident.is_reportable or incident.state == IncidentState.CLOSED:
        return None
    if incident.final_at is not None:
        return None
    if incident.preliminary_at is None:
        return Words("速報", "preliminary report"), incident.preliminary_by
    return Words("確報", "final report"), incident.final_by
