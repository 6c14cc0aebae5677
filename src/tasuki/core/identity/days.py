"""Dates in a column of a file: with or without a day, a year or a time.

A month stays a month and a day without a year takes the year of the sheet only with a warning.
Which of two numbers is the month is never guessed: the column proves it or the cell asks.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from tasuki.core.identity.blanks import is_blank
from tasuki.core.identity.dates import (
    ERA_BY_SIGN,
    EXCEL_EPOCH,
    JAPAN,
    checked_date,
    fold_date_text,
    is_filler_date,
    parse_date,
)
from tasuki.core.identity.problems import Parsed, ParseProblem
from tasuki.core.words import Words


class DateOrder(StrEnum):
    """Which number comes first where the year stands last."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year, where no day is known; it is never taken for its first day.

    Attributes:
        year: four digits.
        month: 1 to 12.
    """

    year: int
    month: int

    def __str__(self) -> str:
        """Return it as stored: 2026-04."""
        return f"{self.year:04d}-{self.month:02d}"


type Day = date | Month

YEAR_MIN: Final = 1868
YEAR_MAX: Final = 2200
_ERA_YEAR: Final = r"(令和|平成|昭和|大正|明治|[RHSTM令平昭大明])\.?(元|\d{1,2})"
_ERA_MONTH: Final = re.compile(_ERA_YEAR + r"(?:年|[./-])(\d{1,2})月?", re.IGNORECASE)
_MONTH: Final = re.compile(r"(\d{4})(?:年|[./-])(\d{1,2})月?(?:頃|ごろ)?|((?:19|20)\d{2})(\d{2})")
_NO_YEAR: Final = re.compile(r"(\d{1,2})(?:月|[./-])(\d{1,2})日?")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_ENGLISH: Final = re.compile(
    r"(?:(?P<month>[a-z]{3,9})\.?(?P<day>\d{1,2})(?:st|nd|rd|th)?,(?P<year>\d{4})"
    r"|(?P<day2>\d{1,2})(?:st|nd|rd|th)?-?(?P<month2>[a-z]{3,9})\.?,?-?(?P<year2>\d{4}))",
    re.IGNORECASE,
)
_ENGLISH_MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAY: Final = re.compile(r"[(（]([月火水木金土日])(?:曜日?)?[)）]|([月火水木金土日])曜日?")
_WEEKDAYS: Final = "月火水木金土日"
_TIME: Final = re.compile(
    r"(?P<day>.+?)[\sT]*(?P<half>午前|午後|AM|PM)?\s*"
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?|時(?:(?P<minute2>\d{1,2})分)?)"
    r"\s*(?P<half2>AM|PM)?",
    re.IGNORECASE | re.DOTALL,
)
_SERIAL_WITH_TIME: Final = re.compile(r"[0-9]{5}\.[0-9]*[1-9][0-9]*")
_ANY_YEAR: Final = re.compile(
    r"(?<!\d)(\d{4})(?=\s*年|\s*[./-]\s*\d|年度|\s*$)|" + _ERA_YEAR + "年"
)
_CELL_CHARACTERS_MAX: Final = 60
_SECONDS_OF_DAY: Final = 86_400


def parse_day_or_month(
    value: str | float | date, *, year: int | None = None, order: DateOrder | None = None
) -> Parsed[Day] | ParseProblem:
    """Return the day, or the month where no day is written.

    Args:
        value: a cell: text as written, a date, a time (its day in Japan), an Excel serial number.
        year: the year of the sheet for cells such as 10/5(月); None if nothing tells it.
        order: what the column proves about 04/05/2026 (`column_order`); None if nothing does.

    Returns:
        The day or month; a warning says that the year was added or that the weekday differs.
    """
    if not isinstance(value, str):
        found = parse_date(value)
        return found if isinstance(found, ParseProblem) else Parsed(found)
    if len(value) > _CELL_CHARACTERS_MAX:
        return ParseProblem(value, _long_text())
    day = _day_with_year(value, order=order)
    if not isinstance(day, ParseProblem):
        return Parsed(day, _weekday_warnings(value, day))
    text = fold_date_text(value)
    if month := _month(text):
        return Parsed(month)
    if year is not None and (match := _NO_YEAR.fullmatch(text)):
        found = checked_date(value, year, int(match[1]), int(match[2]))
        if isinstance(found, ParseProblem):
            return found
        return Parsed(found, (_added_year(found), *_weekday_warnings(value, found)))
    return day


def parse_moment(
    value: str | float | date, *, year: int | None = None, order: DateOrder | None = None
) -> Parsed[datetime | Day] | ParseProblem:
    """Return the time in Japan where one is written, else as `parse_day_or_month`.

    Args:
        value: a cell, for example 2026/10/05 09:30, 令和8年10月5日 9時30分 or 46300.5.
        year: the year of the sheet; None if nothing tells it.
        order: what the column proves; None if nothing does.
    """
    if isinstance(value, datetime):
        return Parsed(value.replace(tzinfo=JAPAN) if not value.tzinfo else value.astimezone(JAPAN))
    if isinstance(value, float) and not value.is_integer():
        return _moment_of_serial(value)
    if isinstance(value, str) and len(value) <= _CELL_CHARACTERS_MAX:
        if _SERIAL_WITH_TIME.fullmatch(value.strip()):
            return _moment_of_serial(float(value))
        if moment := _iso_moment(value):
            return Parsed(moment)
        if match := _TIME.fullmatch(value.strip().translate(_HALF_WIDTH)):
            day = parse_day_or_month(match["day"], year=year, order=order)
            clock = _clock(match)
            if isinstance(day, ParseProblem):
                return ParseProblem(value, day.text, day.suggestion)
            if clock and not isinstance(day.value, Month):
                moment = datetime.combine(day.value, clock, JAPAN)
                return Parsed(moment, day.warnings)
    whole = parse_day_or_month(value, year=year, order=order)
    return whole if isinstance(whole, ParseProblem) else Parsed(whole.value, whole.warnings)


def parse_birth_date(
    value: str | float | date, *, today: date, order: DateOrder | None = None
) -> Parsed[Day | None] | ParseProblem:
    """Return a date of birth; None for a blank cell and for a date that means "unknown".

    Args:
        value: a cell.
        today: the day of reading; later dates of birth are refused.
        order: what the column proves; None if nothing does.
    """
    if isinstance(value, str) and is_blank(value):
        return Parsed(None)
    found = parse_day_or_month(value, order=order)
    if isinstance(found, ParseProblem):
        return found
    day = found.value
    if isinstance(day, date) and is_filler_date(day):
        return Parsed(
            None,
            (
                Words(
                    f"{day:%Y/%m/%d} は「不明」を表す日付とみて、生年月日を空にします。",
                    f"{day.isoformat()} stands for unknown; the date of birth is left empty.",
                ),
            ),
        )
    if (day.year, day.month) > (today.year, today.month) or (isinstance(day, date) and day > today):
        return ParseProblem(
            str(value),
            Words(
                "生年月日が未来の日付です。年を確かめてください。",
                "The date of birth lies in the future. Check the year.",
            ),
        )
    return Parsed(day, found.warnings)


def column_order(values: Iterable[object]) -> DateOrder | None:
    """Return the order that a column with the year last proves; None if it proves none or both.

    One 25/04/2026 says that all of 04/05/2026 begin with the day.
    """
    proved: set[DateOrder] = set()
    for value in values:
        match = isinstance(value, str) and _YEAR_LAST.fullmatch(_short(value))
        if not match:
            continue
        first, second = int(match[1]), int(match[2])
        if 12 < first <= 31 and 1 <= second <= 12:
            proved.add(DateOrder.DAY_FIRST)
        if 12 < second <= 31 and 1 <= first <= 12:
            proved.add(DateOrder.MONTH_FIRST)
    return proved.pop() if len(proved) == 1 else None


def find_year(texts: Iterable[str]) -> int | None:
    """Return the one year that titles, sheet or file name speak of; None if none or several."""
    years: set[int] = set()
    for text in texts:
        for match in _ANY_YEAR.finditer(text[:500].translate(_HALF_WIDTH)):
            found = int(match[1]) if match[1] else _year_of_era(match[2], match[3])
            if YEAR_MIN <= found <= YEAR_MAX:
                years.add(found)
    return years.pop() if len(years) == 1 else None


_HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}


def _short(value: str) -> str:
    return fold_date_text(value) if len(value) <= _CELL_CHARACTERS_MAX else ""


def _day_with_year(value: str, *, order: DateOrder | None) -> date | ParseProblem:
    day = parse_date(value)
    if not isinstance(day, ParseProblem):
        return day
    text = fold_date_text(value)
    if order and (match := _YEAR_LAST.fullmatch(text)):
        first, second, year = (int(part) for part in match.groups())
        month, number = (second, first) if order is DateOrder.DAY_FIRST else (first, second)
        return checked_date(value, year, month, number)
    if match := _ENGLISH.fullmatch(text):
        return _english_date(value, match) or day
    return day


def _english_date(value: str, match: re.Match[str]) -> date | ParseProblem | None:
    name = (match["month"] or match["month2"]).lower()
    month = next(
        (number for number, full in enumerate(_ENGLISH_MONTHS, 1) if full.startswith(name)), 0
    )
    if not month:
        return None
    year, day = match["year"] or match["year2"], match["day"] or match["day2"]
    return checked_date(value, int(year), month, int(day))


def _month(text: str) -> Month | None:
    if match := _ERA_MONTH.fullmatch(text):
        year, month = _year_of_era(match[1], match[2]), int(match[3])
    elif match := _MONTH.fullmatch(text):
        year, month = int(match[1] or match[3]), int(match[2] or match[4])
    else:
        return None
    if not (1 <= month <= 12 and YEAR_MIN <= year <= YEAR_MAX):
        return None
    return Month(year, month)


def _year_of_era(sign: str, year: str) -> int:
    return ERA_BY_SIGN[sign.upper()].year_before + (1 if year == "元" else int(year))


def _weekday_warnings(value: str, day: date) -> tuple[Words, ...]:
    match = _WEEKDAY.search(value)
    written = (match[1] or match[2]) if match else ""
    right = _WEEKDAYS[day.weekday()]
    if not written or written == right:
        return ()
    return (
        Words(
            f"{day:%Y/%m/%d} は{right}曜日ですが、{written}曜日とあります。",
            f"{day.isoformat()} is {day:%A}, but the cell says {written}.",
        ),
    )


def _added_year(day: date) -> Words:
    return Words(
        f"年がないため、表の年（{day.year}年）を補いました。",
        f"The year is missing; {day.year} was taken from the sheet.",
    )


def _long_text() -> Words:
    return Words(
        "日付を読み取れません。文字が多すぎます。", "The date cannot be read: the text is too long."
    )


def _iso_moment(value: str) -> datetime | None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*", value.strip()):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        return moment.replace(tzinfo=JAPAN) if not moment.tzinfo else moment.astimezone(JAPAN)
    except (ValueError, OverflowError):
        return None


def _moment_of_serial(serial: float) -> Parsed[datetime | Day] | ParseProblem:
    day = parse_date(serial)
    if isinstance(day, ParseProblem):
        return day
    # A sheet keeps a time as a fraction of a day; half a second is its rounding.
    seconds = round((serial % 1) * _SECONDS_OF_DAY)
    start = datetime.combine(EXCEL_EPOCH + timedelta(days=int(serial)), time(), JAPAN)
    return Parsed(start + timedelta(seconds=seconds))


def _clock(match: re.Match[str]) -> time | None:
    hour, minute = int(match["hour"]), int(match["minute"] or match["minute2"] or 0)
    half = (match["half"] or match["half2"] or "").upper()
    if half in {"午後", "PM"} and hour < 12:
        hour += 12
    if half in {"午前", "AM"} and hour == 12:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None
