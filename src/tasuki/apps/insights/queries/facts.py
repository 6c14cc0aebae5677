"""Group the facts of an organisation into profiles: one statement for a whole year."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Min, QuerySet, Sum

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.insights.models import CostEntry, OutcomeFact
from tasuki.core.kpi.counting import Atoms, count_atoms
from tasuki.core.kpi.facts import MARKS, OutcomeKind, Profile
from tasuki.core.kpi.savings import Spent

FIRST_MONTH: Final = 4

PROFILES_SQL: Final = """
select kind, channel, hire_kind, ending, is_former, prefecture, origin, destination,
  happened_on between %(start)s and %(end)s,
  happened_on < %(start)s and (ended_on is null or ended_on >= %(start)s)
    and (followed_on is null or followed_on >= %(start)s),
  coalesce(followed_on between %(start)s and %(until)s, false),
  coalesce(followed_on <= %(until)s, false),
  case when followed_on is null or followed_on > %(until)s then 999
    when followed_on < happened_on + interval '3 months' then 3
    when followed_on < happened_on + interval '6 months' then 6
    when followed_on < happened_on + interval '12 months' then 12
    when followed_on < happened_on + interval '36 months' then 36 else 998 end,
  (happened_on + interval '3 months')::date between %(start)s and %(until)s,
  (happened_on + interval '6 months')::date between %(start)s and %(until)s,
  (happened_on + interval '12 months')::date between %(start)s and %(until)s,
  (happened_on + interval '36 months')::date between %(start)s and %(until)s,
  sum(count)
from insights_outcomefact
where organisation_id = %(organisation)s
  and (happened_on between %(start)s and %(until)s
    or (kind in ('joined', 'matched') and happened_on >= %(marked)s and happened_on < %(start)s)
    or (kind = 'alumni' and happened_on < %(start)s))
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17
"""


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A fiscal year from 1 April; ``year`` is the one in which it begins."""

    year: int

    @classmethod
    def of(cls, day: date) -> "FiscalYear":
        """Return the fiscal year of a day."""
        return cls(day.year if day.month >= FIRST_MONTH else day.year - 1)

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, FIRST_MONTH, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        return date(self.year + 1, FIRST_MONTH, 1) - timedelta(days=1)


def list_profiles(*, year: int, until: date) -> list[Profile]:
    """Return the grouped facts of a fiscal year of the organisation bound now.

    Args:
        year: fiscal year.
        until: last day that is looked at; later facts and follow-ups are not seen.
    """
    span = FiscalYear(year)
    values: dict[str, date | int | None] = {
        "start": span.start,
        "end": min(span.end, until),
        "until": min(until, span.end),
        "marked": date(span.start.year - 3, span.start.month, 1),
        "organisation": current_organisation_id(),
    }
    with connection.cursor() as cursor:
        cursor.execute(PROFILES_SQL, values)
        return [_profile(row) for row in cursor.fetchall()]


def count_year(*, year: int, until: date) -> Atoms:
    """Return how many people add to exactly the same counts of a fiscal year."""
    return count_atoms(list_profiles(year=year, until=until))


def list_facts(*, year: int, kinds: tuple[str, ...]) -> QuerySet[OutcomeFact]:
    """Return the facts behind a figure, newest first; cohorts reach three years back."""
    span = FiscalYear(year)
    back = any(kind in (OutcomeKind.JOINED, OutcomeKind.MATCHED) for kind in kinds)
    start = date(span.year - 3, FIRST_MONTH, 1) if back else span.start
    rows = OutcomeFact.objects.filter(kind__in=kinds, happened_on__lte=span.end)
    if OutcomeKind.ALUMNI not in kinds:
        rows = rows.filter(happened_on__gte=start)
    return rows.order_by("-happened_on", "id")


def list_fact_years(*, today: date) -> list[int]:
    """Return the fiscal years from the first fact or cost to the present one, newest first."""
    facts = OutcomeFact.objects.aggregate(first=Min("happened_on"))["first"]
    costs = CostEntry.objects.aggregate(first=Min("month"))["first"]
    days = [day for day in (facts, costs) if day]
    if not days:
        return []
    return list(range(FiscalYear.of(today).year, FiscalYear.of(min(days)).year - 1, -1))


def sum_costs(
    *, year: int, until: date, counts_internal: bool, by: str = "channel"
) -> dict[str, int]:
    """Return the yen of a fiscal year by route or job group; what has no entry is missing.

    Args:
        year: fiscal year.
        until: last day that is looked at.
        counts_internal: whether internal costs are added to the external ones.
        by: ``channel`` or ``job_group``.
    """
    span = FiscalYear(year)
    rows = CostEntry.objects.filter(month__gte=span.start, month__lte=min(span.end, until))
    if not counts_internal:
        rows = rows.filter(scope=CostEntry.Scope.EXTERNAL)
    return dict(rows.order_by(by).values_list(by).annotate(yen=Sum("amount")))


def count_cost_months(*, year: int) -> int:
    """Return for how many months of a fiscal year costs were entered; a missing one is not 0."""
    span = FiscalYear(year)
    rows = CostEntry.objects.filter(month__gte=span.start, month__lte=span.end)
    return int(rows.aggregate(found=Count("month", distinct=True))["found"])


def list_costs(*, year: int) -> QuerySet[CostEntry]:
    """Return the cost entries of a fiscal year, newest first."""
    span = FiscalYear(year)
    return CostEntry.objects.filter(month__gte=span.start, month__lte=span.end).order_by(
        "-month", "channel", "id"
    )


def spent_by_group(*, year: int, until: date, counts_internal: bool) -> dict[str, Spent]:
    """Return cost and joiners of a fiscal year by job group."""
    costs = sum_costs(year=year, until=until, counts_internal=counts_internal, by="job_group")
    span = FiscalYear(year)
    rows = OutcomeFact.objects.filter(
        kind=OutcomeKind.JOINED, happened_on__gte=span.start, happened_on__lte=min(span.end, until)
    ).exclude(hire_kind="contract")
    hires = dict(rows.order_by("job_group").values_list("job_group").annotate(n=Sum("count")))
    return {key: Spent(costs.get(key, 0), hires.get(key, 0)) for key in costs.keys() | hires.keys()}


def _profile(row: tuple[Any, ...]) -> Profile:
    reached = tuple(mark for mark, is_in in zip(MARKS, row[13:17], strict=True) if is_in)
    return Profile(
        kind=OutcomeKind(row[0]),
        channel=row[1],
        hire_kind=row[2],
        ending=row[3],
        is_former=row[4],
        prefecture=row[5],
        origin=row[6],
        destination=row[7],
        is_in_period=row[8],
        is_live_at_start=row[9],
        is_followed_in=row[10],
        is_followed=row[11],
        stay=row[12],
        marks=reached,
        count=int(row[17]),
    )
