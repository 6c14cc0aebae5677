"""The hours beyond the law of one calendar month, from the days of a sheet.

Overtime of a day belongs to the month of the day. What only the week shows belongs to the month
in which the week ends (Sunday to Saturday), or to the month of the last day of the side work.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tasuki.core.dates import month_end, month_start
from tasuki.core.law.hours import Extra, HoursLimits, WorkDay, add_up_day, add_up_week

_SUNDAY_SHIFT = 1
_DAYS_OF_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class DayHours:
    """Minutes of one day here ("own") and there ("other")."""

    day: date
    own_scheduled: int = 0
    other_scheduled: int = 0
    own_extra: int = 0
    other_extra: int = 0
    is_other_extra_first: bool = False
    own_holiday: int = 0
    other_holiday: int = 0


@dataclass(frozen=True, slots=True)
class MonthSum:
    """Overtime and holiday work of a month, in minutes."""

    own: int
    other: int


def week_start(day: date) -> date:
    """Return the Sunday on or before a day."""
    return day - timedelta(days=(day.weekday() + _SUNDAY_SHIFT) % _DAYS_OF_WEEK)


def add_up_month(
    days: Iterable[DayHours],
    *,
    month: date,
    is_own_first: bool,
    adds_up: bool,
    limits: HoursLimits,
    last_day: date | None = None,
) -> MonthSum:
    """Return the sums of a month.

    Args:
        days: of the month, and of the days before it in the week in which it begins.
        month: any day of the month.
        is_own_first: the contract here is the earlier one.
        adds_up: the other job is employed; else only the hours here are judged.
        limits: that hold in the month.
        last_day: of the side work, if it has ended; its last week is not waited for.
    """
    first, last = month_start(month), month_end(month)
    weeks: dict[date, list[DayHours]] = {}
    for one in sorted(days, key=lambda one: one.day):
        weeks.setdefault(week_start(one.day), []).append(one)
    total = [0, 0]
    for sunday, found in weeks.items():
        ends = sunday + timedelta(days=_DAYS_OF_WEEK - 1)
        ends = min(ends, last_day) if last_day and last_day >= sunday else ends
        inside = [one for one in found if first <= one.day <= last]
        for one in inside:
            _add(total, add_up_day(_work_day(one, is_own_first, adds_up), limits))
        if first <= ends <= last:
            work = [_work_day(one, is_own_first, adds_up) for one in found]
            _add(total, add_up_week(work, limits).weekly)
    own, other = (total[0], total[1]) if is_own_first or not adds_up else (total[1], total[0])
    holiday = [one for week in weeks.values() for one in week if first <= one.day <= last]
    own += sum(one.own_holiday for one in holiday)
    other += sum(one.other_holiday for one in holiday) if adds_up else 0
    return MonthSum(own=own, other=other)


def _work_day(day: DayHours, is_own_first: bool, adds_up: bool) -> WorkDay:
    if not adds_up:
        return WorkDay(scheduled=(day.own_scheduled,), extra=(Extra(0, day.own_extra),))
    own, other = (0, 1) if is_own_first else (1, 0)
    scheduled = [0, 0]
    scheduled[own], scheduled[other] = day.own_scheduled, day.other_scheduled
    extra = [Extra(own, day.own_extra), Extra(other, day.other_extra)]
    if day.is_other_extra_first:
        extra.reverse()
    return WorkDay(scheduled=tuple(scheduled), extra=tuple(extra))


def _add(total: list[int], minutes: Sequence[int]) -> None:
    for place, one in enumerate(minutes):
        total[place] += one
