"""What the relay is worth to a company and what it costs an agency, in exact numbers.

Everything is a fraction until it is shown: 56.5 x 0.05 / 10 = 0.2825 has no exact binary
form, and a rounded share of a slot would move a decision. The numbers are the user's own
inputs; the module knows no benchmark and attributes no saving.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import comb

from tasuki.core.dates import round_half_up, round_yen

type Exact = Decimal | Fraction | int

TRIALS_MAX = 100_000


@dataclass(frozen=True, slots=True)
class CompanyYear:
    """One year of a company's recruiting.

    Attributes:
        applications: applications a year (A), >= 0.
        hires: hires a year (H), 0..A.
    """

    applications: Exact
    hires: Exact

    @property
    def not_hired(self) -> Fraction:
        """People not hired (N = A - H); an upper bound, as it includes withdrawals."""
        return Fraction(self.applications) - Fraction(self.hires)

    @property
    def applications_per_hire(self) -> Fraction:
        """A / H."""
        return Fraction(self.applications) / Fraction(self.hires)

    @property
    def not_hired_per_hire(self) -> Fraction:
        """N / H."""
        return self.not_hired / Fraction(self.hires)


def slots_per_year(*, not_hired: Exact, registration_rate: Exact, ratio: int) -> Fraction:
    """Return N x r / k.

    Args:
        not_hired: people not hired a year (N), >= 0.
        registration_rate: confirmed / not hired (r), 0..1.
        ratio: people per slot (k), >= 1.
    """
    return Fraction(not_hired) * Fraction(registration_rate) / ratio


def years_per_slot(*, not_hired: Exact, registration_rate: Exact, ratio: int) -> Fraction | None:
    """Return k / (N x r); None when nobody registers."""
    a_year = slots_per_year(not_hired=not_hired, registration_rate=registration_rate, ratio=ratio)
    return None if a_year == 0 else 1 / a_year


def free_hire_share(
    *, not_hired: Exact, hires: Exact, registration_rate: Exact, ratio: int, conversion: Exact
) -> Fraction:
    """Return the share of hires that can be free: (N / H) x r / k x c.

    Args:
        not_hired: people not hired a year (N).
        hires: hires a year (H), > 0.
        registration_rate: confirmed / not hired (r), 0..1.
        ratio: people per slot (k), >= 1.
        conversion: share of slots that end in a hire (c), 0..1.
    """
    a_year = slots_per_year(not_hired=not_hired, registration_rate=registration_rate, ratio=ratio)
    return a_year * Fraction(conversion) / Fraction(hires)


def registration_rate_needed(
    *, share: Exact, not_hired: Exact, hires: Exact, ratio: int, conversion: Exact
) -> Fraction:
    """Return the rate needed for a share of free hires: s x k x H / (N x c).

    A result above 1 means that the share cannot be reached; it is returned all the same.

    Args:
        share: wanted share of free hires (s), 0..1.
        not_hired: people not hired a year (N), > 0.
        hires: hires a year (H).
        ratio: people per slot (k), >= 1.
        conversion: share of slots that end in a hire (c), > 0.
    """
    return Fraction(share) * ratio * Fraction(hires) / (Fraction(not_hired) * Fraction(conversion))


def chance_of_slot(*, not_hired: Exact, registration_rate: Exact, ratio: int) -> Fraction:
    """Return the chance of at least one slot in a year: P(Bin(round(N), r) >= k).

    Args:
        not_hired: people not hired a year (N), 0..100,000; rounded half up to whole people.
        registration_rate: chance that one of them is confirmed (r), 0..1.
        ratio: people per slot (k), >= 1.

    Returns:
        The exact chance, 0..1.

    Raises:
        ValueError: N or r is out of range.
    """
    trials = int(round_half_up(Fraction(not_hired)))
    rate = Fraction(registration_rate)
    if not 0 <= trials <= TRIALS_MAX or not 0 <= rate <= 1:
        raise ValueError(f"not_hired {not_hired} or registration_rate {rate} is out of range")
    # One common denominator keeps the sum in whole numbers.
    yes, no = rate.numerator, rate.denominator - rate.numerator
    below = sum(
        comb(trials, hits) * yes**hits * no ** (trials - hits)
        for hits in range(min(ratio, trials + 1))
    )
    return 1 - Fraction(below, rate.denominator**trials)


def agency_net_yen(
    *, ratio: int, placement_rate: Exact, average_fee_yen: int, conversion: Exact
) -> int:
    """Return what an agency keeps for each k registrants: k x p x F - c x F.

    Assumes that a free hire would otherwise have paid F, or costs F to supply.

    Args:
        ratio: people per slot (k), >= 1.
        placement_rate: share of registrants placed for a fee (p), 0..1.
        average_fee_yen: the agency's average fee (F), yen.
        conversion: share of slots that end in a hire (c), 0..1.

    Returns:
        Whole yen, negative for a loss.
    """
    shares = ratio * Fraction(placement_rate) - Fraction(conversion)
    return round_yen(shares * average_fee_yen)


def agency_break_even(*, ratio: int, conversion: Exact) -> Fraction:
    """Return the placement rate at which the agency's net is zero: c / k."""
    return Fraction(conversion) / ratio
