"""What rotations promise: trading cycles, block exchange, release; compiled and plain loops."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.market import oracles
from tests.core.market.worlds import (
    BLOCK,
    STATUS_QUO,
    TRADING,
    World,
    matching_of,
    rotation_worlds,
    single_seat_worlds,
)

from tasuki.core.market.mechanisms.block_exchange import clear_block_exchange
from tasuki.core.market.mechanisms.status_quo import clear_status_quo
from tasuki.core.market.mechanisms.trading import clear_trading
from tasuki.core.market.verify import outcome_digest, probe, verify

some = settings(max_examples=30, deadline=None)
few = settings(max_examples=8, deadline=None)
both_kernels = pytest.mark.parametrize("kernel", ["fast", "plain"])


def traded(world, kernel="plain"):
    market = world.market(TRADING)
    return matching_of(market, clear_trading(market, kernel))


def by_cycles(world, seed):
    """Trading cycles as they are told: one cycle at a time, whichever the lot picks."""
    keys, lots = world.keys, random.Random(seed)
    seats, left, found = dict(world.seats), list(world.precedence), {}
    while left:
        arrow = {}
        for who in left:
            listed = oracles.places_of(who, world.lists, keys, world.own)
            arrow[who] = next((one for one in listed[:-1] if seats[one]), listed[-1])
        gone = [who for who in left if arrow[who] is None]
        if gone:
            found |= dict.fromkeys(gone)
            left = [who for who in left if who not in gone]
            continue
        points = {
            unit: next((who for who in left if world.own.get(who) == unit), left[0])
            for unit in seats
        }
        walk = [lots.choice(left)]
        while walk.count(walk[-1]) < 2:
            walk.append(points[arrow[walk[-1]]])
        for who in walk[walk.index(walk[-1]) : -1]:
            found[who] = arrow[who]
            seats[arrow[who]] -= 1
            left.remove(who)
    return found


# --- 1. one result, however it is computed ------------------------------------------------------


@both_kernels
@some
@given(rotation_worlds(people=5), st.integers(0, 9))
def test_the_order_of_cycles_changes_nothing(kernel, world, seed):
    assert traded(world, kernel) == by_cycles(world, seed)


@both_kernels
@some
@given(rotation_worlds(people=5), st.data())
def test_new_names_change_nothing(kernel, world, data):
    new = dict(zip(world.lists, data.draw(st.permutations(list(world.lists))), strict=True))
    renamed = World(
        order=tuple(new[who] for who in world.order),
        lists={new[who]: places for who, places in world.lists.items()},
        numbers={(new[who], one): value for (who, one), value in world.numbers.items()},
        seats=world.seats,
        own={new[who]: unit for who, unit in world.own.items()},
        own_numbers={new[who]: value for who, value in world.own_numbers.items()},
        precedence=tuple(new[who] for who in world.precedence),
    )

    assert traded(renamed, kernel) == {new[who]: one for who, one in traded(world, kernel).items()}


@some
@given(rotation_worlds(people=5))
def test_both_kernels_agree_on_releases(world):
    market = world.market(STATUS_QUO)
    fast, plain = clear_status_quo(market, "fast"), clear_status_quo(market, "plain")

    assert outcome_digest(fast) == outcome_digest(plain)


# --- 5. efficient, and nobody worse -------------------------------------------------------------


@both_kernels
@some
@given(rotation_worlds())
def test_trading_is_efficient_among_all_that_nobody_would_refuse(kernel, world):
    every = oracles.matchings(world.lists, world.keys, world.seats, world.own)
    market = world.market(TRADING)

    outcome = clear_trading(market, kernel)

    found = matching_of(market, outcome)
    assert not any(oracles.dominates(one, found, world.lists, world.keys) for one in every)
    assert verify(market, outcome, clear=lambda one: clear_trading(one, "plain")).failures == ()


@both_kernels
@some
@given(single_seat_worlds(people=5))
def test_no_group_does_better_with_its_own_seats(kernel, world):
    """With one seat each the outcome is in the core."""
    assert oracles.in_the_core(traded(world, kernel), world.lists, world.keys, world.own)


@both_kernels
@some
@given(single_seat_worlds())
def test_block_exchange_leaves_no_unit_worse_and_nothing_both_sides_want(kernel, world):
    market = world.market(BLOCK)
    outcome = clear_block_exchange(market, kernel)
    found = matching_of(market, outcome)
    allowed = oracles.two_sided(world.lists, world.keys, world.own, world.own_keys)

    assert found in allowed
    assert not any(
        oracles.both_sides_dominate(one, found, world.lists, world.keys, world.own, world.own_keys)
        for one in allowed
    )
    assert verify(market, outcome).failures == ()


@both_kernels
@some
@given(rotation_worlds(people=5, floors=True))
def test_release_keeps_floors_and_seats_and_leaves_no_envy(kernel, world):
    market = world.market(STATUS_QUO)

    outcome = clear_status_quo(market, kernel)

    assert verify(market, outcome).failures == ()


# --- 3. truth is the best reply -----------------------------------------------------------------


@few
@given(rotation_worlds())
def test_no_false_list_pays_in_trading(world):
    assert probe(world.market(TRADING), lambda one: clear_trading(one, "plain")).gains == ()


@few
@given(single_seat_worlds(people=3))
def test_no_false_list_pays_in_block_exchange(world):
    assert probe(world.market(BLOCK), lambda one: clear_block_exchange(one, "plain")).gains == ()


@few
@given(rotation_worlds(floors=True))
def test_no_false_list_pays_with_releases(world):
    assert probe(world.market(STATUS_QUO), lambda one: clear_status_quo(one, "plain")).gains == ()


# --- 11. withdrawn consent ----------------------------------------------------------------------


@both_kernels
@some
@given(rotation_worlds())
def test_a_newcomer_who_withdraws_is_as_if_never_there(kernel, world):
    newcomers = [who for who in world.order if who not in world.own]
    if not newcomers:
        return
    gone = newcomers[0]
    withdrawn = world.without(lists={**world.lists, gone: ()})
    never = world.without(
        order=tuple(who for who in world.order if who != gone),
        precedence=tuple(who for who in world.precedence if who != gone),
        lists={who: places for who, places in world.lists.items() if who != gone},
        numbers={pair: value for pair, value in world.numbers.items() if pair[0] != gone},
    )

    assert traded(withdrawn, kernel) == {gone: None} | traded(never, kernel)
