"""The conditions that an assignment states, read one by one."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from tasuki.core.market.csr import Bools
from tasuki.core.market.model import Constraint, ConstraintKind, Market
from tasuki.core.market.verify.reading import Reading
from tasuki.core.market.verify.report import Witness

type _Seen = Witness | None


def broken_condition(reading: Reading) -> tuple[str, Witness] | None:
    """Return the first condition that does not hold, with the count or the people, or None."""
    number = {one: at for at, one in enumerate(reading.market.agent_ids)}
    places = {one: at for at, one in enumerate(reading.market.place_ids)}
    for at, one in enumerate(reading.market.constraints):
        seen = _CHECKS[one.kind](reading, one, number, places)
        if seen is not None:
            return "condition_broken", {"constraint": at, "kind": str(one.kind), **seen}
    return _below_worst_rank(reading)


def ranks_of(market: Market) -> np.ndarray:
    """Return int64 (edges,): rank of each choice, 1 = best; equal worth counts as equal."""
    utility = market.edge.utility
    agents = market.edge_agent
    order = np.lexsort((-utility.astype(np.int64), agents))
    rank = np.empty(len(utility), dtype=np.int64)
    position = np.arange(len(utility)) - market.preference.indptr[agents[order]]
    # The rank of an equal is that of the first of them: carry it forward within the person.
    is_new = np.ones(len(utility), dtype=np.bool_)
    is_new[1:] = (agents[order][1:] != agents[order][:-1]) | (
        utility[order][1:] != utility[order][:-1]
    )
    first = np.maximum.accumulate(np.where(is_new, np.arange(len(utility)), 0))
    rank[order] = position[first] + 1
    return rank


def _below_worst_rank(reading: Reading) -> tuple[str, Witness] | None:
    worst = reading.outcome.mechanism.worst_rank
    if worst is None or not reading.market.edge_count:
        return None
    ranks = ranks_of(reading.market)[reading.outcome.edge[reading.holding]]
    bad = np.flatnonzero(ranks > worst)
    if not len(bad):
        return None
    agent = reading.agent_id(int(reading.holding[bad[0]]))
    return "below_worst_rank", {"agent": agent, "rank": int(ranks[bad[0]]), "worst_rank": worst}


def tagged(market: Market, tag: str | None) -> Bools:
    """Return bool (agents,): who has the tag."""
    tags = market.tags or ((),) * market.agent_count
    return np.array([tag in one for one in tags], dtype=np.bool_)


def moved(reading: Reading) -> Bools:
    """Return bool (agents,): whose place differs from the one held today."""
    found: Bools = reading.place != reading.market.endowment
    return found


type _Numbers = Mapping[str, int]


def _tag_minimum(reading: Reading, one: Constraint, _: _Numbers, places: _Numbers) -> _Seen:
    inside = reading.place == places[str(one.unit)]
    count = int((inside & tagged(reading.market, one.tag)).sum())
    if count >= (one.minimum or 0):
        return None
    return {"unit": one.unit, "tag": one.tag, "held": count, "minimum": one.minimum}


def _area(reading: Reading, agent: int) -> tuple[str, int]:
    """Return what has to be equal for two people to be near each other."""
    place = int(reading.place[agent])
    if place < 0:
        return "nowhere", -1
    region = int(reading.market.quota.region[place])
    return ("region", region) if region >= 0 else ("place", place)


def _together(reading: Reading, one: Constraint, agents: _Numbers, _: _Numbers) -> _Seen:
    areas = {_area(reading, agents[name]) for name in one.agents}
    return None if len(areas) <= 1 else {"agents": list(one.agents)}


def _apart(reading: Reading, one: Constraint, agents: _Numbers, _: _Numbers) -> _Seen:
    held = [int(reading.place[agents[name]]) for name in one.agents]
    seated = [place for place in held if place >= 0]
    return None if len(set(seated)) == len(seated) else {"agents": list(one.agents)}


def _fixed(reading: Reading, one: Constraint, agents: _Numbers, places: _Numbers) -> _Seen:
    name = one.agents[0]
    if reading.place[agents[name]] == places[str(one.unit)]:
        return None
    return {"agent": name, "unit": one.unit, "place": reading.place_id(reading.place[agents[name]])}


def _moves_maximum(reading: Reading, one: Constraint, _: _Numbers, __: _Numbers) -> _Seen:
    count = int(moved(reading).sum())
    most = one.maximum or 0
    return None if count <= most else {"moved": count, "maximum": most}


def _region_bound(reading: Reading, one: Constraint, _: _Numbers, __: _Numbers) -> _Seen:
    region = list(reading.market.region_ids).index(str(one.region))
    inside = reading.market.quota.region == region
    count = int(reading.held[inside].sum())
    too_many = one.maximum is not None and count > one.maximum
    too_few = one.minimum is not None and count < one.minimum
    if not too_many and not too_few:
        return None
    return {"region": one.region, "held": count, "minimum": one.minimum, "maximum": one.maximum}


_CHECKS: Final[Mapping[ConstraintKind, Callable[..., _Seen]]] = {
    ConstraintKind.TAG_MINIMUM: _tag_minimum,
    ConstraintKind.TOGETHER: _together,
    ConstraintKind.APART: _apart,
    ConstraintKind.FIXED: _fixed,
    ConstraintKind.MOVES_MAXIMUM: _moves_maximum,
    ConstraintKind.REGION_MAXIMUM: _region_bound,
    ConstraintKind.REGION_MINIMUM: _region_bound,
}
