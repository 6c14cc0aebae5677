"""Status-quo deferred acceptance: some incumbents are released, all others keep their seats.

It moves few people when tastes are alike; it is here for comparison and for small firms and is
never the default of a rotation.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from tasuki.core.market.csr import Bools, Ints, Longs, freeze, pointers
from tasuki.core.market.kernels import KernelName
from tasuki.core.market.lottery import precedence, tie_ranks
from tasuki.core.market.mechanisms.deferred import ask_some
from tasuki.core.market.mechanisms.result import outcome_of
from tasuki.core.market.model import Market, Outcome, Preference

FIRST: Final = 2**31 - 1
"""The priority of an incumbent at the own unit: above every stated number."""


@dataclass(frozen=True, slots=True, eq=False)
class _WithOwn:
    """The market in which released people also list their own unit, last and unbeatable.

    Attributes:
        source: int64 (edges,): the edge of the market as stated, -1 = added.
    """

    market: Market
    source: Longs


def clear_status_quo(market: Market, kernel: KernelName | None = None) -> Outcome:
    """Return the outcome in which the released people asked and everybody else stayed.

    Raises:
        MarketError: ties are broken by lottery and the seed is missing.
    """
    released = find_released(market)
    stays = ~released & (market.endowment >= 0)
    kept = np.bincount(market.endowment[stays], minlength=market.place_count)
    wide = _with_own_unit(market, released & (market.endowment >= 0))
    asked = ask_some(
        wide.market,
        people=np.flatnonzero(released).astype(np.int32),
        capacity=(market.quota.capacity - kept).astype(np.int32),
        tie=tie_ranks(market),
        kernel=kernel,
    )
    edge = np.full(market.agent_count, -1, np.int64)
    has = asked >= 0
    edge[has] = wide.source[asked[has]]
    place = np.where(stays, market.endowment, wide.market.place_of(asked)).astype(np.int32)
    return outcome_of(market, edge, place=place)


def find_released(market: Market) -> Bools:
    """Return bool (agents,): who may move. Per unit headcount - minimum people, in `order`.

    Only incumbents with a non-empty list are released; people without a unit always are.
    """
    has_list = np.diff(market.preference.indptr) > 0
    people = precedence(market)
    people = people[has_list[people] & (market.endowment[people] >= 0)]
    units = market.endowment[people]
    heads = np.bincount(market.endowment[market.endowment >= 0], minlength=market.place_count)
    free = np.maximum(0, heads - market.quota.minimum)
    # The turn of each person among the candidates of the own unit, from 0, in `order`.
    by_unit = np.argsort(units, kind="stable")
    sorted_units = units[by_unit]
    turn = np.empty(len(people), np.int64)
    turn[by_unit] = np.arange(len(people)) - np.searchsorted(sorted_units, sorted_units)
    released = market.endowment < 0
    released[people[turn < free[units]]] = True
    return released


def _with_own_unit(market: Market, who: Bools) -> _WithOwn:
    indptr, indices = market.preference.indptr, market.preference.indices
    agent = market.edge_agent
    is_own = who[agent] & (indices == market.endowment[agent])
    lists_own = np.zeros(market.agent_count, np.bool_)
    lists_own[agent[is_own]] = True
    added = (who & ~lists_own).astype(np.int64)
    wide_ptr = pointers(np.diff(indptr) + added)
    source = np.full(wide_ptr[-1], -1, np.int64)
    before = np.cumsum(added) - added
    source[np.arange(len(indices)) + before[agent]] = np.arange(len(indices))
    last = wide_ptr[1:][added > 0] - 1
    places = _take(indices, source)
    places[last] = market.endowment[added > 0]
    is_first = _take(is_own.astype(np.int32), source)
    is_first[last] = 1
    priority = np.where(is_first == 1, FIRST, _take(market.edge.priority, source))
    flags = np.where(is_first == 1, 0, _take(market.edge.flags.astype(np.int32), source))
    wide = market.with_edges(
        Preference(freeze(wide_ptr), freeze(places)),
        replace(
            market.edge,
            priority=freeze(priority.astype(np.int32)),
            flags=freeze(flags.astype(np.uint8)),
        ),
    )
    return _WithOwn(wide, source)


def _take(values: Ints, source: Longs) -> Ints:
    """Return the values of the stated edges, 0 on added ones."""
    found = np.zeros(len(source), values.dtype)
    found[source >= 0] = values[source[source >= 0]]
    return found
