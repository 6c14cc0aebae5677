"""Deferred acceptance in stages: enough people are held back that every floor can still be met.

Source: Fragiadakis, Iwasaki, Troyan, Ueda and Yokoo, ACM TEAC 2016.
"""

from dataclasses import replace

import numpy as np

from tasuki.core.market.csr import Ints, Longs
from tasuki.core.market.kernels import KernelName
from tasuki.core.market.lottery import precedence, tie_ranks
from tasuki.core.market.mechanisms.deferred import ask_some
from tasuki.core.market.mechanisms.result import outcome_of
from tasuki.core.market.model import (
    Certificate,
    Finding,
    Infeasible,
    Market,
    MarketError,
    Outcome,
    Status,
)


def clear_multi_stage(market: Market, kernel: KernelName | None = None) -> Outcome:
    """Return an outcome in which every place has its minimum.

    There are no cutoffs: who is placed in an early stage may hold a seat with a priority below
    that of somebody who was held back.

    Raises:
        MarketError: a list is not complete or a place does not accept somebody; then a minimum
            is a wish and belongs into an assignment.
    """
    check_complete(market)
    floors = market.quota.minimum
    if int(floors.sum()) > market.agent_count:
        return _infeasible(market)
    return outcome_of(market, ask_in_stages(market, kernel))


def check_complete(market: Market) -> None:
    """Refuse a market in which somebody cannot be sent everywhere.

    Raises:
        MarketError: with one finding for each person whose list is not complete or refused.
    """
    lengths = np.diff(market.preference.indptr)
    refused = np.zeros(market.agent_count, np.bool_)
    refused[market.edge_agent[~market.acceptable]] = True
    is_short = lengths < market.place_count
    text = "floors need complete lists and places that accept everyone"
    findings = [
        Finding("incomplete_list", f"agents[{market.agent_ids[at]}].choices", text)
        for at in np.flatnonzero(is_short | refused).tolist()
    ]
    if findings:
        raise MarketError(findings)


def ask_in_stages(market: Market, kernel: KernelName | None = None) -> Longs:
    """Return int64 (agents,): the edge of each person; floors must not exceed the people."""
    rest, tie = precedence(market), tie_ranks(market)
    seats = market.quota.capacity.copy()
    floors = market.quota.minimum.copy()
    found = np.full(market.agent_count, -1, np.int64)
    while len(rest):
        early = len(rest) - int(floors.sum())
        people, capacity = (rest[:early], seats) if early else (rest, floors)
        asked = ask_some(market, people=people, capacity=capacity, tie=tie, kernel=kernel)
        found[people] = asked[people]
        filled = _count(market, asked)
        seats = (seats - filled).astype(np.int32)
        floors = np.maximum(0, floors - filled).astype(np.int32)
        rest = rest[len(people) :]
    return found


def _count(market: Market, edge: Longs) -> Ints:
    places = market.preference.indices[edge[edge >= 0]]
    return np.bincount(places, minlength=market.place_count).astype(np.int32)


def _infeasible(market: Market) -> Outcome:
    nobody = outcome_of(market, np.full(market.agent_count, -1, np.int64))
    floors = market.quota.minimum
    witness = Infeasible(
        places=tuple(market.place_ids[at] for at in np.flatnonzero(floors).tolist()),
        minimum=int(floors.sum()),
        people=market.agent_count,
    )
    return replace(nobody, status=Status.INFEASIBLE, certificate=Certificate(infeasible=witness))
