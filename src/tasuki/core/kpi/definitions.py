"""What a figure is: its words, its counts, its cohort, its window, its version, its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tasuki.core.kpi.rates import Rate
from tasuki.core.words import Words

NO_WORDS: Final = Words("", "")


class Theme(StrEnum):
    """Which part of the page a figure belongs to."""

    HEADLINE = "headline"
    HIRING = "hiring"
    SELECTION = "selection"
    STAYING = "staying"
    RELAY = "relay"
    INSIDE = "inside"
    REGION = "region"


class Origin(StrEnum):
    """Where a definition comes from."""

    USUAL = "usual"
    PROPOSED = "proposed"
    STANDARD = "standard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One version of a figure. A change is a new version; months that are closed keep theirs.

    Attributes:
        id: stable name.
        version: from 1.
        valid_from: first day on which it is used.
        name: as people call it.
        top, bottom: names of the counts that add up to numerator and denominator.
        numerator, denominator: the same in words.
        cohort: who is looked at.
        window: which time.
        theme: where it stands.
        origin: usual practice, a standard, or proposed by Tasuki.
        note: what it must not be confused with; empty words if nothing.
        is_good_high: whether more is better; None where neither is.
        benchmarks: ids of public figures that measure the same.
    """

    id: str
    version: int = 1
    valid_from: date = date(2026, 4, 1)
    name: Words
    top: tuple[str, ...]
    bottom: tuple[str, ...]
    numerator: Words
    denominator: Words
    cohort: Words
    window: Words
    theme: Theme
    origin: Origin = Origin.PROPOSED
    note: Words = NO_WORDS
    is_good_high: bool | None = True
    benchmarks: tuple[str, ...] = ()

    @property
    def formula(self) -> Words:
        """The figure in one line."""
        return Words(
            f"{self.numerator.ja} ÷ {self.denominator.ja}",
            f"{self.numerator.en} ÷ {self.denominator.en}",
        )

    def rate(self, counts: Mapping[str, int]) -> Rate:
        """Return the figure of some counts; a count that is missing is 0."""
        return Rate(
            sum(counts.get(key, 0) for key in self.top),
            sum(counts.get(key, 0) for key in self.bottom),
        )
