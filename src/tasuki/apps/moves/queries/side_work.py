"""Side work of the company's people, and what keeps a notice from being agreed."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from tasuki.apps.moves.models import SideWork
from tasuki.apps.moves.policy import hours_plan
from tasuki.core.dates import add_months, month_start
from tasuki.core.law.hours import MonthHours, find_limits, list_hours_refusals
from tasuki.core.law.refusals import Refusal
from tasuki.core.moves.machines import SideWorkState

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

    The caps of a month are taken for every month, together with the caps of the person's
    further employed jobs.

    Args:
        row: a notice.
        on: the day of the decision.
    """
    first = month_start(max(row.starts_on, on))
    other = row.other_cap_minutes if row.adds_up else 0
    by_job = (row.own_cap_minutes, other, _elsewhere(row))
    count = find_limits(on).average_months[1]
    months = tuple(
        MonthHours(month=add_months(first, number), by_job=by_job) for number in range(count)
    )
    return list_hours_refusals(hours_plan(row, months), on=on)


def _elsewhere(row: SideWork) -> int:
    others = SideWork.objects.filter(
        person_number=row.person_number, state__in=_LIVE, job_kind="employed"
    ).exclude(id=row.id)
    return sum(others.values_list("other_cap_minutes", flat=True))
