"""The business year of the yearly report: 1 April to 31 March, and the days that hang on it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from tasuki.core.law.parameters import find_parameter

_FIRST_MONTH: Final = 4


@dataclass(frozen=True, slots=True, order=True)
class BusinessYear:
    """年度: the year that begins on 1 April.

    Attributes:
        year: the calendar year in which it begins.
    """

    year: int

    @classmethod
    def of(cls, day: date) -> "BusinessYear":
        """Return the business year in which a day lies."""
        return cls(day.year if day.month >= _FIRST_MONTH else day.year - 1)

    @property
    def first(self) -> date:
        """1 April."""
        return date(self.year, _FIRST_MONTH, 1)

    @property
    def last(self) -> date:
        """31 March: the day as of which the report speaks."""
        return date(self.year + 1, _FIRST_MONTH - 1, 31)

    def holds(self, day: date | None) -> bool:
        """Return whether a day lies in the year; no day never does."""
        return day is not None and self.first <= day <= self.last

    @property
    def report_due(self) -> date:
        """Last day for the report.

        Source: 職業安定法 32条の16; 様式第8号.
        """
        return self._day("report_due", None)

    @property
    def site_hires_days(self) -> tuple[date, date]:
        """First and last day for entering the hires on the public site.

        Source: 職業安定法 32条の16第3項.
        """
        return self._day("site_hires_days", 0), self._day("site_hires_days", 1)

    @property
    def site_leavers_days(self) -> tuple[date, date]:
        """First and last day for entering who left within six months on the public site.

        Source: 職業安定法 32条の16第3項.
        """
        return self._day("site_leavers_days", 0), self._day("site_leavers_days", 1)

    def _day(self, key: str, place: int | None) -> date:
        """Return a day of the calendar year in which the year ends, after its end."""
        value = find_parameter(key, on=self.last).value
        month, day = str(value if place is None else value[place]).split("-")
        return date(self.last.year, int(month), int(day))
