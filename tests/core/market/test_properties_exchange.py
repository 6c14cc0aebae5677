"""Swaps against plain counting: the engine finds the best packing and its prices prove it."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from tests.core.market import oracles
from tests.core.market.test_verify_exchange import SWAP
from tests.core.market.worlds import Swaps, swap_worlds

from tasuki.adapters.solvers.child import open_solver
from tasuki.core.market.kernels.packing import load_packing
from tasuki.core.market.mechanisms.exchange import clear_exchange
from tasuki.core.market.model import Guarantee, Status
from tasuki.core.market.solvers.program import Solve
from tasuki.core.market.verify import Verdict, outcome_digest, verify

some = settings(max_examples=20, deadline=None)
MOST_MOVES = 1000
"""Worth of a move beside arcs of at most 9: moves count first, then the worth."""


@pytest.fixture(scope="module")
def solve() -> Iterator[Solve]:
    with open_solver() as ready:
        yield ready


def test_the_example_of_the_format(solve):
    market = SWAP.market()

    outcome = clear_exchange(market, solve=solve)

    report = verify(market, outcome, clear=lambda one: clear_exchange(one, solve=solve))
    assert (outcome.statistics["value"], outcome.statistics["bound"]) == (16, 16)
    assert {one.verdict for one in report.checks} == {Verdict.PASS, Verdict.NOT_APPLICABLE}
    assert report.of(Guarantee.OPTIMAL_EXCHANGE).verdict is Verdict.PASS
    assert report.of(Guarantee.REPRODUCIBLE).verdict is Verdict.PASS


@some
@given(swap_worlds())
def test_the_best_packing_is_found_and_never_refused(solve, swaps):
    market = swaps.market()

    outcome = clear_exchange(market, solve=solve)

    assert outcome.status is Status.COMPLETE
    assert outcome.statistics["value"] == oracles.best_packing(
        swaps.arcs, swaps.vacant, cycle_cap=swaps.cycle_cap, chain_cap=swaps.chain_cap
    )
    assert verify(market, outcome).failures == ()


@some
@given(swap_worlds(balance=True))
def test_the_best_packing_in_balance_is_found(solve, swaps):
    market = swaps.market()

    outcome = clear_exchange(market, solve=solve)

    assert outcome.statistics["value"] == oracles.best_packing(
        swaps.arcs,
        swaps.vacant,
        cycle_cap=swaps.cycle_cap,
        chain_cap=swaps.chain_cap,
        company=swaps.company,
        balance=swaps.balance,
    )
    assert verify(market, outcome).failures == ()


@some
@given(swap_worlds())
def test_with_moves_first_the_most_people_move_and_then_the_worth_decides(solve, swaps):
    swaps = Swaps(**{**vars(swaps), "objective": "moves"})
    market = swaps.market()

    outcome = clear_exchange(market, solve=solve)

    best = oracles.best_packing(
        swaps.arcs,
        swaps.vacant,
        cycle_cap=swaps.cycle_cap,
        chain_cap=swaps.chain_cap,
        worth=lambda used: sum(MOST_MOVES + swaps.arcs[arc] for arc in used),
    )
    found = outcome.statistics
    assert divmod(best, MOST_MOVES) == (found["value"], found["weight"])
    assert verify(market, outcome).failures == ()


@some
@given(swap_worlds())
def test_compiled_and_plain_search_agree(solve, swaps):
    market = swaps.market()

    fast, plain = (
        clear_exchange(market, solve=solve, kernel=load_packing(name)) for name in ("fast", "plain")
    )

    assert fast.statistics["value"] == plain.statistics["value"]


@some
@given(swap_worlds(seats=6))
def test_most_optima_are_proven_by_their_prices(solve, swaps):
    """Where the linear bound leaves a gap the check says so, and never calls it proven."""
    market = swaps.market()
    outcome = clear_exchange(market, solve=solve)

    found = verify(market, outcome).of(Guarantee.OPTIMAL_EXCHANGE)

    gap = found.witness["proven_bound"] - found.witness["value"]
    assert (found.verdict is Verdict.PASS) == (gap == 0)
    assert found.verdict is Verdict.PASS or found.reason == "claimed_only"
    assert outcome_digest(outcome) == outcome_digest(clear_exchange(market, solve=solve))
