"""The yearly report and the sheet for the public site, as counted now or as handed in."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Sum

from tasuki.apps.books.models import ReportFreeze
from tasuki.apps.books.queries.lists import first_year
from tasuki.apps.books.queries.rows import occupation_group, read_rows
from tasuki.apps.placement.models import FeeEntry, JobOrder, JobSeeker
from tasuki.core.books.counting import Report, SiteSheet, count_report, count_site
from tasuki.core.books.freezing import list_differences, read_report
from tasuki.core.books.years import BusinessYear

_LABEL_WORDS_MAX = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportState:
    """A report and how it stands.

    Attributes:
        shown: what the sheet says: the figures as they were frozen, else as counted now.
        counted: as counted now.
        freeze: the newest frozen version; None while none was frozen.
        differences: what changed since: line, count, frozen, now; empty while not frozen.
    """

    shown: Report
    counted: Report
    freeze: ReportFreeze | None
    differences: list[tuple[str, str, int, int]]


def find_report(*, year: BusinessYear) -> ReportState:
    """Return the yearly report as of 31 March (D4), frozen or not.

    Args:
        year: the business year.

    Source: 職業安定法 32条の16; 様式第8号.
    """
    counted = count_report(read_rows(), year=year, cut_off_on=year.last)
    freeze = ReportFreeze.objects.filter(year=year.year).order_by("-version").first()
    if freeze is None:
        return ReportState(shown=counted, counted=counted, freeze=None, differences=[])
    kept = read_report(freeze.figures, year=year, cut_off_on=freeze.cut_off_on)
    return ReportState(
        shown=kept,
        counted=counted,
        freeze=freeze,
        differences=list_differences(kept, counted),
    )


def find_site_sheet(*, year: BusinessYear, on: date) -> SiteSheet:
    """Return the sheet for the public site (D5).

    Checks count up to the last day of the second entry, so late answers do not change a year.

    Args:
        year: the business year.
        on: today.

    Source: 職業安定法 32条の16第3項.
    """
    last = year.site_leavers_days[1]
    return count_site(read_rows(), year=year, cut_off_on=min(on, last))


def list_years(*, today: date) -> list[BusinessYear]:
    """Return the business years of the books, the newest first; at least the present one."""
    newest = BusinessYear.of(today)
    oldest = first_year() or newest
    return [BusinessYear(year) for year in range(newest.year, min(oldest, newest).year - 1, -1)]


def occupation_labels() -> dict[str, str]:
    """Return how people read a group of occupations: its code and the words used under it."""
    found: dict[str, set[str]] = {}
    pairs = [
        *JobOrder.objects.values_list("occupation_code", "occupation").distinct(),
        *JobSeeker.objects.values_list("occupation_code", "wished_occupation").distinct(),
    ]
    for code, text in pairs:
        found.setdefault(occupation_group(code, text), set()).add(text)
    labels = {}
    for group, texts in found.items():
        some = sorted(text for text in texts if text and text != group)[:_LABEL_WORDS_MAX]
        labels[group] = " ".join([group, "・".join(some)]).strip()
    return labels


def sum_fees_by_order() -> dict[UUID, int]:
    """Return what was charged for each job order, less refunds, in yen."""
    sums = (
        FeeEntry.objects.values("introduction__job_order_id")
        .annotate(total=Sum("amount_yen"))
        .values_list("introduction__job_order_id", "total")
    )
    return {order_id: int(total or 0) for order_id, total in sums}
