"""Month sheets of side work: fill in days, close the month within the law (H10)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.moves.models import SideWork, SideWorkDay, SideWorkMonth
from tasuki.apps.moves.queries.months import (
    find_open_before,
    find_sums,
    list_close_refusals,
    list_person_sheets,
)
from tasuki.apps.moves.steps import (
    check_step,
    lock,
    record,
    refuse_by_law,
    require_human,
    take_step,
)
from tasuki.core.access import Permission
from tasuki.core.dates import month_end, month_start
from tasuki.core.moves.machines import SheetEvent, SheetState, SideWorkEvent, SideWorkState
from tasuki.core.moves.month_sums import DayHours

_DAY_MINUTES = 1_440


@action(act=None)
def begin_side_work_month(
    *, actor: Actor, side_work_id: UUID, month: date, now: datetime
) -> SideWorkMonth:
    """Return the sheet of a month and make it if there is none yet.

    Args:
        actor: member of the company.
        side_work_id: running or stopped side work.
        month: any day of the month; not before the first day of the side work.
        now: when.

    Raises:
        InvalidInputError: the month lies before the start or after the end.
        RefusedError: the side work has not begun.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(SideWork, side_work_id)
    first = month_start(month)
    if row.state not in {SideWorkState.RUNNING, SideWorkState.STOPPED, SideWorkState.ENDED}:
        check_step(row, SideWorkEvent.CLOSE_MONTH)
    is_late = row.ended_on is not None and first > row.ended_on
    if month_end(month) < row.starts_on or is_late:
        raise InvalidInputError(
            ja="副業の期間の中の月を選んでください。",
            en="Choose a month within the time of the side work.",
            field="month",
        )
    found = SideWorkMonth.objects.filter(side_work=row, month=first).first()
    if found is not None:
        return found
    sheet = SideWorkMonth(organisation_id=current_organisation_id(), side_work=row, month=first)
    sheet.save(force_insert=True)
    record(actor=actor, row=sheet, act="month_sheet.begin", now=now)
    return sheet


@action(act=None)
def record_side_work_day(
    *, actor: Actor, sheet_id: UUID, day: DayHours, now: datetime
) -> SideWorkMonth:
    """Write what was worked on one day; a day that is there already is replaced.

    Raises:
        InvalidInputError: the day is not in the month, or has more than 24 hours.
        RefusedError: the month is closed.
    """
    require(actor, Permission.MOVE_EDIT)
    sheet = lock(SideWorkMonth, sheet_id)
    check_step(sheet, SheetEvent.CLOSE)
    if month_start(day.day) != sheet.month:
        raise InvalidInputError(
            ja="この月の日を入力してください。", en="Enter a day of this month.", field="worked_on"
        )
    minutes = _minutes_of(day)
    if any(one < 0 for one in minutes.values()) or sum(minutes.values()) > _DAY_MINUTES:
        raise InvalidInputError(
            ja="1日の合計が24時間を超えています。時間を確かめてください。",
            en="The day has more than 24 hours. Check the hours.",
            field="own_scheduled",
        )
    SideWorkDay.objects.update_or_create(
        organisation_id=current_organisation_id(),
        sheet=sheet,
        worked_on=day.day,
        defaults=minutes | {"is_other_extra_first": day.is_other_extra_first},
    )
    return _refresh(actor, sheet, now=now)


@action(act=None)
def record_side_work_totals(
    *, actor: Actor, sheet_id: UUID, own_minutes: int, other_minutes: int, now: datetime
) -> SideWorkMonth:
    """Write the sums of a month under the management model, where no days are told.

    Args:
        actor: member of the company.
        sheet_id: an open month.
        own_minutes: hours beyond the law here.
        other_minutes: all hours there, or the agreed cap where they are not told.
        now: when.

    Raises:
        InvalidInputError: minutes are negative.
        RefusedError: the month is closed, or the principle is used, which needs days.
    """
    require(actor, Permission.MOVE_EDIT)
    sheet = lock(SideWorkMonth, sheet_id)
    check_step(sheet, SheetEvent.CLOSE)
    if sheet.side_work.hours_model != "management":
        raise RefusedError(
            ja="原則的な方法では、日ごとの時間を入力してください。",
            en="Under the principle the hours of each day are needed.",
            code="state",
        )
    if min(own_minutes, other_minutes) < 0:
        raise InvalidInputError(
            ja="0以上の時間を入力してください。",
            en="Enter hours of 0 or more.",
            field="own_minutes",
        )
    sheet.own_minutes = own_minutes
    sheet.other_minutes = other_minutes if sheet.side_work.adds_up else 0
    return _refresh(actor, sheet, now=now)


@action(act=None)
def close_side_work_month(*, actor: Actor, sheet_id: UUID, now: datetime) -> SideWorkMonth:
    """Close a month of a person; the sum is below 100 hours and every average within 80 (H10).

    The sums count all employers of the person, so the sheets of all of the person's side works
    are closed together; hours that come later find a closed month.

    Raises:
        RefusedError: H10; or an earlier month is open; or it is closed already.

    Source: 労働基準法 36条6項, 38条.
    """
    require(actor, Permission.MOVE_EDIT)
    closed_by_id = require_human(actor)
    sheet = lock(SideWorkMonth, sheet_id)
    check_step(sheet, SheetEvent.CLOSE)
    sheets = _sum_up(sheet)
    for one in sheets:
        one.save()
    for one in sheets:
        _refuse_open_before(one)
        refuse_by_law(next(iter(list_close_refusals(one)), None))
    for one in sheets:
        take_step(
            actor=actor,
            row=one,
            event=SheetEvent.CLOSE,
            now=now,
            closed_by_id=closed_by_id,
            closed_at=now,
        )
    return sheet


def _refuse_open_before(sheet: SideWorkMonth) -> None:
    before = find_open_before(sheet)
    if before is not None:
        raise RefusedError(
            ja=f"先に{before.month:%Y年%m月}を締めてください。",
            en=f"Close {before.month:%Y-%m} first.",
            code="earlier_month_open",
        )


def _refresh(actor: Actor, sheet: SideWorkMonth, *, now: datetime) -> SideWorkMonth:
    for one in _sum_up(sheet):
        one.save()
    record(actor=actor, row=sheet, act="month_sheet.edit", now=now)
    return sheet


def _sum_up(sheet: SideWorkMonth) -> list[SideWorkMonth]:
    """Write the sums into all open sheets of the person for the month and return them locked."""
    keys = sorted(one.pk for one in list_person_sheets(sheet) if one.state == SheetState.OPEN)
    sheets = [sheet if key == sheet.pk else lock(SideWorkMonth, key) for key in keys]
    sums = find_sums(sheet)
    for one in sheets:
        one.own_minutes, one.other_minutes, one.elsewhere_minutes = sums[one.pk]
        one.total_minutes = sum(sums[one.pk])
    return sheets


def _minutes_of(day: DayHours) -> dict[str, Any]:
    return {
        "own_scheduled_minutes": day.own_scheduled,
        "other_scheduled_minutes": day.other_scheduled,
        "own_extra_minutes": day.own_extra,
        "other_extra_minutes": day.other_extra,
        "own_holiday_minutes": day.own_holiday,
        "other_holiday_minutes": day.other_holiday,
    }
