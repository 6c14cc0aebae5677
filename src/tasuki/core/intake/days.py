"""Days, months and times in the cells of a file, with what the rest of the sheet tells.

A day without a year takes the year of the sheet; its weekday says whether that may be right.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Final

from tasuki.core.identity.dates import parse_date
from tasuki.core.identity.problems import ParseProblem
from tasuki.core.intake.problems import Repair
from tasuki.core.intake.sniff import folded
from tasuki.core.words import Words

_JAPAN: Final = timezone(timedelta(hours=9))
_TIME: Final = re.compile(r"[T\s]*\b(\d{1,2})(?::|時)(\d{2})?(?::\d{2}(?:\.\d+)?)?分?$")
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})")
_NO_YEAR: Final = re.compile(r"(\d{1,2})(?:月|[/.-])(\d{1,2})日?(?:\(?([月火水木金土日])(?:曜日?)?\)?)?")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_MONTH: Final = re.compile(
    r"(?:(\d{4})|(明治|大正|昭和|平成|令和|[MTSHR])\.?(元|\d{1,2}))(?:年|[/.-])(\d{1,2})月?", re.IGNORECASE
)
_YEAR_MONTH_DIGITS: Final = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])")
_WEEKDAYS: Final = "月火水木金土日"
_ERA_STARTS: Final = {"M": 1867, "T": 1911, "S": 1925, "H": 1988, "R": 2018}
_ERA_LETTERS: Final = {"明": "M", "大": "T", "昭": "S", "平": "H", "令": "R"}
_SHEET_DATE: Final = re.compile(
    r"(?:更新|作成|出力|現在|時点|発行|日付|date)|\d{4}[年/.-]\d{1,2}[月/.-]\d{1,2}", re.IGNORECASE
)
_SHEET_YEAR: Final = re.compile(r"((?:19|20)\d{2})\s*(?:年度?|/|\.|-)")


@dataclass(frozen=True, slots=True)
class SheetDays:
    """What a file says about its own time.

    Attributes:
        as_of: the day of the sheet; None if it does not say.
        year: the year for days without one; None if nothing tells.
    """

    as_of: date | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class ReadDay:
    """What a cell means, or why it cannot be read.

    Attributes:
        text: ``2026-10-05``, ``2026-10-05T14:00`` or ``2026-10``; empty if not read.
        problem: why not; None if read.
        warning: what was assumed; None if nothing.
        repair: how to put it right.
        suggestion: the day that was probably meant.
    """

    text: str = ""
    problem: Words | None = None
    warning: Words | None = None
    repair: Repair = Repair.NONE
    suggestion: str = ""


def sheet_days(titles: Iterable[Sequence[str]], file_name: str = "") -> SheetDays:
    """Return what the rows above the headings say about the time of the sheet.

    Args:
        titles: cells of those rows.
        file_name: may hold a year as well; empty if unknown.
    """
    as_of: date | None = None
    year: int | None = None
    for cells in titles:
        text = " ".join(cells)
        for cell in cells:
            found = parse_date(cell) if _SHEET_DATE.search(folded(cell)) else None
            if isinstance(found, date) and 1990 <= found.year <= 2100 and as_of is None:
                as_of = found
        if year is None and (match := _SHEET_YEAR.search(folded(text))):
            year = int(match.group(1))
    if as_of is not None:
        return SheetDays(as_of, as_of.year)
    if year is None and (match := _SHEET_YEAR.search(folded(file_name))):
        year = int(match.group(1))
    return SheetDays(None, year)


def day_order(cells: Iterable[str]) -> str:
    """Return ``dmy`` or ``mdy`` where the cells of a column prove it, else empty."""
    first_over = second_over = False
    for cell in cells:
        if match := _YEAR_LAST.fullmatch(folded(cell)):
            first_over |= int(match.group(1)) > 12
            second_over |= int(match.group(2)) > 12
    if first_over == second_over:
        return ""
    return "dmy" if first_over else "mdy"


def read_day(text: str, *, year: int | None = None, order: str = "", has_time: bool = False) -> ReadDay:
    """Return the day of a cell.

    Args:
        text: as it stands in the file, filled.
        year: for days without one; None if nothing tells it.
        order: ``dmy``, ``mdy`` or empty, for days with the year at the end.
        has_time: the time of day is kept.
    """
    plain = folded(text)
    if _ISO.fullmatch(plain):
        return _zoned(text, plain, has_time=has_time)
    clock = None
    if match := _TIME.search(plain):
        hour, minute = int(match.group(1)), int(match.group(2) or 0)
        if hour < 24 and minute < 60 and match.start():
            clock, plain = time(hour, minute), plain[: match.start()].strip()
    found = _day(plain, year=year, order=order)
    if found.text and clock is not None and has_time:
        return ReadDay(f"{found.text}T{clock:%H:%M}", warning=found.warning, repair=found.repair)
    return found


def _zoned(raw: str, plain: str, *, has_time: bool) -> ReadDay:
    try:
        moment = datetime.fromisoformat(plain.replace(" ", "T", 1)).astimezone(_JAPAN)
    except (ValueError, OverflowError):
        return _unread(ParseProblem(raw, _not_read()))
    return ReadDay(f"{moment:%Y-%m-%dT%H:%M}" if has_time else moment.date().isoformat())


def _day(plain: str, *, year: int | None, order: str) -> ReadDay:
    if match := _YEAR_LAST.fullmatch(plain):
        return _year_last(plain, match, order)
    if match := _NO_YEAR.fullmatch(re.sub(r"\s", "", plain)):
        return _without_year(plain, match, year)
    found = parse_date(plain)
    return ReadDay(found.isoformat()) if isinstance(found, date) else _unread(found)


def _year_last(plain: str, match: re.Match[str], order: str) -> ReadDay:
    first, second, year = (int(part) for part in match.groups())
    if not order:
        return ReadDay(
            problem=Words(
                "月と日の順がわかりません。順を選ぶか、「2026/10/3」の形で入力してください。",
                "The order of month and day is unclear. Choose it, or enter 2026/10/3.",
            ),
            repair=Repair.CHOOSE_ORDER,
        )
    month, day = (second, first) if order == "dmy" else (first, second)
    found = parse_date(f"{year:04d}/{month}/{day}")
    return ReadDay(found.isoformat()) if isinstance(found, date) else _unread(found)


def _without_year(plain: str, match: re.Match[str], year: int | None) -> ReadDay:
    month, day, weekday = int(match.group(1)), int(match.group(2)), match.group(3)
    if year is None:
        return ReadDay(
            problem=Words(
                "年がありません。「2026/10/3」の形で入力してください。",
                "The year is missing. Enter it as 2026/10/3.",
            ),
            repair=Repair.SET_YEAR,
        )
    tried = [(one, _date(one, month, day)) for one in (year, year + 1, year - 1)]
    fits = [
        one
        for _, one in tried
        if one is not None and (not weekday or _WEEKDAYS[one.weekday()] == weekday)
    ]
    plainly = tried[0][1]
    if not fits and plainly is None:
        found = parse_date(f"{year:04d}/{month}/{day}")
        return _unread(found) if isinstance(found, ParseProblem) else ReadDay(found.isoformat())
    chosen = fits[0] if fits else plainly
    assert chosen is not None
    return ReadDay(chosen.isoformat(), warning=_assumed(chosen, bool(fits)), repair=Repair.SET_YEAR)


def _date(year: int, month: int, day: int) -> date | None:
    found = parse_date(f"{year:04d}/{month}/{day}")
    return found if isinstance(found, date) else None


def _assumed(day: date, is_weekday_right: bool) -> Words:
    if is_weekday_right:
        return Words(
            f"年がないため、{day.year}年として読みました。",
            f"The year is missing; it was read as {day.year}.",
        )
    return Words(
        f"年がないため{day.year}年としましたが、曜日が合いません。確認してください。",
        f"The year is missing; {day.year} was taken, but its weekday differs. Check it.",
    )


def read_day_or_month(text: str, *, order: str = "") -> ReadDay:
    """Return the day of a cell, or its month where it says no day; never the first of it."""
    month = read_month(text)
    if month.text:
        return month
    return read_day(text, order=order)


def read_month(text: str) -> ReadDay:
    """Return the month of a cell as ``2026-10``."""
    plain = re.sub(r"\s", "", folded(text))
    if match := _MONTH.fullmatch(plain):
        if match.group(1):
            year = int(match.group(1))
        else:
            sign = match.group(2)[0].upper()
            number = 1 if match.group(3) == "元" else int(match.group(3))
            year = _ERA_STARTS[_ERA_LETTERS.get(sign, sign)] + number
        month = int(match.group(4))
        if 1 <= month <= 12 and 1868 <= year <= 9999:
            return ReadDay(f"{year:04d}-{month:02d}")
    elif match := _YEAR_MONTH_DIGITS.fullmatch(plain):
        return ReadDay(f"{match.group(1)}-{match.group(2)}")
    return ReadDay(problem=_not_read(), repair=Repair.ENTER_DATE)


def _unread(problem: ParseProblem) -> ReadDay:
    suggestion = problem.suggestion
    shown = suggestion.isoformat() if isinstance(suggestion, date) else suggestion or ""
    return ReadDay(
        problem=problem.text,
        repair=Repair.USE_SUGGESTION if shown else Repair.ENTER_DATE,
        suggestion=shown,
    )


def _not_read() -> Words:
    return Words(
        "日付を読み取れません。「2026/10/3」の形で入力してください。",
        "The date cannot be read. Enter it as 2026/10/3.",
    )
