"""Duties that come with the calendar itself, every year or month, whatever is stored."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from tasuki.core.access import OrganisationKind
from tasuki.core.agenda.kinds import DUTIES, AgendaKind
from tasuki.core.books.years import BusinessYear
from tasuki.core.dates import add_months, month_end, month_start
from tasuki.core.law.parameters import find_number, find_parameter

HORIZON_MONTHS: Final = 13
"""How far ahead the calendar is written: every yearly duty stands in it once at least."""
_FOREIGN_DAY: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One duty with its days.

    Attributes:
        kind: which duty.
        key: names it for good, so that planning again finds it again.
        subject: the year, month or case that stands in its title; never a person.
        starts_on: first day on which it can be done.
        due_on: last day for it.
        url: where it is done; empty where there is no page.
    """

    kind: AgendaKind
    key: str
    subject: str
    starts_on: date
    due_on: date
    url: str = ""


def case_task(
    kind: AgendaKind, row_id: UUID, *, subject: str, starts_on: date, due_on: date, url: str
) -> Task:
    """Return the duty of one stored row; it begins on its last day where it would begin later."""
    return Task(
        kind=kind,
        key=f"{kind}:{row_id}",
        subject=subject,
        starts_on=min(starts_on, due_on),
        due_on=due_on,
        url=url,
    )


def month_tasks(kind: AgendaKind, ends: Iterable[date], *, days: int, url: str) -> Iterator[Task]:
    """Yield one duty for each month in which something ends; no person stands in the calendar.

    Args:
        kind: which duty.
        ends: the days, in any order.
        days: how long before the first end of a month its duty begins.
        url: where it is done.
    """
    first_ends: dict[date, date] = {}
    for end in sorted(ends):
        first_ends.setdefault(month_start(end), end)
    for month, first in first_ends.items():
        yield Task(
            kind=kind,
            key=f"{kind}:{month:%Y-%m}",
            subject=f"{month:%Y-%m}",
            starts_on=first - timedelta(days=days),
            due_on=first,
            url=url,
        )


def list_standing(kind: OrganisationKind, *, today: date) -> list[Task]:
    """Return the yearly and monthly duties from today to the horizon, by their last day.

    Args:
        kind: of the organisation.
        today: a duty is left out once its last day is over.
    """
    until = add_months(today, HORIZON_MONTHS)
    tasks = [*_yearly(today), *_monthly(today)]
    mine = (task for task in tasks if kind in DUTIES[task.kind].kinds)
    return sorted(
        (task for task in mine if today <= task.due_on <= until),
        key=lambda task: (task.due_on, task.key),
    )


def _yearly(today: date) -> Iterator[Task]:
    first = BusinessYear.of(today).year - 1
    for year in (BusinessYear(first), BusinessYear(first + 1), BusinessYear(first + 2)):
        name = str(year.year)
        over = year.last + timedelta(days=1)
        yield _task(AgendaKind.REPORT, name, over, year.report_due, "/agency/books/report/")
        yield _task(AgendaKind.SITE_HIRES, name, *year.site_hires_days, "/agency/books/site/")
        yield _task(AgendaKind.SITE_LEAVERS, name, *year.site_leavers_days, "/agency/books/site/")
        for kind in (
            AgendaKind.TRAINING,
            AgendaKind.FAIRNESS,
            AgendaKind.AI_AUDIT,
            AgendaKind.ACCESSIBILITY,
        ):
            yield _task(kind, name, year.first, year.last)
        wages, grants = "minimum_wage_month", "grant_cap_month"
        yield _from_month(AgendaKind.MINIMUM_WAGE, year, find_number(wages, on=year.last))
        yield _from_month(AgendaKind.GRANT, year, find_number(grants, on=year.last))
        as_of, due = find_parameter("job_info_report_days", on=year.last).value
        days = _day(year.year, as_of), _day(year.year, due)
        yield _task(AgendaKind.JOB_INFO, name, *days)


def _from_month(kind: AgendaKind, year: BusinessYear, month: int) -> Task:
    first = date(year.year, month, 1)
    return _task(kind, str(year.year), first, month_end(first))


def _monthly(today: date) -> Iterator[Task]:
    """A month is reported on the 10th of the next one, or by its own last day."""
    for count in range(-1, HORIZON_MONTHS + 1):
        month = add_months(month_start(today), count)
        after = add_months(month, 1)
        name = f"{month:%Y-%m}"
        yield _task(AgendaKind.FOREIGN_10, name, month, after.replace(day=_FOREIGN_DAY))
        yield _task(AgendaKind.FOREIGN_END, name, month, month_end(after))


def _task(kind: AgendaKind, name: str, starts_on: date, due_on: date, url: str = "") -> Task:
    return Task(
        kind=kind,
        key=f"{kind}:{name}",
        subject=name,
        starts_on=starts_on,
        due_on=due_on,
        url=url and f"{url}?year={name}",
    )


def _day(year: int, month_day: str) -> date:
    month, day = month_day.split("-")
    return date(year, int(month), int(day))
