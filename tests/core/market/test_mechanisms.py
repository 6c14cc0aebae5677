"""Results of the documented examples, exactly, on both kernels."""

import json

import pytest
from tests.core.market import examples

from tasuki.adapters.solvers import open_solver
from tasuki.core.market import files
from tasuki.core.market.clear import clear, mechanism
from tasuki.core.market.kernels import load_kernels
from tasuki.core.market.model import Lottery, MarketError, Status
from tasuki.core.market.outcome_objects import outcome_object

KERNELS = ("fast", "plain")


def assigned(body, chosen=None, kernel=None, lottery=None):
    market = examples.market_of(body)
    outcome = clear(market, chosen and mechanism(**chosen), kernel=kernel, lottery=lottery)
    return outcome_object(outcome, market)


def codes(caught):
    return sorted({one.code for one in caught.value.findings})


@pytest.mark.parametrize("kernel", KERNELS)
def test_each_opening_keeps_the_best_who_asked(kernel):
    found = assigned(examples.POSTING, kernel=kernel)

    digest = found.pop("instance_digest")
    assert digest == examples.market_of(examples.POSTING).digest
    assert found == {
        "format": "tasuki-market-outcome/1",
        "name": "posting",
        "mechanism": {"name": "deferred_acceptance", "side": "agents"},
        "status": "complete",
        "assignment": {"A1": "O2", "A2": "O1", "A3": "O2"},
        "cutoffs": {"O1": 800000, "O2": 400000},
        "statistics": {"matched": 3, "sum_of_ranks": 4},
    }


@pytest.mark.parametrize("kernel", KERNELS)
def test_sides_differ_where_tastes_cross(kernel):
    crossed = examples.changed(
        examples.POSTING,
        openings=[{"id": "O1", "capacity": 1}, {"id": "O2", "capacity": 1}],
        agents=[
            {"id": "A1", "choices": [["O1", 1], ["O2", 2]]},
            {"id": "A2", "choices": [["O2", 1], ["O1", 2]]},
        ],
    )

    by_agents = assigned(crossed, kernel=kernel)
    by_openings = assigned(
        crossed, {"name": "deferred_acceptance", "side": "openings"}, kernel=kernel
    )

    assert by_agents["assignment"] == {"A1": "O1", "A2": "O2"}
    assert by_openings["assignment"] == {"A1": "O2", "A2": "O1"}


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_region_keeps_its_ceiling_and_its_targets(kernel):
    found = assigned(examples.REGION, kernel=kernel)

    assert found["assignment"] == {"A1": "O1", "A2": "O3", "A3": "O2"}
    assert found["cutoffs"] == {"O1": 9, "O2": 6, "O3": 7}


@pytest.mark.parametrize("kernel", KERNELS)
def test_an_unused_target_moves_to_where_people_ask(kernel):
    nobody_asks = examples.changed(examples.REGION, agents=examples.REGION["agents"][:2])

    found = assigned(nobody_asks, kernel=kernel)

    assert found["assignment"] == {"A1": "O1", "A2": "O1"}


@pytest.mark.parametrize("kernel", KERNELS)
def test_the_last_in_order_fill_the_floors(kernel):
    found = assigned(examples.FLOORS, kernel=kernel)

    assert found["assignment"] == {"A1": "O1", "A2": "O1", "A3": "O2"}
    assert "cutoffs" not in found


def test_floors_above_the_people_are_told_with_a_witness():
    too_many = examples.changed(
        examples.FLOORS,
        openings=[
            {"id": "O1", "capacity": 3, "minimum": 3},
            {"id": "O2", "capacity": 2, "minimum": 1},
        ],
    )

    found = assigned(too_many)

    assert found["status"] == Status.INFEASIBLE
    assert found["assignment"] == {"A1": None, "A2": None, "A3": None}
    assert found["certificate"] == {
        "infeasible": {"places": ["O1", "O2"], "minimum": 4, "people": 3}
    }


def test_floors_need_complete_lists():
    short = examples.changed(
        examples.FLOORS,
        agents=[
            {"id": "A1", "choices": [["O1", 9]]},
            {"id": "A2", "choices": [["O1", 2], ["O2", None]]},
            {"id": "A3", "choices": [["O1", 8], ["O2", 3]]},
        ],
    )

    with pytest.raises(MarketError) as caught:
        assigned(short)

    assert [one.place for one in caught.value.findings] == [
        "agents[A1].choices",
        "agents[A2].choices",
    ]
    assert codes(caught) == ["incomplete_list"]


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_cycle_of_two_and_a_vacancy_that_fills(kernel):
    found = assigned(examples.ROTATION, kernel=kernel)

    assert found["assignment"] == {"A1": "U2", "A2": "U1", "A3": "U3", "A4": "U3"}
    assert found["statistics"] == {"matched": 4, "moved": 3, "sum_of_ranks": 4}


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_unit_that_would_be_worse_off_blocks_the_exchange(kernel):
    found = assigned(examples.SEATS_HELD, kernel=kernel)

    assert found["assignment"] == {"A1": "U1", "A2": "U2", "A3": "U3"}


@pytest.mark.parametrize("kernel", KERNELS)
def test_units_that_both_gain_exchange(kernel):
    agents = [dict(one) for one in examples.SEATS_HELD["agents"]]
    agents[1]["choices"] = [["U3", 2], ["U1", 6]]

    found = assigned(examples.changed(examples.SEATS_HELD, agents=agents), kernel=kernel)

    assert found["assignment"] == {"A1": "U2", "A2": "U1", "A3": "U3"}


@pytest.mark.parametrize("kernel", KERNELS)
def test_nobody_is_refused_at_the_own_seat(kernel):
    agents = [dict(one) for one in examples.ROTATION["agents"]]
    agents[1]["choices"] = [["U2", None], ["U3", 2]]

    found = assigned(examples.changed(examples.ROTATION, agents=agents), kernel=kernel)

    assert found["assignment"] == {"A1": "U1", "A2": "U2", "A3": "U3", "A4": "U3"}


def test_block_exchange_says_that_it_is_for_one_seat_each():
    with pytest.raises(MarketError) as caught:
        assigned(examples.ROTATION, {"name": "block_exchange"})

    assert codes(caught) == ["no_seat", "several_seats", "vacancy"]


@pytest.mark.parametrize("kernel", KERNELS)
def test_released_people_come_back_when_nobody_leaves_before_them(kernel):
    agents = [dict(one) for one in examples.ROTATION["agents"]]
    agents[1]["choices"] = []
    body = examples.changed(examples.ROTATION, agents=agents)

    found = assigned(body, {"name": "status_quo_deferred_acceptance"}, kernel)

    assert found["assignment"] == {"A1": "U1", "A2": "U2", "A3": "U3", "A4": "U3"}
    assert found["statistics"] == {"matched": 4, "moved": 1, "sum_of_ranks": 5}


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_minimum_keeps_the_later_incumbents_in_place(kernel):
    body = {
        "format": "tasuki-market/1",
        "kind": "rotation",
        "name": "small",
        "mechanism": {"name": "status_quo_deferred_acceptance"},
        "units": [{"id": "U1", "minimum": 1}, {"id": "U2", "vacancies": 2}],
        "agents": [
            {"id": "A1", "unit": "U1", "choices": [["U2", 1]]},
            {"id": "A2", "unit": "U1", "choices": [["U2", 9]]},
        ],
        "order": ["A1", "A2"],
    }

    found = assigned(body, kernel=kernel)

    assert found["assignment"] == {"A1": "U2", "A2": "U1"}


def test_cycles_beside_vacancies_promise_no_minimum():
    units = [{"id": "U1", "minimum": 1}, {"id": "U2"}, {"id": "U3", "vacancies": 1}]

    with pytest.raises(MarketError) as caught:
        assigned(examples.changed(examples.ROTATION, units=units))

    assert codes(caught) == ["floor_not_kept"]


def test_a_mechanism_of_another_kind_is_refused():
    with pytest.raises(MarketError) as caught:
        assigned(examples.POSTING, {"name": "top_trading_cycles"})

    assert codes(caught) == ["wrong_mechanism"]


def test_an_unknown_mechanism_is_named():
    with pytest.raises(MarketError, match="serial"):
        mechanism("serial")


@pytest.mark.parametrize("body", [examples.PLAN, examples.SWAP], ids=["plan", "swap"])
def test_a_mechanism_that_needs_a_solver_says_so(body):
    market = files.read_json(json.dumps(body).encode())

    with pytest.raises(MarketError) as caught:
        clear(market)

    assert codes(caught) == ["needs_solver"]


def test_swaps_are_packed_with_prices_that_add_to_their_value():
    market = examples.swap_market_of(examples.SWAP)

    with open_solver() as solve:
        found = outcome_object(clear(market, solve=solve), market)

    assert found["cycles"] == [["S1", "S2"]]
    assert found["chains"] == [["V1", "S3"]]
    assert (found["statistics"]["value"], found["statistics"]["bound"]) == (16, 16)
    assert sum(found["certificate"]["prices"].values()) == 16


def test_a_plan_keeps_a_nurse_where_one_is_needed():
    market = examples.market_of(examples.PLAN)

    with open_solver() as solve:
        found = outcome_object(clear(market, solve=solve), market)

    assert found["assignment"] == {"A1": "U2", "A2": "U1", "A3": "U2"}
    assert found["statistics"]["value"] == 70


def test_targets_by_default_share_the_ceiling_by_capacity():
    openings = [
        {"id": "O1", "capacity": 2, "region": "R1"},
        {"id": "O2", "capacity": 4, "region": "R1"},
        {"id": "O3", "capacity": 1},
    ]
    regions = [{"id": "R1", "maximum": 3}]

    market = examples.market_of(
        examples.changed(examples.REGION, openings=openings, regions=regions)
    )

    assert market.targets.tolist() == [1, 2, 1]


def test_stated_and_default_targets_together_must_fit():
    openings = [
        {"id": "O1", "capacity": 2, "region": "R1", "target": 2},
        {"id": "O2", "capacity": 2, "region": "R1"},
        {"id": "O3", "capacity": 1},
    ]

    with pytest.raises(MarketError) as caught:
        assigned(examples.changed(examples.REGION, openings=openings))

    assert codes(caught) == ["targets_above_ceiling"]


def test_the_lower_ticket_wins_a_tie():
    tied = examples.changed(
        examples.POSTING,
        openings=[{"id": "O1", "capacity": 1}],
        agents=[{"id": f"A{at}", "choices": [["O1", 5]]} for at in range(1, 6)],
        tie_break={"rule": "lottery"},
    )

    winners = {
        seed: next(
            agent
            for agent, place in assigned(tied, lottery=Lottery(seed))["assignment"].items()
            if place
        )
        for seed in ("one", "two", "three")
    }

    assert winners == {"one": "A4", "two": "A5", "three": "A3"}


def test_a_lottery_without_seed_cannot_be_cleared():
    with pytest.raises(MarketError) as caught:
        assigned(examples.changed(examples.POSTING, tie_break={"rule": "lottery"}))

    assert codes(caught) == ["seed_missing"]


def test_both_makes_of_kernels_are_there():
    assert [load_kernels(name).name for name in KERNELS] == ["fast", "plain"]
    assert load_kernels().name == "fast"
