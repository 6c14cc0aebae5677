"""Side work of the company's people, and what keeps a notice from being agreed."""

from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from tasuki.apps.moves.models import SideWork, SideWorkMonth
from tasuki.apps.moves.policy import hours_plan, month_hours, months_before
from tasuki.core.dates import add_months, month_start
from tasuki.core.law.hours import (
    SOURCE,
    MonthHours,
    count_months_before,
    list_hours_refusals,
)
from tasuki.core.law.refusals import Refusal
from tasuki.core.moves.machines import SideWorkState

_MONTHS_OF_YEAR: Final = 12
_LIVE = (SideWorkState.AGREED, SideWorkState.RUNNING)


def list_side_works(*, state: str = "", text: str = "") -> QuerySet[SideWork]:
    """Return the notices, the newest first.

    Args:
        state: only this state.
        text: part of the person's name, the employee number or the other party.
    """
    found = SideWork.objects.order_by("-created_at", "-id")
    if state:
        found = found.filter(state=state)
    if part := text.strip():
        found = found.filter(
            Q(person_name__icontains=part)
            | Q(person_number__icontains=part)
            | Q(other_name__icontains=part)
        )
    return found


def find_side_work(*, side_work_id: UUID) -> SideWork | None:
    """Return one notice; None if there is none here."""
    return SideWork.objects.filter(id=side_work_id).first()


def list_plan_refusals(row: SideWork, *, on: date) -> tuple[Refusal, ...]:
    """Return why the plan cannot be agreed (H10); empty if it may be.

    The caps of a month are taken for every month up to the end of the next whole year of the
    agreement on overtime, or to the end of the side work, together with the caps of the
    person's further employed jobs. What was worked before counts in averages and years.

    Args:
        row: a notice.
        on: the day of the decision.
    """
    if missing := _missing_in_plan(row, on=on):
        return missing
    first = month_start(max(row.starts_on, on))
    months = (*months_before(row), *_months_between(row, first), *_planned(row, first))
    return list_hours_refusals(hours_plan(row, months), on=on, since=first)


def _missing_in_plan(row: SideWork, *, on: date) -> tuple[Refusal, ...]:
    """Return which facts of an employed job are not stated; without them nothing is judged."""
    if not row.adds_up:
        return ()
    found = []
    if row.own_cap_minutes is None or not row.other_cap_minutes:
        found.append(
            Refusal(
                "H10",
                "1か月の時間の上限が入力されていません。",
                "The hours of a month at most are not stated.",
                "当社と副業先の上限を入力してください。副業先は0より大きい時間です。",
                "Enter the most for both jobs; at the other party it is more than 0.",
                SOURCE,
            )
        )
    count = count_months_before(
        row.starts_on,
        employed_since=row.own_contract_on,
        year_begins_month=row.own_year_begins_month,
        on=on,
    )
    if len(row.own_before_minutes) < count:
        found.append(
            Refusal(
                "H10",
                f"開始前{count}か月の、当社の時間外・休日労働が入力されていません。",
                f"Your overtime of the {count} months before the start is not stated.",
                "新しい月から順に、0の月も入力してください。平均と年間の上限の確認に使います。",
                "Enter it from the latest month back, months of 0 too; averages and the year "
                "need it.",
                SOURCE,
            )
        )
    return tuple(found)


def _months_between(row: SideWork, first: date) -> tuple[MonthHours, ...]:
    """Return the months from the start to the plan: from their sheets, else as planned."""
    sheets = {one.month: month_hours(one) for one in SideWorkMonth.objects.filter(side_work=row)}
    return tuple(
        sheets.get(month, MonthHours(month=month, by_job=_caps(row)))
        for month in _list_months(month_start(row.starts_on), first)
    )


def _planned(row: SideWork, first: date) -> tuple[MonthHours, ...]:
    passed = (first.month - row.own_year_begins_month) % _MONTHS_OF_YEAR
    after = add_months(first, 2 * _MONTHS_OF_YEAR - passed)
    if row.ends_on is not None:
        after = min(after, add_months(month_start(max(row.ends_on, first)), 1))
    by_job = _caps(row)
    return tuple(MonthHours(month=month, by_job=by_job) for month in _list_months(first, after))


def _list_months(first: date, after: date) -> Iterator[date]:
    while first < after:
        yield first
        first = add_months(first, 1)


def _caps(row: SideWork) -> tuple[int, int, int]:
    other = (row.other_cap_minutes or 0) if row.adds_up else 0
    return (row.own_cap_minutes or 0, other, _elsewhere(row))


def _elsewhere(row: SideWork) -> int:
    others = SideWork.objects.filter(
        person_number=row.person_number, state__in=_LIVE, job_kind="employed"
    ).exclude(id=row.id)
    return sum(cap or 0 for cap in others.values_list("other_cap_minutes", flat=True))
