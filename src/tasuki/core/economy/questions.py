"""Two questions to the simulator: what moves the result, and when is a cut of 40 % reachable?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from tasuki.core.economy.assumptions import DEFAULTS, Assumption, change
from tasuki.core.economy.engine import simulate
from tasuki.core.economy.results import GOAL, Interval, interval, reductions
from tasuki.core.economy.world import Policy, Region
from tasuki.core.relay.economics import registration_rate_needed

RATIOS: Final = (3, 5, 10)
RATES: Final = (0.05, 0.10, 0.20, 0.40)


@dataclass(frozen=True, slots=True)
class Lever:
    """The median cut with one assumption at its low and at its high end, all else as it was."""

    code: str
    low: float
    high: float

    @property
    def width(self) -> float:
        """How far the assumption moves the result."""
        return abs(self.high - self.low)


@dataclass(frozen=True, slots=True)
class Frontier:
    """One combination of ratio and registration rate.

    Attributes:
        ratio: registrations per slot.
        registration_rate: counted registrations / not hired.
        reduction: cut of the cost per hire.
        reaching_goal: share of runs with a cut of at least 40 %.
    """

    ratio: int
    registration_rate: float
    reduction: Interval
    reaching_goal: float


@dataclass(frozen=True, slots=True)
class Needed:
    """The registration rate that slots alone would need for 40 % free hires; above 1: never."""

    size_class: str
    ratio: int
    rate: Fraction


def find_levers(
    policy: Policy, region: Region, assumptions: Mapping[str, Assumption] = DEFAULTS
) -> tuple[Lever, ...]:
    """Return every uncertain assumption, the strongest first (one at a time, same seed)."""
    found = []
    for code, one in assumptions.items():
        if one.low == one.high:
            continue
        low, high = (
            interval(reductions(simulate(policy, region, change(assumptions, code, at, at, at))))
            for at in (one.low, one.high)
        )
        found.append(Lever(code, low.mid, high.mid))
    return tuple(sorted(found, key=lambda one: (-one.width, one.code)))


def find_frontier(
    policy: Policy,
    region: Region,
    assumptions: Mapping[str, Assumption] = DEFAULTS,
    *,
    ratios: Sequence[int] = RATIOS,
    rates: Sequence[float] = RATES,
) -> tuple[Frontier, ...]:
    """Return the cut for each ratio and registration rate; everything else as assumed."""
    found = []
    for ratio in ratios:
        for rate in rates:
            world = change(assumptions, "registration_rate", rate, rate, rate)
            cut = reductions(simulate(replace(policy, ratio=ratio), region, world))
            reached = float((cut >= GOAL).mean())
            found.append(Frontier(ratio, rate, interval(cut), reached))
    return tuple(found)


def rates_needed(region: Region, conversion: Fraction, ratio: int) -> tuple[Needed, ...]:
    """Return the closed answer for slots alone: r = s x k x H / (N x c), class by class.

    Args:
        region: its size classes are read.
        conversion: share of slots that end in a hire, > 0.
        ratio: registrations per slot.
    """
    return tuple(
        Needed(
            one.code,
            ratio,
            registration_rate_needed(
                share=Fraction(str(GOAL)),
                not_hired=Fraction(str(one.applications)) - Fraction(str(one.hires)),
                hires=Fraction(str(one.hires)),
                ratio=ratio,
                conversion=conversion,
            ),
        )
        for one in region.size_classes
    )
