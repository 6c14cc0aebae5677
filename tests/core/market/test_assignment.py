"""Planned assignment: best by complete enumeration, every condition kept, prices that prove it."""

from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from tasuki.core.market.mechanisms.assignment import clear_assignment, frontier, hall_witness
from tasuki.core.market.model import (
    Agent,
    Constraint,
    ConstraintKind,
    Infeasible,
    Kind,
    Market,
    MarketError,
    Mechanism,
    MechanismName,
    Region,
    Status,
    Unit,
)
from tasuki.core.market.solvers.plan import ranks_of

RARELY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
PLAN = Mechanism(MechanismName.ASSIGNMENT)


def market_of(agents, units, *, constraints=(), regions=(), mechanism=PLAN):
    return Market.from_records(
        kind=Kind.ASSIGNMENT,
        agents=agents,
        places=units,
        regions=regions,
        constraints=constraints,
        mechanism=mechanism,
    )


def is_met(market, one, place):
    """Return whether a condition holds where agent -> unit or None."""
    region = {
        unit: market.region_ids[at] if (at := int(market.quota.region[number])) >= 0 else unit
        for number, unit in enumerate(market.place_ids)
    }
    tags = dict(zip(market.agent_ids, market.tags or [()] * market.agent_count, strict=True))
    today = {
        agent: market.place_ids[at] if (at := int(market.endowment[number])) >= 0 else None
        for number, agent in enumerate(market.agent_ids)
    }
    match one.kind:
        case ConstraintKind.TAG_MINIMUM:
            skilled = [a for a, unit in place.items() if unit == one.unit and one.tag in tags[a]]
            return len(skilled) >= one.minimum
        case ConstraintKind.TOGETHER:
            return len({region.get(place[agent]) for agent in one.agents}) == 1
        case ConstraintKind.APART:
            seated = [place[agent] for agent in one.agents if place[agent]]
            return len(set(seated)) == len(seated)
        case ConstraintKind.FIXED:
            return place[one.agents[0]] == one.unit
        case ConstraintKind.MOVES_MAXIMUM:
            return sum(place[agent] != today[agent] for agent in place) <= one.maximum
    held = sum(unit is not None and region[unit] == one.region for unit in place.values())
    return (one.minimum or 0) <= held <= (held if one.maximum is None else one.maximum)


def best_of(market):
    """Return the most total worth of any allowed assignment, None when there is none."""
    ranks, worst = ranks_of(market), market.mechanism.worst_rank
    options = []
    for at in range(market.agent_count):
        edges = range(market.preference.indptr[at], market.preference.indptr[at + 1])
        allowed = [edge for edge in edges if worst is None or ranks[edge] <= worst]
        options.append([*allowed, None] if market.may_stay_out[at] else allowed)
    best = None
    for chosen in product(*options):
        units = [None if e is None else int(market.preference.indices[e]) for e in chosen]
        held = [units.count(unit) for unit in range(market.place_count)]
        within = zip(market.quota.minimum, held, market.quota.capacity, strict=True)
        if not all(low <= count <= high for low, count, high in within):
            continue
        names = [None if unit is None else market.place_ids[unit] for unit in units]
        place = dict(zip(market.agent_ids, names, strict=True))
        if all(is_met(market, one, place) for one in market.constraints):
            worth = sum(int(market.edge.utility[edge]) for edge in chosen if edge is not None)
            best = worth if best is None else max(best, worth)
    return best


@st.composite
def conditions(draw, agents, units):
    kind = draw(st.sampled_from(list(ConstraintKind)))
    pair = tuple(sorted(draw(st.sets(st.sampled_from(agents), min_size=2, max_size=2))))
    unit, few = draw(st.sampled_from(units)), draw(st.integers(0, 2))
    return {
        ConstraintKind.TAG_MINIMUM: Constraint(kind, unit=unit, tag="nurse", minimum=few),
        ConstraintKind.TOGETHER: Constraint(kind, agents=pair),
        ConstraintKind.APART: Constraint(kind, agents=pair),
        ConstraintKind.FIXED: Constraint(kind, unit=unit, agents=pair[:1]),
        ConstraintKind.MOVES_MAXIMUM: Constraint(kind, maximum=few + 1),
        ConstraintKind.REGION_MAXIMUM: Constraint(kind, region="R1", maximum=few),
        ConstraintKind.REGION_MINIMUM: Constraint(kind, region="R1", minimum=few),
    }[kind]


@st.composite
def markets(draw, constraints_max=3):
    agents = [f"A{at}" for at in range(draw(st.integers(2, 5)))]
    units = [f"U{at}" for at in range(draw(st.integers(2, 3)))]
    people = []
    for name in agents:
        listed = draw(st.lists(st.sampled_from(units), unique=True, min_size=1))
        people.append(
            Agent(
                name,
                tuple((one, draw(st.integers(-3, 9))) for one in listed),
                unit=draw(st.sampled_from([None, *units])),
                tags=draw(st.sampled_from([(), ("nurse",)])),
                may_stay_out=draw(st.booleans()),
            )
        )
    places = []
    for at, name in enumerate(units):
        least = draw(st.integers(0, 1))
        most = draw(st.sampled_from([None, least + 1, least + 2]))
        region = "R1" if at == 0 else draw(st.sampled_from([None, "R1", "R2"]))
        places.append(Unit(name, minimum=least, maximum=most, region=region))
    stated = draw(st.lists(conditions(agents, units), max_size=constraints_max))
    wanted = Mechanism(
        MechanismName.ASSIGNMENT, worst_rank=draw(st.sampled_from([None, None, 1, 2]))
    )
    return market_of(people, places, constraints=stated, mechanism=wanted)


@RARELY
@given(market=markets())
def test_worth_is_that_of_the_best_of_all_allowed_assignments(solve, market):
    found = clear_assignment(market, solve=solve)

    best = best_of(market)
    assert (found.status is Status.INFEASIBLE) == (best is None)
    assert found.statistics.get("value") == best
    if best is not None:
        assert found.statistics["bound"] == best <= found.statistics["proven_bound"]


@RARELY
@given(market=markets(constraints_max=0))
def test_prices_cover_every_choice_and_add_up_to_the_worth(solve, market):
    market = Market(**{**fields(market), "mechanism": PLAN})

    found = clear_assignment(market, solve=solve)

    if found.status is Status.COMPLETE:
        units, people = found.certificate.prices, found.certificate.people
        for edge, agent in enumerate(market.edge_agent.tolist()):
            unit = market.place_ids[market.preference.indices[edge]]
            paid = units.get(unit, 0) + people.get(market.agent_ids[agent], 0)
            assert paid >= market.edge.utility[edge]
        assert found.statistics["proven_bound"] == found.statistics["value"]


def fields(market):
    return {name: getattr(market, name) for name in market.__dataclass_fields__}


def hospital(*constraints, worst_rank=None):
    agents = [
        Agent("A1", (("U1", 0), ("U2", 60)), unit="U1", tags=("nurse",)),
        Agent("A2", (("U2", 0), ("U1", 10)), unit="U2", tags=("nurse",)),
        Agent("A3", (("U2", 0), ("U1", 90)), unit="U2"),
    ]
    units = [Unit("U1", minimum=1, maximum=1, region="R1"), Unit("U2", maximum=2, region="R1")]
    wanted = Mechanism(MechanismName.ASSIGNMENT, worst_rank=worst_rank)
    return market_of(agents, units, constraints=constraints, mechanism=wanted)


NURSE = Constraint(ConstraintKind.TAG_MINIMUM, unit="U1", tag="nurse", minimum=1)


def test_documented_example_keeps_a_nurse_at_the_unit(solve):
    market = hospital(NURSE)

    found = clear_assignment(market, solve=solve)

    assert [market.place_ids[at] for at in found.place] == ["U2", "U1", "U2"]
    assert (found.status, found.statistics["value"]) == (Status.COMPLETE, 70)


def test_without_the_condition_the_worth_is_higher(solve):
    assert clear_assignment(hospital(), solve=solve).statistics["value"] == 150


def test_dropping_a_condition_never_lowers_the_worth(solve):
    stated = (
        NURSE,
        Constraint(ConstraintKind.MOVES_MAXIMUM, maximum=2),
        Constraint(ConstraintKind.APART, agents=("A1", "A2")),
    )
    whole = clear_assignment(hospital(*stated), solve=solve).statistics["value"]
    for left_out in stated:
        rest = [one for one in stated if one is not left_out]

        assert clear_assignment(hospital(*rest), solve=solve).statistics["value"] >= whole


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_one_seat_each_equals_the_assignment_of_scipy(solve, seed):
    worth = np.random.default_rng(seed).integers(0, 1_000_000, (30, 30))
    names = [f"U{at:02d}" for at in range(30)]
    agents = [
        Agent(f"A{at:02d}", tuple(zip(names, map(int, row), strict=True)))
        for at, row in enumerate(worth)
    ]
    market = market_of(agents, [Unit(one, maximum=1) for one in names])

    found = clear_assignment(market, solve=solve)

    assert found.statistics["value"] == worth[linear_sum_assignment(worth, maximize=True)].sum()
    assert found.statistics["proven_bound"] == found.statistics["value"]


def test_floors_that_nobody_can_meet_have_a_witness(solve):
    agents = [Agent("A1", (("U1", 1), ("U2", 1))), Agent("A2", (("U3", 5),))]
    units = [Unit("U1", minimum=1), Unit("U2", minimum=1), Unit("U3", minimum=1)]
    market = market_of(agents, units)

    found = clear_assignment(market, solve=solve)

    assert found.status is Status.INFEASIBLE
    assert found.certificate.infeasible == Infeasible(("U1", "U2"), minimum=2, people=1)
    assert found.place.tolist() == [-1, -1]


def test_floors_that_can_be_met_have_no_witness():
    assert hall_witness(hospital()) is None


def test_frontier_ends_where_no_better_worst_rank_can_be_had(solve):
    agents = [
        Agent("A1", (("U1", 10), ("U2", 9), ("U3", 0))),
        Agent("A2", (("U1", 20), ("U2", 1), ("U3", 0))),
        Agent("A3", (("U1", 5), ("U2", 4), ("U3", 3))),
        Agent("A4", (("U2", 30), ("U1", 1), ("U3", 0))),
    ]
    units = [Unit("U1", maximum=2), Unit("U2", maximum=2), Unit("U3", maximum=4)]

    found = frontier(market_of(agents, units), solve=solve)

    assert [(one.worst_rank, one.value) for one in found] == [(2, 64)]


def test_frontier_has_a_point_for_each_rank_that_costs_worth(solve):
    agents = [
        Agent("A1", (("U1", 10), ("U2", 9), ("U3", 8))),
        Agent("A2", (("U1", 100), ("U2", 50), ("U3", 0))),
        Agent("A3", (("U2", 100), ("U3", 1))),
    ]
    units = [Unit("U1", maximum=1), Unit("U2", maximum=1), Unit("U3", maximum=1)]

    found = frontier(market_of(agents, units), solve=solve)

    assert [(one.worst_rank, one.value) for one in found] == [(3, 208), (2, 110)]


def test_ceiling_of_a_region_holds(solve):
    agents = [Agent(f"A{at}", (("U1", 5), ("U2", 1))) for at in range(3)]
    units = [Unit("U1", region="R1"), Unit("U2")]
    market = market_of(agents, units, regions=[Region("R1", 2)])

    assert clear_assignment(market, solve=solve).statistics["value"] == 11


def test_mechanism_for_seats_is_refused(solve):
    with pytest.raises(MarketError, match="on a market of kind"):
        clear_assignment(hospital(), Mechanism(MechanismName.CYCLE_CHAIN_PACKING), solve=solve)
