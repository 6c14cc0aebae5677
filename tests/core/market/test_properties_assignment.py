"""Plans against plain counting: the most worth, with and without conditions, proven by prices."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.market import oracles
from tests.core.market.test_verify_assignment import NURSE, PLAN
from tests.core.market.worlds import Plan, matching_of, plan_worlds

from tasuki.adapters.solvers.child import open_solver
from tasuki.core.market.mechanisms.assignment import clear_assignment, frontier
from tasuki.core.market.model import Constraint, ConstraintKind, Guarantee, Status
from tasuki.core.market.solvers.program import Solve
from tasuki.core.market.verify import Verdict, verify

some = settings(max_examples=20, deadline=None)


@pytest.fixture(scope="module")
def solve() -> Iterator[Solve]:
    with open_solver() as ready:
        yield ready


def best_of(plan, allowed=lambda _: True):
    return oracles.best_assignment(
        plan.worth, plan.bounds, may_stay_out=plan.may_stay_out, allowed=allowed
    )


def _area(plan, unit):
    return plan.region.get(unit, unit)


def _allows(plan, one, matching):
    """Whether a condition holds, from the words of the format."""
    held = list(matching.values())
    inside = sum(1 for unit in held if unit and plan.region.get(unit) == one.region)
    match one.kind:
        case ConstraintKind.TAG_MINIMUM:
            tagged = [who for who in matching if one.tag in plan.tags.get(who, ())]
            return sum(1 for who in tagged if matching[who] == one.unit) >= one.minimum
        case ConstraintKind.TOGETHER:
            return len({_area(plan, matching[who]) for who in one.agents}) == 1
        case ConstraintKind.APART:
            units = [matching[who] for who in one.agents if matching[who]]
            return len(set(units)) == len(units)
        case ConstraintKind.FIXED:
            return matching[one.agents[0]] == one.unit
        case ConstraintKind.MOVES_MAXIMUM:
            return sum(1 for who in matching if matching[who] != plan.own.get(who)) <= one.maximum
        case ConstraintKind.REGION_MAXIMUM:
            return inside <= one.maximum
        case ConstraintKind.REGION_MINIMUM:
            return inside >= one.minimum


@st.composite
def conditioned_plans(draw):
    """Plans in which everybody holds a unit today, with up to two conditions."""
    plan = draw(plan_worlds())
    people, units = sorted(plan.worth), sorted(plan.bounds)
    region = {unit: draw(st.sampled_from(["R1", "R2"])) for unit in units}
    who, unit, count = st.sampled_from(people), st.sampled_from(units), st.integers(0, 2)
    area = st.sampled_from(sorted(set(region.values())))
    kinds = [
        st.builds(Constraint, st.just(ConstraintKind.MOVES_MAXIMUM), maximum=count),
        st.builds(Constraint, st.just(ConstraintKind.REGION_MAXIMUM), region=area, maximum=count),
        st.builds(Constraint, st.just(ConstraintKind.REGION_MINIMUM), region=area, minimum=count),
        st.builds(
            Constraint,
            st.just(ConstraintKind.TAG_MINIMUM),
            unit=unit,
            tag=st.just("nurse"),
            minimum=st.just(1),
        ),
        st.builds(Constraint, st.just(ConstraintKind.FIXED), unit=unit, agents=st.tuples(who)),
    ]
    if len(people) > 1:
        pair = st.permutations(people).map(lambda order: tuple(order[:2]))
        kinds += [
            st.builds(Constraint, st.just(kind), agents=pair)
            for kind in (ConstraintKind.TOGETHER, ConstraintKind.APART)
        ]
    return Plan(
        worth=plan.worth,
        bounds=plan.bounds,
        own={one: draw(unit) for one in people},
        tags={one: ("nurse",) for one in people if draw(st.booleans())},
        region=region,
        may_stay_out=plan.may_stay_out,
        constraints=tuple(draw(st.lists(st.one_of(kinds), min_size=1, max_size=2))),
    )


def test_the_example_of_the_format(solve):
    plan = Plan(**{**vars(PLAN), "constraints": (NURSE,)})
    market = plan.market()

    outcome = clear_assignment(market, solve=solve)

    assert matching_of(market, outcome) == {"A1": "U2", "A2": "U1", "A3": "U2"}
    assert outcome.statistics["value"] == 70
    assert verify(market, outcome).failures == ()


@some
@given(plan_worlds())
def test_the_best_plan_is_found_and_proven(solve, plan):
    market = plan.market()
    best = best_of(plan)

    outcome = clear_assignment(market, solve=solve)

    report = verify(market, outcome)
    assert report.failures == ()
    assert (outcome.status is Status.INFEASIBLE) == (best is None)
    if best is not None:
        assert outcome.statistics["value"] == best
        assert report.of(Guarantee.OPTIMAL_ASSIGNMENT).verdict is Verdict.PASS


@some
@given(conditioned_plans())
def test_the_best_plan_under_conditions_is_found(solve, plan):
    market = plan.market()
    best = best_of(plan, lambda found: all(_allows(plan, one, found) for one in plan.constraints))

    outcome = clear_assignment(market, solve=solve)

    assert verify(market, outcome).failures == ()
    assert (outcome.status is Status.INFEASIBLE) == (best is None)
    if best is not None:
        assert outcome.statistics["value"] == best


@some
@given(conditioned_plans())
def test_dropping_a_condition_never_costs_anything(solve, plan):
    before = clear_assignment(plan.market(), solve=solve)
    freer = Plan(**{**vars(plan), "constraints": plan.constraints[1:]})
    after = clear_assignment(freer.market(), solve=solve)

    if before.status is Status.COMPLETE:
        assert after.statistics["value"] >= before.statistics["value"]


@some
@given(plan_worlds(), st.integers(1, 3))
def test_nobody_gets_less_than_the_worst_rank(solve, plan, worst):
    """A rank is one more than the number of choices worth more to the person's place."""

    def rank(who, unit):
        return 1 + sum(1 for worth in plan.worth[who].values() if worth > plan.worth[who][unit])

    best = best_of(
        plan, lambda found: all(not unit or rank(who, unit) <= worst for who, unit in found.items())
    )
    market = Plan(**{**vars(plan), "worst_rank": worst}).market()

    outcome = clear_assignment(market, solve=solve)

    assert verify(market, outcome).failures == ()
    assert (outcome.status is Status.INFEASIBLE) == (best is None)
    if best is not None:
        assert outcome.statistics["value"] == best


@some
@given(plan_worlds())
def test_every_point_of_the_frontier_is_a_true_plan(solve, plan):
    market = plan.market()

    points = frontier(market, solve=solve)

    ranks = [one.worst_rank for one in points]
    values = [one.value for one in points]
    assert ranks == sorted(set(ranks), reverse=True)
    assert values == sorted(set(values), reverse=True)
    for one in points:
        assert verify(market, one.outcome).failures == ()
