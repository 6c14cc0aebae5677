"""Several mechanisms side by side, with figures counted by hand."""

from hypothesis import given, settings
from tests.core.market import examples
from tests.core.market.test_kernels import matchings, rotations

from tasuki.core.market.clear import clear, mechanism
from tasuki.core.market.compare import compare, count_envious, count_worse_units


def test_a_rotation_is_compared_and_what_does_not_apply_says_why():
    rows = compare(examples.market_of(examples.ROTATION))

    assert [(row.mechanism, row.moved, row.refused) for row in rows] == [
        ("top_trading_cycles", 3, ()),
        ("block_exchange", 0, ("no_seat", "several_seats", "vacancy")),
        ("status_quo_deferred_acceptance", 3, ()),
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
