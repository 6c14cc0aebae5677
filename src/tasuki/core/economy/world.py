"""What is simulated: the policy, the size of the region, and the figures that come out."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tasuki.core.economy.assumptions import SIZE_CLASSES, Assumption, SizeClass

type Counts = NDArray[np.int64]

COMPANIES_MAX: Final = 2_000
YEARS_MAX: Final = 10
RUNS_MAX: Final = 10_000


class WorldError(ValueError):
    """The region or its policy is out of range."""


class Column(IntEnum):
    """The figures of a year, per run and size class; money in yen."""

    APPLICATIONS = 0
    OPENINGS = 1
    NOT_HIRED = 2
    REGISTERED = 3
    CONFIRMED = 4
    PLACED = 5
    SLOTS_GRANTED = 6
    SLOTS_EXPIRED = 7
    SLOTS_OPEN = 8
    CREDITS_WAITING = 9
    HIRES_SLOT = 10
    SLOT_FAILED = 11
    HIRES_ALUMNI = 12
    HIRES_REFERRAL = 13
    HIRES_AGENCY = 14
    HIRES_ADVERT = 15
    INTERNAL_MOVES = 16
    LEAVERS = 17
    ALUMNI_MEMBERS = 18
    BASE_AGENCY = 19
    MONTHS_OF_COMPANIES = 20


@dataclass(frozen=True, slots=True)
class Policy:
    """What a region can decide.

    Attributes:
        ratio: accepted registrations per slot (k), 1..100.
        expiry_months: life of a slot, 1..60.
        max_open_slots: slots a company may hold at once, 1..1000; credits above wait.
        pool_size: companies that count together; 1 = off, as the law leaves open whether
            registrations may be counted jointly.
        slots, alumni, referral, internal: whether the channel is there at all.

    Raises:
        WorldError: a number is out of range.
    """

    ratio: int = 10
    expiry_months: int = 12
    max_open_slots: int = 3
    pool_size: int = 1
    slots: bool = True
    alumni: bool = True
    referral: bool = True
    internal: bool = True

    def __post_init__(self) -> None:
        limits = {"ratio": 100, "expiry_months": 60, "max_open_slots": 1000, "pool_size": 100}
        for name, top in limits.items():
            if not 1 <= getattr(self, name) <= top:
                raise WorldError(f"{name}: {getattr(self, name)} is not within 1..{top}")


@dataclass(frozen=True, slots=True)
class Region:
    """The region and how long it is looked at.

    Attributes:
        companies: number of companies, 1..2,000.
        years: 1..10.
        runs: independent runs, 1..10,000.
        seed: the same seed gives the same figures.
        size_classes: the kinds of company and their shares.

    Raises:
        WorldError: a number is out of range.
    """

    companies: int = 200
    years: int = 5
    runs: int = 200
    seed: int = 1
    size_classes: tuple[SizeClass, ...] = SIZE_CLASSES

    def __post_init__(self) -> None:
        limits = {"companies": COMPANIES_MAX, "years": YEARS_MAX, "runs": RUNS_MAX}
        for name, top in limits.items():
            if not 1 <= getattr(self, name) <= top:
                raise WorldError(f"{name}: {getattr(self, name)} is not within 1..{top}")
        if self.seed < 0:
            raise WorldError(f"seed: {self.seed} is negative")

    def companies_by_class(self) -> tuple[int, ...]:
        """Return how many companies each class has; largest remainders, the sum is exact."""
        whole = sum(one.share for one in self.size_classes)
        exact = [one.share / whole * self.companies for one in self.size_classes]
        counts = [int(one) for one in exact]
        by_rest = sorted(range(len(exact)), key=lambda at: (counts[at] - exact[at], at))
        for at in by_rest[: self.companies - sum(counts)]:
            counts[at] += 1
        return tuple(counts)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out.

    Attributes:
        policy: what was decided.
        region: what was simulated.
        assumptions: what was assumed.
        drawn: the values of each run, by code; shape (runs,).
        figures: shape (runs, years, size classes, columns), see `Column`.
    """

    policy: Policy
    region: Region
    assumptions: dict[str, Assumption]
    drawn: dict[str, NDArray[np.float64]]
    figures: Counts

    def total(self, column: Column, size_class: int | None = None) -> Counts:
        """Return a column's sum over all years; shape (runs,).

        Stocks (open slots, waiting credits, members) are taken at the end of the last year.

        Args:
            column: which figure.
            size_class: position of the class; None adds all.
        """
        chosen = self.figures[..., column]
        yearly = chosen.sum(axis=2) if size_class is None else chosen[:, :, size_class]
        is_stock = column in {Column.SLOTS_OPEN, Column.CREDITS_WAITING, Column.ALUMNI_MEMBERS}
        result: Counts = yearly[:, -1] if is_stock else yearly.sum(axis=1)
        return result
