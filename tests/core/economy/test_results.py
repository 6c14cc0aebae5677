"""What the figures mean: savings that add up, a base of the same hires, and two questions."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from tasuki.core.economy.assumptions import DEFAULTS, change
from tasuki.core.economy.engine import simulate
from tasuki.core.economy.questions import find_frontier, find_levers, rates_needed
from tasuki.core.economy.results import (
    Channel,
    base_cost,
    hires_by_channel,
    reductions,
    savings_by_channel,
    summarise,
    unit_costs,
)
from tasuki.core.economy.world import Column, Policy, Region

REGION = Region(companies=30, years=3, runs=20, seed=11)


@pytest.fixture(scope="module")
def outcome():
    return simulate(Policy(), REGION)


@pytest.mark.parametrize("size_class", [None, 0, 1, 2, 3])
def test_savings_of_the_channels_add_up_to_base_less_cost(outcome, size_class):
    hires, costs = hires_by_channel(outcome, size_class), unit_costs(outcome)

    for run in range(REGION.runs):
        # Recounted in whole numbers, apart from the arrays.
        joined = {one: int(hires[one][run]) for one in Channel}
        price = {one: int(costs[one][run]) for one in Channel}
        agency = int(outcome.total(Column.BASE_AGENCY, size_class)[run])
        everybody = sum(joined.values())
        base = agency * price[Channel.AGENCY] + (everybody - agency) * price[Channel.ADVERT]
        spent = sum(joined[one] * price[one] for one in Channel)
        assert base_cost(outcome, size_class)[run] == base
        saved = sum(savings_by_channel(outcome, size_class)[one][run] for one in Channel)
        assert saved == pytest.approx(base - spent, abs=1e-3)
        exact = {one: joined[one] * (Fraction(base, everybody) - price[one]) for one in Channel}
        for one in Channel:
            assert savings_by_channel(outcome, size_class)[one][run] == pytest.approx(
                float(exact[one]), abs=1e-3
            )


def test_without_circulation_nothing_is_saved():
    alone = Policy(slots=False, alumni=False, referral=False, internal=False)

    assert reductions(simulate(alone, REGION)) == pytest.approx(0, abs=1e-12)


def test_the_usual_assumptions_do_not_reach_forty_percent(outcome):
    found = summarise(outcome)

    assert found.reaching_goal == 0
    assert 0 < found.reduction.low < found.reduction.mid < found.reduction.high < 0.4


def test_agencies_keep_fees_less_free_hires(outcome):
    placed, free = outcome.total(Column.PLACED), outcome.total(Column.HIRES_SLOT)

    nets = sorted((int(a) - int(b)) * 946_000 for a, b in zip(placed, free, strict=True))

    assert nets[0] <= summarise(outcome).agency_net.low
    assert summarise(outcome).agency_net.high <= nets[-1]
    assert summarise(outcome).agency_net.mid == pytest.approx(float(np.median(nets)))


def test_a_lower_ratio_saves_more_and_costs_the_agency():
    usual, cheap = (summarise(simulate(Policy(ratio=k), REGION)) for k in (10, 3))

    assert cheap.reduction.mid > usual.reduction.mid
    assert cheap.agency_net.mid < usual.agency_net.mid


def test_levers_come_with_the_strongest_first_and_leave_out_what_is_known():
    region = replace(REGION, companies=10, years=1, runs=10)

    found = find_levers(Policy(), region)

    assert [one.width for one in found] == sorted((one.width for one in found), reverse=True)
    assert {one.code for one in found} == {
        code for code, one in DEFAULTS.items() if one.low != one.high
    }


def test_frontier_reaches_the_goal_only_where_hires_become_free():
    region = replace(REGION, years=2, runs=10)
    cheap = change(DEFAULTS, "slot_conversion", 1, 1, 1)
    cheap = change(cheap, "early_leave", 0, 0, 0)

    far, near = find_frontier(
        Policy(max_open_slots=1000), region, cheap, ratios=(10, 1), rates=(0.5,)
    )

    assert far.reaching_goal < near.reaching_goal
    assert near.reaching_goal == 1
    assert far.reduction.mid < near.reduction.mid


def test_rates_needed_by_slots_alone_are_those_of_the_table():
    found = rates_needed(REGION, Fraction(1), 10)

    assert [round(float(one.rate) * 100) for one in found] == [26, 68, 93, 305]
