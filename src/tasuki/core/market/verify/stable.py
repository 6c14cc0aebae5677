"""Blocking pairs: a person and a place that would rather have each other."""

import numpy as np

from tasuki.core.market.csr import Bools
from tasuki.core.market.model import Guarantee, Kind
from tasuki.core.market.verify.reading import Reading, Wishes
from tasuki.core.market.verify.report import LISTED_MAX, Check, failed, not_applicable, passed


def has_room(reading: Reading, wishes: Wishes) -> Bools:
    """Return bool (wishes,): the place has a free seat."""
    room = reading.held < reading.market.quota.capacity
    return room[wishes.places]


def check_stable(reading: Reading) -> Check:
    """Return whether no person and no place would rather have each other than what they got.

    A free seat, or a holder the place likes less, makes a pair block.

    Source: Gale and Shapley 1962.
    """
    if reading.market.kind is not Kind.MATCHING:
        return not_applicable(Guarantee.STABLE, "not_a_matching")
    wishes = reading.wishes
    free = has_room(reading, wishes)
    blocking = free | reading.envy
    if not blocking.any():
        return passed(Guarantee.STABLE)
    reason = "free_seat" if free[np.flatnonzero(blocking)[0]] else "justified_envy"
    return failed(Guarantee.STABLE, reason, pairs(reading, wishes.keep(blocking)))


def pairs(reading: Reading, wishes: Wishes) -> dict[str, object]:
    """Return how many pairs there are and the first of them, with the holder who would go."""
    listed = []
    for agent, place in zip(
        wishes.agents[:LISTED_MAX].tolist(), wishes.places[:LISTED_MAX].tolist(), strict=True
    ):
        is_full = reading.held[place] >= reading.market.quota.capacity[place]
        holder = int(reading.weakest_agent[place]) if is_full else -1
        listed.append(
            {
                "agent": reading.agent_id(agent),
                "place": reading.place_id(place),
                "holder": reading.agent_id(holder) if holder >= 0 else None,
            }
        )
    return {"count": len(wishes.agents), "pairs": listed}
