"""Status-quo rotation: among those whose unit let them go, nobody envies with reason."""

import numpy as np

from tasuki.core.market.csr import Bools
from tasuki.core.market.model import Guarantee, Kind, Market
from tasuki.core.market.verify.reading import Reading, Wishes
from tasuki.core.market.verify.report import Check, failed, not_applicable, passed
from tasuki.core.market.verify.stable import has_room, pairs


def released(market: Market) -> Bools:
    """Return bool (agents,): who may move.

    Each unit lets go of headcount - minimum of its incumbents with a list, the first in the stated
    order. Whoever holds no seat is free to move.
    """
    found = market.endowment < 0
    headcount = np.bincount(market.endowment[~found], minlength=market.place_count)
    spare = (headcount - market.quota.minimum).tolist()
    has_list = (np.diff(market.preference.indptr) > 0).tolist()
    unit = market.endowment.tolist()
    order = market.order if len(market.order) else np.argsort(market.agent_position)
    for agent in order.tolist():
        at = unit[agent]
        if at >= 0 and has_list[agent] and spare[at] > 0:
            spare[at] -= 1
            found[agent] = True
    return found


def check_released(reading: Reading) -> Check:
    """Return whether the others kept their seats and no one let go has a justified claim.

    A claim: on a free seat, or on a seat of somebody let go who is not an incumbent of that unit
    and whom the unit ranks lower. Incumbents outrank everyone at their own unit.
    """
    guarantee = Guarantee.NO_ENVY_AMONG_RELEASED
    market = reading.market
    if market.kind is not Kind.ROTATION:
        return not_applicable(guarantee, "not_a_rotation")
    free = released(market)
    moved = np.flatnonzero(~free & (reading.place != market.endowment))
    if len(moved):
        witness = {"agent": reading.agent_id(int(moved[0])), "count": len(moved)}
        return failed(guarantee, "moved_without_release", witness)
    wishes = reading.wishes.keep(free[reading.wishes.agents])
    claim = has_room(reading, wishes)
    if claim.any():
        return failed(guarantee, "free_seat", pairs(reading, wishes.keep(claim)))
    return _envy(reading, wishes, free)


def _envy(reading: Reading, wishes: Wishes, free: Bools) -> Check:
    market = reading.market
    newcomers = reading.holding
    newcomers = newcomers[free[newcomers]]
    newcomers = newcomers[reading.place[newcomers] != market.endowment[newcomers]]
    edges = reading.outcome.edge[newcomers]
    strength = reading.strength(market.edge.priority[edges], newcomers)
    weakest = np.full(market.place_count, np.iinfo(np.int64).max)
    np.minimum.at(weakest, reading.place[newcomers], strength)
    offered = reading.strength(market.edge.priority[wishes.edges], wishes.agents)
    envy = np.flatnonzero(offered > weakest[wishes.places])
    if not len(envy):
        return passed(Guarantee.NO_ENVY_AMONG_RELEASED)
    agent, place = int(wishes.agents[envy[0]]), int(wishes.places[envy[0]])
    at = np.flatnonzero((reading.place[newcomers] == place) & (strength == weakest[place]))[0]
    witness = {
        "agent": reading.agent_id(agent),
        "place": reading.place_id(place),
        "holder": reading.agent_id(int(newcomers[at])),
        "count": len(envy),
    }
    return failed(Guarantee.NO_ENVY_AMONG_RELEASED, "justified_envy", witness)
