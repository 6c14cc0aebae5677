"""Month sheets: sums from the days, averages over months, alerts, and what stops a closing."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from tasuki.apps.moves.models import SideWorkDay, SideWorkMonth
from tasuki.apps.moves.policy import agreed_caps, hours_plan, month_hours, own_limits
from tasuki.core.dates import add_months, month_end
from tasuki.core.law.hours import (
    Average,
    HoursAlert,
    MonthHours,
    find_limits,
    list_alerts,
    list_averages,
    list_hours_refusals,
)
from tasuki.core.law.refusals import Refusal
from tasuki.core.moves.machines import SheetState
from tasuki.core.moves.month_sums import DayHours, MonthSum, add_up_month, week_start


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetReport:
    """What a sheet shows beside its days.

    Attributes:
        alerts: marks that the month has reached.
        averages: rows of months that end with this one.
        refusals: what stops the closing (H10).
        limit_minutes: the month stays below this.
    """

    alerts: tuple[HoursAlert, ...]
    averages: tuple[Average, ...]
    refusals: tuple[Refusal, ...]
    limit_minutes: int


def list_sheets(*, side_work_id: UUID) -> QuerySet[SideWorkMonth]:
    """Return the sheets of a side work, the newest month first."""
    return SideWorkMonth.objects.filter(side_work_id=side_work_id).order_by("-month")


def find_sheet(*, sheet_id: UUID) -> SideWorkMonth | None:
    """Return one sheet with its side work; None if there is none here."""
    return SideWorkMonth.objects.select_related("side_work").filter(id=sheet_id).first()


def list_days(*, sheet_id: UUID) -> QuerySet[SideWorkDay]:
    """Return the days of a sheet in their order."""
    return SideWorkDay.objects.filter(sheet_id=sheet_id).order_by("worked_on")


def sum_up(sheet: SideWorkMonth) -> MonthSum:
    """Return the sums of a month from its days and the week in which it begins."""
    side_work = sheet.side_work
    rows = SideWorkDay.objects.filter(
        sheet__side_work=side_work,
        worked_on__gte=week_start(sheet.month),
        worked_on__lte=month_end(sheet.month),
    )
    return add_up_month(
        [_hours_of(row) for row in rows],
        month=sheet.month,
        is_own_first=side_work.is_own_first,
        adds_up=side_work.adds_up,
        limits=find_limits(sheet.month),
        last_day=side_work.ended_on or side_work.ends_on,
    )


def find_elsewhere_minutes(sheet: SideWorkMonth) -> int:
    """Return the hours of the person's further side works in the same month."""
    others = SideWorkMonth.objects.filter(
        side_work__person_number=sheet.side_work.person_number, month=sheet.month
    ).exclude(side_work_id=sheet.side_work_id)
    return sum(others.values_list("other_minutes", flat=True))


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
    return list_hours_refusals(plan, on=month_end(sheet.month), since=sheet.month)


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
    )


def _months_to(sheet: SideWorkMonth) -> tuple[MonthHours, ...]:
    """Return the sums up to a month, back to the first month that is missing."""
    earlier = SideWorkMonth.objects.filter(
        side_work_id=sheet.side_work_id, month__lt=sheet.month
    ).order_by("-month")
    found = [month_hours(sheet)]
    for one in earlier:
        if add_months(one.month, 1) != found[-1].month:
            break
        found.append(month_hours(one))
    return tuple(reversed(found))


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
