"""Bring interviews of the next day and answers that are overdue to mind; safe to repeat."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils.timezone import get_default_timezone, localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.introductions.appointments import send_appointment
from tasuki.apps.introductions.models import Interview, IntroductionCase
from tasuki.apps.introductions.steps import notify_agency, notify_company, take_case, tell
from tasuki.core.access import Permission
from tasuki.core.introductions.labels import CASE_LABELS
from tasuki.core.introductions.machine import InterviewState
from tasuki.core.introductions.waiting import TURN_WORDS, Turn, is_reminder_due
from tasuki.core.words import Words


@action(act=None)
def remind_of_introductions(*, actor: Actor, now: datetime) -> int:
    """Remind of what lies ahead tomorrow and of what nobody answered in time.

    Args:
        actor: the agency's task.
        now: the moment of the run; days are those of Tokyo.

    Returns:
        How many mails and notices were written.
    """
    require(actor, Permission.INTRODUCTION_EDIT)
    return _remind_of_interviews(actor, now=now) + _remind_of_answers(actor, now=now)


def _remind_of_interviews(actor: Actor, *, now: datetime) -> int:
    """The day before, once for each time that was fixed."""
    tomorrow = localdate(now) + timedelta(days=1)
    begin = datetime.combine(tomorrow, time(), tzinfo=get_default_timezone())
    rows = Interview.objects.select_for_update(of=("self",)).filter(
        organisation_id=actor.organisation_id,
        state=InterviewState.PLANNED,
        starts_at__gte=begin,
        starts_at__lt=begin + timedelta(days=1),
        reminded_at=None,
    )
    count = 0
    for interview in rows.order_by("starts_at", "id"):
        case = IntroductionCase.objects.get(id=interview.case_id)
        count += send_appointment(actor=actor, case=case, interview=interview, event=None, now=now)
        interview.reminded_at = now
        interview.save(update_fields=["reminded_at"])
    return count


def _remind_of_answers(actor: Actor, *, now: datetime) -> int:
    """Once overdue, then every five days."""
    today = localdate(now)
    rows = IntroductionCase.objects.filter(
        organisation_id=actor.organisation_id, answer_by__lt=today
    ).exclude(turn=Turn.NOBODY)
    due = [
        one.id
        for one in rows.order_by("answer_by", "id")
        if is_reminder_due(one.answer_by, one.reminded_on, on=today)
    ]
    for case_id in due:
        _remind(actor, case_id, now=now)
    return len(due)


def _remind(actor: Actor, case_id: UUID, *, now: datetime) -> None:
    case = take_case(case_id)
    case.reminded_on = localdate(now)
    case.save(update_fields=["reminded_on"])
    label = CASE_LABELS[case.case_state]
    side = TURN_WORDS[Turn(case.turn)]
    words = Words(
        f"紹介 {case.number}（{case.company_name} {case.job_title}）："
        f"「{label.label.ja}」の回答期限"
        f"（{case.answer_by:%Y/%m/%d}）を過ぎています。待っている相手：{side.ja}",
        f"Introduction {case.number} ({case.company_name}, {case.job_title}): the answer to "
        f"“{label.label.en}” was due on {case.answer_by}. Waiting for: {side.en}",
    )
    if case.turn == Turn.COMPANY:
        notify_company(actor, case, words, mailed_at=now)
    notify_agency(actor, case, words)
    tell(actor=actor, case=case, kind="remind", now=now)
