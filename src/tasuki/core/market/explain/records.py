"""One record for each person and round, with nobody else's data in it.

A cutoff is the only number about others, and it is shown for listed places alone.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import numpy as np

from tasuki.core.market.arrays import NO_NUMBER
from tasuki.core.market.explain.counterfactual import smallest_change
from tasuki.core.market.explain.reasons import Reason, shown_guarantees
from tasuki.core.market.explain.standing import (
    Standing,
    View,
    is_region_full,
    own_number,
    standing_of,
    tie_code,
)
from tasuki.core.market.model import Market, MarketError, MechanismName, Outcome

type Record = dict[str, Any]


def explain(
    market: Market,
    outcome: Outcome,
    agent_id: str,
    *,
    checks: Mapping[str, str] | None = None,
    parts: Mapping[str, int] | None = None,
    missing: tuple[str, ...] = (),
    with_change: bool = True,
) -> Record:
    """Return the explanation of one person's result; `say` makes sentences of it.

    Args:
        market: the locked input.
        outcome: of that market.
        agent_id: the person.
        checks: property -> PASS or FAIL, as the verifiers found.
        parts: named parts of the number at the proposed place, in millionths.
        missing: parts without information.
        with_change: look for the smallest change by clearing again.

    Raises:
        MarketError: nobody has that id.
    """
    view = View(market, outcome)
    agent = view.number_of(agent_id)
    record = record_of(view, agent, checks=checks or {}, with_change=with_change)
    if parts:
        record.setdefault("why_here", {})["parts"] = dict(parts)
    if missing:
        record.setdefault("why_here", {})["missing"] = list(missing)
    return record


def explain_all(
    market: Market,
    outcome: Outcome,
    *,
    checks: Mapping[str, str] | None = None,
    with_change: bool = False,
) -> Iterator[Record]:
    """Yield the records of all people, in the order of the file.

    Args:
        market: the locked input.
        outcome: of that market.
        checks: property -> PASS or FAIL.
        with_change: clear again for each person who did not get the first choice.
    """
    view = View(market, outcome)
    for agent in np.argsort(market.agent_position).tolist():
        yield record_of(view, agent, checks=checks or {}, with_change=with_change)


def record_of(view: View, agent: int, *, checks: Mapping[str, str], with_change: bool) -> Record:
    """Return the record of the person with that number."""
    market, outcome = view.market, view.outcome
    higher = [_reason(view, one) for one in higher_edges(market, outcome, agent)]
    record: Record = {
        "round": outcome.name,
        "agent": market.agent_ids[agent],
        "mechanism": str(outcome.mechanism.name),
        "digest": outcome.instance_digest,
        "result": _result(market, outcome, agent),
        "higher": higher,
        "guarantees": shown_guarantees(outcome.mechanism),
        "checks": dict(checks),
    }
    if movement := _movement(view, agent):
        record["movement"] = movement
    place = record["result"]["place"]
    if place in outcome.cutoffs:
        record["why_here"] = {"cutoff": outcome.cutoffs[place]}
    if with_change and (change := smallest_change(market, outcome, agent, higher)):
        record["change"] = change
    return record


def reason_at(market: Market, outcome: Outcome, agent_id: str, place_id: str) -> Record:
    """Return why a person is not at a place, also when it was never on the list.

    Raises:
        MarketError: nobody, or no place, has that id.
    """
    view = View(market, outcome)
    agent = view.number_of(agent_id)
    if place_id not in view.places:
        raise MarketError.of("unknown_id", "place", f"no place {place_id!r}")
    start, end = market.preference.indptr[agent : agent + 2].tolist()
    listed = np.flatnonzero(market.preference.indices[start:end] == view.places[place_id])
    if not len(listed):
        return {"place": place_id, "reason": str(Reason.UNLISTED)}
    return _reason(view, start + int(listed[0]))


def higher_edges(market: Market, outcome: Outcome, agent: int) -> list[int]:
    """Return the edges that the person likes better than the result, best first."""
    start, end = market.preference.indptr[agent : agent + 2].tolist()
    got = int(outcome.edge[agent])
    if len(market.edge.utility):
        worth = market.edge.utility[start:end].tolist()
        least = int(market.edge.utility[got]) if got >= 0 else NO_NUMBER
        better = [start + at for at, value in enumerate(worth) if value > least]
        return sorted(better, key=lambda edge: -int(market.edge.utility[edge]))
    edges = range(start, got if got >= 0 else end)
    own = int(market.endowment[agent])
    before = [edge for edge in edges if int(market.preference.indices[edge]) == own]
    return list(edges)[: before[0] - start] if before else list(edges)


def _result(market: Market, outcome: Outcome, agent: int) -> Record:
    edge, place = int(outcome.edge[agent]), int(outcome.place[agent])
    if place < 0:
        return {"place": None, "rank": None, "number": None, "reason": str(Reason.NO_PROPOSAL)}
    is_own = place == int(market.endowment[agent])
    rank = edge - int(market.preference.indptr[agent]) + 1 if edge >= 0 else None
    return {
        "place": market.place_ids[place],
        "rank": rank,
        "number": own_number(market, edge) if edge >= 0 else None,
        "reason": str(Reason.STAYS if is_own else Reason.ASSIGNED),
    }


def _movement(view: View, agent: int) -> Record:
    """Return the cycle a moving person is part of, told by its length alone."""
    place = int(view.outcome.place[agent])
    if view.cycle is None or place < 0 or place == int(view.market.endowment[agent]):
        return {}
    size = int(np.count_nonzero(view.cycle == view.cycle[agent]))
    return {"reason": str(Reason.IN_CYCLE), "n": size} if size > 1 else {}


def _reason(view: View, edge: int) -> Record:
    """Return why the person of an edge is not at its place."""
    seen = standing_of(view, edge)
    found: Record = {"place": view.market.place_ids[seen.place], "rank": seen.rank}
    if seen.own is None:
        return found | {"reason": str(Reason.INELIGIBLE)}
    least = int(view.market.quota.minimum_priority[seen.place])
    if seen.own < least:
        rule = {"rule": "minimum_priority", "least": least, "own": seen.own}
        return found | {"reason": str(Reason.NOT_ACCEPTED)} | rule
    return found | _BY_MECHANISM[view.outcome.mechanism.name](view, seen)


def _full(view: View, seen: Standing) -> Record:
    """Return the reason at a place whose holders were all ranked at least as high."""
    seats = int(view.market.quota.capacity[seen.place])
    if seats == 0 or seen.lowest is None or seen.own is None:
        return {"reason": str(Reason.NO_SEATS)}
    code = tie_code(view.market) if seen.lowest == seen.own else str(Reason.BELOW_CUTOFF)
    return {"reason": code, "cutoff": seen.lowest, "own": seen.own, "seats": seats}


def _under_ceilings(view: View, seen: Standing) -> Record:
    is_full = seen.held >= int(view.market.quota.capacity[seen.place])
    if is_full or not is_region_full(view.market, view.outcome, seen.place):
        return _full(view, seen)
    region = int(view.market.quota.region[seen.place])
    return {
        "reason": str(Reason.REGION_FULL),
        "region": view.market.region_ids[region],
        "cap": int(view.market.region_maximum[region]),
        "cutoff": seen.lowest,
        "own": seen.own,
    }


def _in_stages(view: View, seen: Standing) -> Record:
    is_full = seen.held >= int(view.market.quota.capacity[seen.place])
    is_below = seen.lowest is not None and seen.own is not None and seen.own <= seen.lowest
    if is_full and is_below:
        return _full(view, seen)
    return {"reason": str(Reason.FLOOR_ELSEWHERE)}


def _by_cycles(view: View, seen: Standing) -> Record:
    return {"reason": str(Reason.NO_CYCLE)}


def _by_blocks(view: View, seen: Standing) -> Record:
    is_open = bool(view.is_open[seen.edge])
    return {"reason": str(Reason.NO_CYCLE if is_open else Reason.WOULD_LOWER_UNIT)}


def _by_release(view: View, seen: Standing) -> Record:
    if not view.is_released[int(view.market.edge_agent[seen.edge])]:
        return {"reason": str(Reason.NOT_RELEASED)}
    if seen.lowest is None or seen.own is None or seen.own > seen.lowest:
        return {"reason": str(Reason.INCUMBENTS_STAY)}
    return _full(view, seen)


def _by_best_total(view: View, seen: Standing) -> Record:
    return {"reason": str(Reason.NOT_IN_BEST_PACKING)}


_BY_MECHANISM: Final[dict[MechanismName, Callable[[View, Standing], Record]]] = {
    MechanismName.DEFERRED_ACCEPTANCE: _full,
    MechanismName.FLEXIBLE: _under_ceilings,
    MechanismName.MULTI_STAGE: _in_stages,
    MechanismName.TOP_TRADING_CYCLES: _by_cycles,
    MechanismName.BLOCK_EXCHANGE: _by_blocks,
    MechanismName.STATUS_QUO: _by_release,
    MechanismName.ASSIGNMENT: _by_best_total,
}
