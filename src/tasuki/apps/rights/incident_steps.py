"""What every act on an incident shares: lock, state table, log line, audit event, clocks."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import NotVisibleError, RefusedError
from tasuki.apps.rights.models import Incident, IncidentPerson, IncidentStep
from tasuki.core.law.clocks import BreachClock, breach_clock
from tasuki.core.rights.breach import (
    INCIDENT,
    IncidentEvent,
    IncidentState,
    ReportDuty,
    Trigger,
    decide_duty,
)
from tasuki.core.rights.labels import INCIDENT_LABELS


def lock_incident(*, incident_id: UUID) -> Incident:
    """Return one incident, locked until the transaction ends.

    Raises:
        NotVisibleError: the organisation bound now has no such incident.
    """
    found = Incident.objects.select_for_update().filter(id=incident_id).first()
    if found is None:
        raise NotVisibleError
    return found


def lock_open_incident(*, incident_id: UUID) -> Incident:
    """Return one incident that is not closed, locked.

    Raises:
        NotVisibleError: the organisation bound now has no such incident.
        RefusedError: it is closed.
    """
    incident = lock_incident(incident_id=incident_id)
    if incident.state == IncidentState.CLOSED:
        raise RefusedError(
            ja="この事故は終了しています。変更するには、先に再開してください。",
            en="This incident is closed. Reopen it first to change it.",
            code="state",
        )
    return incident


def duty_of(incident: Incident) -> ReportDuty:
    """Return whether the incident must be reported, as its facts stand."""
    return decide_duty(
        triggers=[Trigger(one) for one in incident.triggers],
        person_count=count_affected(incident),
        is_encrypted=incident.is_encrypted,
        is_told_controller=incident.is_told_controller,
        on=localdate(incident.known_at),
    )


def count_affected(incident: Incident) -> int:
    """Return the number of persons: what was stated, or the list where it is longer."""
    listed = IncidentPerson.objects.filter(incident_id=incident.id).count()
    return max(incident.stated_count, listed)


def clock_of(incident: Incident) -> BreachClock:
    """Return the days of an incident."""
    return breach_clock(
        localdate(incident.known_at), is_wrongful=Trigger.WRONGFUL in set(incident.triggers)
    )


def set_duty(incident: Incident) -> None:
    """Work duty and days out anew after facts changed; the row is not saved."""
    incident.is_reportable = duty_of(incident).is_due
    clock = clock_of(incident)
    incident.preliminary_by, incident.final_by = clock.preliminary_by, clock.final_by


def take_incident_step(
    *, actor: Actor, incident: Incident, event: IncidentEvent, text: str, now: datetime
) -> Incident:
    """Move a locked incident on, save it, and write the step into its log.

    Raises:
        RefusedError: the table does not list the step.
    """
    state = IncidentState(incident.state)
    if not INCIDENT.can(state, event):
        label = INCIDENT_LABELS[state].label
        raise RefusedError(
            ja=f"この事故は「{label.ja}」のため、この操作はできません。画面を読み込み直してください。",
            en=f"This incident is “{label.en}”, so this is not possible. Reload the page.",
            code="state",
        )
    row = INCIDENT.find_transition(state, event)
    before, incident.state = incident.state, row.target
    incident.save()
    log_step(actor, incident, str(event), text, now=now, before=before)
    return incident


def log_step(
    actor: Actor,
    incident: Incident,
    kind: str,
    text: str,
    *,
    now: datetime,
    before: str = "",
    happened_at: datetime | None = None,
) -> IncidentStep:
    """Append a line to the log of an incident and an opaque event to the audit chain."""
    step = IncidentStep.objects.create(
        organisation_id=incident.organisation_id,
        incident=incident,
        kind=kind[:30],
        text=text,
        happened_at=happened_at or now,
        by_id=actor.account_id,
        by_name=actor.name[:80],
    )
    audit.record(
        actor=actor,
        kind=f"incident.{kind}"[:60],
        object_kind="incident",
        object_id=incident.id,
        now=now,
        before=before,
        after=str(incident.state),
    )
    return step
