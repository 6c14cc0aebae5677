"""Fairness of selections between groups: rates, impact ratios, exact intervals.

Counts go in and figures come out; who belongs to which group is nowhere near a decision.

Source: NYC Local Law 144 and 6 RCNY 5-300 (the best public definition of the figures); the
four-fifths mark of 29 CFR 1607.4(D); AI事業者ガイドライン v1.2.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import exp, lgamma, log
from statistics import median
from typing import Final

from tasuki.core.law.parameters import find_decimal, find_number, find_numbers

CONFIDENCE: Final = 0.95
_BISECTIONS: Final = 60


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many of a group were considered and how many went on, 0 <= selected <= total."""

    selected: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.selected <= self.total:
            raise ValueError(f"selected {self.selected} of {self.total}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupResult:
    """The figures of one group.

    Attributes:
        name: the group.
        selected: persons that went on.
        total: persons considered.
        rate: selected over total, exact; None without persons.
        impact_ratio: rate over the highest rate of all groups; None where it has no meaning.
        interval: exact confidence interval of the rate (Clopper-Pearson, 95 %).
        is_too_small: fewer persons than a judgement needs (判定不可).
        is_flagged: large enough, and its ratio lies below the four-fifths mark.
        may_be_left_out: so small a share of all that a published table may leave it out.
    """

    name: str
    selected: int
    total: int
    rate: Fraction | None
    impact_ratio: Fraction | None
    interval: tuple[float, float]
    is_too_small: bool
    is_flagged: bool
    may_be_left_out: bool


def impact_ratios(groups: Mapping[str, GroupCount], *, on: date) -> list[GroupResult]:
    """Return rate and impact ratio of every group, in the order given.

    Args:
        groups: counts by group.
        on: the day whose marks hold.
    """
    rates = {
        name: Fraction(count.selected, count.total) for name, count in groups.items() if count.total
    }
    highest = max(rates.values(), default=Fraction(0))
    everybody = sum(count.total for count in groups.values())
    least = find_number("ai_group_min", on=on)
    mark = Fraction(find_decimal("impact_ratio_min", on=on))
    small_percent = find_number("fairness_small_category_pct", on=on)
    found = []
    for name, count in groups.items():
        rate = rates.get(name)
        ratio = rate / highest if rate is not None and highest else None
        is_too_small = count.total < least
        found.append(
            GroupResult(
                name=name,
                selected=count.selected,
                total=count.total,
                rate=rate,
                impact_ratio=ratio,
                interval=exact_interval(count.selected, count.total),
                is_too_small=is_too_small,
                is_flagged=not is_too_small and ratio is not None and ratio < mark,
                may_be_left_out=count.total * 100 < everybody * small_percent,
            )
        )
    return found


def scoring_counts(scores: Mapping[str, Sequence[float]]) -> dict[str, GroupCount]:
    """Return how many of each group score above the median of the whole sample.

    Args:
        scores: scores by group, at least one in all.

    Raises:
        statistics.StatisticsError: there is no score at all.

    Source: 6 RCNY 5-300 (scoring rate).
    """
    middle = median(score for group in scores.values() for score in group)
    return {
        name: GroupCount(sum(score > middle for score in group), len(group))
        for name, group in scores.items()
    }


def exact_interval(selected: int, total: int) -> tuple[float, float]:
    """Return the exact (Clopper-Pearson) interval of a rate at 95 %; (0, 1) without persons.

    Args:
        selected: persons that went on, 0 <= selected <= total.
        total: persons considered.

    Source: Clopper and Pearson, Biometrika 26 (1934).
    """
    tail = (1 - CONFIDENCE) / 2
    if total == 0:
        return 0.0, 1.0
    low = 0.0 if selected == 0 else _solve(lambda p: _upper_tail(selected, total, p) - tail)
    high = (
        1.0
        if selected == total
        else _solve(lambda p: tail - (1 - _upper_tail(selected + 1, total, p)))
    )
    return low, high


def _upper_tail(least: int, total: int, p: float) -> float:
    """Probability of at least ``least`` hits out of ``total``."""
    steps = (
        lgamma(total + 1)
        - lgamma(hits + 1)
        - lgamma(total - hits + 1)
        + hits * log(p)
        + (total - hits) * log(1 - p)
        for hits in range(least, total + 1)
    )
    return sum(exp(step) for step in steps)


def _solve(rising: Callable[[float], float]) -> float:
    """Return where a rising function crosses zero between 0 and 1."""
    low, high = 0.0, 1.0
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def age_band(age: int, *, on: date) -> str:
    """Return the age band of a person for the figures, such as ``35-44``; never a feature.

    Args:
        age: whole years, >= 0.
        on: the day whose bands hold.
    """
    borders = find_numbers("age_bands", on=on)
    if age < borders[0]:
        return f"<{borders[0]}"
    for lower, upper in pairwise(borders):
        if age < upper:
            return f"{lower}-{upper - 1}"
    return f"{borders[-1]}+"
