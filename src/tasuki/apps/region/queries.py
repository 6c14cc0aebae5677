"""Read what companies agreed to have counted, and the sums of a region."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from tasuki.apps.region.models import CountAgreement, RegionalCount


@dataclass(frozen=True, slots=True)
class RegionalSum:
    """Totals of a region; no company and no person stands out of it."""

    company_count: int
    informed_count: int
    registered_count: int
    counted_count: int
    slot_count: int
    hired_count: int


def list_agreements() -> list[CountAgreement]:
    """Return the agreements of the company bound now, live ones first."""
    return list(CountAgreement.objects.order_by("ended_on", "-agreed_on", "id"))


def list_counts(*, month: date | None = None) -> list[RegionalCount]:
    """Return the counts that companies gave the municipality bound now, newest month first.

    Args:
        month: first day of a month; None for all.
    """
    rows = RegionalCount.objects.all()
    if month is not None:
        rows = rows.filter(month=month)
    return list(rows.order_by("-month", "company_name", "id"))


def sum_counts(*, month: date | None = None, since: date | None = None) -> RegionalSum:
    """Return the sums over all companies of the municipality bound now.

    Args:
        month: first day of one month; None for all.
        since: first day of the first month counted; None from the beginning.
    """
    rows = RegionalCount.objects.all()
    if month is not None:
        rows = rows.filter(month=month)
    if since is not None:
        rows = rows.filter(month__gte=since)
    names = ("informed_count", "registered_count", "counted_count", "slot_count", "hired_count")
    sums = rows.aggregate(
        companies=Count("company_id", distinct=True), **{name: Sum(name) for name in names}
    )
    return RegionalSum(sums["companies"], *(sums[name] or 0 for name in names))


def list_monthly_sums() -> list[tuple[date, RegionalSum]]:
    """Return the sums of each month, oldest first."""
    months = RegionalCount.objects.order_by("month").values_list("month", flat=True).distinct()
    return [(month, sum_counts(month=month)) for month in months]
