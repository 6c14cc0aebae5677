"""Swaps: optimal by complete enumeration, with prices that prove it and balance kept."""

from itertools import combinations, pairwise, permutations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasuki.core.market.kernels.packing import load_packing
from tasuki.core.market.mechanisms.exchange import clear_exchange
from tasuki.core.market.model import MarketError, Mechanism, MechanismName, Status, SwapMarket
from tasuki.core.market.records import Seat

RARELY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def packing(cycle_cap=3, chain_cap=2, objective="weight"):
    return Mechanism(
        MechanismName.CYCLE_CHAIN_PACKING,
        cycle_cap=cycle_cap,
        chain_cap=chain_cap,
        objective=objective,
    )


def market_of(arcs, *, vacant=(), companies=None, balance=None, mechanism=None):
    names = sorted({one for a, b, _ in arcs for one in (a, b)} | set(vacant) | set(companies or ()))
    seats = [Seat(one, (companies or {}).get(one), one in vacant) for one in names]
    return SwapMarket.from_records(
        seats=seats, arcs=arcs, mechanism=mechanism or packing(), balance=balance
    )


def groups_of(market):
    """Return every cycle and chain within the caps as (seats, moves, weight, company flow)."""
    weight = {}
    for seat in range(market.seat_count):
        for arc in range(market.indptr[seat], market.indptr[seat + 1]):
            weight[seat, int(market.arc_target[arc])] = int(market.arc_weight[arc])
    found = []
    caps = market.mechanism.cycle_cap, market.mechanism.chain_cap
    for size in range(2, max(caps[0], caps[1] + 1) + 1):
        for seats in permutations(range(market.seat_count), size):
            is_chain = bool(market.vacant[seats[0]])
            steps = list(pairwise(seats))
            if not is_chain:
                steps.append((seats[-1], seats[0]))
            is_short = len(steps) <= caps[is_chain]
            is_rooted = is_chain or seats[0] == min(seats)
            if is_short and is_rooted and all(step in weight for step in steps):
                total = sum(weight[step] for step in steps)
                flow = {seats[0]: 1, seats[-1]: -1} if is_chain else {}
                found.append((seats, len(steps), total, flow))
    return found


def best_of(market):
    """Return (moves, weight) of the best packing by trying all."""
    groups, best = groups_of(market), (0, 0)

    def go(at, used, moves, weight, flow):
        nonlocal best
        key = (moves, weight) if market.mechanism.objective == "moves" else (weight,)
        old = best if market.mechanism.objective == "moves" else best[1:]
        limits = zip(flow, market.tolerance, strict=True)
        if key > old and all(abs(net) <= limit for net, limit in limits):
            best = moves, weight
        for place in range(at, len(groups)):
            seats, steps, total, change = groups[place]
            if not used & set(seats):
                moved = list(flow)
                for seat, sign in change.items():
                    moved[market.company[seat]] += sign if market.company[seat] >= 0 else 0
                go(place + 1, used | set(seats), moves + steps, weight + total, moved)

    go(0, frozenset(), 0, 0, [0] * len(market.company_ids))
    return best


def dearest(market, outcome):
    """Return the most that a cycle or chain earns beyond the prices of its seats."""
    prices = outcome.certificate.prices
    is_counted = market.mechanism.objective == "moves"
    paid = [prices.get(one, 0) for one in market.seat_ids]
    gains = [
        (moves if is_counted else weight) - sum(paid[seat] for seat in seats)
        for seats, moves, weight, _ in groups_of(market)
    ]
    return max(gains, default=0)


@st.composite
def markets(draw, objective="weight", is_balanced=False):
    size = draw(st.integers(2, 7))
    names = [f"S{at}" for at in range(size)]
    vacant = set(names[: draw(st.integers(0, min(2, size - 1)))])
    pairs = [(a, b) for a in names for b in names if a != b and b not in vacant]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=16))
    arcs = [(a, b, draw(st.integers(1, 9))) for a, b in chosen]
    companies = {one: draw(st.sampled_from(["C1", "C2", "C3"])) for one in names}
    balance = {"C1": draw(st.integers(0, 1)), "C2": 1} if is_balanced else None
    balance = {one: most for one, most in (balance or {}).items() if one in companies.values()}
    caps = draw(st.integers(2, 4)), draw(st.integers(0, 3))
    return market_of(
        arcs,
        vacant=vacant,
        companies=companies,
        balance=balance,
        mechanism=packing(*caps, objective),
    )


def test_documented_example_swaps_two_seats_and_fills_the_vacancy(solve):
    market = market_of(
        [("S1", "S2", 5), ("S2", "S1", 4), ("V1", "S3", 7)],
        vacant={"V1"},
        companies={"S1": "C1", "S2": "C2", "S3": "C3", "V1": "C3"},
        balance={"C1": 1},
    )

    found = clear_exchange(market, solve=solve)

    assert [[market.seat_ids[at] for at in one] for one in found.cycles] == [["S1", "S2"]]
    assert [[market.seat_ids[at] for at in one] for one in found.chains] == [["V1", "S3"]]
    assert (found.status, found.statistics["value"], found.statistics["bound"]) == (
        Status.COMPLETE,
        16,
        16,
    )
    assert sum(found.certificate.prices.values()) == 16
    assert dearest(market, found) <= 0


@RARELY
@given(market=markets())
def test_weight_is_that_of_the_best_of_all_packings(solve, market):
    found = clear_exchange(market, solve=solve)

    assert found.status is Status.COMPLETE
    assert found.statistics["value"] == best_of(market)[1]
    assert dearest(market, found) <= 1e-9


@RARELY
@given(market=markets(objective="moves"))
def test_moves_come_first_and_weight_decides_among_equals(solve, market):
    found = clear_exchange(market, solve=solve)

    assert found.status is Status.COMPLETE
    assert (found.statistics["value"], found.statistics["weight"]) == best_of(market)
    assert dearest(market, found) <= 1e-9


@RARELY
@given(market=markets(is_balanced=True), objective=st.sampled_from(["weight", "moves"]))
def test_balance_bounds_the_best_of_all_packings(solve, market, objective):
    wanted = packing(market.mechanism.cycle_cap, market.mechanism.chain_cap, objective)
    market = SwapMarket(**{**vars(market), "mechanism": wanted})

    found = clear_exchange(market, solve=solve)

    assert found.status is Status.COMPLETE
    assert (found.statistics["moved"], found.statistics["weight"])[objective == "weight" :] == (
        best_of(market)[objective == "weight" :]
    )


def test_chain_across_companies_is_refused_where_nobody_may_be_lost(solve):
    arcs = [("V1", "S1", 5)]
    companies = {"V1": "C1", "S1": "C2"}
    kept = market_of(arcs, vacant={"V1"}, companies=companies, balance={"C2": 0})

    assert clear_exchange(kept, solve=solve).chains == ()
    assert clear_exchange(
        market_of(arcs, vacant={"V1"}, companies=companies, balance={"C2": 1}), solve=solve
    ).chains == ((1, 0),)


def test_gap_is_told_when_the_time_is_over(solve):
    rng = np.random.default_rng(3)
    names = [f"S{at:03d}" for at in range(120)]
    arcs = [
        (a, names[b], int(rng.integers(1, 1_000)))
        for at, a in enumerate(names)
        for b in rng.choice(120, 12, replace=False).tolist()
        if b != at
    ]
    market = market_of(arcs, mechanism=packing(3, 0))

    found = clear_exchange(market, solve=solve, seconds=0.1)

    assert found.status is Status.TIME_LIMIT
    assert found.statistics["value"] < found.statistics["bound"]
    assert dearest_by_search(market, found) <= 0


def dearest_by_search(market, outcome):
    prices = {at: outcome.certificate.prices.get(one, 0) for at, one in enumerate(market.seat_ids)}
    onward = {
        seat: {
            int(market.arc_target[arc]): int(market.arc_weight[arc])
            for arc in range(market.indptr[seat], market.indptr[seat + 1])
        }
        for seat in range(market.seat_count)
    }
    gains = [
        onward[a][b] + onward[b][a] - prices[a] - prices[b]
        for a, b in combinations(onward, 2)
        if b in onward[a] and a in onward[b]
    ]
    gains += [
        weight + onward[b][c] + onward[c][a] - prices[a] - prices[b] - prices[c]
        for a, nexts in onward.items()
        for b, weight in nexts.items()
        for c in onward[b]
        if a in onward[c] and c != a
    ]
    return round(max(gains), 6)


@RARELY
@given(market=markets())
def test_compiled_search_finds_the_columns_of_the_plain_one_in_the_same_order(market):
    fast, plain = load_packing("fast"), load_packing("plain")
    gain = market.arc_weight - 4.0
    entry = np.linspace(0, 1, market.seat_count)
    graph = market.indptr, market.arc_target, gain
    for least, is_rising, most in ((-9.0, False, 100), (0.0, True, 100), (-9.0, False, 2)):
        found = []
        for kernel in (fast, plain):
            onward = kernel.best_onward(*graph, 4)
            args = (*graph, entry, market.vacant, onward, 4, 3, least, is_rising, most)
            found.append(kernel.find_columns(*args))

        assert found[0][0].tolist() == found[1][0].tolist()
        assert found[0][1].tolist() == found[1][1].tolist()
        assert found[0][2].tolist() == found[1][2].tolist()
        assert found[0][3] == found[1][3]


def test_mechanism_for_people_is_refused(solve):
    wanted = Mechanism(MechanismName.ASSIGNMENT)

    with pytest.raises(MarketError, match="clears no exchange"):
        clear_exchange(market_of([("S1", "S2", 1)]), wanted, solve=solve)
