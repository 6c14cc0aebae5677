"""Verdicts on matchings against plain counting: stable, best for one side, ceilings, floors."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.market import oracles
from tests.core.market.worlds import (
    DEFERRED,
    FLEXIBLE,
    MULTI_STAGE,
    World,
    floor_worlds,
    matching_worlds,
    outcome_of,
    region_worlds,
)

from tasuki.core.market.model import Guarantee
from tasuki.core.market.verify import Verdict, verify

some = settings(max_examples=40, deadline=None)
LOOKED_AT_MAX = 12


def holds(market, matching, guarantee):
    """Return whether the property is confirmed; a FAIL must show a witness."""
    check = verify(market, outcome_of(market, matching), [guarantee]).of(guarantee)
    assert check.verdict is not Verdict.NOT_APPLICABLE
    assert (check.verdict is Verdict.PASS) == (check.witness is None)
    return check.verdict is Verdict.PASS


def some_matchings(data, world):
    """Return a handful of the matchings that are possible, so that no world takes long."""
    every = list(oracles.matchings(world.lists, world.keys, world.seats))
    chosen = st.lists(st.sampled_from(every), max_size=LOOKED_AT_MAX - 1)
    return [every[-1], *data.draw(chosen)]


@some
@given(matching_worlds(), st.data())
def test_stable_is_no_blocking_pair(world, data):
    market = world.market(DEFERRED)
    for matching in some_matchings(data, world):
        pairs = oracles.blocking_pairs(matching, world.lists, world.keys, world.seats)

        assert holds(market, matching, Guarantee.STABLE) == (pairs == [])


@some
@given(matching_worlds())
def test_every_blocking_pair_is_listed(world):
    market = world.market(DEFERRED)
    nobody = dict.fromkeys(world.lists)
    pairs = oracles.blocking_pairs(nobody, world.lists, world.keys, world.seats)

    check = verify(market, outcome_of(market, nobody), [Guarantee.STABLE]).of(Guarantee.STABLE)

    if pairs:
        assert check.witness["count"] == len(pairs)
        listed = {(one["agent"], one["place"]) for one in check.witness["pairs"]}
        assert listed <= set(pairs)
        assert len(listed) == min(10, len(pairs))


@some
@given(matching_worlds())
def test_person_optimal_is_the_stable_outcome_that_everyone_likes_best(world):
    market = world.market(DEFERRED)
    stable = oracles.stable_matchings(world.lists, world.keys, world.seats)
    best = oracles.best_for_all(stable, world.lists, world.keys)

    for matching in stable:
        assert holds(market, matching, Guarantee.PERSON_OPTIMAL) == (matching == best)


@some
@given(matching_worlds())
def test_opening_optimal_is_the_stable_outcome_that_everyone_likes_least(world):
    market = world.market(DEFERRED)
    stable = oracles.stable_matchings(world.lists, world.keys, world.seats)

    for matching in stable:
        is_worst = all(
            oracles.weakly_better(other, matching, world.lists, world.keys) for other in stable
        )
        assert holds(market, matching, Guarantee.OPENING_OPTIMAL) == is_worst


def test_two_stable_outcomes_are_told_apart_by_both_tests():
    """Two people and two openings that like each other crosswise: two stable outcomes."""
    lists = {"A1": ("O1", "O2"), "A2": ("O2", "O1")}
    numbers = {("A1", "O1"): 1, ("A2", "O1"): 2, ("A1", "O2"): 2, ("A2", "O2"): 1}
    world = crosswise_world(lists, numbers)
    market = world.market(DEFERRED)
    for_people, for_openings = {"A1": "O1", "A2": "O2"}, {"A1": "O2", "A2": "O1"}

    report = verify(
        market,
        outcome_of(market, for_openings),
        [Guarantee.STABLE, Guarantee.PERSON_OPTIMAL, Guarantee.OPENING_OPTIMAL],
    )

    assert report.of(Guarantee.STABLE).verdict is Verdict.PASS
    assert report.of(Guarantee.OPENING_OPTIMAL).verdict is Verdict.PASS
    assert report.of(Guarantee.PERSON_OPTIMAL).reason == "improvement_cycle"
    assert sorted(
        tuple(one.values()) for one in report.of(Guarantee.PERSON_OPTIMAL).witness["moves"]
    ) == [("A1", "O2", "O1"), ("A2", "O1", "O2")]
    assert holds(market, for_people, Guarantee.PERSON_OPTIMAL)
    assert not holds(market, for_people, Guarantee.OPENING_OPTIMAL)


def crosswise_world(lists, numbers):

    return World(order=tuple(lists), lists=lists, numbers=numbers, seats={"O1": 1, "O2": 1})


@some
@given(region_worlds(), st.data())
def test_stability_under_ceilings_is_the_definition(world, data):
    market = world.market(FLEXIBLE)
    for matching in some_matchings(data, world):
        is_within = oracles.within_ceilings(matching, world.region, world.ceiling)
        is_stable = oracles.is_stable_under_ceilings(
            matching,
            world.lists,
            world.keys,
            world.seats,
            world.region,
            world.ceiling,
            world.targets,
        )

        assert holds(market, matching, Guarantee.FEASIBLE) == is_within
        if is_within:
            assert holds(market, matching, Guarantee.STABLE_UNDER_CEILINGS) == is_stable


@some
@given(floor_worlds(), st.data())
def test_floors_and_waste_are_counted(world, data):
    market = world.market(MULTI_STAGE)
    for matching in some_matchings(data, world):
        held = {place: len(oracles.holders(matching, place)) for place in world.seats}
        wasted = [
            (who, place)
            for who in world.lists
            for place in world.lists[who]
            if held[place] < world.seats[place]
            and oracles.prefers(who, place, matching[who], world.lists, world.keys)
            and (matching[who] is None or held[matching[who]] > world.minimum[matching[who]])
        ]
        are_met = all(held[place] >= world.minimum[place] for place in held)

        assert holds(market, matching, Guarantee.NO_WASTE) == (wasted == [])
        if any(world.minimum.values()):
            assert holds(market, matching, Guarantee.FLOORS_MET) == are_met


def test_a_claim_into_a_full_region_is_stopped_and_one_that_evens_out_is_not():
    """R1 takes two. O1 aims at 1 and O2 at 1; both people at O1 leave O2 one short of its aim."""

    world = World(
        order=("A1", "A2", "A3"),
        lists={"A1": ("O1",), "A2": ("O2", "O1"), "A3": ("O2",)},
        numbers={("A1", "O1"): 9, ("A2", "O2"): 5, ("A2", "O1"): 8, ("A3", "O2"): 4},
        seats={"O1": 2, "O2": 2},
        region={"O1": "R1", "O2": "R1"},
        ceiling={"R1": 2},
        target={"O1": 1, "O2": 1},
    )
    market = world.market(FLEXIBLE)
    uneven = {"A1": "O1", "A2": "O1", "A3": None}
    even = {"A1": "O1", "A2": "O2", "A3": None}

    check = verify(market, outcome_of(market, uneven), [Guarantee.STABLE_UNDER_CEILINGS])

    found = check.of(Guarantee.STABLE_UNDER_CEILINGS)
    assert found.reason == "free_seat"
    assert found.witness == {
        "count": 1,
        "pairs": [{"agent": "A2", "place": "O2", "holder": None}],
        "region": "R1",
        "held": 2,
    }
    assert holds(market, even, Guarantee.STABLE_UNDER_CEILINGS)


def test_a_claim_that_only_moves_the_excess_is_stopped():
    """R1 is full with three; O1 is one above its aim, O2 on it: a move would turn that over."""
    world = World(
        order=("A1", "A2", "A3"),
        lists={"A1": ("O1",), "A2": ("O2", "O1"), "A3": ("O2",)},
        numbers={("A1", "O1"): 9, ("A2", "O2"): 5, ("A2", "O1"): 8, ("A3", "O2"): 6},
        seats={"O1": 2, "O2": 2},
        region={"O1": "R1", "O2": "R1"},
        ceiling={"R1": 3},
        target={"O1": 1, "O2": 1},
    )
    market = world.market(FLEXIBLE)

    assert holds(market, {"A1": "O1", "A2": "O1", "A3": "O2"}, Guarantee.STABLE_UNDER_CEILINGS)


def test_a_free_seat_is_not_wasted_on_whoever_keeps_a_floor():
    """A1 would rather be at O2, which has room, but O1 needs one person and has no other."""
    lists, numbers = {"A1": ("O2", "O1")}, {("A1", "O1"): 1, ("A1", "O2"): 1}
    seats = {"O1": 1, "O2": 1}
    kept = World(("A1",), lists, numbers, seats, minimum={"O1": 1}, precedence=("A1",))
    free = kept.without(minimum={})

    assert holds(kept.market(MULTI_STAGE), {"A1": "O1"}, Guarantee.NO_WASTE)
    assert not holds(free.market(MULTI_STAGE), {"A1": "O1"}, Guarantee.NO_WASTE)
