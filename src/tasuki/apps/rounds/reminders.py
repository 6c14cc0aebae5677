"""Remind people whose list is missing, seven, three and one day before the deadline."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate, localtime

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.rounds.inviting import Letter, write_to
from tasuki.apps.rounds.models import Round, RoundPerson
from tasuki.apps.rounds.steps import take_round
from tasuki.core.access import Permission
from tasuki.core.rounds.machine import PersonState, RoundState
from tasuki.core.words import Words

DAYS_BEFORE: Final = frozenset({7, 3, 1})
_WAITING: Final = (PersonState.INVITED, PersonState.READY)


@action(act=None)
def remind_of_lists(*, actor: Actor, now: datetime) -> int:
    """Write to everybody of an open round who neither submitted nor withdrew; safe to repeat.

    Args:
        actor: a task of the operator.
        now: the moment of the run; days are those of Tokyo.

    Returns:
        How many mails were written.
    """
    require(actor, Permission.ROUND_EDIT)
    today = localdate(now)
    count = 0
    for row in Round.objects.filter(state=RoundState.OPEN, deadline_at__gt=now).order_by("id"):
        if (localdate(row.deadline_at) - today).days not in DAYS_BEFORE:
            continue
        count += _remind(actor, row, now=now)
    return count


@action(act=None)
def remind_round(*, actor: Actor, round_id: UUID, now: datetime) -> int:
    """Write by hand to everybody whose list is missing; at most once a day to each.

    Returns:
        How many mails were written.

    Raises:
        RefusedError: the lists are not open.
    """
    require(actor, Permission.ROUND_EDIT)
    row = take_round(round_id, states=[RoundState.OPEN])
    return _remind(actor, row, now=now)


def _remind(actor: Actor, row: Round, *, now: datetime) -> int:
    today = localdate(now)
    people = RoundPerson.objects.select_for_update(of=("self",)).filter(
        round=row, state__in=_WAITING
    )
    due = list(people.exclude(reminded_on=today).order_by("id"))
    count = write_to(actor=actor, row=row, people=due, letter=_reminder(row), now=now)
    for one in due:
        one.reminded_on = today
    RoundPerson.objects.bulk_update(due, ["reminded_on"])
    return count


def _reminder(row: Round) -> Letter:
    until = localtime(row.deadline_at).strftime("%Y/%m/%d %H:%M")
    return Letter(
        kind="round_reminder",
        subject=Words(f"締切が近づいています：{row.title}", f"The deadline is near: {row.title}"),
        text=Words(
            f"「{row.title}」の希望がまだ届いていません。締切は{until}です。\n\n{{url}}\n\n"
            "参加しない場合は、何もする必要はありません。不利益な扱いはありません。",
            f"Your list for “{row.title}” has not arrived. The deadline is {until}.\n\n{{url}}\n\n"
            "If you do not want to take part, you need not do anything; it has no disadvantage.",
        ),
    )
