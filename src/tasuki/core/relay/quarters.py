"""The quarterly sheet: how many were turned away, why, and when somebody has to look at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tasuki.core.dates import add_months, month_end, month_start
from tasuki.core.relay.reasons import NOT_COUNTED_CODES, REFUSAL_CODES, ReasonCode

TURNED_AWAY_CODES = tuple(sorted(REFUSAL_CODES | NOT_COUNTED_CODES))


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three calendar months, January to March and so on; both days included."""

    first_day: date
    last_day: date

    @property
    def before(self) -> "Quarter":
        """The quarter before."""
        return quarter_of(add_months(self.first_day, -1))


def quarter_of(day: date) -> Quarter:
    """Return the quarter of a day."""
    first = month_start(add_months(day, -((day.month - 1) % 3)))
    return Quarter(first, month_end(add_months(first, 2)))


@dataclass(frozen=True, slots=True)
class QuarterSheet:
    """What was decided in a quarter under one book; totals only.

    Attributes:
        quarter: of the decisions.
        counted: people who count.
        reasons: people who were refused or do not count, by reason code.
    """

    quarter: Quarter
    counted: int
    reasons: Mapping[str, int]

    @property
    def turned_away(self) -> int:
        """People who were refused or do not count; who withdrew by themselves is none."""
        return sum(self.count_of(code) for code in TURNED_AWAY_CODES)

    @property
    def decided(self) -> int:
        """All people about whom the agency decided."""
        return self.counted + self.turned_away

    @property
    def needs_review(self) -> bool:
        """Whether more than half were turned away, so that both sides should look at it."""
        return self.turned_away * 2 > self.decided

    def count_of(self, code: ReasonCode) -> int:
        """Return how many people were turned away for a reason."""
        return self.reasons.get(code, 0)

    def percent_of(self, count: int) -> int:
        """Return a share of the decided in whole percent, rounded down; 0 where none was."""
        return count * 100 // self.decided if self.decided else 0
