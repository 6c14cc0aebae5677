"""The codes of all reasons; stored, so a code never changes its meaning."""

from enum import StrEnum
from typing import Final

from tasuki.core.market.records import Guarantee, Mechanism

_ALWAYS: Final = (Guarantee.FEASIBLE, Guarantee.LOTTERY, Guarantee.REPRODUCIBLE)


class Reason(StrEnum):
    """Why somebody is, or is not, at a place."""

    ASSIGNED = "assigned"
    STAYS = "stays"
    OFFERED = "offered"
    BELOW_CUTOFF = "below_cutoff"
    TIE_LOST_BY_LOTTERY = "tie_lost_by_lottery"
    TIE_LOST_BY_ORDER = "tie_lost_by_order"
    NOT_ACCEPTED = "not_accepted"
    INELIGIBLE = "ineligible"
    NO_SEATS = "no_seats"
    REGION_FULL = "region_full"
    FLOOR_ELSEWHERE = "floor_elsewhere"
    NO_CYCLE = "no_cycle"
    IN_CYCLE = "in_cycle"
    IN_CHAIN = "in_chain"
    WOULD_LOWER_UNIT = "would_lower_unit"
    NOT_RELEASED = "not_released"
    INCUMBENTS_STAY = "incumbents_stay"
    NOT_IN_BEST_PACKING = "not_in_best_packing"
    CONSTRAINT = "constraint"
    UNLISTED = "unlisted"
    WITHDRAWN = "withdrawn"
    NO_PROPOSAL = "no_proposal"


def shown_guarantees(mechanism: Mechanism) -> list[str]:
    """Return what the mechanism promises beyond what every outcome must be."""
    return [str(one) for one in mechanism.guarantees if one not in _ALWAYS]
