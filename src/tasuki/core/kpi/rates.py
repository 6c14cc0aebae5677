"""Exact rates: numerator and denominator are kept, a figure without a denominator is none."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from tasuki.core.dates import round_half_up

FEW: Final = 30
"""Below so many a rate is shown with a warning (design: 少人数のため参考値)."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of counts.

    Attributes:
        numerator: >= 0.
        denominator: >= 0; 0 = there is no figure.
    """

    numerator: int
    denominator: int

    @property
    def share(self) -> Fraction | None:
        """The exact share; None without a denominator, never 0 or 1."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def percent(self) -> Decimal | None:
        """The share in percent with one digit, half up; computed from the exact value."""
        return None if self.share is None else round_half_up(self.share * 100, 1)

    @property
    def is_few(self) -> bool:
        """Whether the denominator is too small to read much into the rate."""
        return 0 < self.denominator < FEW

    @property
    def permille_of_percent(self) -> int | None:
        """The share in hundredths of a percent, half up; what is stored and compared."""
        return None if self.share is None else int(round_half_up(self.share * 10_000))


def change_in_points(now: Rate, before: Rate) -> Decimal | None:
    """Return the change between two rates in percent points with one digit; None without both."""
    if now.share is None or before.share is None:
        return None
    return round_half_up((now.share - before.share) * 100, 1)


def roi(*, value: int, outlay: int) -> Decimal | None:
    """Return (value - outlay) / outlay in percent; None without an outlay.

    Args:
        value: what was saved by the company's own definition, yen.
        outlay: what it cost, yen.
    """
    return round_half_up(Fraction(value - outlay, outlay) * 100, 1) if outlay > 0 else None
