"""The figures of a region, masked before anything is drawn or written.

One fiscal year at a time: years do not overlap, so that no figure follows from two others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.region.models import RegionalCount
from tasuki.core.kpi.masking import SMALL_COUNT, Mask, suppress_list
from tasuki.web.components import formats

FIRST_MONTH: Final = 4

type Shown = int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing that is counted, with its words, unit and definition."""

    name: str
    label: Any
    unit: str
    formula: Any


MEASURES: Final = (
    Measure(
        name="informed_count",
        label=gettext_lazy("Told a result"),
        unit="person",
        formula=gettext_lazy("People whom the companies told a result with the guidance."),
    ),
    Measure(
        name="registered_count",
        label=gettext_lazy("Registered"),
        unit="person",
        formula=gettext_lazy("Registrations that the agencies accepted for a decision."),
    ),
    Measure(
        name="counted_count",
        label=gettext_lazy("Counted"),
        unit="person",
        formula=gettext_lazy("Registrations that the agencies counted on the statements."),
    ),
    Measure(
        name="slot_count",
        label=gettext_lazy("Free slots"),
        unit="slot",
        formula=gettext_lazy("Slots that the statements show for the first time."),
    ),
    Measure(
        name="hired_count",
        label=gettext_lazy("Hires by slot"),
        unit="person",
        formula=gettext_lazy("People hired with a free slot, by the statement of the month."),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A figure with its earlier value, its definition and how many companies stand behind it."""

    measure: Measure
    value: str
    earlier: str
    company_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The masked figures of a fiscal year.

    Attributes:
        year: the year in which it begins.
        months: first days of the months with a statement, oldest first.
        cells: one line for each month, in the order of ``MEASURES``.
        totals: of the measures, masked.
        companies: names of the companies behind the figures.
    """

    year: int
    months: tuple[date, ...]
    cells: tuple[tuple[Shown, ...], ...]
    totals: tuple[Shown, ...]
    companies: tuple[str, ...]


def fiscal_year(month: date) -> int:
    """Return the year in which the fiscal year of a month begins."""
    return month.year if month.month >= FIRST_MONTH else month.year - 1


def list_years(rows: Sequence[RegionalCount]) -> list[int]:
    """Return the fiscal years with figures, the newest first."""
    return sorted({fiscal_year(row.month) for row in rows}, reverse=True)


def figures_of(rows: Sequence[RegionalCount], *, year: int) -> Year:
    """Return the masked figures of a fiscal year.

    Each measure's months are masked together with their total, with complementary cells.
    """
    inside = [row for row in rows if fiscal_year(row.month) == year]
    months = sorted({row.month for row in inside})
    columns, totals = [], []
    for measure in MEASURES:
        counts = [
            sum(getattr(row, measure.name) for row in inside if row.month == month)
            for month in months
        ]
        columns.append([_shown(cell) for cell in suppress_list(counts)])
        totals.append(shown_total(sum(counts)))
    return Year(
        year=year,
        months=tuple(months),
        cells=tuple(zip(*columns, strict=True)) if months else (),
        totals=tuple(totals),
        companies=tuple(sorted({row.company_name for row in inside})),
    )


def shown_total(total: int) -> Shown:
    """Return a total, or that it is under five."""
    return total if total == 0 or total >= SMALL_COUNT else formats.masked(total)


def headlines(now: Year, before: Year | None) -> list[Headline]:
    """Return the figures on top, each with the year before where there is one.

    How many were told a result is no outcome; it stands in the drawing below.
    """
    return [
        Headline(
            measure=measure,
            value=with_unit(now.totals[index], measure.unit),
            earlier=with_unit(before.totals[index], measure.unit) if before else "",
            company_count=len(now.companies),
        )
        for index, measure in enumerate(MEASURES)
        if measure.name != "informed_count"
    ]


def with_unit(value: Shown, unit: str) -> str:
    """Return a count with its unit; a masked one carries its own words."""
    return formats.count(value, unit) if isinstance(value, int) else value


def year_name(year: int) -> str:
    """Return the name of a fiscal year, with the Japanese era beside it."""
    if formats.is_english():
        return f"FY{year}"
    return f"{year}年度（令和{year - 2018}年度）"


def _shown(cell: int | Mask) -> Shown:
    if isinstance(cell, Mask):
        return "*" if cell is Mask.PARTNER else _("under 5")
    return cell
