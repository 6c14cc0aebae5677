"""Score, lock, compare, clear, verify: everything between the deadline and the decisions."""

from datetime import datetime
from typing import Final
from uuid import UUID

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.introductions.steps import checked_text, require_named_human
from tasuki.apps.rounds import tasks
from tasuki.apps.rounds.fitting import AGREED, UNIT
from tasuki.apps.rounds.locking import build_input
from tasuki.apps.rounds.models import Round, RoundChoice, RoundPerson, RoundPlace, RoundScore
from tasuki.apps.rounds.steps import (
    check_mechanism,
    check_step,
    move_round,
    record,
    refuse_by_law,
    require_lawful_round,
    take_round,
)
from tasuki.core.access import Permission
from tasuki.core.market.records import INTEGER_MAX, MechanismName
from tasuki.core.rounds.instance import write_instance
from tasuki.core.rounds.machine import PersonState, RoundEvent, RoundState
from tasuki.core.rounds.rules import check_consents

PAIRS_MAX: Final = 200_000
_Job = Round.Job


@action(act=None)
def score_person(
    *,
    actor: Actor,
    person_id: UUID,
    place_id: UUID,
    priority: int,
    is_accepted: bool = True,
    reason: str,
    now: datetime,
) -> RoundScore:
    """Let a place rank one person by a number, or not accept the person; with a reason.

    Args:
        actor: a named member of the operator.
        person_id: somebody who agreed to take part.
        place_id: a place of the same round.
        priority: 0 to 2,147,483,646; higher is better.
        is_accepted: False = the place does not accept the person.
        reason: in words about the work; read by the person as the reason of the result.
        now: while the lists are open.

    Raises:
        RefusedError: H5 in the reason, H12 without a named human or reason; not open.
        NotVisibleError: no such person or place, or the person did not agree.
    """
    require(actor, Permission.ROUND_SCORE)
    text = checked_text(reason, field="reason")
    require_named_human(actor, reason=text)
    if not 0 <= priority <= INTEGER_MAX:
        raise InvalidInputError(
            ja="点数は0以上の整数で入力してください。",
            en="Enter a whole number of 0 or more.",
            field="priority",
        )
    person = RoundPerson.objects.filter(id=person_id, state__in=AGREED).first()
    if person is None:
        raise NotVisibleError
    row = take_round(person.round_id, states=[RoundState.OPEN])
    place = RoundPlace.objects.filter(round=row, id=place_id).first()
    if place is None:
        raise NotVisibleError
    score, _made = RoundScore.objects.update_or_create(
        organisation_id=actor.organisation_id,
        person=person,
        place=place,
        defaults={
            "priority": priority,
            "is_accepted": is_accepted,
            "source": UNIT,
            "reason": text,
            "scored_by_id": actor.account_id,
            "scored_by_name": actor.name,
        },
    )
    record(
        actor=actor,
        row=row,
        act="score",
        now=now,
        data={"participant": str(person.id), "place": str(place.id), "accepted": is_accepted},
    )
    return score


@action(act=None)
def fit_round(*, actor: Actor, round_id: UUID, now: datetime) -> Round:
    """Let a worker fill in how people fit the places; a number of a named human stays.

    Raises:
        RefusedError: the lists are not open, a job runs, or too many pairs.
    """
    people = RoundPerson.objects.filter(round_id=round_id, state__in=AGREED).count()
    if people * RoundPlace.objects.filter(round_id=round_id).count() > PAIRS_MAX:
        raise RefusedError(
            ja=f"人と行き先の組み合わせが{PAIRS_MAX:,}を超えるため、一度に計算できません。"
            "ラウンドを分けてください。",
            en=f"More than {PAIRS_MAX:,} pairs of people and places. Split the round.",
            code="too_many_pairs",
        )
    return _start(actor, round_id, _Job.FIT, RoundState.OPEN)


@action(act=None)
def lock_round(*, actor: Actor, round_id: UUID, now: datetime) -> Round:
    """RD3: close the lists and fix the input by its digest.

    Before the deadline only when everybody answered.

    Raises:
        RefusedError: H1, H2, H9; people may still answer; nobody submitted a list.
        InvalidInputError: the input has faults.
    """
    require(actor, Permission.ROUND_EDIT)
    row = take_round(round_id)
    check_step(row, RoundEvent.LOCK)
    require_lawful_round(row, actor=actor, now=now)
    people = RoundPerson.objects.filter(round=row)
    waiting = people.filter(state__in=(PersonState.INVITED, PersonState.READY)).count()
    if now <= row.deadline_at and waiting:
        raise RefusedError(
            ja=f"まだ{waiting}名が回答できます。締切を過ぎてから受付を終了してください。",
            en=f"{waiting} people may still answer. Lock the round after the deadline.",
            code="deadline_ahead",
        )
    if not people.filter(state=PersonState.SUBMITTED).exists():
        raise RefusedError(
            ja="提出された希望がありません。受付を延ばすか、ラウンドを中止してください。",
            en="No list was submitted. Extend the round or cancel it.",
            code="no_lists",
        )
    strangers = RoundChoice.objects.filter(person__round=row).exclude(
        person__state=PersonState.SUBMITTED
    )
    refuse_by_law(check_consents(missing=strangers.values("person_id").distinct().count()))
    market = build_input(row)
    return move_round(
        actor=actor,
        row=row,
        event=RoundEvent.LOCK,
        now=now,
        instance=write_instance(market),
        digest=market.digest,
        comparison=[],
        job="",
        job_error="",
        locked_at=now,
    )


@action(act=None)
def choose_mechanism(*, actor: Actor, round_id: UUID, mechanism: str, now: datetime) -> Round:
    """Take another mechanism before the lists open; later it would be chosen by its result.

    Raises:
        RefusedError: the lists are or were open.
        InvalidInputError: the kind of round does not use it.
    """
    require(actor, Permission.ROUND_EDIT)
    row = take_round(round_id, states=[RoundState.DRAFT])
    check_mechanism(row.round_kind, mechanism)
    row.mechanism = MechanismName(mechanism)
    row.save(update_fields=["mechanism"])
    return row


@action(act=None)
def compare_round(*, actor: Actor, round_id: UUID, now: datetime) -> Round:
    """Dry run: let a worker compare all mechanisms on the locked input; nothing is decided.

    Raises:
        RefusedError: not locked, or a job runs.
    """
    return _start(actor, round_id, _Job.COMPARE, RoundState.LOCKED)


@action(act=None)
def clear_round(*, actor: Actor, round_id: UUID, now: datetime) -> Round:
    """Let a worker clear the locked input with the round's mechanism.

    Raises:
        RefusedError: H1, H9 on the day of the clearing; not locked, or a job runs.
    """
    row = _start(actor, round_id, _Job.CLEAR, RoundState.LOCKED)
    require_lawful_round(row, actor=actor, now=now)
    return row


@action(act=None)
def verify_round(*, actor: Actor, round_id: UUID, now: datetime) -> Round:
    """Let a worker verify the outcome in another process.

    Raises:
        RefusedError: not cleared, or a job runs.
    """
    return _start(actor, round_id, _Job.VERIFY, RoundState.CLEARED)


def _start(actor: Actor, round_id: UUID, job: Round.Job, state: RoundState) -> Round:
    require(actor, Permission.ROUND_EDIT)
    row = take_round(round_id, states=[state])
    if row.job:
        raise RefusedError(
            ja="計算中です。終わるとお知らせが届きます。",
            en="A job runs. A notice comes when it is done.",
            code="job_runs",
        )
    row.job, row.job_error = job, ""
    row.save(update_fields=["job", "job_error"])
    tasks.work_on_round.enqueue(actor.organisation_id, str(actor.kind), str(row.id), str(job))
    return row
