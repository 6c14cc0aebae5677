"""Jobs by the length of their term: regular, temporary, daily (常用, 臨時, 日雇)."""

import re
import unicodedata
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from tasuki.core.dates import last_day_of_period
from tasuki.core.law.parameters import find_number


class TermClass(StrEnum):
    """The groups of the yearly report; stored in frozen figures."""

    REGULAR = "regular"
    TEMPORARY = "temporary"
    DAILY = "daily"


def term_class(starts_on: date, ends_on: date | None) -> TermClass:
    """Return the group of a job.

    Args:
        starts_on: first day of the term.
        ends_on: last day of the term, >= ``starts_on``; None for an indefinite one (無期).

    Source: 職業安定法施行規則 様式第8号 (常用 four months or more or indefinite; 臨時 one month to
        under four; 日雇 under one month).
    """
    if ends_on is None:
        return TermClass.REGULAR
    for key, group in (
        ("regular_job_months", TermClass.REGULAR),
        ("temporary_job_months", TermClass.TEMPORARY),
    ):
        months = find_number(key, on=starts_on)
        # A month is full with the day before the corresponding one, or with the last day of a
        # month that has none (民法 143条2項).
        if ends_on >= last_day_of_period(starts_on, months):
            return group
    return TermClass.DAILY


def term_days(starts_on: date, ends_on: date | None) -> int:
    """Return the days of a term, first and last included; 0 for an indefinite one."""
    return 0 if ends_on is None else (ends_on - starts_on).days + 1


_DAY: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_LENGTH: Final = re.compile(
    r"(\d+)\s*(年|years?|[かヶカケ個]月|箇月|months?|週間?|weeks?|日間?|days?)"
)
_MONTHS_OF_YEAR: Final = 12
_DAYS_OF_WEEK: Final = 7


def read_term(text: str, *, starts_on: date) -> date | None:
    """Return the last day of a term as the books write it; None for one without a known end.

    「有期 2026/04/01〜2026/06/30」, 「有期 3か月」 and "fixed, 10 days" are read.

    Args:
        text: the term of employment of a job order.
        starts_on: first day of the job, from which a length counts.
    """
    plain = unicodedata.normalize("NFKC", text)
    days = [day for found in _DAY.findall(plain) if (day := _day_of(found)) is not None]
    later = [day for day in days if day >= starts_on]
    if days:
        return max(later) if later and len(days) > 1 else None
    found = _LENGTH.search(plain)
    return None if found is None else _last_day(int(found[1]), found[2], starts_on)


def read_term_start(text: str) -> date | None:
    """Return the first day of a term of which the books write both days; None for others.

    Args:
        text: the term of employment of a job order.
    """
    plain = unicodedata.normalize("NFKC", text)
    days = [day for found in _DAY.findall(plain) if (day := _day_of(found)) is not None]
    return min(days) if len(days) > 1 else None


def _last_day(count: int, unit: str, starts_on: date) -> date | None:
    if count == 0:
        return None
    if unit.startswith(("年", "year")):
        return last_day_of_period(starts_on, count * _MONTHS_OF_YEAR)
    if unit.startswith(("週", "week")):
        return starts_on + timedelta(days=count * _DAYS_OF_WEEK - 1)
    if unit.startswith(("日", "day")):
        return starts_on + timedelta(days=count - 1)
    return last_day_of_period(starts_on, count)


def _day_of(found: tuple[str, str, str]) -> date | None:
    year, month, day = map(int, found)
    try:
        return date(year, month, day)
    except ValueError:
        return None
