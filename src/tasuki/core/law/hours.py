"""Working hours of a person with more than one job: what a plan or a month must not pass (H10).

Minutes are whole numbers >= 0; jobs stand in the order of their contracts. How the hours of a
week add up stands in ``added_hours``.

Source: Labour Standards Act (労働基準法) 36 (6), 37, 38; guideline on side work of 2022-07
(副業・兼業の促進に関するガイドライン).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

from tasuki.core.dates import add_months, month_start
from tasuki.core.law.added_hours import (
    HOUR,
    Extra,
    HoursLimits,
    HoursModel,
    JobKind,
    WeekHours,
    WorkDay,
    add_up_day,
    add_up_week,
    find_limits,
    premium_of_day,
    premium_of_week,
)
from tasuki.core.law.refusals import Refusal
from tasuki.core.words import Words

__all__ = [
    "HOUR",
    "Average",
    "Extra",
    "HoursAlert",
    "HoursLimits",
    "HoursModel",
    "HoursPlan",
    "JobKind",
    "MonthHours",
    "OwnLimits",
    "WeekHours",
    "WorkDay",
    "add_up_day",
    "add_up_week",
    "check_hours_plan",
    "count_months_before",
    "find_limits",
    "hours_en",
    "hours_ja",
    "hours_plan_from_json",
    "list_alerts",
    "list_averages",
    "list_hours_refusals",
    "premium_of_day",
    "premium_of_week",
]

SOURCE: Final = "労働基準法 36条6項, 38条; 副業・兼業の促進に関するガイドライン (2022-07)"
_MONTHS_OF_YEAR: Final = 12
_PERCENT: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthHours:
    """Overtime and holiday work of one month by employed job, in the order of the contracts."""

    month: date
    by_job: tuple[int, ...]

    @property
    def total(self) -> int:
        """All employed jobs together, in minutes."""
        return sum(self.by_job)


@dataclass(frozen=True, slots=True, kw_only=True)
class Average:
    """A row of months that ends with ``last_month``."""

    last_month: date
    months: int
    total: int

    @property
    def minutes(self) -> int:
        """The average, rounded up to whole minutes; judge by the total, not by this."""
        return -(-self.total // self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLimits:
    """What one employer's own agreement on overtime (36協定) allows for its own hours.

    Attributes:
        month_minutes, year_minutes: of its own overtime; other employers' hours do not count.
        year_begins_month: 1-12, the month in which the year of the agreement begins.
    """

    month_minutes: int
    year_minutes: int
    year_begins_month: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursPlan:
    """What is planned, or what was worked, month by month.

    Attributes:
        months: in a row without a gap; months already closed may stand before the planned.
        own_limits: by job; None where the employer has no agreement or it is not known.
        caps: agreed caps of a month by job (management model); None where none is agreed.
        rest_minutes: shortest rest between the end of one job and the start of the other.
        rest_rule_minutes: the least rest that the company's own rule asks for.
    """

    months: tuple[MonthHours, ...]
    own_limits: tuple[OwnLimits | None, ...] = ()
    caps: tuple[int | None, ...] = ()
    rest_minutes: int | None = None
    rest_rule_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursAlert:
    """A mark that a month has reached; it stops nothing."""

    reached_minutes: int
    mark_minutes: int
    text: Words


def list_averages(months: Sequence[MonthHours], limits: HoursLimits) -> tuple[Average, ...]:
    """Return every row of 2 to 6 months in a row, oldest end first.

    Raises:
        ValueError: a month is missing or stands twice; an average over a gap says nothing.
    """
    row = _in_a_row(months)
    least, most = limits.average_months
    return tuple(
        Average(
            last_month=row[end].month,
            months=count,
            total=sum(one.total for one in row[end - count + 1 : end + 1]),
        )
        for end in range(len(row))
        for count in range(least, most + 1)
        if count <= end + 1
    )


def list_hours_refusals(
    plan: HoursPlan, *, on: date, since: date | None = None
) -> tuple[Refusal, ...]:
    """H10: return everything that stops a plan or a month; empty if it may be approved.

    Args:
        plan: months without a gap.
        on: the day of the approval; says which limits hold.
        since: judge this month and later ones only; earlier ones count in averages and years.

    Raises:
        ValueError: the months do not follow each other.

    Source: Labour Standards Act 36 (3)-(6), 38.
    """
    limits = find_limits(on)
    row = _in_a_row(plan.months)
    judged = [one for one in row if since is None or one.month >= since]
    averages = [
        one for one in list_averages(row, limits) if since is None or one.last_month >= since
    ]
    return (
        *_month_refusals(judged, limits),
        *_average_refusals(averages, limits),
        *_own_refusals(row, judged, plan.own_limits),
        *_cap_refusals(judged, plan.caps),
        *_rest_refusals(plan),
    )


def check_hours_plan(plan: HoursPlan, *, on: date) -> Refusal | None:
    """H10: return why a plan or a month cannot be approved; None if it may be.

    Args:
        plan: months without a gap.
        on: the day of the approval; says which limits hold.

    Raises:
        ValueError: the months do not follow each other.

    Source: Labour Standards Act 36 (3)-(6), 38.
    """
    return next(iter(list_hours_refusals(plan, on=on)), None)


def count_months_before(
    first: date, *, employed_since: date, year_begins_month: int, on: date
) -> int:
    """Return how many months before the first one have to be known to judge it.

    They are those of the longest average, and those of the running year of the agreement on
    overtime; before the employment here there is nothing to know.

    Args:
        first: any day of the first month that is judged.
        employed_since: first day of the employment here.
        year_begins_month: 1-12, the month in which the year of the agreement begins.
        on: says which averages are judged.
    """
    month = month_start(first)
    average = find_limits(on).average_months[1] - 1
    year = (month.month - year_begins_month) % _MONTHS_OF_YEAR
    employed = (month.year - employed_since.year) * _MONTHS_OF_YEAR + (
        month.month - employed_since.month
    )
    return max(0, min(max(average, year), employed))


def list_alerts(
    month: MonthHours,
    *,
    on: date,
    own_limits: Sequence[OwnLimits | None] = (),
    caps: Sequence[int | None] = (),
) -> tuple[HoursAlert, ...]:
    """Return the marks that a month has reached: 70, 80, 95 hours and 80 % of every cap.

    Args:
        month: what was worked so far.
        on: says which marks hold.
        own_limits: by job, where an agreement on overtime is known.
        caps: by job, where a cap is agreed.
    """
    limits = find_limits(on)
    alerts = [
        HoursAlert(
            reached_minutes=month.total,
            mark_minutes=mark,
            text=Words(
                f"合計が{hours_ja(mark)}に達しました（{hours_ja(month.total)}）。",
                f"The sum has reached {hours_en(mark)} ({hours_en(month.total)}).",
            ),
        )
        for mark in limits.alert_minutes
        if month.total >= mark
    ]
    agreed = [(cap, _CAP) for cap in caps]
    own = [(one.month_minutes if one else None, _OWN) for one in own_limits]
    for bounds in (agreed, own):
        for minutes, (bound, label) in zip(month.by_job, bounds, strict=False):
            if bound and minutes * _PERCENT >= bound * limits.alert_percent:
                alerts.append(_alert_of(minutes, bound, label, limits.alert_percent))
    return tuple(alerts)


def hours_ja(minutes: int) -> str:
    """80時間30分."""
    whole, rest = divmod(minutes, HOUR)
    return f"{whole}時間{rest}分" if rest else f"{whole}時間"


def hours_en(minutes: int) -> str:
    """80 h 30 min."""
    whole, rest = divmod(minutes, HOUR)
    return f"{whole} h {rest} min" if rest else f"{whole} h"


def hours_plan_from_json(data: Mapping[str, Any]) -> HoursPlan:
    """Return a plan from a file.

    Args:
        data: ``months`` [{``month``: "2026-11", ``minutes``: [2940, 3000]}]; if wanted
            ``own_limits`` [{``month_minutes``, ``year_minutes``, ``year_begins_month``} or
            null], ``caps`` [minutes or null], ``rest_minutes``, ``rest_rule_minutes``.

    Raises:
        ValueError: something is missing or cannot be read; the message names it.
    """
    try:
        months = tuple(
            MonthHours(
                month=date.fromisoformat(f"{one['month']}-01"),
                by_job=tuple(_whole(minutes) for minutes in one["minutes"]),
            )
            for one in data["months"]
        )
        own = tuple(OwnLimits(**one) if one else None for one in data.get("own_limits", ()))
        caps = tuple(None if cap is None else _whole(cap) for cap in data.get("caps", ()))
    except (KeyError, TypeError) as error:
        raise ValueError(f"the plan cannot be read: {error}") from error
    return HoursPlan(
        months=months,
        own_limits=own,
        caps=caps,
        rest_minutes=data.get("rest_minutes"),
        rest_rule_minutes=data.get("rest_rule_minutes"),
    )


_CAP: Final = Words("取り決めた上限", "the agreed cap")
_OWN: Final = Words("36協定の上限", "the limit of the overtime agreement")
_LESS: Final = Words(
    "予定を減らし、もう一度確認してください。", "Plan fewer hours and check again."
)


def _in_a_row(months: Sequence[MonthHours]) -> list[MonthHours]:
    row = sorted(months, key=lambda one: one.month)
    for before, after in pairwise(row):
        if add_months(before.month, 1) != after.month:
            raise ValueError(f"no month between {before.month:%Y-%m} and {after.month:%Y-%m}")
    if any(minutes < 0 for one in row for minutes in one.by_job):
        raise ValueError("minutes are never negative")
    return row


def _month_refusals(row: Sequence[MonthHours], limits: HoursLimits) -> list[Refusal]:
    bound = limits.month_below_minutes
    return [
        _refuse(
            f"{one.month:%Y/%m}の時間外・休日労働の合計が{hours_ja(one.total)}です"
            f"（{hours_ja(bound)}未満でなければなりません）。",
            f"Overtime and holiday work of {one.month:%Y-%m} add up to {hours_en(one.total)}; "
            f"it must stay below {hours_en(bound)}.",
        )
        for one in row
        if one.total >= bound
    ]


def _average_refusals(averages: Sequence[Average], limits: HoursLimits) -> list[Refusal]:
    bound = limits.average_minutes
    return [
        _refuse(
            f"{one.last_month:%Y/%m}までの{one.months}か月の平均が{hours_ja(one.minutes)}です"
            f"（{hours_ja(bound)}以下でなければなりません）。",
            f"The average of the {one.months} months to {one.last_month:%Y-%m} is "
            f"{hours_en(one.minutes)}; it must not pass {hours_en(bound)}.",
        )
        for one in averages
        if one.total > one.months * bound
    ]


def _own_refusals(
    row: Sequence[MonthHours], judged: Sequence[MonthHours], own: Sequence[OwnLimits | None]
) -> list[Refusal]:
    refusals = []
    for job, limit in enumerate(own):
        if limit is None:
            continue
        refusals += _bound_refusals(judged, job, limit.month_minutes, _OWN)
        years: dict[int, int] = {}
        for one in row:
            year = _year_of(one, limit)
            years[year] = years.get(year, 0) + _minutes_of(one, job)
        wanted = {_year_of(one, limit) for one in judged}
        refusals += [
            _refuse(
                f"{year}年度の時間外労働が{hours_ja(total)}です"
                f"（36協定は{hours_ja(limit.year_minutes)}まで）。",
                f"Overtime of the year from {year}-{limit.year_begins_month:02d} is "
                f"{hours_en(total)}; the agreement allows {hours_en(limit.year_minutes)}.",
            )
            for year, total in sorted(years.items())
            if total > limit.year_minutes and year in wanted
        ]
    return refusals


def _year_of(month: MonthHours, limit: OwnLimits) -> int:
    return month.month.year - (month.month.month < limit.year_begins_month)


def _cap_refusals(row: Sequence[MonthHours], caps: Sequence[int | None]) -> list[Refusal]:
    return [
        refusal
        for job, cap in enumerate(caps)
        if cap is not None
        for refusal in _bound_refusals(row, job, cap, _CAP)
    ]


def _bound_refusals(row: Sequence[MonthHours], job: int, bound: int, label: Words) -> list[Refusal]:
    return [
        _refuse(
            f"{one.month:%Y/%m}は{hours_ja(_minutes_of(one, job))}で、"
            f"{label.ja}（{hours_ja(bound)}）を超えます。",
            f"{one.month:%Y-%m} has {hours_en(_minutes_of(one, job))}, more than {label.en} "
            f"({hours_en(bound)}).",
        )
        for one in row
        if _minutes_of(one, job) > bound
    ]


def _rest_refusals(plan: HoursPlan) -> list[Refusal]:
    rest, rule = plan.rest_minutes, plan.rest_rule_minutes
    if rest is None or rule is None or rest >= rule:
        return []
    return [
        _refuse(
            f"終業から次の始業までの休息が{hours_ja(rest)}です（会社の規程は{hours_ja(rule)}以上）。",
            f"The rest between two jobs is {hours_en(rest)}; the company's rule asks for "
            f"{hours_en(rule)}.",
        )
    ]


def _minutes_of(month: MonthHours, job: int) -> int:
    return month.by_job[job] if job < len(month.by_job) else 0


def _alert_of(minutes: int, bound: int, label: Words, percent: int) -> HoursAlert:
    return HoursAlert(
        reached_minutes=minutes,
        mark_minutes=-(-bound * percent // _PERCENT),
        text=Words(
            f"{hours_ja(minutes)}で、{label.ja}（{hours_ja(bound)}）の{percent}%に達しました。",
            f"{hours_en(minutes)}: {percent} % of {label.en} ({hours_en(bound)}) is reached.",
        ),
    )


def _refuse(reason_ja: str, reason_en: str) -> Refusal:
    return Refusal("H10", reason_ja, reason_en, _LESS.ja, _LESS.en, SOURCE)


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"minutes are whole numbers, not {value!r}")
    return value
