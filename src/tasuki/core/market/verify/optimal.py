"""Is a stable outcome the best one for its people, or for its openings?"""

import numpy as np

from tasuki.core.market.csr import Longs
from tasuki.core.market.model import Guarantee, Kind
from tasuki.core.market.verify.graphs import functional_cycle
from tasuki.core.market.verify.reading import Reading, ranges
from tasuki.core.market.verify.report import Check, Verdict, failed, not_applicable, passed
from tasuki.core.market.verify.stable import check_stable


def check_person_optimal(reading: Reading) -> Check:
    """Return whether no stable outcome is better for any person.

    For each opening take the top person who prefers it to the own place, and draw an arrow to that
    person's opening. A stable outcome is the best for its people if and only if there is no cycle.

    Source: Erdil and Ergin 2008, stable improvement cycles.
    """
    guarantee = Guarantee.PERSON_OPTIMAL
    if reading.market.kind is not Kind.MATCHING:
        return not_applicable(guarantee, "not_a_matching")
    if check_stable(reading).verdict is Verdict.FAIL:
        return failed(guarantee, "not_stable", {"see": str(Guarantee.STABLE)})
    top = _top_wisher(reading)
    arrow = np.where(top >= 0, reading.place[top], -1)
    cycle = functional_cycle(arrow)
    if cycle is None:
        return passed(guarantee)
    moves = [
        {
            "agent": reading.agent_id(int(top[place])),
            "from": reading.place_id(int(arrow[place])),
            "to": reading.place_id(place),
        }
        for place in cycle
    ]
    return failed(guarantee, "improvement_cycle", {"moves": moves})


def _top_wisher(reading: Reading) -> Longs:
    """Return int64 (places,): the strongest person who would rather be there, -1 = nobody."""
    wishes = reading.wishes
    strength = reading.strength(reading.market.edge.priority[wishes.edges], wishes.agents)
    best = np.full(reading.market.place_count, np.iinfo(np.int64).min)
    np.maximum.at(best, wishes.places, strength)
    is_best = strength == best[wishes.places]
    found = np.full(reading.market.place_count, -1, dtype=np.int64)
    found[wishes.places[is_best]] = wishes.agents[is_best]
    return found


def check_opening_optimal(reading: Reading) -> Check:
    """Return whether no stable outcome is better for any opening.

    The mirror of the test above: the weakest holder of each opening looks down the own list for the
    first opening that would take this person instead of its weakest holder. Arrow from opening to
    opening; a cycle is a rotation, and carrying it out gives a stable outcome better for openings.

    Source: Irving and Leather 1986; for capacities Cheng, McDermid and Suzuki 2008.
    """
    guarantee = Guarantee.OPENING_OPTIMAL
    market = reading.market
    if market.kind is not Kind.MATCHING:
        return not_applicable(guarantee, "not_a_matching")
    if check_stable(reading).verdict is Verdict.FAIL:
        return failed(guarantee, "not_stable", {"see": str(Guarantee.STABLE)})
    arrow = _next_opening(reading)
    cycle = functional_cycle(arrow)
    if cycle is None:
        return passed(guarantee)
    moves = [
        {
            "agent": reading.agent_id(int(reading.weakest_agent[place])),
            "from": reading.place_id(place),
            "to": reading.place_id(int(arrow[place])),
        }
        for place in cycle
    ]
    return failed(guarantee, "rotation", {"moves": moves})


def _next_opening(reading: Reading) -> Longs:
    """Return int64 (places,): where the weakest holder would be taken next, -1 = nowhere.

    A place with a free seat ends the search: it is never full, so nobody is ever sent past it.
    """
    market = reading.market
    held = np.flatnonzero(reading.weakest_agent >= 0)
    agents = reading.weakest_agent[held]
    starts = reading.outcome.edge[agents] + 1
    rows, edges = ranges(starts, market.preference.indptr[agents + 1] - starts)
    places = market.preference.indices[edges].astype(np.int64)
    strength = reading.strength(market.edge.priority[edges], agents[rows])
    has_room = reading.held[places] < market.quota.capacity[places]
    wanted = reading.accepted(edges) & (has_room | (strength > reading.weakest[places]))
    found = np.flatnonzero(wanted)
    row, first = np.unique(rows[found], return_index=True)
    goes = np.where(has_room[found[first]], -1, places[found[first]])
    arrow = np.full(market.place_count, -1, dtype=np.int64)
    arrow[held[row]] = goes
    return arrow
