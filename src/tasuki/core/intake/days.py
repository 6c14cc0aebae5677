"""Days, months and times in the cells of a file, with what the rest of the sheet tells.

A day without a year takes the year of the sheet, or the one beside it where the weekday says so.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from tasuki.core.identity.dates import parse_date
from tasuki.core.identity.days import (
    DateOrder,
    Month,
    find_year,
    parse_birth_date,
    parse_day_or_month,
    parse_moment,
)
from tasuki.core.identity.problems import Parsed, ParseProblem
from tasuki.core.intake.problems import Repair
from tasuki.core.words import Words

_NO_YEAR: Final = re.compile(
    r"\s*(\d{1,2})\s*[/月.-]\s*(\d{1,2})(?!\d|\s*[/月.-]\s*\d)\s*日?\s*(?P<rest>.*)", re.DOTALL
)
_YEAR_LAST: Final = re.compile(r"\s*\d{1,2}[./-]\d{1,2}[./-]\d{4}\s*")
_SHEET_YEARS: Final = range(1990, 2101)


@dataclass(frozen=True, slots=True)
class SheetDays:
    """What a file says about its own time.

    Attributes:
        as_of: the day of the sheet; None if it does not say.
        year: the year for days without one; None if nothing tells.
    """

    as_of: date | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class ReadDay:
    """What a cell means, or why it cannot be read.

    Attributes:
        text: ``2026-10-05``, ``2026-10-05T14:00`` or ``2026-10``; empty if not read.
        problem: why not; None if read or empty on purpose.
        warnings: what was assumed.
        repair: how to put it right.
        suggestion: the day that was probably meant.
    """

    text: str = ""
    problem: Words | None = None
    warnings: tuple[Words, ...] = ()
    repair: Repair = Repair.NONE
    suggestion: str = ""


def sheet_days(titles: Iterable[Sequence[str]], cells: Iterable[str] = ()) -> SheetDays:
    """Return what a sheet says about its own time.

    Args:
        titles: cells of the rows above the headings.
        cells: cells of columns that say when a row was changed; the latest day counts.
    """
    shown = [cell for row in titles for cell in row if cell]
    days = [day for cell in shown if (day := _sheet_day(cell))]
    if not days:
        days = [day for cell in cells if (day := _sheet_day(cell))]
    as_of = max(days, default=None)
    return SheetDays(as_of, as_of.year if as_of else find_year(shown))


def _sheet_day(cell: str) -> date | None:
    text = re.sub(r"^\D{0,12}[:： ]", "", cell.strip())
    found = parse_date(text) if len(text) <= 40 else None
    return found if isinstance(found, date) and found.year in _SHEET_YEARS else None


def column_year(cells: Iterable[str]) -> int | None:
    """Return the one year of the full days of a column; None if none or several."""
    years = {day.year for cell in cells if (day := _sheet_day(cell))}
    return years.pop() if len(years) == 1 else None


def read_moment(text: str, *, year: int | None = None, order: DateOrder | None = None) -> ReadDay:
    """Return the day of a cell, with its time where one is written.

    Args:
        text: as it stands in the file, filled.
        year: for days without one; None if nothing tells it.
        order: what the column proves about days with the year at the end.
    """
    found = parse_moment(text, year=year, order=order)
    if year is not None and _NO_YEAR.match(text) and isinstance(found, Parsed):
        # The weekday differs: the sheet may go over the turn of a year.
        others = (parse_moment(text, year=one, order=order) for one in (year + 1, year - 1))
        if len(found.warnings) > 1:
            better = (one for one in others if isinstance(one, Parsed) and len(one.warnings) == 1)
            found = next(better, found)
        return ReadDay(_text(found.value), warnings=found.warnings, repair=Repair.SET_YEAR)
    return _read(text, found)


def read_day(text: str, *, year: int | None = None, order: DateOrder | None = None) -> ReadDay:
    """Return the day of a cell; a time is left out, a month stays a month."""
    found = read_moment(text, year=year, order=order)
    return ReadDay(
        found.text.partition("T")[0],
        found.problem,
        found.warnings,
        found.repair,
        found.suggestion,
    )


def read_birth(text: str, *, today: date, order: DateOrder | None = None) -> ReadDay:
    """Return a date or month of birth; empty with a warning for one that means "unknown"."""
    return _read(text, parse_birth_date(text, today=today, order=order))


def read_month(text: str) -> ReadDay:
    """Return the month of a cell as ``2026-10``."""
    found = _read(text, parse_day_or_month(text))
    return ReadDay(found.text[:7], found.problem, found.warnings, found.repair, found.suggestion)


def _read(
    text: str, found: Parsed[datetime | date | Month] | Parsed[date | Month | None] | ParseProblem
) -> ReadDay:
    if isinstance(found, Parsed):
        return ReadDay(_text(found.value), warnings=found.warnings)
    suggestion = found.suggestion
    shown = suggestion.isoformat() if isinstance(suggestion, date) else suggestion or ""
    repair = Repair.ENTER_DATE
    if shown:
        repair = Repair.USE_SUGGESTION
    elif _YEAR_LAST.fullmatch(text):
        repair = Repair.CHOOSE_ORDER
    elif _NO_YEAR.fullmatch(text) and "年" not in text:
        repair = Repair.SET_YEAR
    return ReadDay(problem=found.text, repair=repair, suggestion=shown)


def _text(value: datetime | date | Month | None) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M}"
    return str(value)
