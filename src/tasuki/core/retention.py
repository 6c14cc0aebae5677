"""How long a kind of record must be kept and may be kept.

Decides nothing about single rows yet; it is the declaration that stands on each model, so
that no table exists whose end of life nobody thought of.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Floor and ceiling of one record kind.

    Attributes:
        starts_at: the moment the clock starts, in words ("closed", "created").
        floor_days: must be kept at least so long; 0 = no floor.
        ceiling_days: must be gone after so long; None = no ceiling.
        basis: law article, contract or design decision behind the numbers.
    """

    starts_at: str
    floor_days: int
    ceiling_days: int | None
    basis: str

    def __post_init__(self) -> None:
        if self.floor_days < 0 or not self.basis:
            raise ValueError(f"a retention rule needs a floor >= 0 and a basis: {self}")
        if self.ceiling_days is not None and self.ceiling_days < self.floor_days:
            raise ValueError(f"ceiling {self.ceiling_days} lies below floor {self.floor_days}")


TWO_YEARS_DAYS: Final = 731
SIX_MONTHS_DAYS: Final = 184
SEVEN_YEARS_DAYS: Final = 2557

WHILE_CUSTOMER: Final = Retention(
    starts_at="organisation left",
    floor_days=0,
    ceiling_days=90,
    basis="design: master data of an organisation goes 90 days after it left",
)
PLACEMENT_BOOK: Final = Retention(
    starts_at="row closed",
    floor_days=TWO_YEARS_DAYS,
    ceiling_days=None,
    basis="職業安定法施行規則24条の7: two years after completion",
)
PROVISION_RECORD: Final = Retention(
    starts_at="created",
    floor_days=3 * 366,
    ceiling_days=None,
    basis="個人情報保護法29条・30条, 施行規則: three years",
)
SELECTION_DATA: Final = Retention(
    starts_at="selection ended",
    floor_days=0,
    ceiling_days=SIX_MONTHS_DAYS,
    basis="職業安定法5条の5, 指針: deleted when the purpose is over; design: six months",
)
EVIDENCE: Final = Retention(
    starts_at="created",
    floor_days=SEVEN_YEARS_DAYS,
    ceiling_days=None,
    basis="法人税法施行規則59条: seven years for books behind a benefit in money's worth",
)
SHORT_LIVED: Final = Retention(
    starts_at="created",
    floor_days=0,
    ceiling_days=30,
    basis="design: technical rows go after 30 days",
)
