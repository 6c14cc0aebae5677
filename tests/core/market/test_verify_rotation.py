"""Verdicts on rotations against plain counting: nobody worse, efficient, units respected."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.market import oracles
from tests.core.market.test_verify_matching import holds
from tests.core.market.worlds import (
    BLOCK,
    STATUS_QUO,
    TRADING,
    World,
    outcome_of,
    rotation_worlds,
    single_seat_worlds,
)

from tasuki.core.market.model import Guarantee
from tasuki.core.market.verify import Verdict, verify

some = settings(max_examples=40, deadline=None)


def _matchings(world):
    return list(oracles.matchings(world.lists, world.keys, world.seats, world.own))


def _some(data, every):
    return data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=10))


@some
@given(rotation_worlds(), st.data())
def test_efficient_is_not_dominated(world, data):
    market, every = world.market(TRADING), _matchings(world)
    for matching in _some(data, every):
        dominated = any(
            oracles.dominates(other, matching, world.lists, world.keys) for other in every
        )

        assert holds(market, matching, Guarantee.PARETO_EFFICIENT) == (not dominated)


@some
@given(rotation_worlds(floors=True), st.data())
def test_efficient_above_floors_is_not_dominated_by_what_keeps_the_floors(world, data):
    """A unit may not be taken below its minimum, nor below today's headcount if that is less."""
    market = world.market(TRADING)
    held = {place: sum(1 for unit in world.own.values() if unit == place) for place in world.seats}
    floor = {place: min(held[place], world.minimum[place]) for place in held}

    def keeps(matching):
        return all(len(oracles.holders(matching, one)) >= floor[one] for one in floor)

    every = [one for one in _matchings(world) if keeps(one)]
    for matching in _some(data, every):
        dominated = any(
            oracles.dominates(other, matching, world.lists, world.keys) for other in every
        )

        assert holds(market, matching, Guarantee.FEASIBLE)
        assert holds(market, matching, Guarantee.PARETO_EFFICIENT) == (not dominated)


@some
@given(rotation_worlds(), st.data())
def test_rational_is_listed_and_accepted_and_no_worse_than_today(world, data):
    market = world.market(TRADING)
    matching = {}
    for who in sorted(world.lists):
        seats = [*world.lists[who], None, *([world.own[who]] if who in world.own else [])]
        matching[who] = data.draw(st.sampled_from(seats))
    fine = all(
        matching[who] in oracles.places_of(who, world.lists, world.keys, world.own)
        for who in matching
    )

    assert holds(market, matching, Guarantee.INDIVIDUALLY_RATIONAL) == fine


@some
@given(single_seat_worlds(), st.data())
def test_two_sided_verdicts_are_the_definitions(world, data):
    market = world.market(BLOCK)
    allowed = oracles.two_sided(world.lists, world.keys, world.own, world.own_keys)
    every = [one for one in _matchings(world) if len(set(one.values())) == len(one)]
    for matching in _some(data, every):
        assert holds(market, matching, Guarantee.TWO_SIDED_RATIONAL) == (matching in allowed)
    for matching in _some(data, allowed):
        dominated = any(
            oracles.both_sides_dominate(
                other, matching, world.lists, world.keys, world.own, world.own_keys
            )
            for other in allowed
        )
        assert holds(market, matching, Guarantee.TWO_SIDED_EFFICIENT) == (not dominated)


def test_several_seats_in_a_unit_are_outside_the_two_sided_checks():
    world = World(
        order=("A1", "A2"),
        lists={"A1": (), "A2": ()},
        numbers={},
        seats={"U1": 2},
        own={"A1": "U1", "A2": "U1"},
        own_numbers={"A1": 1, "A2": 1},
    )
    market = world.market(BLOCK)
    outcome = outcome_of(market, world.own)

    report = verify(market, outcome, [Guarantee.TWO_SIDED_RATIONAL, Guarantee.TWO_SIDED_EFFICIENT])

    assert [one.verdict for one in report.checks[1:]] == [Verdict.NOT_APPLICABLE] * 2


def _status_quo_world():
    """U1 must keep one of its two; A3 has no seat; U2 holds A4."""
    return World(
        order=("A1", "A2", "A3", "A4"),
        lists={"A1": ("U2",), "A2": ("U2",), "A3": ("U1", "U2"), "A4": ("U1",)},
        numbers={
            ("A1", "U2"): 5,
            ("A2", "U2"): 9,
            ("A3", "U1"): 5,
            ("A3", "U2"): 1,
            ("A4", "U1"): 3,
        },
        seats={"U1": 2, "U2": 1},
        own={"A1": "U1", "A2": "U1", "A4": "U2"},
        minimum={"U1": 1},
        precedence=("A2", "A1", "A3", "A4"),
    )


def test_released_without_envy_passes():
    """A2 goes to U2, A4 is outranked by A3 at U1 and would lose the seat: so both stay."""
    world = _status_quo_world()
    market = world.market(STATUS_QUO)

    assert holds(market, {**world.own, "A3": None}, Guarantee.NO_ENVY_AMONG_RELEASED)


def test_moved_without_release_is_named():
    world = _status_quo_world()
    market = world.market(STATUS_QUO)
    moved = {"A1": "U2", "A2": "U1", "A3": None, "A4": "U1"}

    check = verify(market, outcome_of(market, moved), [Guarantee.NO_ENVY_AMONG_RELEASED])

    found = check.of(Guarantee.NO_ENVY_AMONG_RELEASED)
    assert (found.verdict, found.reason) == (Verdict.FAIL, "moved_without_release")
    assert found.witness == {"agent": "A1", "count": 1}


def test_envy_among_released_is_named():
    """A2 and A4 change seats although A3, whom U1 likes better than A4, asked for U1 too."""
    world = _status_quo_world()
    market = world.market(STATUS_QUO)
    swapped = {"A1": "U1", "A2": "U2", "A3": None, "A4": "U1"}

    check = verify(market, outcome_of(market, swapped), [Guarantee.NO_ENVY_AMONG_RELEASED])

    found = check.of(Guarantee.NO_ENVY_AMONG_RELEASED)
    assert (found.verdict, found.reason) == (Verdict.FAIL, "justified_envy")
    assert found.witness == {"agent": "A3", "place": "U1", "holder": "A4", "count": 1}


def test_whoever_keeps_a_floor_starts_no_chain():
    """A1 would rather have the free seat at U2, but U1 needs one person and has no other."""
    world = World(
        order=("A1",),
        lists={"A1": ("U2",)},
        numbers={("A1", "U2"): 1},
        seats={"U1": 1, "U2": 1},
        own={"A1": "U1"},
        minimum={"U1": 1},
        precedence=("A1",),
    )
    free = world.without(minimum={})

    assert holds(world.market(TRADING), {"A1": "U1"}, Guarantee.PARETO_EFFICIENT)
    assert not holds(free.market(TRADING), {"A1": "U1"}, Guarantee.PARETO_EFFICIENT)


def _wish_to_change(number_at_u1):
    """A1 and A2 want each other's seat; U2 likes A1 better than A2, U1 likes A2 as given."""
    return World(
        order=("A1", "A2"),
        lists={"A1": ("U2",), "A2": ("U1",)},
        numbers={("A1", "U2"): 9, ("A2", "U1"): number_at_u1},
        seats={"U1": 1, "U2": 1},
        own={"A1": "U1", "A2": "U2"},
        own_numbers={"A1": 5, "A2": 7},
    )


def test_an_exchange_that_people_and_units_want_is_shown():
    market = _wish_to_change(6).market(BLOCK)

    report = verify(
        market, outcome_of(market, {"A1": "U1", "A2": "U2"}), [Guarantee.TWO_SIDED_EFFICIENT]
    )

    found = report.of(Guarantee.TWO_SIDED_EFFICIENT)
    assert (found.verdict, found.reason) == (Verdict.FAIL, "both_sides_prefer")
    assert sorted(tuple(one.values()) for one in found.witness["moves"]) == [
        ("A1", "U1", "U2"),
        ("A2", "U2", "U1"),
    ]


def test_an_exchange_that_a_unit_does_not_want_is_not_asked_for():
    """At equal numbers the one who stands earlier in the file is liked better: A1 stays."""
    for number in (4, 5):
        market = _wish_to_change(number).market(BLOCK)

        assert holds(market, {"A1": "U1", "A2": "U2"}, Guarantee.TWO_SIDED_EFFICIENT)
