"""The simulator behind one question; nothing is read from the database and nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from tasuki.apps.errors import InvalidInputError
from tasuki.core.economy.assumptions import DEFAULTS, Assumption, AssumptionError, change
from tasuki.core.economy.engine import simulate
from tasuki.core.economy.questions import (
    Frontier,
    Lever,
    Needed,
    find_frontier,
    find_levers,
    rates_needed,
)
from tasuki.core.economy.results import Summary, summarise
from tasuki.core.economy.world import Policy, Region, WorldError

PAGE_REGION: Final = Region(companies=100, years=5, runs=100, seed=1)
"""Small enough to be answered while somebody waits."""
SWEEP_REGION: Final = Region(companies=50, years=2, runs=30, seed=1)
"""Smaller still: a sweep simulates it dozens of times."""
KEPT: Final = 64
"""Answers that a process remembers; the same question has the same answer for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """One question to the simulator.

    Attributes:
        ratio: accepted registrations per slot.
        expiry_months: life of a slot.
        pool_size: companies that count together; 1 = off.
        registration_rate: counted registrations / not hired, 0..1; None leaves the range.
        fee_rate: agency fee / yearly salary, 0..1; None leaves the range.
        seed: of all chances.
    """

    ratio: int = 10
    expiry_months: int = 12
    pool_size: int = 1
    registration_rate: float | None = None
    fee_rate: float | None = None
    seed: int = 1

    def policy(self) -> Policy:
        """Return the policy.

        Raises:
            InvalidInputError: a number is out of range.
        """
        try:
            return Policy(
                ratio=self.ratio, expiry_months=self.expiry_months, pool_size=self.pool_size
            )
        except WorldError as error:
            raise _invalid(error) from error

    def assumptions(self) -> Mapping[str, Assumption]:
        """Return the world, with what was given as fixed values.

        Raises:
            InvalidInputError: a rate is out of range.
        """
        world: Mapping[str, Assumption] = DEFAULTS
        given = {"registration_rate": self.registration_rate, "fee_rate": self.fee_rate}
        for code, value in given.items():
            if value is None:
                continue
            try:
                world = change(world, code, value, value, value)
            except AssumptionError as error:
                raise _invalid(error) from error
        return world

    def region(self, size: Region) -> Region:
        """Return a region of a size with the seed of the question."""
        return Region(size.companies, size.years, size.runs, self.seed)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came out: the whole region, and each size class by its code."""

    region: Region
    whole: Summary
    by_class: dict[str, Summary]


@lru_cache(maxsize=KEPT)
def find_answer(question: WhatIf, *, size: Region = PAGE_REGION) -> Answer:
    """Return the figures of one question.

    Raises:
        InvalidInputError: a number of the question is out of range.
    """
    region = question.region(size)
    outcome = simulate(question.policy(), region, question.assumptions())
    classes = {one.code: summarise(outcome, place) for place, one in enumerate(region.size_classes)}
    return Answer(region, summarise(outcome), classes)


@lru_cache(maxsize=KEPT)
def list_levers(question: WhatIf, *, size: Region = SWEEP_REGION) -> tuple[Lever, ...]:
    """Return what moves the result, the strongest first."""
    return find_levers(question.policy(), question.region(size), question.assumptions())


@lru_cache(maxsize=KEPT)
def list_frontier(question: WhatIf, *, size: Region = SWEEP_REGION) -> tuple[Frontier, ...]:
    """Return the cut for each ratio and registration rate."""
    return find_frontier(question.policy(), question.region(size), question.assumptions())


def list_needed(question: WhatIf) -> tuple[Needed, ...]:
    """Return the rate that slots alone need for 40 %, if every slot ends in a hire."""
    return rates_needed(PAGE_REGION, Fraction(1), question.ratio)


def _invalid(error: Exception) -> InvalidInputError:
    return InvalidInputError(
        ja="数値が範囲の外です。割合は0〜100%、件数と月数は1以上で入力してください。",
        en=f"A number is out of range. {error}",
    )
