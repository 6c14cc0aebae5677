"""Deferred acceptance: free people (or places) ask down their lists, the other side keeps the best.

An outcome is stable when no person and place would both rather have each other than what they
hold. Asked by the people it is the best stable outcome for every one of them.

Source: Gale and Shapley 1962; Roth and Peranson, AER 1999.
"""

import numpy as np

from tasuki.core.market.csr import Ints, Longs, pointers
from tasuki.core.market.kernels import KernelName, load_kernels
from tasuki.core.market.lottery import tie_ranks
from tasuki.core.market.mechanisms.result import outcome_of
from tasuki.core.market.model import Market, Outcome, Side


def clear_deferred(market: Market, kernel: KernelName | None = None) -> Outcome:
    """Return the stable outcome that is best for the side that asks.

    Raises:
        MarketError: ties are broken by lottery and the seed is missing.
    """
    asks = market.mechanism.side or Side.AGENTS
    edge = ask_as_agents(market, kernel) if asks is Side.AGENTS else ask_as_openings(market, kernel)
    return outcome_of(market, edge, has_cutoffs=True)


def ask_as_agents(market: Market, kernel: KernelName | None = None) -> Longs:
    """Return int64 (agents,): the edge of each person when the people ask."""
    return ask_some(
        market,
        people=np.arange(market.agent_count, dtype=np.int32),
        capacity=market.quota.capacity,
        tie=tie_ranks(market),
        kernel=kernel,
    )


def ask_some(
    market: Market, *, people: Ints, capacity: Ints, tie: Ints, kernel: KernelName | None = None
) -> Longs:
    """Return int64 (agents,): the edge of each person when only `people` ask.

    Args:
        market: whose lists and priorities count.
        people: int32, who takes part.
        capacity: int32 (places,), seats this time.
        tie: int32 (agents,), distinct; the lower wins among equals.
        kernel: which loops; None = the best there is.
    """
    found: Longs = load_kernels(kernel).ask_agents(
        people,
        market.preference.indptr,
        market.preference.indices,
        market.edge.priority,
        market.edge.flags,
        market.quota.minimum_priority,
        tie,
        capacity,
    )
    return found


def ask_as_openings(market: Market, kernel: KernelName | None = None) -> Longs:
    """Return int64 (agents,): the edge of each person when the openings ask."""
    tie = tie_ranks(market)
    edges = np.flatnonzero(market.acceptable)
    places = market.preference.indices[edges]
    # Within a place the best person first: higher priority, then lower tie rank.
    order = np.lexsort((tie[market.edge_agent[edges]], -market.edge.priority[edges], places))
    found: Longs = load_kernels(kernel).ask_openings(
        market.preference.indptr,
        market.preference.indices,
        edges[order],
        pointers(np.bincount(places, minlength=market.place_count)),
        market.edge_agent,
        market.quota.capacity,
    )
    return found
