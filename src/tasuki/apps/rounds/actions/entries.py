"""What a round is made of: places or job orders, and people.

Source: law.md 1.13, H1, H3, H6; 職業安定法 4条, 30条.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ConflictError, InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.introductions.jobs import check_job, find_order
from tasuki.apps.introductions.steps import checked_text
from tasuki.apps.openings.queries import find_opening
from tasuki.apps.people.models import Application, Employment, TalentRecord
from tasuki.apps.placement.contact import require_contact
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.relay.models import Registration
from tasuki.apps.rounds.inviting import invite
from tasuki.apps.rounds.models import Round, RoundPerson, RoundPlace
from tasuki.apps.rounds.steps import refuse_by_law, require_lawful_round, take_round
from tasuki.core.access import Permission
from tasuki.core.rounds.machine import RoundState
from tasuki.core.rounds.rules import PersonSource, RoundKind, check_person

PLACES_MAX: Final = 2_000
PEOPLE_MAX: Final = 20_000
NUMBER_MAX: Final = 100_000
_BEFORE_LOCK: Final = (RoundState.DRAFT, RoundState.OPEN)
_NEEDS_PLACE: Final = (RoundKind.ROTATION, RoundKind.SWAP)


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
    company_name: str = "",
    opening_id: UUID | None = None,
    now: datetime,
) -> RoundPlace:
    """Add a unit or post; of the own company, in a swap of any company of the agreement.

    Args:
        actor: a member of the company.
        round_id: a draft.
        name: as people read it; unique in the round.
        capacity: seats (posting).
        vacancies: empty seats beside those of the people of the round (rotation, swap).
        minimum: least staffing (rotation).
        minimum_priority: lowest number that the place accepts.
        region: places with the same one share ``region_maximum``.
        region_maximum: most people of the region.
        company_name: of another company (swap); empty for the own one.
        opening_id: the own opening that says what the work needs; a fit reads it.
        now: when.

    Raises:
        RefusedError: H1; not a draft; a round of introductions takes job orders only.
        NotVisibleError: no such opening.
        InvalidInputError: no name, or a number is out of range.
        ConflictError: the name stands already.
    """
    require(actor, Permission.ROUND_EDIT)
    row = take_round(round_id, states=[RoundState.DRAFT])
    if row.kind == RoundKind.INTRODUCTIONS:
        raise RefusedError(
            ja="職業紹介のラウンドには、受理した求人だけを追加できます。求人の一覧から選んでください。",
            en="A round of introductions takes accepted job orders only. Choose from those.",
            code="orders_only",
        )
    title = _place_name(name)
    other = checked_text(company_name, field="company_name", most=120)
    if opening_id is not None and find_opening(opening_id=opening_id) is None:
        raise NotVisibleError
    if RoundPlace.objects.filter(round=row, name=title).exists():
        raise ConflictError
    _check_numbers(capacity=capacity, vacancies=vacancies, minimum=minimum)
    _check_count(RoundPlace.objects.filter(round=row).count() + 1, most=PLACES_MAX)
    place = RoundPlace.objects.create(
        organisation_id=actor.organisation_id,
        round=row,
        name=title,
        company_id=None if other else actor.organisation_id,
        company_name=other,
        opening_id=opening_id,
        capacity=capacity,
        vacancies=vacancies,
        minimum=minimum,
        minimum_priority=minimum_priority,
        region=region.strip(),
        region_maximum=region_maximum,
    )
    # A place of another company makes an internal round a placement (H1).
    require_lawful_round(row, actor=actor, now=now)
    return place


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
                opening_id=opening.id,
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
    own_priority: int | None = None,
    now: datetime,
) -> list[RoundPerson]:
    """Add people; who is added to an open round is invited at once.

    Args:
        actor: a member of the operator.
        round_id: a draft or an open round.
        talent_record_ids: employees (company) or people with an open search (agency).
        place_id: the unit they hold today (rotation, swap).
        own_priority: how that unit ranks them, higher is better (rotation).
        now: when.

    Raises:
        RefusedError: H3, somebody takes part as nothing that the round is for; H7, H8, somebody
            may not be spoken to about jobs.
        NotVisibleError: no such person or place.
    """
    require(actor, Permission.ROUND_EDIT)
    row = take_round(round_id, states=_BEFORE_LOCK)
    place = RoundPlace.objects.filter(round=row, id=place_id).first() if place_id else None
    if place_id and place is None:
        raise NotVisibleError
    if place is None and row.kind in _NEEDS_PLACE:
        raise InvalidInputError(
            ja="今の所属を選んでください。", en="Choose the present unit.", field="place_id"
        )
    known = set(RoundPerson.objects.filter(round=row).values_list("talent_record_id", flat=True))
    wanted = [one for one in dict.fromkeys(talent_record_ids) if one not in known]
    _check_count(len(known) + len(wanted), most=PEOPLE_MAX)
    records = set(TalentRecord.objects.filter(id__in=wanted).values_list("id", flat=True))
    if set(wanted) - records:
        raise NotVisibleError
    seekers = _check_sources(row, wanted, on=localdate(now))
    found = [
        RoundPerson(
            organisation_id=actor.organisation_id,
            round=row,
            talent_record_id=one,
            job_seeker_id=seekers.get(one),
            place=place,
            own_priority=own_priority,
        )
        for one in wanted
    ]
    RoundPerson.objects.bulk_create(found)
    if row.state == RoundState.OPEN:
        invite(actor=actor, row=row, people=found, now=now)
    return found


@action(act=None)
def remove_person(*, actor: Actor, person_id: UUID, now: datetime) -> Round:
    """Take somebody out of a draft, before anybody was asked.

    Raises:
        RefusedError: not a draft; later only the person withdraws.
        NotVisibleError: no such person.
    """
    require(actor, Permission.ROUND_EDIT)
    person = RoundPerson.objects.filter(id=person_id).first()
    if person is None:
        raise NotVisibleError
    row = take_round(person.round_id, states=[RoundState.DRAFT])
    person.delete()
    return row


def _place_name(name: str) -> str:
    title = checked_text(name, field="name", most=120)
    if not title:
        raise InvalidInputError(
            ja="行き先の名称を入力してください。", en="Enter a name of the place.", field="name"
        )
    return title


def _check_sources(row: Round, record_ids: Sequence[UUID], *, on: date) -> dict[UUID, UUID]:
    """H3: return the job seekers' rows; refuse who is neither an employee nor a job seeker here.

    H7, H8: to ask somebody into a round of introductions is to speak to them about jobs.
    """
    seekers: dict[UUID, UUID] = {}
    if row.kind == RoundKind.INTRODUCTIONS:
        rows = JobSeeker.objects.filter(talent_record_id__in=record_ids, closed_on=None)
        seekers = dict(rows.values_list("talent_record_id", "id"))
        inside, source = set(seekers), PersonSource.JOB_SEEKER
    else:
        inside, source = _employees(row, record_ids), PersonSource.EMPLOYEE
    for one in record_ids:
        as_what = source if one in inside else PersonSource.APPLICANT
        refuse_by_law(check_person(kind=row.round_kind, source=as_what))
        if row.kind == RoundKind.INTRODUCTIONS:
            require_contact(talent_record_id=one, on=on)
    return seekers


def _employees(row: Round, record_ids: Sequence[UUID]) -> set[UUID]:
    """Return who works here; in a swap also people of the other companies of the agreement.

    Those have a record that was made for the exchange: nobody who applied, registered or looks
    for work here is one of them (H3).
    """
    working = Employment.objects.filter(talent_record_id__in=record_ids)
    kept = working.exclude(state=Employment.State.LEFT)
    found = set(kept.values_list("talent_record_id", flat=True))
    if row.kind != RoundKind.SWAP:
        return found
    known_as_other = set(working.values_list("talent_record_id", flat=True)) - found
    for rows in (Application.objects, Registration.objects, JobSeeker.objects):
        known = rows.filter(talent_record_id__in=record_ids)
        known_as_other.update(
            one for one in known.values_list("talent_record_id", flat=True) if one
        )
    return found | (set(record_ids) - known_as_other)


def _check_numbers(**numbers: int) -> None:
    for field, value in numbers.items():
        if not 0 <= value <= NUMBER_MAX:
            raise InvalidInputError(
                ja=f"0から{NUMBER_MAX:,}までの整数を入力してください。",
                en=f"Enter a whole number from 0 to {NUMBER_MAX:,}.",
                field=field,
            )


def _check_count(count: int, *, most: int) -> None:
    if count > most:
        raise InvalidInputError(
            ja=f"1回のラウンドでは{most:,}件までです。ラウンドを分けてください。",
            en=f"A round takes at most {most:,}. Split the round.",
            field="round_id",
        )
