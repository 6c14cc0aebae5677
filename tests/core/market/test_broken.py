"""Outcomes that somebody spoiled: each is caught by the right check with the right witness."""

from collections import Counter
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.market import oracles
from tests.core.market.test_verify_exchange import BOTH, SWAP
from tests.core.market.worlds import (
    BLOCK,
    DEFERRED,
    DEFERRED_OPENINGS,
    FLEXIBLE,
    MULTI_STAGE,
    TRADING,
    Swaps,
    World,
    floor_worlds,
    matching_of,
    matching_worlds,
    outcome_of,
    region_worlds,
    rotation_worlds,
    single_seat_worlds,
    swap_outcome_of,
)

from tasuki.core.market.mechanisms.block_exchange import clear_block_exchange
from tasuki.core.market.mechanisms.deferred import clear_deferred
from tasuki.core.market.mechanisms.flexible import clear_flexible
from tasuki.core.market.mechanisms.multistage import clear_multi_stage
from tasuki.core.market.mechanisms.trading import clear_trading
from tasuki.core.market.model import Guarantee
from tasuki.core.market.verify import Verdict, verify

some = settings(max_examples=25, deadline=None)

ROUND = World(
    order=("A1", "A2", "A3"),
    lists={"A1": ("O1", "O2"), "A2": ("O1", "O2"), "A3": ("O2", "O1")},
    numbers={
        ("A1", "O1"): 7,
        ("A1", "O2"): 6,
        ("A2", "O1"): 8,
        ("A2", "O2"): 1,
        ("A3", "O2"): 4,
        ("A3", "O1"): None,
    },
    seats={"O1": 1, "O2": 2},
)
"""Right: A1 at O2, A2 at O1, A3 at O2."""


def failures(world, mechanism, matching):
    market = world.market(mechanism)
    found = verify(market, outcome_of(market, matching)).failures
    return {one.guarantee: one for one in found}


def test_the_right_outcome_is_not_touched():
    assert failures(ROUND, DEFERRED, {"A1": "O2", "A2": "O1", "A3": "O2"}) == {}


def test_two_people_swapped():
    found = failures(ROUND, DEFERRED, {"A1": "O1", "A2": "O2", "A3": "O2"})

    assert found.keys() == {Guarantee.STABLE, Guarantee.PERSON_OPTIMAL}
    assert found[Guarantee.STABLE].reason == "justified_envy"
    assert found[Guarantee.STABLE].witness == {
        "count": 1,
        "pairs": [{"agent": "A2", "place": "O1", "holder": "A1"}],
    }


def test_one_too_many():
    found = failures(ROUND, DEFERRED, {"A1": "O1", "A2": "O1", "A3": "O2"})

    assert found[Guarantee.FEASIBLE].reason == "over_capacity"
    assert found[Guarantee.FEASIBLE].witness == {"place": "O1", "held": 2, "capacity": 1}


def test_a_seat_left_empty():
    found = failures(ROUND, DEFERRED, {"A1": None, "A2": "O1", "A3": "O2"})

    assert found[Guarantee.STABLE].reason == "free_seat"
    assert found[Guarantee.STABLE].witness == {
        "count": 1,
        "pairs": [{"agent": "A1", "place": "O2", "holder": None}],
    }


def test_a_place_that_does_not_accept():
    found = failures(ROUND, DEFERRED, {"A1": "O2", "A2": "O2", "A3": "O1"})

    assert found[Guarantee.INDIVIDUALLY_RATIONAL].reason == "not_accepted"
    assert found[Guarantee.INDIVIDUALLY_RATIONAL].witness == {
        "agent": "A3",
        "place": "O1",
        "count": 1,
    }


def test_a_place_that_was_never_asked_for():
    market = ROUND.without(lists={**ROUND.lists, "A3": ("O2",)}).market(DEFERRED)
    right = clear_deferred(market, "plain")
    place = np.array([right.place[0], right.place[1], 0], np.int32)

    report = verify(market, replace(right, place=place))

    assert report.of(Guarantee.FEASIBLE).reason == "place_not_on_list"
    assert report.of(Guarantee.FEASIBLE).witness == {"agent": "A3", "count": 1}


@some
@given(matching_worlds())
def test_stable_but_best_for_the_other_side(world):
    """The best outcome for openings fails the test of the people wherever the two differ."""
    for_people, for_openings = world.market(DEFERRED), world.market(DEFERRED_OPENINGS)
    one = matching_of(for_people, clear_deferred(for_people, "plain"))
    other = matching_of(for_openings, clear_deferred(for_openings, "plain"))

    found = failures(world, DEFERRED, other)

    assert found.keys() == (set() if one == other else {Guarantee.PERSON_OPTIMAL})


def _spoiled(data, world, right):
    """Return the outcome with one person sent elsewhere or two exchanged, as far as they asked."""
    who = data.draw(st.sampled_from(sorted(right)))
    if data.draw(st.booleans()):
        other = data.draw(st.sampled_from(sorted(right)))
        spoiled = {**right, who: right[other], other: right[who]}
    else:
        options = [*world.lists[who], None, *([world.own[who]] if who in world.own else [])]
        spoiled = {**right, who: data.draw(st.sampled_from(options))}
    listed = {
        one: {*world.lists[one], None, *([world.own[one]] if one in world.own else [])}
        for one in right
    }
    return spoiled if all(spoiled[one] in listed[one] for one in right) else right


@some
@given(matching_worlds(), st.data())
def test_no_spoiled_deferred_acceptance_gets_through(world, data):
    """There is one best stable outcome, so whatever differs must fail something."""
    market = world.market(DEFERRED)
    right = matching_of(market, clear_deferred(market, "plain"))

    spoiled = _spoiled(data, world, right)

    assert (failures(world, DEFERRED, spoiled) == {}) == (spoiled == right)


@some
@given(region_worlds(), st.data())
def test_spoiled_outcomes_under_ceilings_fail_unless_they_are_stable_too(world, data):
    market = world.market(FLEXIBLE)
    spoiled = _spoiled(data, world, matching_of(market, clear_flexible(market, "plain")))
    fits = all(
        len(oracles.holders(spoiled, place)) <= seats for place, seats in world.seats.items()
    )
    taken = all((who, at) in world.keys for who, at in spoiled.items() if at is not None)
    stable = oracles.is_stable_under_ceilings(
        spoiled if fits and taken else dict.fromkeys(spoiled),
        world.lists,
        world.keys,
        world.seats,
        world.region,
        world.ceiling,
        world.targets,
    )

    assert (failures(world, FLEXIBLE, spoiled) == {}) == (fits and taken and stable)


@some
@given(floor_worlds(), st.data())
def test_a_floor_that_is_missed_is_found(world, data):
    market = world.market(MULTI_STAGE)
    spoiled = _spoiled(data, world, matching_of(market, clear_multi_stage(market, "plain")))
    held = Counter(spoiled.values())
    short = [place for place, least in world.minimum.items() if held[place] < least]

    found = failures(world, MULTI_STAGE, spoiled)

    assert (Guarantee.FLOORS_MET in found) == bool(short)
    if short:
        assert found[Guarantee.FLOORS_MET].reason == "below_minimum"
        assert found[Guarantee.FLOORS_MET].witness["place"] in short


@some
@given(rotation_worlds(), st.data())
def test_spoiled_trades_fail_unless_they_are_efficient_too(world, data):
    market = world.market(TRADING)
    spoiled = _spoiled(data, world, matching_of(market, clear_trading(market, "plain")))
    every = list(oracles.matchings(world.lists, world.keys, world.seats, world.own))
    fine = spoiled in oracles.efficient(every, world.lists, world.keys)

    assert (failures(world, TRADING, spoiled) == {}) == fine


@some
@given(single_seat_worlds(), st.data())
def test_spoiled_block_exchanges_fail_unless_both_sides_agree(world, data):
    market = world.market(BLOCK)
    spoiled = _spoiled(data, world, matching_of(market, clear_block_exchange(market, "plain")))
    allowed = oracles.two_sided(world.lists, world.keys, world.own, world.own_keys)
    fine = spoiled in allowed and not any(
        oracles.both_sides_dominate(
            one, spoiled, world.lists, world.keys, world.own, world.own_keys
        )
        for one in allowed
    )

    assert (failures(world, BLOCK, spoiled) == {}) == fine


def test_a_unit_that_gets_somebody_it_likes_less():
    """A1 and A2 exchange although U1 likes A2 less than A1, who leaves."""
    world = World(
        order=("A1", "A2"),
        lists={"A1": ("U2",), "A2": ("U1",)},
        numbers={("A1", "U2"): 9, ("A2", "U1"): 4},
        seats={"U1": 1, "U2": 1},
        own={"A1": "U1", "A2": "U2"},
        own_numbers={"A1": 5, "A2": 7},
    )

    found = failures(world, BLOCK, {"A1": "U2", "A2": "U1"})

    assert found[Guarantee.TWO_SIDED_RATIONAL].witness == {
        "place": "U1",
        "agent": "A2",
        "holder": "A1",
        "count": 1,
    }


def _trade_of_two(**changes):
    world = World(
        order=("A1", "A2", "A3"),
        lists={"A1": ("U2",), "A2": ("U1",), "A3": ("U1", "U3")},
        numbers=dict.fromkeys([("A1", "U2"), ("A2", "U1"), ("A3", "U1"), ("A3", "U3")], 1),
        seats={"U1": 1, "U2": 1, "U3": 1},
        own={"A1": "U1", "A2": "U2"},
        precedence=("A1", "A2", "A3"),
    )
    return failures(world, TRADING, {"A1": "U1", "A2": "U2", "A3": None} | changes)


def test_an_exchange_that_both_wanted():
    found = _trade_of_two(A3="U3")

    assert found.keys() == {Guarantee.PARETO_EFFICIENT}
    assert found[Guarantee.PARETO_EFFICIENT].reason == "improvement_cycle"
    moves = found[Guarantee.PARETO_EFFICIENT].witness["moves"]
    assert sorted(tuple(one.values()) for one in moves) == [
        ("A1", "U1", "U2"),
        ("A2", "U2", "U1"),
    ]


def test_a_free_seat_that_somebody_without_one_wanted():
    found = _trade_of_two(A1="U2", A2="U1")

    assert found[Guarantee.PARETO_EFFICIENT].reason == "improvement_chain"
    assert found[Guarantee.PARETO_EFFICIENT].witness == {
        "moves": [{"agent": "A3", "from": None, "to": "U3"}]
    }


def test_somebody_who_lost_the_own_seat():
    found = _trade_of_two(A1=None, A2="U1", A3="U3")

    assert found[Guarantee.INDIVIDUALLY_RATIONAL].reason == "lost_own_seat"
    assert found[Guarantee.INDIVIDUALLY_RATIONAL].witness == {
        "agent": "A1",
        "place": None,
        "count": 1,
    }


# --- swaps --------------------------------------------------------------------------------------

LONG = Swaps(
    arcs={("S1", "S2"): 1, ("S2", "S3"): 1, ("S3", "S1"): 1, ("S2", "S1"): 1, ("V1", "S3"): 1},
    vacant=("V1",),
    company={"S1": "C1", "S2": "C2", "S3": "C3", "V1": "C1"},
    balance={"C1": 0},
    cycle_cap=2,
    chain_cap=1,
)


def swap_fault(cycles=(), chains=(), swaps=LONG):
    market = swaps.market()
    found = verify(market, swap_outcome_of(market, cycles, chains), BOTH)
    return found.of(Guarantee.EXCHANGE_FEASIBLE).reason, dict(
        found.of(Guarantee.EXCHANGE_FEASIBLE).witness or {}
    )


def test_swaps_that_cannot_be_carried_out():
    assert swap_fault((("S1", "S2"),)) == ("", {})
    assert swap_fault((("S1", "S2", "S3"),)) == (
        "cycle_length",
        {"cycle": ["S1", "S2", "S3"], "cycle_cap": 2},
    )
    assert swap_fault((("S1", "S3"),)) == ("no_such_arc", {"from": "S1", "to": "S3"})
    assert swap_fault((("S1", "S2"), ("S2", "S3"))) == (
        "seat_used_twice",
        {"seat": "S2", "times": 2},
    )
    assert swap_fault((), (("S1", "S2"),)) == (
        "chain_without_vacancy",
        {"chain": ["S1", "S2"]},
    )
    assert swap_fault((), (("V1", "S3", "S1"),)) == (
        "chain_length",
        {"chain": ["V1", "S3", "S1"], "chain_cap": 1},
    )
    assert swap_fault((), (("V1",),)) == ("chain_length", {"chain": ["V1"], "chain_cap": 1})
    assert swap_fault((("V1", "S3"),)) == ("vacancy_in_cycle", {"cycle": ["V1", "S3"]})
    assert swap_fault((), (("V1", "S3"),)) == (
        "out_of_balance",
        {"company": "C1", "net": 1, "tolerance": 0},
    )


def test_a_seat_that_nobody_knows():
    market = SWAP.market()
    outcome = replace(swap_outcome_of(market), cycles=((0, 9),))

    report = verify(market, outcome, BOTH)

    assert report.of(Guarantee.EXCHANGE_FEASIBLE).reason == "unknown_seat"
    assert report.of(Guarantee.OPTIMAL_EXCHANGE).verdict is Verdict.FAIL
