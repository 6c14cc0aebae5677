"""Plan a round: kind, mechanism, days; open it, open it again, cancel it.

Source: law.md 1.13, H1, H2, H3, H9; 職業安定法 4条, 29条, 30条.
"""

import secrets
from datetime import date, datetime
from typing import Final
from uuid import UUID

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.introductions.steps import checked_text, require_named_human
from tasuki.apps.people.actions import take_numbers
from tasuki.apps.rounds.inviting import invite
from tasuki.apps.rounds.models import Round, RoundChoice, RoundPerson, RoundPlace, RoundScore
from tasuki.apps.rounds.steps import (
    check_mechanism,
    check_step,
    move_round,
    record,
    require_lawful_round,
    take_round,
)
from tasuki.core.access import Permission
from tasuki.core.law.secondment import MovePurpose
from tasuki.core.market.lottery import commitment
from tasuki.core.market.records import MechanismName
from tasuki.core.rounds.machine import RoundEvent
from tasuki.core.rounds.rules import MECHANISMS, RoundKind

SECRET_BYTES: Final = 24


@action(act=None)
def plan_round(
    *,
    actor: Actor,
    title: str,
    kind: str,
    mechanism: str = "",
    deadline_at: datetime,
    next_round_on: date | None = None,
    purpose: str = "",
    is_party: bool = False,
    agreed_on: date | None = None,
    balance: int | None = None,
    now: datetime,
) -> Round:
    """RD1: plan a round; nobody is asked yet.

    Args:
        actor: a member of the operator.
        title: 1-120 characters, shown to the people.
        kind: a ``RoundKind`` that the operator may hold that day.
        mechanism: one of the kind's; its default when empty.
        deadline_at: until when lists are taken; after now.
        next_round_on: told to everybody without a proposal.
        purpose: why people are seconded (swap).
        is_party: the operator is a party of the agreement (swap by a company).
        agreed_on: when the companies signed their agreement, not after today (swap).
        balance: most people in minus out of each company (swap).
        now: when.

    Raises:
        RefusedError: H1, H9.
        InvalidInputError: title, mechanism or deadline.
    """
    require(actor, Permission.ROUND_EDIT)
    name = checked_text(title, field="title", most=120)
    chosen = RoundKind(kind)
    _check_plan(name, chosen, mechanism, purpose)
    _check_deadline(deadline_at, now=now)
    [number] = take_numbers(name="round")
    row = Round(
        organisation_id=actor.organisation_id,
        number=f"RD-{number:04d}",
        title=name,
        kind=chosen,
        mechanism=MechanismName(mechanism) if mechanism else MECHANISMS[chosen][0],
        deadline_at=deadline_at,
        next_round_on=next_round_on,
        purpose=purpose,
        is_party=is_party,
        agreed_on=agreed_on,
        balance=balance,
        planned_by_id=actor.account_id,
    )
    require_lawful_round(row, actor=actor, now=now)
    row.save(force_insert=True)
    record(actor=actor, row=row, act=RoundEvent.PLAN, now=now)
    return row


@action(act=None)
def open_round(*, actor: Actor, round_id: UUID, now: datetime) -> Round:
    """RD2: open the lists; the commitment to the lottery is published and everybody is invited.

    Raises:
        RefusedError: H1, H9; no places, no people, or the deadline is over.
    """
    require(actor, Permission.ROUND_EDIT)
    row = take_round(round_id)
    check_step(row, RoundEvent.OPEN)
    require_lawful_round(row, actor=actor, now=now)
    people = list(RoundPerson.objects.filter(round=row).order_by("id"))
    if not people or not RoundPlace.objects.filter(round=row).exists():
        raise RefusedError(
            ja="行き先と参加者を1つ以上追加してから公開してください。",
            en="Add at least one place and one person before you open the round.",
            code="nothing_to_match",
        )
    _check_deadline(row.deadline_at, now=now)
    secret = secrets.token_hex(SECRET_BYTES)
    move_round(
        actor=actor,
        row=row,
        event=RoundEvent.OPEN,
        now=now,
        secret=secret,
        commitment=commitment(secret),
        opens_at=now,
    )
    invite(actor=actor, row=row, people=people, now=now)
    return row


@action(act=None)
def reopen_round(
    *, actor: Actor, round_id: UUID, deadline_at: datetime, reason: str, now: datetime
) -> Round:
    """RD4: take lists again, before anything was cleared, with a reason.

    Raises:
        RefusedError: H12 without a reason; something was cleared.
        InvalidInputError: the deadline does not lie ahead.
    """
    require(actor, Permission.ROUND_EDIT)
    text = checked_text(reason, field="reason")
    require_named_human(actor, reason=text)
    row = take_round(round_id)
    _check_deadline(deadline_at, now=now)
    return move_round(
        actor=actor,
        row=row,
        event=RoundEvent.REOPEN,
        now=now,
        reason=text,
        deadline_at=deadline_at,
        instance="",
        digest="",
        comparison=[],
        locked_at=None,
        job="",
        job_error="",
    )


@action(act=None)
def cancel_round(*, actor: Actor, round_id: UUID, reason: str, now: datetime) -> Round:
    """RD10: stop a round before it is published; the lists go.

    Raises:
        RefusedError: H12 without a reason; it is published.
    """
    require(actor, Permission.ROUND_EDIT)
    text = checked_text(reason, field="reason")
    require_named_human(actor, reason=text)
    row = take_round(round_id)
    move_round(actor=actor, row=row, event=RoundEvent.CANCEL, now=now, reason=text, job="")
    RoundChoice.objects.filter(person__round=row).delete()
    RoundScore.objects.filter(person__round=row).delete()
    return row


def _check_deadline(deadline_at: datetime, *, now: datetime) -> None:
    if deadline_at <= now:
        raise InvalidInputError(
            ja="締切は今より後の日時にしてください。",
            en="The deadline must lie ahead.",
            field="deadline_at",
        )


def _check_plan(title: str, kind: RoundKind, mechanism: str, purpose: str) -> None:
    if not title:
        raise InvalidInputError(ja="名称を入力してください。", en="Enter a title.", field="title")
    if mechanism:
        check_mechanism(kind, mechanism)
    if purpose and purpose not in set(MovePurpose):
        raise InvalidInputError(
            ja="出向の目的を一覧から選んでください。",
            en="Choose the purpose of the secondments from the list.",
            field="purpose",
        )
