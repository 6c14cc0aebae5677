"""Dates as people in Japan write them.

A date is read only if one reading is possible. Where an era does not fit, the right one is
offered instead of silently taken; a month without a day never becomes the first of it.
"""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise

from tasuki.core.identity.problems import ParseProblem
from tasuki.core.words import Words

EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_SERIAL_MIN = 61  # the format's own calendar is wrong before 1900-03-01
EXCEL_SERIAL_MAX = 2_958_465
JAPAN = timezone(timedelta(hours=9))
FILLER_DATES = frozenset({date(1900, 1, 1), date(9999, 12, 31)})


@dataclass(frozen=True, slots=True)
class Era:
    """One era: its names and its first day."""

    name: str
    letter: str
    starts_on: date

    @property
    def year_before(self) -> int:
        """The year to which the year of the era is added."""
        return self.starts_on.year - 1


# The first day of Meiji is taken as the first day on which Japan used this calendar.
ERAS: tuple[Era, ...] = (
    Era("令和", "R", date(2019, 5, 1)),
    Era("平成", "H", date(1989, 1, 8)),
    Era("昭和", "S", date(1926, 12, 25)),
    Era("大正", "T", date(1912, 7, 30)),
    Era("明治", "M", date(1868, 1, 25)),
)
ERA_BY_SIGN = {sign: era for era in ERAS for sign in (era.name, era.letter, era.name[0])}

_ERA_DATE = re.compile(
    r"(令和|平成|昭和|大正|明治|[RHSTM令平昭大明])\.?(元|\d{1,2})(?:年|[./-])(\d{1,2})(?:月|[./-])(\d{1,2})日?",
    re.IGNORECASE,
)
_DATE = re.compile(r"(\d{4})(?:年|[./-])(\d{1,2})(?:月|[./-])(\d{1,2})日?")
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.0+)?")
_ISO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}.*")
_MONTH_ONLY = re.compile(
    r"(?:\d{4}|(?:令和|平成|昭和|大正|明治|[RHSTM])(?:元|\d{1,2}))(?:年|[./-])\d{1,2}月?",
    re.IGNORECASE,
)
_NO_ERA = re.compile(r"(?:元|\d{1,2})年\d{1,2}月\d{1,2}日?")
_SHORT_YEAR = re.compile(r"'?\d{2}[./-]\d{1,2}[./-]\d{1,2}")
_NO_YEAR = re.compile(r"\d{1,2}(?:月|[./-])\d{1,2}日?")
_YEAR_LAST = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}")
_WEEKDAY = re.compile(r"\(?[日月火水木金土](?:曜日?)?\)$|[日月火水木金土]曜日?$")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))
_KANJI_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}
_KANJI_NUMBER = re.compile(r"[〇一二三四五六七八九十]+(?=[年月日])")


def parse_date(value: str | int | float | date) -> date | ParseProblem:
    """Return the date that a value means.

    Args:
        value: text as written, a date, a time (its day in Japan), or an Excel serial number.

    Returns:
        The date, or why it cannot be read. Where the year does not lie in the named era, the
        problem offers the date in the right one.
    """
    if isinstance(value, datetime):
        return day_in_japan(value)
    if isinstance(value, date):
        return value
    if isinstance(value, int | float):
        return _from_serial(value)
    text = fold_date_text(value)
    if match := _ERA_DATE.fullmatch(text):
        return _from_era(value, match)
    if match := _DATE.fullmatch(text) or _EIGHT_DIGITS.fullmatch(text):
        return checked_date(value, *(int(part) for part in match.groups()))
    if match := _SERIAL.fullmatch(text):
        return _from_serial(int(match.group(1)))
    if _ISO_TIME.fullmatch(text):
        return _from_iso_time(value, text)
    return ParseProblem(value, _unread_text(text))


def wareki(day: date) -> str:
    """Return a date in its era, for example 令和8年10月3日.

    Raises:
        ValueError: the day is before the first era of the table.
    """
    for era in ERAS:
        if day >= era.starts_on:
            year = day.year - era.year_before
            return f"{era.name}{'元' if year == 1 else year}年{day.month}月{day.day}日"
    raise ValueError(f"{day} is before {ERAS[-1].starts_on}")


def is_filler_date(day: date) -> bool:
    """Return whether a date is one that systems write when they know none."""
    return day in FILLER_DATES


def fold_date_text(value: str) -> str:
    """Return a text of a date in half width, without spaces and weekday, with figures."""
    text = unicodedata.normalize("NFKC", value).strip().translate(_DASHES)
    # A space separates date and time in a timestamp; everywhere else it means nothing.
    if not _ISO_TIME.fullmatch(text):
        text = re.sub(r"\s+", "", text)
    text = _KANJI_NUMBER.sub(lambda match: str(_kanji_number(match.group())), text)
    return text if text.endswith("日") else _WEEKDAY.sub("", text)


def _kanji_number(text: str) -> int:
    """Return the number of kanji digits with or without 十 (五十五, 二〇二六)."""
    if "十" not in text:
        return int("".join(str(_KANJI_DIGITS[digit]) for digit in text))
    tens, _, ones = text.partition("十")
    return (_KANJI_DIGITS[tens] if tens else 1) * 10 + (_KANJI_DIGITS[ones] if ones else 0)


def _from_era(raw: str, match: re.Match[str]) -> date | ParseProblem:
    sign, year, month, day = match.groups()
    era = ERA_BY_SIGN[sign.upper()]
    found = checked_date(
        raw, era.year_before + (1 if year == "元" else int(year)), int(month), int(day)
    )
    if isinstance(found, ParseProblem):
        return found
    if found < ERAS[-1].starts_on:
        return ParseProblem(raw, _unread_text(raw))
    right = wareki(found)
    if right.startswith(era.name) or _is_day_of_change(era, found):
        return found
    return ParseProblem(
        raw,
        Words(
            f"{era.name}にこの日はありません。{right}（{found:%Y/%m/%d}）ではありませんか。",
            f"This day is not in the era {era.name}. Did you mean {found.isoformat()} ({right})?",
        ),
        suggestion=found,
    )


def _is_day_of_change(era: Era, day: date) -> bool:
    """Return whether the day belongs to this era and the next (1912-07-30, 1926-12-25).

    Until Showa an era began on the very day on which the one before it ended.
    """
    return any(
        before is era and day == after.starts_on and after.name in {"大正", "昭和"}
        for after, before in pairwise(ERAS)
    )


def checked_date(raw: str, year: int, month: int, day: int) -> date | ParseProblem:
    """Return a date of the calendar, or which part of it does not exist."""
    if year < 1:
        return ParseProblem(raw, _unread_text(raw))
    if not 1 <= month <= 12:
        return ParseProblem(
            raw,
            Words(
                f"月が{month}になっています。1〜12の月を入力してください。",
                f"The month is {month}. Enter a month from 1 to 12.",
            ),
        )
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        return ParseProblem(
            raw,
            Words(
                f"日が{day}になっています。{year}年{month}月は1〜{last}日です。",
                f"The day is {day}. {year}-{month:02d} has days 1 to {last}.",
            ),
        )
    return date(year, month, day)


def _from_serial(serial: int | float) -> date | ParseProblem:
    if not EXCEL_SERIAL_MIN <= serial <= EXCEL_SERIAL_MAX:
        return ParseProblem(str(serial), _unread_text(str(serial)))
    return EXCEL_EPOCH + timedelta(days=int(serial))


def _from_iso_time(raw: str, text: str) -> date | ParseProblem:
    try:
        return day_in_japan(datetime.fromisoformat(text))
    except ValueError:
        return ParseProblem(raw, _unread_text(raw))


def day_in_japan(moment: datetime) -> date:
    """A time without a zone is taken as Japanese time."""
    return (moment if moment.tzinfo is None else moment.astimezone(JAPAN)).date()


def _unread_text(text: str) -> Words:
    if not text:
        return Words("日付を入力してください。", "Enter a date.")
    if _NO_ERA.fullmatch(text):
        return Words(
            "元号がありません。「令和8年4月1日」の形で入力してください。",
            "The era is missing. Enter it as 令和8年4月1日 or 2026/4/1.",
        )
    if _MONTH_ONLY.fullmatch(text):
        return Words(
            "日がありません。「2026/10/3」の形で入力してください。",
            "The day is missing. Enter it as 2026/10/3.",
        )
    if _YEAR_LAST.fullmatch(text):
        return Words(
            "月と日の順がわかりません。「2026/10/3」の形で入力してください。",
            "The order of month and day is unclear. Enter it as 2026/10/3.",
        )
    if _SHORT_YEAR.fullmatch(text):
        return Words(
            "年が2桁です。「2026/10/3」の形で4桁の年を入力してください。",
            "The year has two digits. Enter four, as in 2026/10/3.",
        )
    if _NO_YEAR.fullmatch(text):
        return Words(
            "年がありません。「2026/10/3」の形で入力してください。",
            "The year is missing. Enter it as 2026/10/3.",
        )
    return Words(
        "日付を読み取れません。「2026/10/3」の形で入力してください。",
        "The date cannot be read. Enter it as 2026/10/3.",
    )
