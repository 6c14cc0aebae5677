"""Month sheets: sums from the days, averages over months, alerts, and what stops a closing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from tasuki.apps.moves.models import SideWork, SideWorkDay, SideWorkMonth
from tasuki.apps.moves.policy import (
    agreed_caps,
    hours_plan,
    month_hours,
    months_before,
    own_limits,
)
from tasuki.core.dates import add_months, month_end, month_start
from tasuki.core.law.hours import (
    SOURCE,
    Average,
    HoursAlert,
    HoursModel,
    MonthHours,
    find_limits,
    list_alerts,
    list_averages,
    list_hours_refusals,
)
from tasuki.core.law.refusals import Refusal
from tasuki.core.moves.machines import SheetState, SideWorkState
from tasuki.core.moves.month_sums import (
    DayHours,
    JobDays,
    MonthSum,
    add_up_month,
    premium_of_month,
    week_start,
)

_WORKED: Final = (SideWorkState.RUNNING, SideWorkState.STOPPED, SideWorkState.ENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Premium:
    """Minutes of one month for which premium pay is owed here and there."""

    own: int
    other: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReport:
    """What a sheet shows beside its days.

    Attributes:
        alerts: marks that the month has reached.
        averages: rows of months that end with this one.
        refusals: what stops the closing (H10).
        limit_minutes: the month stays below this.
        premium: hours with premium pay by employer.
    """

    alerts: tuple[HoursAlert, ...]
    averages: tuple[Average, ...]
    refusals: tuple[Refusal, ...]
    limit_minutes: int
    premium: Premium


def list_sheets(*, side_work_id: UUID) -> QuerySet[SideWorkMonth]:
    """Return the sheets of a side work, the newest month first."""
    return SideWorkMonth.objects.filter(side_work_id=side_work_id).order_by("-month")


def find_sheet(*, sheet_id: UUID) -> SideWorkMonth | None:
    """Return one sheet with its side work; None if there is none here."""
    return SideWorkMonth.objects.select_related("side_work").filter(id=sheet_id).first()


def list_days(*, sheet_id: UUID) -> QuerySet[SideWorkDay]:
    """Return the days of a sheet in their order."""
    return SideWorkDay.objects.filter(sheet_id=sheet_id).order_by("worked_on")


def list_person_sheets(sheet: SideWorkMonth) -> list[SideWorkMonth]:
    """Return the sheets of one person for one month, over all side works; this one among them."""
    return _sheets_of_person(sheet.side_work, month=sheet.month)


def find_sums(sheet: SideWorkMonth) -> dict[UUID, tuple[int, int, int]]:
    """Return own, other and further minutes of every sheet of the person for the month.

    The hours here count once, and every employer's hours count: the three always add up to the
    same sum, whichever sheet is looked at. Where a sheet tells its sums (management model) and
    another its days, the greater own overtime counts.

    Args:
        sheet: one of them; told sums are read from it as it stands in memory.
    """
    found, by_job = _month_sum(sheet, add_up_month)
    own, other = {}, {}
    for one in list_person_sheets(sheet):
        told = sheet if one.pk == sheet.pk else one
        is_told = one.side_work.hours_model == HoursModel.MANAGEMENT
        own[one.pk] = told.own_minutes if is_told else found.own
        other[one.pk] = told.other_minutes if is_told else by_job.pop(one.side_work_id, 0)
    # What is left belongs to side works without a sheet: a week that began last month.
    total = max(own.values()) + sum(other.values()) + sum(by_job.values())
    return {key: (own[key], other[key], total - own[key] - other[key]) for key in own}


def find_premium(sheet: SideWorkMonth) -> Premium:
    """Return for how many minutes each employer owes premium pay.

    Under the principle it is the employer at whose turn the hours of the law are passed; under
    the management model the earlier employer pays for its overtime, the later one for all of
    its hours.

    Source: 労働基準法 37条, 38条; 副業・兼業の促進に関するガイドライン.
    """
    if sheet.side_work.hours_model == HoursModel.MANAGEMENT:
        return Premium(own=sheet.own_minutes, other=sheet.other_minutes)
    found, by_job = _month_sum(sheet, premium_of_month)
    return Premium(own=found.own, other=by_job.get(sheet.side_work_id, 0))


def find_open_before(sheet: SideWorkMonth) -> SideWorkMonth | None:
    """Return an earlier open month that could be closed; None if there is none.

    A month that the law keeps open (100 hours were passed) stays as it is and counts in the
    averages of the months after it.
    """
    earlier = SideWorkMonth.objects.select_related("side_work").filter(
        side_work_id=sheet.side_work_id, month__lt=sheet.month, state=SheetState.OPEN
    )
    return next((one for one in earlier.order_by("month") if not list_close_refusals(one)), None)


def list_close_refusals(sheet: SideWorkMonth) -> tuple[Refusal, ...]:
    """Return why the month cannot be closed (H10); empty if it may be."""
    plan = hours_plan(sheet.side_work, _months_to(sheet))
    return (
        *_missing_sheets(sheet),
        *list_hours_refusals(plan, on=month_end(sheet.month), since=sheet.month),
    )


def find_report(sheet: SideWorkMonth) -> SheetReport:
    """Return alerts, averages and refusals of a sheet as it stands."""
    limits = find_limits(sheet.month)
    side_work = sheet.side_work
    averages = list_averages(_months_to(sheet), limits)
    return SheetReport(
        alerts=list_alerts(
            month_hours(sheet),
            on=sheet.month,
            own_limits=own_limits(side_work),
            caps=agreed_caps(side_work),
        ),
        averages=tuple(one for one in averages if one.last_month == sheet.month),
        refusals=list_close_refusals(sheet),
        limit_minutes=limits.month_below_minutes,
        premium=find_premium(sheet),
    )


def _months_to(sheet: SideWorkMonth) -> tuple[MonthHours, ...]:
    """Return the sums up to a month without a gap, as far back as they are known.

    Before the first sheet stands the own overtime that was told with the notice. A sheet of
    another side work that tells a greater sum of the person for a month counts instead.
    """
    found = {one.month: one for one in months_before(sheet.side_work)}
    for one in _sheets_of_person(sheet.side_work):
        hours = month_hours(one)
        known = found.get(one.month)
        is_own = one.side_work_id == sheet.side_work_id
        if known is None or hours.total > known.total or (is_own and hours.total == known.total):
            found[one.month] = hours
    found[sheet.month] = month_hours(sheet)
    row = [found[sheet.month]]
    while (before := found.get(add_months(row[-1].month, -1))) is not None:
        row.append(before)
    return tuple(reversed(row))


def _missing_sheets(sheet: SideWorkMonth) -> Iterator[Refusal]:
    """Tell which sheets have to be there before this month can be judged."""
    side_work = sheet.side_work
    mine = SideWorkMonth.objects.filter(side_work=side_work, month__lt=sheet.month)
    known = set(mine.values_list("month", flat=True))
    month = month_start(side_work.starts_on)
    while month < sheet.month:
        if month not in known:
            yield _missing(side_work, month)
        month = add_months(month, 1)
    filed = {one.side_work_id for one in list_person_sheets(sheet)}
    for other in _side_works_of_person(side_work):
        if _is_worked_in(other, sheet.month) and other.pk not in filed:
            yield _missing(other, sheet.month)


def _is_worked_in(side_work: SideWork, month: date) -> bool:
    """Return whether an employed side work was agreed and can have hours in a month."""
    is_over = side_work.ended_on is not None and side_work.ended_on < month
    has_begun = side_work.starts_on <= month_end(month) and side_work.decided_at is not None
    return side_work.adds_up and side_work.state in _WORKED and has_begun and not is_over


def _missing(side_work: SideWork, month: date) -> Refusal:
    return Refusal(
        "H10",
        f"{side_work.number}（{side_work.other_name}）の{month:%Y年%m月}の時間表がありません。",
        f"{side_work.number} ({side_work.other_name}) has no sheet for {month:%Y-%m}.",
        "その月の時間表を作り、時間を入力してください。働いていない月は空のままで構いません。",
        "Open the sheet of that month and enter the hours; a month without work stays empty.",
        SOURCE,
    )


def _side_works_of_person(side_work: SideWork) -> QuerySet[SideWork]:
    # A row whose person was erased has no number: it stands for itself alone.
    if not side_work.person_number:
        return SideWork.objects.filter(pk=side_work.pk)
    return SideWork.objects.filter(person_number=side_work.person_number).order_by("number")


def _sheets_of_person(side_work: SideWork, **only: date) -> list[SideWorkMonth]:
    sheets = SideWorkMonth.objects.select_related("side_work").filter(
        side_work__in=_side_works_of_person(side_work), **only
    )
    return list(sheets.order_by("month", "side_work__number"))


def _month_sum(
    sheet: SideWorkMonth, add_up: Callable[..., MonthSum]
) -> tuple[MonthSum, dict[UUID, int]]:
    """Return what the days of the person's sheets add up to, and the part of each side work."""
    rows = SideWorkDay.objects.select_related("sheet").filter(
        sheet__side_work__in=_side_works_of_person(sheet.side_work),
        worked_on__gte=week_start(sheet.month),
        worked_on__lte=month_end(sheet.month),
    )
    days: dict[UUID, list[DayHours]] = {}
    for row in rows:
        days.setdefault(row.sheet.side_work_id, []).append(_hours_of(row))
    found = [
        one
        for one in _side_works_of_person(sheet.side_work)
        if one.hours_model != HoursModel.MANAGEMENT and one.pk in days
    ]
    jobs = [
        JobDays(
            contract_on=one.other_contract_on,
            days=tuple(days[one.pk]),
            adds_up=one.adds_up,
            last_day=one.ended_on or one.ends_on,
        )
        for one in found
    ]
    result = add_up(
        jobs,
        own_contract_on=min(one.own_contract_on for one in (sheet.side_work, *found)),
        month=sheet.month,
        limits=find_limits(sheet.month),
    )
    return result, {one.pk: part for one, part in zip(found, result.others, strict=True)}


def _hours_of(row: SideWorkDay) -> DayHours:
    return DayHours(
        day=row.worked_on,
        own_scheduled=row.own_scheduled_minutes,
        other_scheduled=row.other_scheduled_minutes,
        own_extra=row.own_extra_minutes,
        other_extra=row.other_extra_minutes,
        is_other_extra_first=row.is_other_extra_first,
        own_holiday=row.own_holiday_minutes,
        other_holiday=row.other_holiday_minutes,
    )
