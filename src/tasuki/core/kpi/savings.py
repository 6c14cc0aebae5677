"""What hiring costs, how much less than in the base year, and by which route.

Everything is exact: the savings of the routes add up to the whole to the last yen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tasuki.core.dates import round_half_up


@dataclass(frozen=True, slots=True)
class Spent:
    """What one route cost and how many joined by it in a year; yen and persons."""

    yen: int
    hires: int

    @property
    def per_hire(self) -> Fraction | None:
        """Cost per joiner; None without a joiner."""
        return Fraction(self.yen, self.hires) if self.hires else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """The reduction of one year against the base year.

    Attributes:
        base, now: all routes together.
        parts: what each route saved against the base average, yen; adds up to ``saved``.
        mix: yen per hire that come from other routes than before.
        rate: yen per hire that come from routes that became cheaper.
    """

    base: Spent
    now: Spent
    parts: Mapping[str, Fraction]
    mix: Fraction
    rate: Fraction

    @property
    def saved(self) -> Fraction:
        """Joiners now x base cost per hire - cost now, yen."""
        return sum(self.parts.values(), Fraction(0))

    @property
    def per_hire_percent(self) -> Decimal:
        """The leading figure: 1 - C1 / C0 in percent; below zero = an increase."""
        return _percent(self.now.per_hire, self.base.per_hire)

    @property
    def total_percent(self) -> Decimal:
        """1 - cost now / cost then in percent; also falls when fewer are hired."""
        return _percent(Fraction(self.now.yen), Fraction(self.base.yen))


def add_up(parts: Mapping[str, Spent]) -> Spent:
    """Return all routes together."""
    return Spent(sum(one.yen for one in parts.values()), sum(one.hires for one in parts.values()))


def compare(base: Mapping[str, Spent], now: Mapping[str, Spent]) -> Saving | None:
    """Return the reduction with its parts; None where there is nothing to compare with.

    A route without hires keeps its cost: saving = 0 x C0 - cost. A route that is new takes the
    base average as its former cost, so that its share counts as mix and its price as rate.

    Args:
        base: route -> cost and hires of the base year.
        now: the same of the year that is looked at, in the same scope.
    """
    before, after = add_up(base), add_up(now)
    c0, c1 = before.per_hire, after.per_hire
    if not c0 or c1 is None:
        return None
    parts = {key: one.hires * c0 - one.yen for key, one in now.items()}
    rate = Fraction(0)
    for key, one in now.items():
        known = base.get(key)
        former = known.per_hire if known and known.per_hire is not None else c0
        rate += (one.hires * former - one.yen) / after.hires
    return Saving(base=before, now=after, parts=parts, mix=c0 - c1 - rate, rate=rate)


def mix_adjusted_percent(base: Mapping[str, Spent], now: Mapping[str, Spent]) -> Decimal | None:
    """Return 1 - cost now / what the same people would have cost at the base price of their group.

    Args:
        base: job group -> cost and hires of the base year; a group without hires takes the
            average of all.
        now: the same of the year that is looked at.
    """
    c0 = add_up(base).per_hire
    after = add_up(now)
    if not c0 or not after.hires:
        return None
    expected = Fraction(0)
    for key, one in now.items():
        known = base.get(key)
        price = known.per_hire if known and known.per_hire is not None else c0
        expected += one.hires * price
    return _percent(Fraction(after.yen), expected) if expected else None


def _percent(now: Fraction | None, before: Fraction | None) -> Decimal:
    assert now is not None
    assert before
    return round_half_up((1 - now / before) * 100, 1)
