"""Verdicts on plans against plain counting: bounds, conditions, prices, no way to meet floors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from tests.core.market import oracles
from tests.core.market.worlds import Plan, outcome_of, plan_worlds

from tasuki.core.market.model import (
    Certificate,
    Constraint,
    ConstraintKind,
    Guarantee,
    Infeasible,
    Status,
)
from tasuki.core.market.verify import Verdict, verify

some = settings(max_examples=30, deadline=None)
OPTIMAL = Guarantee.OPTIMAL_ASSIGNMENT

PLAN = Plan(
    worth={
        "A1": {"U1": 0, "U2": 60},
        "A2": {"U2": 0, "U1": 10},
        "A3": {"U2": 0, "U1": 90},
    },
    bounds={"U1": (1, 1), "U2": (0, 2)},
    own={"A1": "U1", "A2": "U2", "A3": "U2"},
    tags={"A1": ("nurse",), "A2": ("nurse",)},
    region={"U1": "R1", "U2": "R1"},
)
NURSE = Constraint(ConstraintKind.TAG_MINIMUM, unit="U1", tag="nurse", minimum=1)


def check(plan, matching, guarantee=OPTIMAL, **more):
    market = plan.market()
    return verify(market, outcome_of(market, matching, **more), [guarantee]).of(guarantee)


def duals_of(plan):
    """Return (prices of units, prices of people) by the dual program; None when it has no end."""
    people, units = list(plan.worth), list(plan.bounds)
    wide = len(people) + 2 * len(units)
    rows, right = [], []
    for at, who in enumerate(people):
        for unit, worth in plan.worth[who].items():
            row = np.zeros(wide)
            row[at] = -1
            row[len(people) + units.index(unit)] = -1
            row[len(people) + len(units) + units.index(unit)] = 1
            rows.append(row)
            right.append(-worth)
    low = [plan.bounds[unit][0] for unit in units]
    high = [plan.bounds[unit][1] for unit in units]
    cost = np.array([1.0] * len(people) + high + [-one for one in low])
    free = [(0 if who in plan.may_stay_out else None, None) for who in people]
    found = linprog(
        cost,
        A_ub=np.array(rows),
        b_ub=np.array(right, float),
        bounds=free + [(0, None)] * (2 * len(units)),
    )
    if found.status != 0:
        return None
    x = np.round(found.x).astype(int).tolist()
    above, below = x[len(people) : -len(units)], x[-len(units) :]
    prices = {unit: above[at] - below[at] for at, unit in enumerate(units)}
    return prices, dict(zip(people, x, strict=False))


@some
@given(plan_worlds())
def test_the_best_plan_is_proven_by_its_prices_and_no_other_is(plan):
    every = list(oracles.assignments(plan.worth, plan.bounds, may_stay_out=plan.may_stay_out))
    duals = duals_of(plan)
    if not every or duals is None:
        return
    prices, people = duals
    best = max(value for value, _ in every)

    for value, matching in every[:8]:
        for certificate in (Certificate(prices=prices), Certificate(prices=prices, people=people)):
            found = check(plan, matching, certificate=certificate)

            assert found.witness["value"] == value
            assert found.witness["proven_bound"] == best
            assert (found.verdict is Verdict.PASS) == (value == best)


@some
@given(plan_worlds(), st.data())
def test_no_prices_prove_less_than_the_best(plan, data):
    """Whatever prices somebody makes up, what they prove is true."""
    best = oracles.best_assignment(plan.worth, plan.bounds, may_stay_out=plan.may_stay_out)
    every = list(oracles.assignments(plan.worth, plan.bounds, may_stay_out=plan.may_stay_out))
    if best is None:
        return
    prices = {unit: data.draw(st.integers(-6, 9)) for unit in plan.bounds}

    found = check(plan, every[0][1], certificate=Certificate(prices=prices))

    assert found.witness["proven_bound"] >= best


@some
@given(plan_worlds(), st.data())
def test_feasible_is_within_bounds_and_nobody_left_out(plan, data):
    matching = {
        who: data.draw(st.sampled_from([*worth, None])) for who, worth in plan.worth.items()
    }
    every = oracles.assignments(plan.worth, plan.bounds, may_stay_out=plan.may_stay_out)
    allowed = any(one == matching for _, one in every)

    found = check(plan, matching, Guarantee.FEASIBLE)

    assert (found.verdict is Verdict.PASS) == allowed


def test_the_example_of_the_format_passes_and_the_richer_one_lacks_a_nurse():
    plan = Plan(**{**vars(PLAN), "constraints": (NURSE,)})
    good = {"A1": "U2", "A2": "U1", "A3": "U2"}
    rich = {"A1": "U2", "A2": "U2", "A3": "U1"}

    fine, broken = (check(plan, one, Guarantee.FEASIBLE) for one in (good, rich))

    assert fine.verdict is Verdict.PASS
    assert (broken.verdict, broken.reason) == (Verdict.FAIL, "condition_broken")
    assert broken.witness == {
        "constraint": 0,
        "kind": "tag_minimum",
        "unit": "U1",
        "tag": "nurse",
        "held": 0,
        "minimum": 1,
    }


@pytest.mark.parametrize(
    ("constraint", "kept", "broken"),
    [
        (
            Constraint(ConstraintKind.TOGETHER, agents=("A1", "A2")),
            {"A1": "U1", "A2": "U3"},
            {"A1": "U1", "A2": "U2"},
        ),
        (
            Constraint(ConstraintKind.APART, agents=("A1", "A2")),
            {"A1": "U1", "A2": "U3"},
            {"A1": "U1", "A2": "U1"},
        ),
        (
            Constraint(ConstraintKind.FIXED, unit="U1", agents=("A1",)),
            {"A1": "U1", "A2": "U2"},
            {"A1": "U2", "A2": "U2"},
        ),
        (
            Constraint(ConstraintKind.MOVES_MAXIMUM, maximum=1),
            {"A1": "U1", "A2": "U3"},
            {"A1": "U2", "A2": "U3"},
        ),
        (
            Constraint(ConstraintKind.REGION_MAXIMUM, region="R1", maximum=1),
            {"A1": "U1", "A2": "U2"},
            {"A1": "U1", "A2": "U3"},
        ),
        (
            Constraint(ConstraintKind.REGION_MINIMUM, region="R2", minimum=1),
            {"A1": "U1", "A2": "U2"},
            {"A1": "U1", "A2": "U3"},
        ),
    ],
    ids=lambda one: str(one.kind) if isinstance(one, Constraint) else "",
)
def test_each_condition_is_read(constraint, kept, broken):
    """U1 and U3 lie in R1, U2 in R2; today both people are at U1."""
    plan = Plan(
        worth={"A1": {"U1": 1, "U2": 1, "U3": 1}, "A2": {"U1": 1, "U2": 1, "U3": 1}},
        bounds={"U1": (0, 2), "U2": (0, 2), "U3": (0, 2)},
        own={"A1": "U1", "A2": "U1"},
        region={"U1": "R1", "U3": "R1", "U2": "R2"},
        constraints=(constraint,),
    )

    assert check(plan, kept, Guarantee.FEASIBLE).verdict is Verdict.PASS
    found = check(plan, broken, Guarantee.FEASIBLE)
    assert (found.verdict, found.reason) == (Verdict.FAIL, "condition_broken")
    assert found.witness["kind"] == str(constraint.kind)


@pytest.mark.parametrize(
    ("_case", "certificate", "reason"),
    [
        ("a price of nobody", Certificate(prices={"U1": 0, "X": 1}), "price_of_unknown"),
        (
            "a choice that is worth more",
            Certificate(prices={"U1": 90, "U2": 0}, people={"A1": 59, "A2": 0, "A3": 0}),
            "choice_not_covered",
        ),
    ],
)
def test_false_prices_are_refused(_case, certificate, reason):
    matching = {"A1": "U2", "A2": "U2", "A3": "U1"}

    found = check(PLAN, matching, certificate=certificate)

    assert (found.verdict, found.reason) == (Verdict.FAIL, reason)


def test_a_wrong_value_is_refused():
    matching = {"A1": "U2", "A2": "U2", "A3": "U1"}
    certificate = Certificate(prices={"U1": 90, "U2": 0})

    true = check(PLAN, matching, certificate=certificate, statistics={"value": 150})
    false = check(PLAN, matching, certificate=certificate, statistics={"value": 151})

    assert true.verdict is Verdict.PASS
    assert (false.verdict, false.reason) == (Verdict.FAIL, "wrong_value")


def test_conditions_leave_the_optimum_a_claim():
    """The bound of the prices is true, but higher than what the nurse at U1 allows."""
    plan = Plan(**{**vars(PLAN), "constraints": (NURSE,)})
    matching = {"A1": "U2", "A2": "U1", "A3": "U2"}

    found = check(
        plan,
        matching,
        certificate=Certificate(prices={"U1": 90, "U2": 0}),
        statistics={"value": 70, "bound": 70},
    )

    assert (found.verdict, found.reason) == (Verdict.NOT_APPLICABLE, "claimed_only")
    assert found.witness == {"value": 70, "proven_bound": 150, "claimed_bound": 70}


def test_a_plan_declared_infeasible_places_nobody():
    plan = Plan(worth={"A1": {"U1": 1}}, bounds={"U1": (0, 1)})

    none = check(plan, {"A1": None}, Guarantee.FEASIBLE, status=Status.INFEASIBLE)
    one = check(plan, {"A1": "U1"}, Guarantee.FEASIBLE, status=Status.INFEASIBLE)

    assert (none.verdict, none.reason) == (Verdict.NOT_APPLICABLE, "declared_infeasible")
    assert (one.verdict, one.reason) == (Verdict.FAIL, "infeasible_but_placed")


@pytest.mark.parametrize(
    ("_case", "witness", "verdict", "reason"),
    [
        (
            "two seats, one person",
            Infeasible(("U1", "U2"), 2, 1),
            Verdict.PASS,
            "infeasible_proven",
        ),
        ("one is enough for one", Infeasible(("U1",), 1, 1), Verdict.FAIL, "no_hall_witness"),
        ("wrongly counted", Infeasible(("U1", "U2"), 2, 0), Verdict.FAIL, "wrong_hall_witness"),
        ("no proof", None, Verdict.NOT_APPLICABLE, "infeasible_claimed_only"),
    ],
)
def test_infeasible_needs_a_proof(_case, witness, verdict, reason):
    plan = Plan(worth={"A1": {"U1": 1, "U2": 1}}, bounds={"U1": (1, 1), "U2": (1, 1)})

    found = check(
        plan,
        {"A1": None},
        certificate=Certificate(infeasible=witness),
        status=Status.INFEASIBLE,
    )

    assert (found.verdict, found.reason) == (verdict, reason)
