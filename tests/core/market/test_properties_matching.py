"""What deferred acceptance and its relatives promise, on the compiled and on the plain loops."""

from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.market import oracles
from tests.core.market.worlds import (
    DEFERRED,
    DEFERRED_OPENINGS,
    FLEXIBLE,
    MULTI_STAGE,
    PLACES,
    World,
    floor_worlds,
    matching_of,
    matching_worlds,
    region_worlds,
)

from tasuki.core.market.lottery import commitment
from tasuki.core.market.mechanisms.deferred import clear_deferred
from tasuki.core.market.mechanisms.flexible import clear_flexible
from tasuki.core.market.mechanisms.multistage import clear_multi_stage
from tasuki.core.market.model import (
    Guarantee,
    Lottery,
    MarketError,
    TieBreak,
    TieRule,
)
from tasuki.core.market.verify import outcome_digest, probe, verify
from tasuki.core.market.verify.probe import full_lists

some = settings(max_examples=30, deadline=None)
few = settings(max_examples=8, deadline=None)
both_kernels = pytest.mark.parametrize("kernel", ["fast", "plain"])


def deferred(world, kernel="plain", mechanism=DEFERRED):
    market = world.market(mechanism)
    return matching_of(market, clear_deferred(market, kernel))


def by_rounds(world):
    """Deferred acceptance with everybody asking at once: as it is told in a lecture."""
    keys, at = world.keys, dict.fromkeys(world.lists, 0)
    lists = {
        who: [one for one in places if (who, one) in keys] for who, places in world.lists.items()
    }
    held = {place: [] for place in world.seats}
    free = set(lists)
    while asking := {who for who in free if at[who] < len(lists[who])}:
        for who in asking:
            held[lists[who][at[who]]].append(who)
            at[who] += 1
        for place, people in held.items():
            people.sort(key=lambda who: keys[who, place], reverse=True)
            del people[world.seats[place] :]
        free = set(lists) - {who for people in held.values() for who in people}
    found = dict.fromkeys(world.lists)
    return found | {who: place for place, people in held.items() for who in people}


def is_no_worse(who, one, other, lists):
    """Whether the person likes the first as much as the second; None comes last."""
    order = [*lists[who], None]
    return order.index(one) <= order.index(other)


# --- 1. one result, however it is computed ------------------------------------------------------


@both_kernels
@some
@given(matching_worlds(people=5))
def test_deferred_acceptance_is_the_one_of_the_lecture(kernel, world):
    assert deferred(world, kernel) == by_rounds(world)


@both_kernels
@some
@given(matching_worlds(people=5), st.data())
def test_new_names_change_nothing(kernel, world, data):
    """Names decide the order of processing: nothing else may depend on them."""
    new = dict(zip(world.lists, data.draw(st.permutations(list(world.lists))), strict=True))
    place = dict(zip(world.seats, data.draw(st.permutations(list(world.seats))), strict=True))
    renamed = World(
        order=tuple(new[who] for who in world.order),
        lists={new[who]: tuple(place[one] for one in world.lists[who]) for who in world.lists},
        numbers={(new[who], place[one]): value for (who, one), value in world.numbers.items()},
        seats={place[one]: count for one, count in world.seats.items()},
        least={place[one]: value for one, value in world.least.items()},
    )

    for mechanism in (DEFERRED, DEFERRED_OPENINGS):
        before = deferred(world, kernel, mechanism)
        after = deferred(renamed, kernel, mechanism)

        assert after == {new[who]: place.get(one) for who, one in before.items()}


@some
@given(region_worlds(people=5))
def test_both_kernels_agree_on_ceilings_and_on_either_side(world):
    for clear, mechanism in ((clear_flexible, FLEXIBLE), (clear_deferred, DEFERRED_OPENINGS)):
        market = world.market(mechanism)
        fast, plain = clear(market, "fast"), clear(market, "plain")

        assert outcome_digest(fast) == outcome_digest(plain)


@both_kernels
def test_no_seats_no_lists_and_no_answer_leave_people_without_a_place(kernel):
    world = World(
        order=("A1", "A2", "A3"),
        lists={"A1": ("O1",), "A2": (), "A3": ("O2",)},
        numbers={("A1", "O1"): 3, ("A3", "O2"): None},
        seats={"O1": 0, "O2": 1},
    )

    assert deferred(world, kernel) == {"A1": None, "A2": None, "A3": None}
    assert deferred(world, kernel, DEFERRED_OPENINGS) == {"A1": None, "A2": None, "A3": None}


def test_a_place_named_twice_is_refused():
    world = World(("A1",), {"A1": ("O1", "O1")}, {("A1", "O1"): 1}, {"O1": 1})

    with pytest.raises(MarketError) as refused:
        world.market(DEFERRED)

    assert [one.code for one in refused.value.findings] == ["double_choice"]


# --- 2. against the complete enumeration --------------------------------------------------------


def _all_worlds_of_two():
    """Every market of two people and two openings: lists, orders, 0 to 2 seats: 900 of them."""
    lists = [(), ("O1",), ("O2",), ("O1", "O2"), ("O2", "O1")]
    orders = list(permutations(("A1", "A2")))
    for first, second, one, two, seats in product(
        lists, lists, orders, orders, product(range(3), repeat=2)
    ):
        chosen = {"A1": first, "A2": second}
        rank = {"O1": one, "O2": two}
        yield World(
            order=("A1", "A2"),
            lists=chosen,
            numbers={(who, at): -rank[at].index(who) for who in chosen for at in chosen[who]},
            seats=dict(zip(PLACES, seats, strict=False)),
        )


def _check_against_all_stable(world, kernel):
    stable = oracles.stable_matchings(world.lists, world.keys, world.seats)
    best = oracles.best_for_all(stable, world.lists, world.keys)

    for_people = deferred(world, kernel)
    for_openings = deferred(world, kernel, DEFERRED_OPENINGS)

    assert for_people == best
    assert for_openings in stable
    assert all(oracles.weakly_better(one, for_openings, world.lists, world.keys) for one in stable)
    assert {who for who in best if best[who]} == {who for who in best if for_openings[who]}
    for place, seats in world.seats.items():
        here, there = oracles.holders(for_people, place), oracles.holders(for_openings, place)
        assert len(here) == len(there)
        assert len(here) == seats or sorted(here) == sorted(there)


def test_every_market_of_two_by_two_gives_the_best_stable_outcome():
    for world in _all_worlds_of_two():
        _check_against_all_stable(world, "plain")


@both_kernels
@some
@given(matching_worlds())
def test_outcome_is_best_of_all_stable_and_the_same_people_are_placed(kernel, world):
    """Up to four by four; whoever is placed once is placed always (rural hospitals)."""
    _check_against_all_stable(world, kernel)


@both_kernels
@some
@given(matching_worlds(people=5))
def test_deferred_acceptance_keeps_its_promises(kernel, world):
    for mechanism in (DEFERRED, DEFERRED_OPENINGS):
        market = world.market(mechanism)
        report = verify(
            market, clear_deferred(market, kernel), clear=lambda one: clear_deferred(one, "plain")
        )

        assert report.failures == ()


# --- 3. truth is the best reply -----------------------------------------------------------------


@few
@given(matching_worlds(places=3))
def test_no_false_list_pays_in_deferred_acceptance(world):
    assert probe(world.market(DEFERRED), lambda one: clear_deferred(one, "plain")).gains == ()


@few
@given(region_worlds(people=5, places=3))
def test_no_false_list_pays_under_ceilings(world):
    assert probe(world.market(FLEXIBLE), lambda one: clear_flexible(one, "plain")).gains == ()


@few
@given(floor_worlds())
def test_no_false_order_pays_with_floors(world):
    found = probe(
        world.market(MULTI_STAGE),
        lambda one: clear_multi_stage(one, "plain"),
        reports=full_lists,
    )

    assert found.gains == ()


# --- 4. more of something -----------------------------------------------------------------------


@some
@given(matching_worlds(), st.data())
def test_a_new_opening_hurts_nobody(world, data):
    numbers, lists = dict(world.numbers), {}
    for who, places in world.lists.items():
        at = data.draw(st.integers(0, len(places)))
        lists[who] = (*places[:at], "O9", *places[at:])
        numbers[who, "O9"] = data.draw(st.integers(0, 3))
    more = world.without(lists=lists, numbers=numbers, seats={**world.seats, "O9": 1})

    before, after = deferred(world), deferred(more)

    assert all(is_no_worse(who, after[who], before[who], lists) for who in lists)


@some
@given(matching_worlds(people=5))
def test_a_new_person_helps_no_other(world):
    last = world.order[-1]
    fewer = world.without(
        order=world.order[:-1],
        lists={who: places for who, places in world.lists.items() if who != last},
        numbers={pair: value for pair, value in world.numbers.items() if pair[0] != last},
    )

    before, after = deferred(fewer), deferred(world)

    assert all(is_no_worse(who, before[who], after[who], world.lists) for who in fewer.lists)


@some
@given(matching_worlds(), st.data())
def test_a_better_number_never_hurts(world, data):
    known = [pair for pair, value in world.numbers.items() if value is not None]
    if not known:
        return
    who, place = data.draw(st.sampled_from(known))
    better = world.without(numbers={**world.numbers, (who, place): world.numbers[who, place] + 2})

    assert is_no_worse(who, deferred(better)[who], deferred(world)[who], world.lists)


# --- 6. ceilings and floors ---------------------------------------------------------------------


@both_kernels
@some
@given(region_worlds(people=5))
def test_outcome_under_ceilings_is_stable_by_definition(kernel, world):
    market = world.market(FLEXIBLE)

    outcome = clear_flexible(market, kernel)

    assert oracles.is_stable_under_ceilings(
        matching_of(market, outcome),
        world.lists,
        world.keys,
        world.seats,
        world.region,
        world.ceiling,
        world.targets,
    )
    assert verify(market, outcome).failures == ()


@both_kernels
@some
@given(region_worlds(people=5))
def test_slack_ceilings_change_nothing(kernel, world):
    slack = world.without(ceiling=dict.fromkeys(world.ceiling, 99))
    market = slack.market(FLEXIBLE)

    found = matching_of(market, clear_flexible(market, kernel))

    assert found == deferred(world.without(region={}, ceiling={}), kernel)


@both_kernels
@some
@given(floor_worlds())
def test_floors_are_met_and_no_seat_is_wasted(kernel, world):
    market = world.market(MULTI_STAGE)

    outcome = clear_multi_stage(market, kernel)

    assert verify(market, outcome).failures == ()
    held = matching_of(market, outcome)
    assert None not in held.values()
    for place, least in world.minimum.items():
        assert least <= len(oracles.holders(held, place)) <= world.seats[place]


@both_kernels
def test_too_few_people_for_the_floors_is_proven(kernel):
    world = World(
        order=("A1",),
        lists={"A1": ("O1", "O2")},
        numbers={("A1", "O1"): 1, ("A1", "O2"): 1},
        seats={"O1": 1, "O2": 1},
        minimum={"O1": 1, "O2": 1},
        precedence=("A1",),
    )
    market = world.market(MULTI_STAGE)

    report = verify(market, clear_multi_stage(market, kernel), [Guarantee.FLOORS_MET])

    assert report.of(Guarantee.FLOORS_MET).reason == "infeasible_proven"
    assert report.passed


# --- 10 and 11. lots, withdrawn consent ---------------------------------------------------------


def _lots(seed):
    return TieBreak(TieRule.LOTTERY, Lottery(seed=seed, commitment=commitment(seed)))


@both_kernels
@some
@given(matching_worlds(), st.text(min_size=1, max_size=4, alphabet="abcあ"))
def test_an_outcome_by_lot_keeps_its_promises(kernel, world, seed):
    market = world.market(DEFERRED, _lots(seed))

    assert verify(market, clear_deferred(market, kernel)).failures == ()


@some
@given(matching_worlds(), st.integers(0, 99))
def test_where_nobody_is_tied_the_seed_decides_nothing(world, seed):
    order = {who: at for at, who in enumerate(world.order)}
    strict = world.without(
        numbers={
            (who, place): None if value is None else value * 10 + order[who]
            for (who, place), value in world.numbers.items()
        },
        least={},
    )
    first, second = (strict.market(DEFERRED, _lots(str(one))) for one in (seed, seed + 1))

    assert matching_of(first, clear_deferred(first, "plain")) == matching_of(
        second, clear_deferred(second, "plain")
    )


@both_kernels
@some
@given(matching_worlds())
def test_withdrawn_consent_is_as_if_the_person_had_never_come(kernel, world):
    gone = world.order[0]
    withdrawn = world.without(lists={**world.lists, gone: ()})
    never = world.without(
        order=world.order[1:],
        lists={who: places for who, places in world.lists.items() if who != gone},
        numbers={pair: value for pair, value in world.numbers.items() if pair[0] != gone},
    )

    assert deferred(withdrawn, kernel) == {gone: None} | deferred(never, kernel)
