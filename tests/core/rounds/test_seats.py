"""Seats of a swap are named by their place, never by who holds them."""

import json

from tasuki.core.rounds.clearing import clear_instance, explain_texts, read_lines
from tasuki.core.rounds.instance import ChoiceRow, PersonRow, PlaceRow, build_market, write_instance
from tasuki.core.rounds.rules import RoundKind
from tasuki.core.rounds.seats import place_of_seat, with_places

HELD = {"A1": "U1", "A2": "U2", "A3": "U2"}


def test_a_seat_is_that_of_its_holders_place():
    assert place_of_seat("A2", HELD) == "U2"


def test_an_empty_seat_is_that_of_its_place():
    assert place_of_seat("U3#2", HELD) == "U3"


def test_a_place_stays_a_place_and_nothing_stays_nothing():
    assert place_of_seat("U3", HELD) == "U3"
    assert place_of_seat(None, HELD) is None


def test_each_place_is_explained_once_and_no_person_is_named():
    record = {
        "agent": "A1",
        "result": {"place": None, "reason": "no_proposal"},
        "higher": [
            {"place": "A2", "reason": "not_in_best_packing"},
            {"place": "A3", "reason": "not_in_best_packing"},
        ],
    }

    found = with_places(record, HELD)

    assert found["higher"] == [{"place": "U2", "reason": "not_in_best_packing"}]


def test_a_cleared_swap_explains_without_other_peoples_ids(solve):
    market = build_market(
        kind=RoundKind.SWAP,
        name="swap",
        mechanism="cycle_chain_packing",
        places=[PlaceRow(id="U1", company="C1"), PlaceRow(id="U2", company="C2")],
        people=[
            PersonRow(id="A1", place="U1", choices=(ChoiceRow(place="U2"),)),
            PersonRow(id="A2", place="U2", choices=(ChoiceRow(place="U1"),)),
        ],
    )
    instance = write_instance(market)
    outcome = clear_instance(instance, seed="x", solve=solve)

    lines = {one.person: place_of_seat(one.place, HELD) for one in read_lines(instance, outcome)}
    record = with_places(explain_texts(instance, outcome, report={})["A1"], HELD)

    assert lines == {"A1": "U2", "A2": "U1"}
    assert record["result"]["place"] == "U2"
    assert "A2" not in json.dumps(record)
