"""Arrays, lottery and locked input: small facts with exact values."""

import numpy as np
import pytest
from tests.core.market import examples

from tasuki.core.market import csr, lottery
from tasuki.core.market.clear import clear, mechanism
from tasuki.core.market.model import (
    NO_NUMBER,
    Agent,
    Guarantee,
    Lottery,
    Market,
    MarketError,
    Opening,
    Side,
    TieBreak,
    TieRule,
)


def codes(caught):
    return sorted({one.code for one in caught.value.findings})


def test_ids_become_numbers_by_code_point_and_keep_their_place_in_the_file():
    body = examples.changed(
        examples.POSTING,
        agents=[{"id": one, "choices": [["O2", at]]} for at, one in enumerate("ぁbaB")],
    )

    market = examples.market_of(body)

    assert market.agent_ids == ("B", "a", "b", "ぁ")
    assert market.agent_position.tolist() == [3, 2, 1, 0]
    assert market.edge.priority.tolist() == [3, 2, 1, 0]
    assert market.preference.indptr.tolist() == [0, 1, 2, 3, 4]


def test_arrays_are_frozen():
    market = examples.market_of(examples.POSTING)

    with pytest.raises(ValueError, match="read-only"):
        market.edge.priority[0] = 9


def test_null_and_low_numbers_are_not_acceptable():
    market = examples.market_of(examples.POSTING)

    assert market.edge.priority.tolist() == [700000, 650000, 800000, 100000, 400000, NO_NUMBER]
    assert market.acceptable.tolist() == [True, True, True, False, True, False]


def test_capacity_of_a_unit_is_its_people_and_its_vacancies():
    market = examples.market_of(examples.ROTATION)

    assert market.quota.capacity.tolist() == [1, 1, 2]
    assert market.endowment.tolist() == [0, 1, 2, -1]
    assert market.order.tolist() == [2, 0, 1, 3]


def test_build_takes_the_view_of_both_sides():
    market = Market.build(
        [Agent("A1"), Agent("A2")],
        [Opening("O1", 1), Opening("O2", 1)],
        {"A1": ["O1", "O2"], "A2": ["O1"]},
        {"O1": {"A1": 3, "A2": 5}, "O2": {}},
    )

    assert market.acceptable.tolist() == [True, False, True]
    assert market.place_of(clear(market, kernel="plain").edge).tolist() == [-1, 0]


def test_build_refuses_lists_of_strangers():
    with pytest.raises(MarketError) as caught:
        Market.build([Agent("A1")], [Opening("O1", 1)], {"A2": ["O1"]}, {})

    assert codes(caught) == ["unknown_id"]


def test_the_seed_is_no_part_of_the_digest_but_the_commitment_is():
    def digest(**lots):
        tie_break = {"rule": "lottery", **lots}
        return examples.market_of(examples.changed(examples.POSTING, tie_break=tie_break)).digest

    assert digest(seed="s") == digest(seed="t") == digest()
    assert digest(commitment=lottery.commitment("s")) != digest()


def test_another_mechanism_keeps_the_digest_of_the_locked_input():
    market = examples.market_of(examples.POSTING)

    other = market.using(mechanism("deferred_acceptance", side="openings"))

    assert other.digest == market.digest
    assert other.mechanism.side is Side.OPENINGS


def test_a_seed_that_was_not_committed_to_is_refused():
    tie_break = {"rule": "lottery", "commitment": lottery.commitment("right")}
    market = examples.market_of(examples.changed(examples.POSTING, tie_break=tie_break))

    with pytest.raises(MarketError) as caught:
        clear(market, lottery=Lottery("wrong"))

    assert codes(caught) == ["seed_commitment"]
    assert clear(market, lottery=Lottery("right"), kernel="plain").seed == "right"


def test_a_withdrawn_wish_leaves_the_digest_of_a_market_that_never_had_it():
    market = examples.market_of(examples.POSTING)
    without = examples.changed(examples.POSTING)
    without["agents"][0]["choices"] = [["O2", 650000]]

    left = market.without(np.array([False, True, True, True, True, True]))

    assert left.digest == examples.market_of(without).digest


def test_ticket_and_commitment_follow_their_formula():
    assert lottery.ticket("seed", "A1") == 0x33755EFE082A94BA
    assert lottery.commitment("seed") == (
        "sha256:19b25856e1c150ca834cffc8b59b23adbd0ec0389e58eb22b3b64768098d002b"
    )


def test_a_mixed_seed_depends_on_secret_and_input():
    seeds = {lottery.mixed_seed(a, b) for a in ("x", "y") for b in ("sha256:1", "sha256:2")}

    assert len(seeds) == 4


def test_ties_follow_the_file_or_the_tickets():
    market = examples.market_of(
        examples.changed(examples.POSTING, agents=examples.POSTING["agents"][::-1])
    )
    drawn = Market.build(
        [Agent(one) for one in ("A1", "A2", "A3")],
        [],
        {},
        {},
        tie_break=TieBreak(TieRule.LOTTERY, Lottery("one")),
    )

    assert lottery.tie_ranks(market).tolist() == [2, 1, 0]
    tickets = [lottery.ticket("one", one) for one in ("A1", "A2", "A3")]
    assert np.argsort(lottery.tie_ranks(drawn)).tolist() == np.argsort(tickets).tolist()
    assert lottery.precedence(drawn).tolist() == np.argsort(tickets).tolist()


def test_guarantees_follow_the_side_that_asks():
    by_agents = mechanism("deferred_acceptance").guarantees
    by_openings = mechanism("deferred_acceptance", side="openings").guarantees

    assert set(by_agents) - set(by_openings) == {
        Guarantee.PERSON_OPTIMAL,
        Guarantee.STRATEGY_PROOF,
    }
    assert set(by_openings) - set(by_agents) == {Guarantee.OPENING_OPTIMAL}


def test_rows_are_inverted_and_restricted():
    indptr, indices = np.array([0, 2, 3]), np.array([1, 0, 1], np.int32)

    by_column, edges = csr.invert(indptr, indices, 3)
    left, kept = csr.restrict(indptr, np.array([False, True, True]))

    assert (by_column.tolist(), edges.tolist()) == ([0, 1, 3, 3], [1, 0, 2])
    assert (left.tolist(), kept.tolist()) == ([0, 1, 2], [1, 2])
    assert csr.positions_of(indptr).tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("_case", "indptr", "indices", "text"),
    [
        ("does not start at 0", [1, 2], [0, 0], "indptr"),
        ("falls", [0, 2, 1, 2], [0, 1], "fall"),
        ("a column too many", [0, 1], [5], "indices"),
        ("twice in a row", [0, 2], [1, 1], "twice"),
    ],
)
def test_arrays_that_are_no_rows_are_refused(_case, indptr, indices, text):
    with pytest.raises(ValueError, match=text):
        csr.check(np.array(indptr), np.array(indices, np.int32), 2)


def test_rows_in_order_pass():
    csr.check(np.array([0, 2, 3]), np.array([1, 0, 1], np.int32), 2)

    assert csr.first_doubles(np.array([0, 2]), np.array([1, 1])).tolist() == [1]
