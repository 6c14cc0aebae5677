"""Bring deadlines of requests and incidents to mind, once each; safe to repeat."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.messages.actions import notify
from tasuki.apps.rights.incident_steps import clock_of
from tasuki.apps.rights.models import Incident, RightsRequest
from tasuki.apps.rights.queries.incidents import list_open_incidents, next_deadline
from tasuki.apps.rights.queries.requests import request_steps
from tasuki.core.access import Permission
from tasuki.core.rights.clocks import days_left_words
from tasuki.core.rights.requests import OPEN_STATES


@action(act=None)
def remind_desk(*, actor: Actor, now: datetime) -> dict[str, int]:
    """Notify the desk of one organisation of every deadline that came near since the last run.

    A run that was missed is made up for: of several reminders that are due only the latest is
    sent, and all of them count as sent.

    Args:
        actor: the organisation's task.
        now: the moment of the run.

    Returns:
        How many reminders of requests and incidents were sent.
    """
    require(actor, Permission.REQUEST_VIEW)
    today = localdate(now)
    requests = RightsRequest.objects.select_for_update().filter(state__in=OPEN_STATES)
    counts = {
        "requests": sum(_remind_request(actor, one, today, now) for one in requests),
        "incidents": sum(_remind_incident(actor, one, today, now) for one in list_open_incidents()),
    }
    if any(counts.values()):
        audit.record(
            actor=actor,
            kind="rights.remind",
            object_kind="organisation",
            object_id=actor.organisation_id,
            now=now,
            data=dict(counts),
        )
    return counts


def _remind_request(actor: Actor, request: RightsRequest, today: date, now: datetime) -> int:
    steps = request_steps(request)
    over = ("over", date.fromordinal(request.answer_by.toordinal() + 1))
    left = days_left_words(today=today, due_on=request.answer_by)

    def tell() -> None:
        notify(
            actor=actor,
            text=f"請求{request.number}の回答期限は{request.answer_by:%Y/%m/%d}です（{left.ja}）。"
            "本人に回答してください。",
            text_en=f"Request {request.number} must be answered by "
            f"{request.answer_by.isoformat()} ({left.en}).",
            url=f"/privacy/requests/{request.id}/",
            needs=Permission.REQUEST_VIEW,
            mail_to=Permission.REQUEST_DECIDE,
            now=now,
        )

    return _remind(request, [*steps, over], today, tell)


def _remind_incident(actor: Actor, incident: Incident, today: date, now: datetime) -> int:
    due = next_deadline(incident)
    steps = [(f"b{place}", on) for place, on in enumerate(clock_of(incident).reminders)]
    if due is None:
        return 0
    words, by = due
    left = days_left_words(today=today, due_on=by)

    def tell() -> None:
        notify(
            actor=actor,
            text=f"事故{incident.number}の{words.ja}の期限は{by:%Y/%m/%d}です（{left.ja}）。",
            text_en=f"The {words.en} of incident {incident.number} is due by "
            f"{by.isoformat()} ({left.en}).",
            url=f"/privacy/incidents/{incident.id}/",
            needs=Permission.INCIDENT_VIEW,
            mail_to=Permission.INCIDENT_EDIT,
            now=now,
        )

    return _remind(incident, steps, today, tell)


def _remind(
    row: RightsRequest | Incident,
    steps: list[tuple[str, date]],
    today: date,
    tell: Callable[[], None],
) -> int:
    due = [name for name, on in steps if on <= today and name not in row.reminded]
    if not due:
        return 0
    row.reminded = [*row.reminded, *due]
    row.save(update_fields=["reminded"])
    tell()
    return 1
