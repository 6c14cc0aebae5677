"""Side work of employees: notice, check, decision on four grounds only, start and end (H10)."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.moves.linking import find_record_id
from tasuki.apps.moves.models import SideWork
from tasuki.apps.moves.queries.side_work import list_plan_refusals
from tasuki.apps.moves.steps import (
    check_step,
    lock,
    record,
    refuse_by_law,
    require_human,
    require_past,
    require_text,
    take_step,
)
from tasuki.apps.people.actions import take_numbers
from tasuki.core.access import Permission
from tasuki.core.law.hours import HoursModel, JobKind
from tasuki.core.law.stops import check_human_decision
from tasuki.core.moves.labels import SideWorkGround
from tasuki.core.moves.machines import SideWorkEvent, SideWorkState

_MONTHS_OF_YEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SideWorkValues:
    """What a notice of side work says; hours are minutes.

    Attributes:
        person_name: 1-160 characters.
        person_number: employee number; the same for all side work of a person.
        other_name: the other party, 1-120 characters.
        job_kind: ``employed``, ``contract``, ``adviser`` or ``supervisor``; only the first adds up.
        own_contract_on, other_contract_on: days of the two contracts; the earlier comes first.
        hours_model: ``principle`` or ``management``.
        own_cap_minutes, other_cap_minutes: overtime of a month at most, expected or agreed;
            None = not stated, 0 binds.
        own_before_minutes: own overtime of up to 11 months before the first, the latest first.
        own_year_begins_month: 1-12, the month in which the year of the agreement begins.
        own_month_limit_minutes, own_year_limit_minutes: of the agreement on overtime here.
        rest_minutes, rest_rule_minutes: shortest rest, and the least that the company asks for.
    """

    person_name: str
    person_number: str
    person_mail: str = ""
    other_name: str
    other_business: str = ""
    duties: str
    job_kind: str = JobKind.EMPLOYED
    own_contract_on: date
    other_contract_on: date
    starts_on: date
    ends_on: date | None = None
    schedule: str = ""
    hours_model: str = HoursModel.PRINCIPLE
    own_cap_minutes: int | None = None
    other_cap_minutes: int | None = None
    own_before_minutes: Sequence[int] = ()
    own_month_limit_minutes: int = 2_700
    own_year_limit_minutes: int = 21_600
    own_year_begins_month: int = 4
    rest_minutes: int | None = None
    rest_rule_minutes: int | None = None


@action(act=None)
def notify_side_work(*, actor: Actor, values: SideWorkValues, now: datetime) -> SideWork:
    """Store a notice of side work.

    Raises:
        InvalidInputError: ``field`` names what cannot be used.
    """
    require(actor, Permission.MOVE_EDIT)
    _check_values(values)
    [number] = take_numbers(name="side_work")
    row = SideWork(
        organisation_id=current_organisation_id(), number=f"W-{number:05d}", **_as_fields(values)
    )
    row.save(force_insert=True)
    record(actor=actor, row=row, act="side_work.notify", now=now)
    return row


@action(act=None)
def edit_side_work(
    *, actor: Actor, side_work_id: UUID, values: SideWorkValues, now: datetime
) -> SideWork:
    """Change a notice that is not decided yet, or one that goes back to be planned anew.

    Raises:
        InvalidInputError: ``field`` names what cannot be used.
        RefusedError: it was decided already.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(SideWork, side_work_id)
    if row.state not in {SideWorkState.NOTIFIED, SideWorkState.CHECKED, SideWorkState.STOPPED}:
        check_step(row, SideWorkEvent.CHECK)
    _check_values(values)
    for name, value in _as_fields(values).items():
        setattr(row, name, value)
    if row.state == SideWorkState.STOPPED:
        take_step(actor=actor, row=row, event=SideWorkEvent.REPLAN, now=now)
        return row
    row.save()
    record(actor=actor, row=row, act="side_work.edit", now=now)
    return row


@action(act=None)
def check_side_work(*, actor: Actor, side_work_id: UUID, now: datetime) -> SideWork:
    """Record that the notice was read and its questions answered.

    Raises:
        RefusedError: it was decided already.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(SideWork, side_work_id)
    take_step(actor=actor, row=row, event=SideWorkEvent.CHECK, now=now)
    return row


@action(act=None)
def approve_side_work(*, actor: Actor, side_work_id: UUID, now: datetime) -> SideWork:
    """Agree to side work whose plan stays within the law.

    Raises:
        RefusedError: H10: the plan passes a limit; or it was not checked.
        NotAllowedError: no human decides.

    Source: 労働基準法 36条6項, 38条; 副業・兼業の促進に関するガイドライン.
    """
    require(actor, Permission.MOVE_APPROVE)
    decided_by_id = require_human(actor)
    row = lock(SideWork, side_work_id)
    check_step(row, SideWorkEvent.AGREE)
    refuse_by_law(next(iter(list_plan_refusals(row, on=localdate(now))), None))
    take_step(
        actor=actor,
        row=row,
        event=SideWorkEvent.AGREE,
        now=now,
        decided_by_id=decided_by_id,
        decided_at=now,
    )
    return row


@action(act=None)
def refuse_side_work(
    *, actor: Actor, side_work_id: UUID, ground: str, facts: str, now: datetime
) -> SideWork:
    """Refuse side work on one of the four grounds, with the facts behind it.

    Args:
        actor: a human; H12 asks for a name.
        side_work_id: a checked notice.
        ground: a value of ``SideWorkGround``.
        facts: what was found, 1-300 characters; the employee reads it.
        now: when.

    Raises:
        InvalidInputError: there is no such ground.
        RefusedError: H12: no facts; or it was not checked.

    Source: 副業・兼業の促進に関するガイドライン (four grounds).
    """
    require(actor, Permission.MOVE_APPROVE)
    decided_by_id = require_human(actor)
    row = lock(SideWork, side_work_id)
    if ground not in set(SideWorkGround):
        raise InvalidInputError(
            ja="不承認にできるのは4つの理由だけです。一覧から選んでください。",
            en="Only four grounds allow a refusal. Choose one from the list.",
            field="ground",
        )
    refuse_by_law(check_human_decision(decided_by=actor.name or str(decided_by_id), reason=facts))
    take_step(
        actor=actor,
        row=row,
        event=SideWorkEvent.REFUSE,
        now=now,
        reason=ground,
        refusal_ground=ground,
        refusal_facts=facts.strip()[:300],
        decided_by_id=decided_by_id,
        decided_at=now,
        ended_on=localdate(now),
    )
    return row


@action(act=None)
def start_side_work(*, actor: Actor, side_work_id: UUID, now: datetime) -> SideWork:
    """Record the start on or after the first day.

    Raises:
        RefusedError: it was not agreed, or the first day has not come.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(SideWork, side_work_id)
    check_step(row, SideWorkEvent.START)
    if localdate(now) < row.starts_on:
        raise RefusedError(
            ja=f"開始日（{row.starts_on:%Y/%m/%d}）になってから、開始を記録してください。",
            en=f"Record the start on or after the first day, {row.starts_on.isoformat()}.",
            code="too_early",
        )
    take_step(actor=actor, row=row, event=SideWorkEvent.START, now=now)
    return row


@action(act=None)
def stop_side_work(*, actor: Actor, side_work_id: UUID, reason: str, now: datetime) -> SideWork:
    """Stop side work whose hours pass a limit, until they are planned anew.

    Raises:
        InvalidInputError: no reason.
        RefusedError: it does not run.
    """
    require(actor, Permission.MOVE_EDIT)
    require_human(actor)
    row = lock(SideWork, side_work_id)
    why = require_text(reason, field="reason", ja="理由", en="reason")
    take_step(
        actor=actor, row=row, event=SideWorkEvent.STOP, now=now, reason=why, end_reason=why[:300]
    )
    return row


@action(act=None)
def end_side_work(
    *, actor: Actor, side_work_id: UUID, ended_on: date, reason: str = "", now: datetime
) -> SideWork:
    """Record the end of side work.

    Raises:
        InvalidInputError: the day lies ahead.
        RefusedError: it was refused or is over.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(SideWork, side_work_id)
    require_past(ended_on, today=localdate(now), field="ended_on")
    take_step(
        actor=actor,
        row=row,
        event=SideWorkEvent.END,
        now=now,
        ended_on=ended_on,
        end_reason=reason.strip()[:300],
    )
    return row


def _as_fields(values: SideWorkValues) -> dict[str, Any]:
    found = {field.name: getattr(values, field.name) for field in fields(values)}
    clean = {name: one.strip() if isinstance(one, str) else one for name, one in found.items()}
    return clean | {
        "talent_record_id": find_record_id(values.person_mail),
        "own_before_minutes": list(values.own_before_minutes),
    }


def _check_values(values: SideWorkValues) -> None:
    for field, text, ja, en in (
        ("person_name", values.person_name, "氏名", "name"),
        ("person_number", values.person_number, "社員番号", "employee number"),
        ("other_name", values.other_name, "副業先", "other party"),
        ("duties", values.duties, "仕事の内容", "duties"),
    ):
        require_text(text, field=field, ja=ja, en=en)
    if values.job_kind not in set(JobKind):
        raise InvalidInputError(
            ja="一覧から選んでください。", en="Choose from the list.", field="job_kind"
        )
    if values.hours_model not in set(HoursModel):
        raise InvalidInputError(
            ja="一覧から選んでください。", en="Choose from the list.", field="hours_model"
        )
    _check_own_hours(values)
    if values.ends_on is not None and values.ends_on < values.starts_on:
        raise InvalidInputError(
            ja="終了日は、開始日以後の日を入力してください。",
            en="Enter a last day on or after the first one.",
            field="ends_on",
        )


def _check_own_hours(values: SideWorkValues) -> None:
    before = values.own_before_minutes
    if len(before) >= _MONTHS_OF_YEAR or any(minutes < 0 for minutes in before):
        raise InvalidInputError(
            ja="開始前の時間は、新しい月から順に11か月まで、0以上で入力してください。",
            en="Enter up to 11 months before the start, the latest first, each 0 or more.",
            field="own_before_minutes",
        )
    if not 1 <= values.own_year_begins_month <= _MONTHS_OF_YEAR:
        raise InvalidInputError(
            ja="1月から12月までの月を入力してください。",
            en="Enter a month from 1 to 12.",
            field="own_year_begins_month",
        )
