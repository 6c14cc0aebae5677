"""The hours beyond the law of one person in one calendar month, from the days of all sheets.

Overtime of a day belongs to the month of the day. What only the week shows belongs to the month
in which the week ends (Sunday to Saturday), or to the month of the last day of the side work.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tasuki.core.dates import month_end, month_start
from tasuki.core.law.hours import (
    Extra,
    HoursLimits,
    WeekHours,
    WorkDay,
    add_up_day,
    add_up_week,
    premium_of_day,
    premium_of_week,
)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDays:
    """What was told about one side work of a person.

    Attributes:
        contract_on: day of the contract there; the order of the contracts decides.
        days: of the month, and of the days before it in the week in which it begins.
        adds_up: the job there is employed; else only the hours here are read from its days.
        last_day: of the side work, if it has ended; its last week is not waited for.
    """

    contract_on: date
    days: tuple[DayHours, ...]
    adds_up: bool = True
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class MonthSum:
    """Overtime and holiday work of a month, in minutes: here, and by side work as given."""

    own: int
    others: tuple[int, ...]

    @property
    def total(self) -> int:
        """All employers together."""
        return self.own + sum(self.others)


def week_start(day: date) -> date:
    """Return the Sunday on or before a day."""
    return day - timedelta(days=(day.weekday() + _SUNDAY_SHIFT) % _DAYS_OF_WEEK)


def add_up_month(
    jobs: Sequence[JobDays], *, own_contract_on: date, month: date, limits: HoursLimits
) -> MonthSum:
    """Return what the limits on overtime count in a month, over all employers of the person.

    The hours here stand on the sheet of each side work but are worked once: where sheets differ,
    the longer time counts. Of extra work in other places on one day, what came before the
    extra work here counts first, each in the order of the contracts.

    Args:
        jobs: all side works of the person, at least one.
        own_contract_on: day of the contract here; of two on one day this one is the earlier.
        month: any day of the month.
        limits: that hold in the month.

    Source: Labour Standards Act 36 (6), 38 (1); guideline on side work.
    """
    return _add_up(jobs, own_contract_on, month, limits, add_up_day, add_up_week)


def premium_of_month(
    jobs: Sequence[JobDays], *, own_contract_on: date, month: date, limits: HoursLimits
) -> MonthSum:
    """Return the minutes for which each employer owes premium pay; holiday work is among them.

    Args:
        jobs: all side works of the person, as in ``add_up_month``.
        own_contract_on: day of the contract here.
        month: any day of the month.
        limits: say whether the hours of all employers count for premium pay.

    Source: Labour Standards Act 37, 38 (1).
    """
    return _add_up(jobs, own_contract_on, month, limits, premium_of_day, premium_of_week)


def _add_up(
    jobs: Sequence[JobDays],
    own_contract_on: date,
    month: date,
    limits: HoursLimits,
    by_day: Callable[[WorkDay, HoursLimits], tuple[int, ...]],
    by_week: Callable[[Sequence[WorkDay], HoursLimits], WeekHours],
) -> MonthSum:
    first, last = month_start(month), month_end(month)
    order = _order(jobs, own_contract_on)
    total = [0] * len(order)
    for sunday, days in _weeks(jobs).items():
        work = {day: _work_day(jobs, order, day) for day in days}
        for day in days:
            if first <= day <= last:
                _add(total, by_day(work[day], limits))
        if first <= _week_end(jobs, sunday) <= last:
            _add(total, by_week([work[day] for day in days], limits).weekly)
    inside = [[one for one in job.days if first <= one.day <= last] for job in jobs]
    own = total[order.index(None)] + sum(_longest(inside, "own_holiday").values())
    return MonthSum(
        own,
        tuple(
            total[order.index(place)] + sum(one.other_holiday for one in inside[place])
            if job.adds_up
            else 0
            for place, job in enumerate(jobs)
        ),
    )


def _order(jobs: Sequence[JobDays], own_contract_on: date) -> list[int | None]:
    """Return the employed jobs in the order of their contracts; None is the job here."""
    places: list[tuple[date, int, int | None]] = [(own_contract_on, -1, None)]
    places += [(job.contract_on, place, place) for place, job in enumerate(jobs) if job.adds_up]
    return [place for _day, _number, place in sorted(places, key=lambda one: one[:2])]


def _weeks(jobs: Sequence[JobDays]) -> dict[date, list[date]]:
    weeks: dict[date, list[date]] = {}
    for day in sorted({one.day for job in jobs for one in job.days}):
        weeks.setdefault(week_start(day), []).append(day)
    return weeks


def _week_end(jobs: Sequence[JobDays], sunday: date) -> date:
    """Return the day on which a week is over: Saturday, or the last day of all side works."""
    saturday = sunday + timedelta(days=_DAYS_OF_WEEK - 1)
    ends = [job.last_day for job in jobs if job.last_day is not None]
    if len(ends) < len(jobs) or max(ends) < sunday:
        return saturday
    return min(saturday, max(ends))


def _work_day(jobs: Sequence[JobDays], order: Sequence[int | None], day: date) -> WorkDay:
    told = [next((one for one in job.days if one.day == day), DayHours(day=day)) for job in jobs]
    own_scheduled = max(one.own_scheduled for one in told)
    own_extra = max(one.own_extra for one in told)
    scheduled: list[int] = []
    before: list[Extra] = []
    after: list[Extra] = []
    for number, place in enumerate(order):
        if place is None:
            scheduled.append(own_scheduled)
            after.append(Extra(number, own_extra))
            continue
        one = told[place]
        scheduled.append(one.other_scheduled)
        piece = Extra(number, one.other_extra)
        (before if one.is_other_extra_first else after).append(piece)
    after.sort(key=lambda piece: order[piece.job] is not None)
    return WorkDay(scheduled=tuple(scheduled), extra=(*before, *after))


def _longest(days: Iterable[Sequence[DayHours]], name: str) -> dict[date, int]:
    found: dict[date, int] = {}
    for one in (one for job in days for one in job):
        found[one.day] = max(found.get(one.day, 0), getattr(one, name))
    return found


def _add(total: list[int], minutes: Sequence[int]) -> None:
    for place, one in enumerate(minutes):
        total[place] += one
