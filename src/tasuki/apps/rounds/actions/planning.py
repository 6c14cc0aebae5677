"""Plan a round: kind, mechanism, days; places and people; open it, take it back, cancel it.

Source: law.md 1.13, H1, H2, H3, H9; 職業安定法 4条, 29条, 30条.
"""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ConflictError, InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.introductions.jobs import check_job, find_order
from tasuki.apps.introductions.steps import checked_text, require_named_human
from tasuki.apps.people.actions import take_numbers
from tasuki.apps.people.models import Employment, TalentRecord
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.rounds.inviting import invite
from tasuki.apps.rounds.models import Round, RoundChoice, RoundPerson, RoundPlace, RoundScore
from tasuki.apps.rounds.steps import (
    check_step,
    move_round,
    record,
    refuse_by_law,
    require_lawful_round,
    take_round,
)
from tasuki.core.access import Permission
from tasuki.core.market.lottery import commitment
from tasuki.core.market.records import MechanismName
from tasuki.core.rounds.machine import RoundEvent, RoundState
from tasuki.core.rounds.rules import MECHANISMS, PersonSource, RoundKind, check_person

SECRET_BYTES: Final = 24
PLACES_MAX: Final = 2_000
PEOPLE_MAX: Final = 20_000
_BEFORE_LOCK: Final = (RoundState.DRAFT, RoundState.OPEN)


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
        balance: most people in minus out of each company (swap).
        now: when.

    Raises:
        RefusedError: H1, H9.
        InvalidInputError: title, mechanism or deadline.
    """
    require(actor, Permission.ROUND_EDIT)
    name = checked_text(title, field="title", most=120)
    chosen = RoundKind(kind)
    known = MECHANISMS[chosen]
    if mechanism and mechanism not in known:
        raise InvalidInputError(
            ja="この種類のラウンドでは使えない方式です。一覧から選んでください。",
            en="This kind of round does not use that mechanism. Choose one of the list.",
            field="mechanism",
        )
    if not name or deadline_at <= now:
        field = "deadline_at" if name else "title"
        raise InvalidInputError(
            ja="名称と、今より後の締切を入力してください。",
            en="Enter a title, and a deadline that lies ahead.",
            field=field,
        )
    [number] = take_numbers(name="round")
    row = Round(
        organisation_id=actor.organisation_id,
        number=f"RD-{number:04d}",
        title=name,
        kind=chosen,
        mechanism=MechanismName(mechanism) if mechanism else known[0],
        deadline_at=deadline_at,
        next_round_on=next_round_on,
        purpose=purpose,
        is_party=is_party,
        balance=balance,
        planned_by_id=actor.account_id,
    )
    require_lawful_round(row, actor=actor, now=now)
    row.save(force_insert=True)
    record(actor=actor, row=row, act=RoundEvent.PLAN, now=now)
    return row


@action(act=None)
def add_place(
    *,
    actor: Actor,
    round_id: UUID,
    name: str,
    capacity: int = 1,
    vacancies: int = 0,
    minimum: int = 0,
    minimum_priority: int | None = None,
    region: str = "",
    region_maximum: int | None = None,
    now: datetime,
) -> RoundPlace:
    """Add a unit or post of the own company.

    Args:
        actor: a member of the company.
        round_id: a draft.
        name: as people read it; unique in the round.
        capacity: seats (posting). vacancies: empty seats, minimum: staffing (rotation).
        minimum_priority: lowest number that the place accepts.
        region: places with the same one share ``region_maximum``.
        region_maximum: most people of the region.
        now: when.

    Raises:
        RefusedError: not a draft; a round of introductions takes job orders only.
        InvalidInputError: no name.
        ConflictError: the name stands already.
    """
    require(actor, Permission.ROUND_EDIT)
    row = take_round(round_id, states=[RoundState.DRAFT])
    if row.kind == RoundKind.INTRODUCTIONS:
        raise RefusedError(
            ja="職業紹介のラウンドには、受理した求人だけを追加できます。",
            en="A round of introductions takes accepted job orders only.",
            code="orders_only",
        )
    title = checked_text(name, field="name", most=120)
    if not title:
        raise InvalidInputError(
            ja="行き先の名称を入力してください。", en="Enter a name of the place.", field="name"
        )
    if RoundPlace.objects.filter(round=row, name=title).exists():
        raise ConflictError
    _check_count(RoundPlace.objects.filter(round=row).count() + 1, most=PLACES_MAX)
    return RoundPlace.objects.create(
        organisation_id=actor.organisation_id,
        round=row,
        name=title,
        company_id=actor.organisation_id,
        capacity=capacity,
        vacancies=vacancies,
        minimum=minimum,
        minimum_priority=minimum_priority,
        region=region.strip(),
        region_maximum=region_maximum,
    )


@action(act=None)
def add_orders(
    *, actor: Actor, round_id: UUID, job_order_ids: Sequence[UUID], now: datetime
) -> list[RoundPlace]:
    """Add open job orders of the agency; the job of each is looked at again (H1, H6).

    Raises:
        RefusedError: H1, H6; an order that is over; not a draft of introductions.
        NotVisibleError: no such order.
    """
    require(actor, Permission.ROUND_EDIT)
    row = take_round(round_id, states=[RoundState.DRAFT])
    if row.kind != RoundKind.INTRODUCTIONS:
        raise NotVisibleError
    known = set(RoundPlace.objects.filter(round=row).values_list("job_order_id", flat=True))
    found = []
    for order_id in dict.fromkeys(job_order_ids):
        if order_id in known:
            continue
        order = find_order(job_order_id=order_id, on=localdate(now))
        opening = check_job(order, actor=actor, on=localdate(now))
        found.append(
            RoundPlace.objects.create(
                organisation_id=actor.organisation_id,
                round=row,
                name=f"{order.number} {opening.title}"[:120],
                company_id=order.company_id,
                company_name=order.employer_name,
                job_order_id=order.id,
                capacity=order.person_count,
            )
        )
    return found


@action(act=None)
def remove_place(*, actor: Actor, place_id: UUID, now: datetime) -> Round:
    """Take a place out of a draft.

    Raises:
        RefusedError: not a draft, or somebody holds the place.
        NotVisibleError: no such place.
    """
    require(actor, Permission.ROUND_EDIT)
    place = RoundPlace.objects.filter(id=place_id).first()
    if place is None:
        raise NotVisibleError
    row = take_round(place.round_id, states=[RoundState.DRAFT])
    if RoundPerson.objects.filter(place=place).exists():
        raise RefusedError(
            ja="この行き先に在籍している参加者がいます。先に参加者を外してください。",
            en="Somebody of the round holds this place. Remove that person first.",
            code="place_held",
        )
    place.delete()
    return row


@action(act=None)
def add_people(
    *,
    actor: Actor,
    round_id: UUID,
    talent_record_ids: Sequence[UUID],
    place_id: UUID | None = None,
    now: datetime,
) -> list[RoundPerson]:
    """Add people; who is added to an open round is invited at once.

    Args:
        actor: a member of the operator.
        round_id: a draft or an open round.
        talent_record_ids: employees (company) or people with an open search (agency).
        place_id: the unit they hold today (rotation, swap).
        now: when.

    Raises:
        RefusedError: H3, somebody takes part as nothing that the round is for.
        NotVisibleError: no such person or place.
    """
    require(actor, Permission.ROUND_EDIT)
    row = take_round(round_id, states=_BEFORE_LOCK)
    place = RoundPlace.objects.filter(round=row, id=place_id).first() if place_id else None
    if place_id and place is None:
        raise NotVisibleError
    if place is None and row.kind in (RoundKind.ROTATION, RoundKind.SWAP):
        raise InvalidInputError(
            ja="今の所属を選んでください。", en="Choose the present unit.", field="place_id"
        )
    known = set(RoundPerson.objects.filter(round=row).values_list("talent_record_id", flat=True))
    wanted = [one for one in dict.fromkeys(talent_record_ids) if one not in known]
    _check_count(len(known) + len(wanted), most=PEOPLE_MAX)
    records = set(TalentRecord.objects.filter(id__in=wanted).values_list("id", flat=True))
    if set(wanted) - records:
        raise NotVisibleError
    seekers = _check_sources(row, wanted)
    found = [
        RoundPerson(
            organisation_id=actor.organisation_id,
            round=row,
            talent_record_id=one,
            job_seeker_id=seekers.get(one),
            place=place,
        )
        for one in wanted
    ]
    RoundPerson.objects.bulk_create(found)
    if row.state == RoundState.OPEN:
        invite(actor=actor, row=row, people=found, now=now)
    return found


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


def _check_sources(row: Round, record_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """H3: return the job seekers' rows; refuse who is neither an employee nor a job seeker here."""
    seekers: dict[UUID, UUID] = {}
    if row.kind == RoundKind.INTRODUCTIONS:
        rows = JobSeeker.objects.filter(talent_record_id__in=record_ids, closed_on=None)
        seekers = dict(rows.values_list("talent_record_id", "id"))
        inside, source = set(seekers), PersonSource.JOB_SEEKER
    else:
        working = Employment.objects.filter(talent_record_id__in=record_ids)
        kept = working.exclude(state=Employment.State.LEFT)
        inside = set(kept.values_list("talent_record_id", flat=True))
        source = PersonSource.EMPLOYEE
    for one in record_ids:
        as_what = source if one in inside else PersonSource.APPLICANT
        refuse_by_law(check_person(kind=row.round_kind, source=as_what))
    return seekers


def _check_deadline(deadline_at: datetime, *, now: datetime) -> None:
    if deadline_at <= now:
        raise InvalidInputError(
            ja="締切は今より後の日時にしてください。",
            en="The deadline must lie ahead.",
            field="deadline_at",
        )


def _check_count(count: int, *, most: int) -> None:
    if count > most:
        raise InvalidInputError(
            ja=f"1回のラウンドでは{most:,}件までです。",
            en=f"A round takes at most {most:,}.",
            field="round_id",
        )
