"""Swaps of seats: the best set of cycles and chains, with prices that prove it.

A cycle gives each of its people the seat of the next; a chain starts at a vacant seat and leaves
its last seat empty. No seat is used twice, lengths are capped, and a company may not win or lose
more people than its tolerance. Who looks at the result knows nothing of how it was found.

Source: Dickerson, Manlove, Plaut, Sandholm and Trimble, arXiv 1606.01623.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from tasuki.core.market.arrays import NO_LIMIT
from tasuki.core.market.kernels.packing import PackingKernel
from tasuki.core.market.outcome import Certificate, SwapOutcome
from tasuki.core.market.records import MarketError, Mechanism, MechanismName, Status
from tasuki.core.market.solvers.budget import Budget
from tasuki.core.market.solvers.columns import Columns, Prices, SwapGraph
from tasuki.core.market.solvers.packing import Packing, pack, raise_prices
from tasuki.core.market.solvers.program import Solve
from tasuki.core.market.swap_market import SwapMarket

CYCLE_CAP: Final = 3
CHAIN_CAP: Final = 0
"""What holds where the mechanism states nothing."""
SECONDS: Final = 60.0
_FIRST_OF_TWO: Final = 0.5
"""Share of the time for the number of moves, where fit is decided after it."""


def clear_exchange(
    market: SwapMarket,
    chosen: Mechanism | None = None,
    *,
    solve: Solve,
    seconds: float = SECONDS,
    kernel: PackingKernel | None = None,
) -> SwapOutcome:
    """Return the cycles and chains worth most.

    With objective `weight` the sum of weights counts. With `moves` the number of people who move
    counts first and among the best of these the sum of weights.

    Args:
        market: seats, arcs and balance.
        chosen: caps and objective; the market's own when not given.
        solve: runs the programs.
        seconds: > 0; afterwards the best found is returned with its gap.
        kernel: loops of the search; the best there are when not given.

    Raises:
        MarketError: the mechanism is not `cycle_chain_packing`.
        SolverError: the solver ended without an answer.
    """
    wanted = chosen or market.mechanism
    if wanted.name is not MechanismName.CYCLE_CHAIN_PACKING:
        text = f"{wanted.name} clears no exchange"
        raise MarketError.of("wrong_kind", "mechanism.name", text)
    graph = graph_of(market, wanted, kernel)
    budget = Budget(solve, seconds)
    if wanted.objective == "moves":
        found, proof, is_optimal = _most_moves(graph, budget)
    else:
        found, proof, is_optimal = _most_worth(graph, budget)
    return _outcome(market, wanted, graph, found, proof, is_optimal=is_optimal)


def graph_of(
    market: SwapMarket, wanted: Mechanism, kernel: PackingKernel | None = None
) -> SwapGraph:
    """Return the arrays of an exchange with the caps of a mechanism."""
    company = market.company if len(market.company) else np.zeros(0, np.int32)
    return SwapGraph(
        indptr=market.indptr,
        target=market.arc_target,
        worth=market.arc_weight.astype(np.float64),
        vacant=market.vacant,
        company=company,
        tolerance=market.tolerance,
        cycle_cap=CYCLE_CAP if wanted.cycle_cap is None else wanted.cycle_cap,
        chain_cap=CHAIN_CAP if wanted.chain_cap is None else wanted.chain_cap,
        kernel=kernel,
    )


def _most_worth(graph: SwapGraph, budget: Budget) -> tuple[Packing, Packing, bool]:
    """Return the best packing, the one whose prices prove most, and whether nothing is better."""
    found = pack(graph, budget)
    proof = _without_balance(graph, budget, found)
    return replace(found, bound=min(found.bound, proof.bound)), proof, found.is_optimal


def _without_balance(graph: SwapGraph, budget: Budget, found: Packing) -> Packing:
    """Return prices of seats alone: what a price of balance proves, nobody could check."""
    if not len(graph.bound_companies) or not len(found.prices.seat):
        return found
    free = replace(graph, tolerance=np.full_like(graph.tolerance, NO_LIMIT))
    return pack(free, budget, is_priced_only=True)


def _most_moves(graph: SwapGraph, budget: Budget) -> tuple[Packing, Packing, bool]:
    """Return the packing with most moves and, of these, most weight.

    Counting moves alone leaves very many packings equal, which takes long to choose among. So
    weights are added that are too small to outweigh a move in most cases; prices for moves alone
    then say whether the number is right, and only where it is not the moves are packed alone.
    """
    counted = replace(graph, worth=np.ones_like(graph.worth))
    proof = _without_balance(counted, budget, pack(counted, budget, is_priced_only=True))
    priced = pack(counted, budget, is_priced_only=True) if len(graph.bound_companies) else proof
    dearest = float(graph.worth.max(initial=1.0))
    mixed = replace(graph, worth=graph.worth + 4 * dearest)
    found = pack(mixed, budget, share=_FIRST_OF_TWO)
    moves = int(found.chosen.length.sum())
    bound = min(priced.bound, proof.bound)
    if moves < bound:
        alone = pack(counted, budget, first=found.chosen, share=_FIRST_OF_TWO)
        bound, moves = min(bound, alone.bound), alone.value
        found = alone if alone.value > int(found.chosen.length.sum()) else found
    best = found
    if moves:
        best = pack(graph, budget, moves=moves, first=found.chosen)
    is_optimal = moves == bound and (not moves or best.is_optimal)
    return replace(best, value=moves, bound=bound), proof, is_optimal


def _outcome(
    market: SwapMarket,
    wanted: Mechanism,
    graph: SwapGraph,
    found: Packing,
    proof: Packing,
    *,
    is_optimal: bool,
) -> SwapOutcome:
    columns = found.chosen
    groups = [_seats(graph, columns, place) for place in range(len(columns))]
    is_chain = columns.start >= 0
    weight = int(sum(graph.worth[row[row >= 0]].sum() for row in columns.arcs))
    statistics = {
        "value": found.value,
        "bound": found.bound,
        "moved": int(columns.length.sum()),
        "weight": weight,
    }
    counted = graph
    if wanted.objective == "moves":
        counted = replace(graph, worth=np.ones_like(graph.worth))
    prices = raise_prices(
        replace(counted, tolerance=np.full_like(graph.tolerance, NO_LIMIT)),
        Prices(proof.prices.seat, np.zeros(0)),
    )
    return SwapOutcome(
        name=market.name,
        mechanism=wanted,
        instance_digest=market.digest,
        status=Status.COMPLETE if is_optimal else Status.TIME_LIMIT,
        cycles=tuple(sorted(one for one, chain in zip(groups, is_chain, strict=True) if not chain)),
        chains=tuple(sorted(one for one, chain in zip(groups, is_chain, strict=True) if chain)),
        statistics=statistics,
        certificate=Certificate(
            prices={
                market.seat_ids[seat]: as_price(float(prices.seat[seat]))
                for seat in np.flatnonzero(prices.seat).tolist()
            }
        ),
    )


def as_price(value: float) -> int | float:
    """Return a price in millionths as the number that files hold: whole where it is whole."""
    rounded = round(value, 6)
    return int(rounded) if rounded.is_integer() else rounded


def _seats(graph: SwapGraph, columns: Columns, place: int) -> tuple[int, ...]:
    """Return the seats of a cycle from its smallest, or of a chain from its vacancy."""
    arcs = columns.arcs[place, : columns.length[place]]
    seats = graph.source[arcs].tolist()
    if columns.start[place] >= 0:
        return (*seats, int(graph.target[arcs[-1]]))
    first = seats.index(min(seats))
    return (*seats[first:], *seats[:first])
