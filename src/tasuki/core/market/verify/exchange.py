"""Swaps: cycles and chains that may be carried out, and that no others are worth more."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from tasuki.core.market.csr import Longs
from tasuki.core.market.model import NO_LIMIT, Guarantee, SwapMarket, SwapOutcome
from tasuki.core.market.verify.bounds import MILLION, millionths, settle
from tasuki.core.market.verify.report import Check, Witness, failed, not_applicable, passed
from tasuki.core.market.verify.search import PricedGraph, dearest_chain, dearest_cycle

CYCLE_CAP_DEFAULT = 3
CHAIN_CAP_DEFAULT = 0

type Fault = tuple[str, Witness]


def caps_of(outcome: SwapOutcome) -> tuple[int, int]:
    """Return (most seats in a cycle, most arcs in a chain) that the outcome was found with."""
    cycle, chain = outcome.mechanism.cycle_cap, outcome.mechanism.chain_cap
    return (
        CYCLE_CAP_DEFAULT if cycle is None else cycle,
        CHAIN_CAP_DEFAULT if chain is None else chain,
    )


def steps_of(outcome: SwapOutcome) -> Iterator[tuple[int, int]]:
    """Yield (seat given, seat of the person who gets it) for every move."""
    for cycle in outcome.cycles:
        yield from zip(cycle, [*cycle[1:], *cycle[:1]], strict=True)
    for chain in outcome.chains:
        yield from pairwise(chain)


def arc_between(market: SwapMarket, start: int, end: int) -> int:
    """Return the number of an arc, -1 when there is none."""
    low, high = int(market.indptr[start]), int(market.indptr[start + 1])
    at = low + int(np.searchsorted(market.arc_target[low:high], end))
    return at if at < high and market.arc_target[at] == end else -1


def check_exchange(market: SwapMarket, outcome: SwapOutcome) -> Check:
    """Return whether every cycle and chain exists, is short enough and leaves the rest alone."""
    fault = (
        _unknown_seat(market, outcome)
        or _used_twice(market, outcome)
        or _too_long(market, outcome)
        or _vacancy(market, outcome)
        or _no_arc(market, outcome)
        or _out_of_balance(market, outcome)
    )
    guarantee = Guarantee.EXCHANGE_FEASIBLE
    return passed(guarantee) if fault is None else failed(guarantee, *fault)


def _groups(outcome: SwapOutcome) -> list[tuple[int, ...]]:
    return [*outcome.cycles, *outcome.chains]


def _unknown_seat(market: SwapMarket, outcome: SwapOutcome) -> Fault | None:
    bad = [seat for one in _groups(outcome) for seat in one if not 0 <= seat < market.seat_count]
    return ("unknown_seat", {"seats": bad[:10]}) if bad else None


def _names(market: SwapMarket, group: tuple[int, ...]) -> list[str]:
    return [market.seat_ids[seat] for seat in group]


def _used_twice(market: SwapMarket, outcome: SwapOutcome) -> Fault | None:
    used = Counter(seat for one in _groups(outcome) for seat in one)
    seat, times = max(used.items(), key=lambda pair: pair[1], default=(0, 0))
    if times <= 1:
        return None
    return "seat_used_twice", {"seat": market.seat_ids[seat], "times": times}


def _too_long(market: SwapMarket, outcome: SwapOutcome) -> Fault | None:
    cycle_cap, chain_cap = caps_of(outcome)
    for cycle in outcome.cycles:
        if not 2 <= len(cycle) <= cycle_cap:
            return "cycle_length", {"cycle": _names(market, cycle), "cycle_cap": cycle_cap}
    for chain in outcome.chains:
        if not 1 <= len(chain) - 1 <= chain_cap:
            return "chain_length", {"chain": _names(market, chain), "chain_cap": chain_cap}
    return None


def _vacancy(market: SwapMarket, outcome: SwapOutcome) -> Fault | None:
    for cycle in outcome.cycles:
        if any(market.vacant[seat] for seat in cycle):
            return "vacancy_in_cycle", {"cycle": _names(market, cycle)}
    for chain in outcome.chains:
        if not market.vacant[chain[0]]:
            return "chain_without_vacancy", {"chain": _names(market, chain)}
        if any(market.vacant[seat] for seat in chain[1:]):
            return "vacancy_inside_chain", {"chain": _names(market, chain)}
    return None


def _no_arc(market: SwapMarket, outcome: SwapOutcome) -> Fault | None:
    for start, end in steps_of(outcome):
        if arc_between(market, start, end) < 0:
            return "no_such_arc", {"from": market.seat_ids[start], "to": market.seat_ids[end]}
    return None


def _out_of_balance(market: SwapMarket, outcome: SwapOutcome) -> Fault | None:
    flow = np.zeros(len(market.company_ids), dtype=np.int64)
    for start, end in steps_of(outcome):
        if market.company[start] >= 0:
            flow[market.company[start]] += 1
        if market.company[end] >= 0:
            flow[market.company[end]] -= 1
    limit = market.tolerance.astype(np.int64)
    off = np.flatnonzero((limit != NO_LIMIT) & (np.abs(flow) > limit))
    if not len(off):
        return None
    at = int(off[0])
    return "out_of_balance", {
        "company": market.company_ids[at],
        "net": int(flow[at]),
        "tolerance": int(limit[at]),
    }


def worth_of_arcs(market: SwapMarket, outcome: SwapOutcome) -> Longs:
    """Return int64 (arcs,): what the objective counts for each arc."""
    if outcome.mechanism.objective == "moves":
        return np.ones(len(market.arc_weight), dtype=np.int64)
    return market.arc_weight.astype(np.int64)


def check_optimal_exchange(market: SwapMarket, outcome: SwapOutcome) -> Check:
    """Return whether prices of seats prove that nothing is worth more.

    Prices are >= 0. When no cycle and no chain within the caps earns more than the prices of its
    seats, the sum of all prices bounds every set of cycles and chains. The search prices them all
    again and believes nothing.
    """
    guarantee = Guarantee.OPTIMAL_EXCHANGE
    feasible = check_exchange(market, outcome)
    if feasible.reason:
        return failed(guarantee, "not_feasible", {"see": str(Guarantee.EXCHANGE_FEASIBLE)})
    worth = worth_of_arcs(market, outcome)
    value = sum(int(worth[arc_between(market, *step)]) for step in steps_of(outcome))
    prices = outcome.certificate.prices
    if prices is None:
        if len(market.arc_target):
            return settle(guarantee, outcome, value=value, bound_millionths=None)
        prices = {}
    strangers = sorted(set(prices) - set(market.seat_ids))
    if strangers:
        return failed(guarantee, "price_of_unknown_seat", {"seats": strangers[:10]})
    below = sorted(seat for seat, price in prices.items() if price < 0)
    if below:
        return failed(guarantee, "negative_price", {"seats": below[:10]})
    price = millionths(prices, market.seat_ids)
    fault = _earns_more(market, caps_of(outcome), worth * MILLION, price)
    if fault is not None:
        return failed(guarantee, *fault)
    return settle(guarantee, outcome, value=value, bound_millionths=int(price.sum()))


def _earns_more(
    market: SwapMarket, caps: tuple[int, int], worth: Longs, price: Longs
) -> Fault | None:
    """Return a cycle or chain that earns more than the prices of its seats, or None."""
    cycle_cap, chain_cap = caps
    tails = np.repeat(np.arange(market.seat_count), np.diff(market.indptr))
    heads = market.arc_target.astype(np.int64)
    graph = PricedGraph.build(tails, heads, worth, price)
    if cycle_cap >= 2 and (cycle := dearest_cycle(graph, cycle_cap)):
        return "cycle_above_prices", {"cycle": [market.seat_ids[seat] for seat in cycle]}
    vacant = np.flatnonzero(market.vacant)
    if chain_cap >= 1 and (chain := dearest_chain(graph, vacant, chain_cap)):
        return "chain_above_prices", {"chain": [market.seat_ids[seat] for seat in chain]}
    return None


def check_swap_rational(guarantee: Guarantee) -> Check:
    """Return that the property says nothing of an exchange: every arc is a wish of both sides."""
    return not_applicable(guarantee, "exchange")
