"""Several mechanisms side by side, with figures counted by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from tests.core.market import examples
from tests.core.market.test_kernels import matchings, rotations

from tasuki.adapters.solvers import open_solver
from tasuki.core.market.clear import clear, mechanism
from tasuki.core.market.compare import compare, count_envious, count_worse_units
from tasuki.core.market.planned import as_rotation, plan_rotation


@pytest.fixture(scope="module")
def solving():
    """Clearing with a solver at hand."""
    with open_solver() as solve:
        yield lambda market, chosen: clear(market, chosen, solve=solve)


def test_a_rotation_is_compared_and_what_does_not_apply_says_why():
    rows = compare(examples.market_of(examples.ROTATION))

    assert [(row.mechanism, row.moved, row.refused) for row in rows] == [
        ("top_trading_cycles", 3, ()),
        ("block_exchange", 0, ("no_seat", "several_seats", "vacancy")),
        ("status_quo_deferred_acceptance", 3, ()),
        ("assignment", 0, ("needs_solver",)),
    ]


def test_cycles_move_where_units_lose_and_blocks_do_not():
    rows = {row.mechanism: row for row in compare(examples.market_of(examples.SEATS_HELD))}

    trading, block = rows["top_trading_cycles"], rows["block_exchange"]
    assert trading.as_json() == {
        "mechanism": "top_trading_cycles",
        "side": None,
        "refused": (),
        "status": "complete",
        "matched": 3,
        "moved": 2,
        "rank_sum": 3,
        "first": 2,
        "envious": 0,
        "worse_units": 1,
        "value": 13,
        "mean_rank_hundredths": 100,
    }
    assert (block.moved, block.worse_units, block.envious) == (0, 0, 1)


def test_the_first_row_of_a_rotation_is_never_status_quo():
    rows = compare(examples.market_of(examples.ROTATION))

    assert rows[0].mechanism == "top_trading_cycles"


def test_named_mechanisms_are_run_in_the_order_asked_for():
    market = examples.market_of(examples.REGION)

    rows = compare(market, ["flexible_deferred_acceptance", mechanism("deferred_acceptance")])

    assert [(row.mechanism, row.matched, row.first) for row in rows] == [
        ("flexible_deferred_acceptance", 3, 2),
        ("deferred_acceptance", 3, 3),
    ]


@settings(max_examples=80, deadline=None)
@given(matchings())
def test_nobody_envies_in_a_stable_outcome(market):
    assert count_envious(market, clear(market)) == 0


@settings(max_examples=80, deadline=None)
@given(rotations(is_single=True))
def test_no_unit_is_worse_off_in_a_block_exchange(market):
    assert count_worse_units(market, clear(market, mechanism("block_exchange"))) == 0


def test_the_firm_s_choice_stands_beside_the_cycles(solving):
    market = examples.market_of(examples.ROTATION)

    rows = {row.mechanism: row for row in compare(market, run=solving)}

    planned, cycles = rows["assignment"], rows["top_trading_cycles"]
    assert (planned.status, planned.refused) == ("complete", ())
    assert (planned.moved, planned.matched, planned.rank_sum) == (3, 4, 4)
    assert planned.rank_sum <= cycles.rank_sum


def test_a_minimum_that_nobody_can_fill_is_told_as_infeasible(solving):
    units = [{"id": "U1", "minimum": 2, "vacancies": 1}, {"id": "U2"}]
    agents = [{"id": "A1", "unit": "U1", "choices": []}, {"id": "A2", "unit": "U2", "choices": []}]
    market = examples.market_of(
        examples.changed(examples.ROTATION, units=units, agents=agents, order=["A1", "A2"])
    )

    (row,) = compare(market, ["assignment"], run=solving)

    assert (row.status, row.matched) == ("infeasible", 0)


@settings(max_examples=40, deadline=None)
@given(rotations())
def test_no_outcome_of_cycles_has_more_worth_than_the_plan(solving, market):
    planned = plan_rotation(market)
    best = as_rotation(market, planned, solving(planned, mechanism("assignment")))

    for one in compare(market, ["top_trading_cycles", "status_quo_deferred_acceptance"]):
        if not one.refused:
            found = clear(market, mechanism(one.mechanism))
            assert worth_of(market, best) >= worth_of(market, found)
    assert (best.place[market.endowment >= 0] >= 0).all()


def worth_of(market, outcome):
    """Count a wish's distance from the end of the longest list; the own seat is worth nothing."""
    longest = int(np.diff(market.preference.indptr).max(initial=0))
    total = 0
    for agent, edge in enumerate(outcome.edge.tolist()):
        if edge >= 0 and outcome.place[agent] != market.endowment[agent]:
            total += longest - (edge - int(market.preference.indptr[agent]))
    return total
