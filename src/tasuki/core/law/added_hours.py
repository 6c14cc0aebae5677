"""How the hours of several employers add up, day by day and week by week.

Minutes are whole numbers >= 0. Jobs are named by their place in the order of the contracts:
0 is the earliest. Only employed jobs add up; hours of contract work, of an adviser or of a
person in a supervisory post are kept for health and never added.

Source: Labour Standards Act (労働基準法) 32, 37, 38; guideline on side work of 2022-07.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tasuki.core.law.parameters import find_parameter

HOUR: Final = 60


class JobKind(StrEnum):
    """What a job is before the law on working hours; stored."""

    EMPLOYED = "employed"
    CONTRACT = "contract"
    ADVISER = "adviser"
    SUPERVISOR = "supervisor"

    @property
    def adds_up(self) -> bool:
        """Whether the hours of the job are added to those of other jobs."""
        return self is JobKind.EMPLOYED


class HoursModel(StrEnum):
    """How two employers keep the sum within the law; stored."""

    PRINCIPLE = "principle"
    MANAGEMENT = "management"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursLimits:
    """The numbers of law that hold on a day.

    Attributes:
        day_minutes, week_minutes: statutory hours of a day and a week.
        month_below_minutes: overtime and holiday work of a month stay strictly below.
        average_minutes: the average of some months in a row is at most this.
        average_months: the shortest and the longest such row.
        is_premium_added_up: hours of all employers count for premium pay; the limits on
            overtime count them in any case.
        alert_minutes: sums of a month that are told before the limit is reached.
        alert_percent: share of an agreed cap that is told.
    """

    day_minutes: int
    week_minutes: int
    month_below_minutes: int
    average_minutes: int
    average_months: tuple[int, int]
    is_premium_added_up: bool
    alert_minutes: tuple[int, ...]
    alert_percent: int


def find_limits(on: date) -> HoursLimits:
    """Return the limits that hold on a day.

    Source: Labour Standards Act 32, 36 (6), 38.
    """

    def hours(key: str) -> int:
        return int(find_parameter(key, on=on).value) * HOUR

    least, most = find_parameter("ot_avg_months", on=on).value
    return HoursLimits(
        day_minutes=hours("work_hours_day"),
        week_minutes=hours("work_hours_week"),
        month_below_minutes=hours("ot_month_lt"),
        average_minutes=hours("ot_avg_le"),
        average_months=(int(least), int(most)),
        is_premium_added_up=bool(find_parameter("aggregate_for_premium", on=on).value),
        alert_minutes=tuple(
            int(one) * HOUR for one in find_parameter("ot_alert_hours", on=on).value
        ),
        alert_percent=int(find_parameter("ot_alert_pct", on=on).value),
    )


@dataclass(frozen=True, slots=True)
class Extra:
    """Work beyond the schedule: which job, and how long."""

    job: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDay:
    """One day of all employed jobs.

    Attributes:
        scheduled: minutes by the contracts, in the order of the contracts.
        extra: work beyond the schedule, in the order in which it was really done.
        holiday: minutes on a statutory day off, by job; empty if none.
    """

    scheduled: tuple[int, ...]
    extra: tuple[Extra, ...] = ()
    holiday: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        numbers = (*self.scheduled, *self.holiday, *(one.minutes for one in self.extra))
        if any(number < 0 for number in numbers):
            raise ValueError("minutes are never negative")
        if any(not 0 <= one.job < len(self.scheduled) for one in self.extra):
            raise ValueError("extra work names a job that has no schedule")


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekHours:
    """Hours beyond the law by job: found day by day, then what only the week shows."""

    daily: tuple[int, ...]
    weekly: tuple[int, ...]

    @property
    def by_job(self) -> tuple[int, ...]:
        """Both together, by job."""
        return tuple(day + week for day, week in zip(self.daily, self.weekly, strict=True))


def add_up_day(day: WorkDay, limits: HoursLimits) -> tuple[int, ...]:
    """Return the minutes beyond the law on one day, by job.

    The scheduled part counts in the order of the contracts, extra work in the order in which
    it was done: the employer at whose turn the limit is passed bears the overtime. The first
    of several employers' own schedule is never overtime here; a longer one needs a system of
    its own. Where there is one job only, all of its hours beyond the law count.

    Source: Labour Standards Act 32, 37, 38 (1); guideline on side work.
    """
    day = _plain(day)
    scheduled, extra = _beyond(day.scheduled, day.extra, limits.day_minutes)
    return _sum_by_job(scheduled, day.extra, extra)


def add_up_week(days: Sequence[WorkDay], limits: HoursLimits) -> WeekHours:
    """Return the minutes beyond the law in one week, by job.

    Args:
        days: the days of the week in their order, at most 7, all with the same jobs.
        limits: of the day on which the week begins.

    Minutes that were overtime by day are not counted again by week.
    """
    jobs = len(days[0].scheduled) if days else 0
    daily, weekly_scheduled = [0] * jobs, [0] * jobs
    rest: list[Extra] = []
    for day in map(_plain, days):
        scheduled, extra = _beyond(day.scheduled, day.extra, limits.day_minutes)
        for job, minutes in enumerate(_sum_by_job(scheduled, day.extra, extra)):
            daily[job] += minutes
            weekly_scheduled[job] += day.scheduled[job] - scheduled[job]
        rest += [
            Extra(one.job, one.minutes - over) for one, over in zip(day.extra, extra, strict=True)
        ]
    scheduled, extra = _beyond(weekly_scheduled, rest, limits.week_minutes)
    return WeekHours(daily=tuple(daily), weekly=_sum_by_job(scheduled, rest, extra))


def premium_of_day(day: WorkDay, limits: HoursLimits) -> tuple[int, ...]:
    """Return the minutes of a day for which each employer owes premium pay.

    While the flag ``is_premium_added_up`` is off, each employer looks at its own hours only;
    the limits on overtime still count all of them.

    Source: Labour Standards Act 37, 38 (1).
    """
    if limits.is_premium_added_up:
        return add_up_day(day, limits)
    return tuple(add_up_day(_only(day, job), limits)[0] for job in range(len(day.scheduled)))


def premium_of_week(days: Sequence[WorkDay], limits: HoursLimits) -> WeekHours:
    """Return the minutes of a week for which each employer owes premium pay.

    Args:
        days: as in ``add_up_week``.
        limits: say whether hours of all employers count; see ``premium_of_day``.

    Source: Labour Standards Act 37, 38 (1).
    """
    if limits.is_premium_added_up:
        return add_up_week(days, limits)
    jobs = range(len(days[0].scheduled)) if days else range(0)
    alone = [add_up_week([_only(day, job) for day in days], limits) for job in jobs]
    return WeekHours(
        daily=tuple(one.daily[0] for one in alone), weekly=tuple(one.weekly[0] for one in alone)
    )


def _beyond(
    scheduled: Sequence[int], extra: Sequence[Extra], limit: int
) -> tuple[list[int], list[int]]:
    """Return what lies beyond a limit: of each schedule, and of each piece of extra work."""
    used = scheduled[0] if scheduled else 0
    over_scheduled = [0] * min(1, len(scheduled))
    for minutes in scheduled[1:]:
        over_scheduled.append(max(0, used + minutes - max(limit, used)))
        used += minutes
    over_extra = []
    for one in extra:
        over_extra.append(one.minutes if used >= limit else max(0, used + one.minutes - limit))
        used += one.minutes
    return over_scheduled, over_extra


def _sum_by_job(
    scheduled: Sequence[int], extra: Sequence[Extra], over: Sequence[int]
) -> tuple[int, ...]:
    total = list(scheduled)
    for one, minutes in zip(extra, over, strict=True):
        total[one.job] += minutes
    return tuple(total)


def _plain(day: WorkDay) -> WorkDay:
    """Return the day of a single job as one piece of work; nothing is added to its schedule."""
    if len(day.scheduled) != 1:
        return day
    worked = day.scheduled[0] + sum(one.minutes for one in day.extra)
    return WorkDay(scheduled=(0,), extra=(Extra(0, worked),), holiday=day.holiday)


def _only(day: WorkDay, job: int) -> WorkDay:
    return WorkDay(
        scheduled=(day.scheduled[job],),
        extra=tuple(Extra(0, one.minutes) for one in day.extra if one.job == job),
    )
