"""Exchanges in which units have a say: no unit worse off, and nothing left that both sides want.

Speaks only of rotations in which every unit holds one seat and every person holds one.
"""

import numpy as np

from tasuki.core.market.csr import Bools, Longs
from tasuki.core.market.model import Guarantee, Kind
from tasuki.core.market.verify.graphs import find_cycle
from tasuki.core.market.verify.reading import Reading
from tasuki.core.market.verify.report import Check, failed, not_applicable, passed


def _is_single(reading: Reading) -> bool:
    """Return whether every person holds one seat today and every unit has exactly one."""
    market = reading.market
    if market.kind is not Kind.ROTATION or np.any(market.endowment < 0):
        return False
    seats = np.bincount(market.endowment, minlength=market.place_count)
    return bool(np.all(seats <= 1) and np.all(market.quota.capacity <= 1))


def _own_strength(reading: Reading) -> Longs:
    """Return int64 (agents,): how strong each person is at the seat held today."""
    return reading.strength(reading.market.own_priority, np.arange(reading.market.agent_count))


def _strength_now(reading: Reading) -> Longs:
    """Return int64 (agents,): how strong each person is at the seat got."""
    found = _own_strength(reading)
    moved = _moved(reading)
    edges = reading.outcome.edge[moved]
    found[moved] = reading.strength(reading.market.edge.priority[edges], np.flatnonzero(moved))
    return found


def _moved(reading: Reading) -> Bools:
    is_listed = reading.outcome.edge >= 0
    found: Bools = is_listed & (reading.place != reading.market.endowment)
    return found


def _incumbent(reading: Reading) -> Longs:
    """Return int64 (places,): who holds the seat today, -1 = nobody."""
    found = np.full(reading.market.place_count, -1, dtype=np.int64)
    found[reading.market.endowment] = np.arange(reading.market.agent_count)
    return found


def check_two_sided_rational(reading: Reading) -> Check:
    """Return whether every unit ranks its new holder above the person who left."""
    guarantee = Guarantee.TWO_SIDED_RATIONAL
    if not _is_single(reading):
        return not_applicable(guarantee, "not_one_seat_each")
    moved = np.flatnonzero(_moved(reading))
    before = _incumbent(reading)[reading.place[moved]]
    is_lower = _strength_now(reading)[moved] < _own_strength(reading)[before]
    worse = np.flatnonzero((before >= 0) & is_lower)
    if not len(worse):
        return passed(guarantee)
    agent = int(moved[worse[0]])
    witness = {
        "place": reading.place_id(int(reading.place[agent])),
        "agent": reading.agent_id(agent),
        "holder": reading.agent_id(int(before[worse[0]])),
        "count": len(worse),
    }
    return failed(guarantee, "unit_worse_off", witness)


def check_two_sided_efficient(reading: Reading) -> Check:
    """Return whether no exchange is left that its people and their new units all prefer.

    Arrow from person to person if the first prefers the seat the second got and that unit ranks the
    first above the second: no cycle.

    Source: Combe, Tercieux and Terrier 2022, two-sided efficiency.
    """
    guarantee = Guarantee.TWO_SIDED_EFFICIENT
    if not _is_single(reading):
        return not_applicable(guarantee, "not_one_seat_each")
    market, wishes = reading.market, reading.wishes
    holder = np.full(market.place_count, -1, dtype=np.int64)
    holder[reading.place[reading.place >= 0]] = np.flatnonzero(reading.place >= 0)
    wishes = wishes.keep(holder[wishes.places] >= 0)
    now = _strength_now(reading)
    offered = reading.strength(market.edge.priority[wishes.edges], wishes.agents)
    wishes = wishes.keep(offered > now[holder[wishes.places]])
    cycle = find_cycle(market.agent_count, wishes.agents, holder[wishes.places])
    if cycle is None:
        return passed(guarantee)
    moves = [
        {
            "agent": reading.agent_id(agent),
            "from": reading.place_id(int(reading.place[agent])),
            "to": reading.place_id(int(reading.place[other])),
        }
        for agent, other in zip(cycle, [*cycle[1:], cycle[0]], strict=True)
    ]
    return failed(guarantee, "both_sides_prefer", {"moves": moves})
