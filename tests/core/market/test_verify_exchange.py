"""Verdicts on swaps against plain counting: what may be carried out, and what is worth most."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from tests.core.market import oracles
from tests.core.market.worlds import Swaps, swap_outcome_of, swap_worlds

from tasuki.core.market.model import Guarantee, Status
from tasuki.core.market.verify import Verdict, verify

some = settings(max_examples=30, deadline=None)

SWAP = Swaps(
    arcs={("S1", "S2"): 5, ("S2", "S1"): 4, ("V1", "S3"): 7},
    vacant=("V1",),
    company={"S1": "C1", "S2": "C2", "S3": "C3", "V1": "C3"},
    balance={"C1": 1},
)
BOTH = (Guarantee.EXCHANGE_FEASIBLE, Guarantee.OPTIMAL_EXCHANGE)


def prices_of(swaps):
    """Return prices by a linear program over every cycle and chain, in whole numbers if it can."""
    groups = [
        *((one, True) for one in oracles.cycles(swaps.arcs, swaps.cycle_cap)),
        *((one, False) for one in oracles.chains(swaps.arcs, swaps.vacant, swaps.chain_cap)),
    ]
    seats = swaps.seats
    if not groups:
        return dict.fromkeys(seats, 0)
    rows = np.array([[seat in one for seat in seats] for one, _ in groups], float)
    worth = [
        sum(swaps.arcs[arc] for arc in oracles.arcs_of(one, closed=closed))
        for one, closed in groups
    ]
    found = linprog(np.ones(len(seats)), A_ub=-rows, b_ub=-np.array(worth, float))
    return dict(zip(seats, found.x.tolist(), strict=True))


def test_the_example_of_the_format_is_proven_optimal():
    market = SWAP.market()
    outcome = swap_outcome_of(
        market,
        (("S1", "S2"),),
        (("V1", "S3"),),
        prices={"S1": 9, "V1": 7},
        statistics={"value": 16, "bound": 16},
    )

    report = verify(market, outcome, BOTH)

    assert [one.verdict for one in report.checks] == [Verdict.PASS] * 3
    assert report.of(Guarantee.OPTIMAL_EXCHANGE).witness == {
        "value": 16,
        "proven_bound": 16,
        "claimed_bound": 16,
    }


@some
@given(swap_worlds(balance=True), st.data())
def test_feasible_is_what_counting_allows(swaps, data):
    """Any handful of cycles and chains, allowed or not: the verdict is that of the definitions."""
    market = swaps.market()
    seats = swaps.seats
    group = st.lists(st.sampled_from(seats), min_size=1, max_size=4).map(tuple)
    known = oracles.cycles(swaps.arcs, 4)
    cycles = data.draw(
        st.lists(st.one_of(group, st.sampled_from(known)) if known else group, max_size=2)
    )
    chained = oracles.chains(swaps.arcs, swaps.vacant, 4)
    chains = data.draw(
        st.lists(st.one_of(group, st.sampled_from(chained)) if chained else group, max_size=2)
    )
    arcs = [arc for one in cycles for arc in oracles.arcs_of(one, closed=True)]
    arcs += [arc for one in chains for arc in oracles.arcs_of(one, closed=False)]
    flow = oracles.net_flow(arcs, swaps.company)
    used = Counter(seat for one in [*cycles, *chains] for seat in one)
    allowed = (
        all(times == 1 for times in used.values())
        and all(2 <= len(one) <= swaps.cycle_cap for one in cycles)
        and all(2 <= len(one) <= swaps.chain_cap + 1 for one in chains)
        and all(one[0] in swaps.vacant for one in chains)
        and all(arc in swaps.arcs for arc in arcs)
        and all(abs(flow[name]) <= most for name, most in swaps.balance.items())
    )

    report = verify(market, swap_outcome_of(market, tuple(cycles), tuple(chains)), BOTH)

    assert (report.of(Guarantee.EXCHANGE_FEASIBLE).verdict is Verdict.PASS) == allowed
    assert report.passed == allowed


@some
@given(swap_worlds())
def test_true_prices_bound_every_packing(swaps):
    """No prices of a linear program are refused, and no bound lies below the best packing."""
    market = swaps.market()
    best = oracles.best_packing(
        swaps.arcs, swaps.vacant, cycle_cap=swaps.cycle_cap, chain_cap=swaps.chain_cap
    )
    prices = prices_of(swaps)

    report = verify(market, swap_outcome_of(market, prices=prices), BOTH)

    found = report.of(Guarantee.OPTIMAL_EXCHANGE)
    assert found.verdict is not Verdict.FAIL
    assert found.witness["proven_bound"] >= best
    assert (found.verdict is Verdict.PASS) == (found.witness["proven_bound"] == 0)


@some
@given(swap_worlds(), st.data())
def test_prices_that_anything_earns_more_than_are_refused(swaps, data):
    market = swaps.market()
    prices = {seat: data.draw(st.integers(0, 6)) for seat in swaps.seats}
    groups = [(one, True) for one in oracles.cycles(swaps.arcs, swaps.cycle_cap)]
    groups += [(one, False) for one in oracles.chains(swaps.arcs, swaps.vacant, swaps.chain_cap)]
    over = {
        one
        for one, closed in groups
        if sum(swaps.arcs[arc] for arc in oracles.arcs_of(one, closed=closed))
        > sum(prices[seat] for seat in one)
    }

    found = verify(market, swap_outcome_of(market, prices=prices), BOTH).of(
        Guarantee.OPTIMAL_EXCHANGE
    )

    assert (found.verdict is Verdict.FAIL) == bool(over)
    if over:
        shown = found.witness.get("cycle") or found.witness["chain"]
        assert tuple(shown) in over


@pytest.mark.parametrize(
    ("_case", "prices", "statistics", "reason"),
    [
        ("one more than there is", {"S1": 9, "V1": 7}, {"value": 17, "bound": 17}, "wrong_value"),
        (
            "a bound below it",
            {"S1": 9, "V1": 7},
            {"value": 16, "bound": 15},
            "claimed_bound_below_value",
        ),
        ("a price too low", {"S1": 8, "V1": 7}, {"value": 16, "bound": 16}, "cycle_above_prices"),
        ("a chain too cheap", {"S1": 9, "V1": 6}, {"value": 16}, "chain_above_prices"),
        ("a price below zero", {"S1": 17, "V1": -1}, {}, "negative_price"),
        ("a stranger's price", {"S1": 9, "V1": 7, "X": 1}, {}, "price_of_unknown_seat"),
    ],
)
def test_moved_prices_and_values_are_refused(_case, prices, statistics, reason):
    market = SWAP.market()
    outcome = swap_outcome_of(
        market, (("S1", "S2"),), (("V1", "S3"),), prices=prices, statistics=statistics
    )

    found = verify(market, outcome, BOTH).of(Guarantee.OPTIMAL_EXCHANGE)

    assert (found.verdict, found.reason) == (Verdict.FAIL, reason)


@pytest.mark.parametrize(
    ("_case", "prices", "status", "reason"),
    [
        ("prices too high", {"S1": 9, "V1": 8}, Status.COMPLETE, "claimed_only"),
        ("no prices", None, Status.COMPLETE, "claimed_only"),
        ("time ran out", {"S1": 9, "V1": 8}, Status.TIME_LIMIT, "gap_open"),
    ],
)
def test_a_gap_is_never_called_proven(_case, prices, status, reason):
    market = SWAP.market()
    outcome = swap_outcome_of(
        market, (("S1", "S2"),), (("V1", "S3"),), prices=prices, status=status
    )

    found = verify(market, outcome, BOTH).of(Guarantee.OPTIMAL_EXCHANGE)

    assert (found.verdict, found.reason) == (Verdict.NOT_APPLICABLE, reason)


def test_moves_count_one_each():
    swaps = Swaps(**{**vars(SWAP), "objective": "moves"})
    market = swaps.market()
    outcome = swap_outcome_of(
        market,
        (("S1", "S2"),),
        (("V1", "S3"),),
        prices={"S1": 2, "V1": 1},
        statistics={"value": 3, "bound": 3},
    )

    assert verify(market, outcome, BOTH).of(Guarantee.OPTIMAL_EXCHANGE).verdict is Verdict.PASS
