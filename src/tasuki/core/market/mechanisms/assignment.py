"""Planned assignment: the most total worth under every stated condition, with its proof.

The firm chooses, so the truth is no longer everybody's best answer; whoever runs it says so.
`frontier` shows what a better worst rank costs in total worth.
"""

from collections import deque
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from tasuki.core.market.arrays import NO_LIMIT
from tasuki.core.market.csr import Longs, freeze
from tasuki.core.market.mechanisms.exchange import as_price
from tasuki.core.market.model import (
    Certificate,
    Infeasible,
    Kind,
    Market,
    MarketError,
    Mechanism,
    MechanismName,
    Outcome,
    Status,
)
from tasuki.core.market.solvers.budget import Budget
from tasuki.core.market.solvers.plan import Plan, first_columns, plan_of, ranks_of
from tasuki.core.market.solvers.program import Solve, SolveStatus
from tasuki.core.market.solvers.sifting import Sifted, solve_whole

SECONDS: Final = 60.0
FRONTIER_POINTS_MAX: Final = 50
FIRST_CHOICES: Final = 4
"""Choices of each person that the first linear program holds; others come as they are needed."""
_MILLION: Final = 1_000_000


def clear_assignment(
    market: Market, chosen: Mechanism | None = None, *, solve: Solve, seconds: float = SECONDS
) -> Outcome:
    """Return the assignment of most total worth.

    Args:
        market: of kind assignment.
        chosen: with the worst rank anybody may get; the market's own when not given.
        solve: runs the programs.
        seconds: > 0; afterwards the best found is returned with its gap.

    Raises:
        MarketError: the mechanism or the market is not for assignment.
        SolverError: the solver ended without an answer.
    """
    wanted = chosen or market.mechanism
    if market.kind is not Kind.ASSIGNMENT or wanted.name is not MechanismName.ASSIGNMENT:
        text = f"{wanted.name} on a market of kind {market.kind}"
        raise MarketError.of("wrong_kind", "mechanism.name", text)
    plan = plan_of(market, wanted.worst_rank)
    found = solve_whole(
        plan.program, Budget(solve, seconds), first_columns(market, plan, FIRST_CHOICES)
    )
    return _outcome(market, wanted, plan, found)


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """One of the best trades between total worth and the worst rank.

    Attributes:
        worst_rank: nobody got a choice of a higher rank.
        value: total worth.
        outcome: the assignment.
    """

    worst_rank: int
    value: int
    outcome: Outcome


def frontier(
    market: Market, *, solve: Solve, seconds: float = SECONDS
) -> tuple[FrontierPoint, ...]:
    """Return total worth against worst rank, from most worth to the best worst rank possible.

    Each point is best for its worst rank: a smaller one costs worth, or cannot be had.

    Args:
        market: of kind assignment; its own worst rank is where it begins.
        solve: runs the programs.
        seconds: > 0, for each point.
    """
    ranks = ranks_of(market)
    wanted = replace(market.mechanism, name=MechanismName.ASSIGNMENT)
    points: list[FrontierPoint] = []
    while len(points) < FRONTIER_POINTS_MAX:
        outcome = clear_assignment(market, wanted, solve=solve, seconds=seconds)
        held = outcome.edge[outcome.edge >= 0]
        if "value" not in outcome.statistics:
            break
        worst = int(ranks[held].max(initial=0))
        points.append(FrontierPoint(worst, int(outcome.statistics["value"]), outcome))
        if worst <= 1:
            break
        wanted = replace(wanted, worst_rank=worst - 1)
    return tuple(_undominated(points))


def _undominated(points: list[FrontierPoint]) -> list[FrontierPoint]:
    """Return the points without those that a later one beats in rank and equals in worth."""
    return [
        one
        for at, one in enumerate(points)
        if not any(other.value >= one.value for other in points[at + 1 :])
    ]


def _outcome(market: Market, wanted: Mechanism, plan: Plan, found: Sifted) -> Outcome:
    edge = np.full(market.agent_count, -1, np.int64)
    place = np.full(market.agent_count, -1, np.int32)
    certificate, statistics = Certificate(), {}
    if found.values is not None:
        taken = plan.edges[found.values > 0.5]
        edge[market.edge_agent[taken]] = taken
        place[market.edge_agent[taken]] = market.preference.indices[taken]
        prices, people, proven = _prices(market, plan, found)
        certificate = Certificate(prices=prices, people=people)
        statistics = _statistics(market, taken, place) | {
            "bound": int(found.bound),
            "proven_bound": proven,
        }
        status = Status.COMPLETE if found.status is SolveStatus.OPTIMAL else Status.TIME_LIMIT
    elif found.status is SolveStatus.INFEASIBLE:
        certificate = Certificate(infeasible=hall_witness(market))
        status = Status.INFEASIBLE
    else:
        status = Status.TIME_LIMIT
    return Outcome(
        name=market.name,
        mechanism=wanted,
        instance_digest=market.digest,
        status=status,
        edge=freeze(edge),
        place=freeze(place),
        statistics=statistics,
        certificate=certificate,
    )


def _statistics(market: Market, taken: Longs, place: np.ndarray) -> dict[str, int | float]:
    ranks = ranks_of(market)[taken]
    return {
        "value": int(market.edge.utility[taken].astype(np.int64).sum()),
        "matched": len(taken),
        "moved": int(np.count_nonzero(place != market.endowment)),
        "sum_of_ranks": int(ranks.sum()),
        "worst_rank": int(ranks.max(initial=0)),
    }


def _prices(
    market: Market, plan: Plan, found: Sifted
) -> tuple[dict[str, int | float], dict[str, int | float], int]:
    """Return prices of units and people and the bound they prove, by whole millionths.

    A person's price covers every choice: worth less the price of the unit. Then no assignment is
    worth more than all prices of people, of seats that are scarce, and of floors that must be met.
    """
    assert found.duals is not None
    unit = np.rint(found.duals[plan.units] * _MILLION).astype(np.int64)
    capacity = market.quota.capacity.astype(np.int64)
    unit[(capacity == NO_LIMIT) & (unit > 0)] = 0
    worth = market.edge.utility.astype(np.int64) * _MILLION
    lowest = np.iinfo(np.int64).min // 4
    people = np.where(market.may_stay_out, 0, lowest)
    np.maximum.at(people, market.edge_agent, worth - unit[market.preference.indices])
    people[people == lowest] = 0
    above, below = np.maximum(unit, 0), np.minimum(unit, 0)
    seats = int((above * np.where(above > 0, capacity, 0)).sum())
    floors = int((below * market.quota.minimum.astype(np.int64)).sum())
    proven = (int(people.sum()) + seats + floors) // _MILLION
    return _named(market.place_ids, unit), _named(market.agent_ids, people), proven


def _named(ids: object, prices: Longs) -> dict[str, int | float]:
    names: list[str] = list(ids)  # type: ignore[call-overload]
    places = np.flatnonzero(prices).tolist()
    return {names[at]: as_price(int(prices[at]) / _MILLION) for at in places}


def hall_witness(market: Market) -> Infeasible | None:
    """Return units whose floors exceed the people who list one of them; None = floors can be met.

    A flow carries a person to each seat that must be filled. Where it cannot fill all, the units
    that a missing seat can still reach are the witness.
    """
    floor = market.quota.minimum.astype(np.int64)
    units = np.flatnonzero(floor)
    if not len(units):
        return None
    edges = np.flatnonzero(floor[market.preference.indices] > 0)
    unit, person = market.preference.indices[edges], market.edge_agent[edges]
    places, agents = market.place_count, market.agent_count
    source, sink = places + agents, places + agents + 1
    tails = np.concatenate([np.full(len(units), source), unit, places + np.arange(agents)])
    heads = np.concatenate([units, places + person, np.full(agents, sink)])
    room = np.concatenate([floor[units], np.ones(len(edges) + agents, np.int64)]).astype(np.int32)
    network = csr_array((room, (tails, heads)), shape=(sink + 1, sink + 1))
    flow = maximum_flow(network, source, sink)
    if flow.flow_value == int(floor.sum()):
        return None
    reached = _reachable(csr_array(network - flow.flow), source)
    short = np.flatnonzero(reached[:places] & (floor > 0))
    people = np.unique(person[np.isin(unit, short)])
    names = tuple(market.place_ids[at] for at in short.tolist())
    return Infeasible(names, int(floor[short].sum()), len(people))


def _reachable(left: csr_array, source: int) -> np.ndarray:
    seen = np.zeros(left.shape[0], np.bool_)
    seen[source] = True
    queue = deque([source])
    while queue:
        at = queue.popleft()
        row = slice(left.indptr[at], left.indptr[at + 1])
        for onward in left.indices[row][left.data[row] > 0].tolist():
            if not seen[onward]:
                seen[onward] = True
                queue.append(onward)
    return seen
