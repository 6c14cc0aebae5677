"""Does the outcome fit the market at all: real edges, seats, ceilings, floors.

First the form: one row per person, an edge out of that person's own list, the place that the edge
names. An outcome without form is never read further. Then the counts. A rotation may not take a
unit below its minimum, or below today's headcount where that is smaller already; a matching treats
a minimum as a wish unless its mechanism promises floors (``floors``).
"""

import numpy as np

from tasuki.core.market.csr import Longs
from tasuki.core.market.model import NO_LIMIT, Guarantee, Kind, Market, Outcome, Status
from tasuki.core.market.verify.conditions import broken_condition
from tasuki.core.market.verify.reading import Reading
from tasuki.core.market.verify.report import Check, Witness, failed, not_applicable, passed

type Fault = tuple[str, Witness]


def form_fault(market: Market, outcome: Outcome) -> Fault | None:
    """Return why the arrays of an outcome do not fit the market, or None."""
    count = market.agent_count
    if outcome.edge.shape != (count,) or outcome.place.shape != (count,):
        return "wrong_length", {"people": count, "rows": len(outcome.edge)}
    indptr = market.preference.indptr
    edge, place = outcome.edge, outcome.place.astype(np.int64)
    if bad := _first(market, (edge != -1) & ((edge < indptr[:-1]) | (edge >= indptr[1:]))):
        return "edge_of_another", bad
    if bad := _first(market, (place < -1) | (place >= market.place_count)):
        return "unknown_place", bad
    if bad := _first(market, place != _named_places(market, outcome, place)):
        return "place_not_on_list", bad
    return None


def _named_places(market: Market, outcome: Outcome, place: Longs) -> Longs:
    """Return the place that each row's edge stands for; without an edge the own unit or none."""
    if market.kind is Kind.ASSIGNMENT:
        stays = np.full(market.agent_count, -1, dtype=np.int64)
    else:
        stays = np.where(place == market.endowment, market.endowment, -1)
    named = stays.astype(np.int64)
    listed = outcome.edge >= 0
    named[listed] = market.preference.indices[outcome.edge[listed]]
    return named


def _first(market: Market, is_bad: np.ndarray) -> Witness | None:
    found = np.flatnonzero(is_bad)
    if not len(found):
        return None
    return {"agent": market.agent_ids[int(found[0])], "count": len(found)}


def check_feasible(reading: Reading) -> Check:
    """Return whether every count is within its bounds; declared infeasible, nobody is placed."""
    if reading.outcome.status is Status.INFEASIBLE:
        return _nobody_placed(reading)
    fault = _over_capacity(reading) or _over_ceiling(reading) or _below_floor(reading)
    if fault is None and reading.market.kind is Kind.ASSIGNMENT:
        fault = _left_out(reading) or broken_condition(reading)
    if fault is None:
        return passed(Guarantee.FEASIBLE)
    return failed(Guarantee.FEASIBLE, *fault)


def _nobody_placed(reading: Reading) -> Check:
    placed = _first(reading.market, reading.outcome.edge >= 0)
    if placed is None:
        return not_applicable(Guarantee.FEASIBLE, "declared_infeasible")
    return failed(Guarantee.FEASIBLE, "infeasible_but_placed", placed)


def _over_capacity(reading: Reading) -> Fault | None:
    capacity = reading.market.quota.capacity
    over = np.flatnonzero(reading.held > capacity)
    if not len(over):
        return None
    place = int(over[0])
    return "over_capacity", {
        "place": reading.place_id(place),
        "held": int(reading.held[place]),
        "capacity": int(capacity[place]),
    }


def _over_ceiling(reading: Reading) -> Fault | None:
    market = reading.market
    for region, held in enumerate(region_counts(reading).tolist()):
        ceiling = int(market.region_maximum[region])
        if ceiling != NO_LIMIT and held > ceiling:
            name = market.region_ids[region]
            return "over_ceiling", {"region": name, "held": held, "ceiling": ceiling}
    return None


def region_counts(reading: Reading) -> Longs:
    """Return int64 (regions,): how many hold a seat in each region."""
    region = reading.market.quota.region
    inside = region >= 0
    counts = np.zeros(len(reading.market.region_maximum), dtype=np.int64)
    np.add.at(counts, region[inside], reading.held[inside])
    return counts


def floor_of(market: Market) -> Longs:
    """Return int64 (places,): the fewest people that each place may be left with."""
    floor = market.quota.minimum.astype(np.int64)
    if market.kind is not Kind.ROTATION:
        return floor
    endowed = market.endowment[market.endowment >= 0]
    return np.minimum(floor, np.bincount(endowed, minlength=market.place_count))


def shortfall(reading: Reading) -> Witness | None:
    """Return the first place with fewer people than its floor, or None."""
    floor = floor_of(reading.market)
    short = np.flatnonzero(reading.held < floor)
    if not len(short):
        return None
    place = int(short[0])
    return {
        "place": reading.place_id(place),
        "held": int(reading.held[place]),
        "minimum": int(floor[place]),
        "count": len(short),
    }


def _below_floor(reading: Reading) -> Fault | None:
    if reading.market.kind is Kind.MATCHING:
        return None
    short = shortfall(reading)
    return None if short is None else ("below_minimum", short)


def _left_out(reading: Reading) -> Fault | None:
    """Return who has no place in an assignment without having agreed to that."""
    bad = _first(reading.market, (reading.place < 0) & ~reading.market.may_stay_out)
    return None if bad is None else ("without_place", bad)
