"""From rows to the locked text, an outcome, a report and explanations."""

import json

import pytest

from tasuki.core.market.explain import say
from tasuki.core.market.lottery import commitment, mixed_seed
from tasuki.core.market.model import MarketError
from tasuki.core.rounds.clearing import (
    clear_instance,
    compare_instance,
    explain_texts,
    read_lines,
    read_market,
    read_public_cutoffs,
    verify_texts,
)
from tasuki.core.rounds.instance import ChoiceRow, PersonRow, PlaceRow, build_market, write_instance
from tasuki.core.rounds.rules import RoundKind
from tasuki.core.rounds.verdicts import has_failed

SECRET = "a secret of the operator"
PLACES = (PlaceRow(id="O1", capacity=1), PlaceRow(id="O2", capacity=2))


def person(name: str, *choices: tuple[str, int | None], **more: object) -> PersonRow:
    rows = tuple(ChoiceRow(place=place, number=number) for place, number in choices)
    return PersonRow(**{"id": name, "choices": rows} | more)


PEOPLE = (
    person("A1", ("O1", 700_000), ("O2", 650_000)),
    person("A2", ("O1", 800_000), ("O2", 100_000)),
    person("A3", ("O2", 400_000), ("O1", None)),
)


def posting(people=PEOPLE, places=PLACES) -> str:
    market = build_market(
        kind=RoundKind.INTERNAL,
        name="autumn",
        mechanism="deferred_acceptance",
        places=places,
        people=people,
    )
    return write_instance(market)


def seed_of(instance: str) -> str:
    return mixed_seed(SECRET, read_market(instance).digest)


def cleared(instance: str) -> str:
    return clear_instance(instance, seed=seed_of(instance))


def checked(instance: str, outcome: str) -> dict:
    return verify_texts(instance, outcome, secret=SECRET, published=commitment(SECRET))


def test_the_order_of_rows_does_not_change_the_locked_text():
    assert posting() == posting(people=PEOPLE[::-1], places=PLACES[::-1])


def test_a_person_who_is_not_in_the_rows_leaves_no_trace():
    text = posting(people=PEOPLE[:2])

    assert "A3" not in text
    assert read_market(text).digest != read_market(posting()).digest


def test_each_person_gets_one_line_with_rank_and_number():
    instance = posting()

    found = read_lines(instance, cleared(instance))
    lines = {one.person: (one.place, one.rank, one.number) for one in found}

    assert lines == {
        "A1": ("O2", 2, 650_000),
        "A2": ("O1", 1, 800_000),
        "A3": ("O2", 1, 400_000),
    }


def test_a_right_outcome_passes_every_check_with_its_seed():
    instance = posting()

    report = checked(instance, cleared(instance))

    assert not has_failed(report)
    assert report["stable"]["verdict"] == "PASS"
    assert report["reproducible"]["verdict"] == "PASS"
    assert report["round_seed"]["verdict"] == "PASS"


def test_a_changed_outcome_fails():
    instance = posting()
    body = json.loads(cleared(instance))
    body["assignment"] |= {"A1": "O1", "A2": "O2"}

    report = checked(instance, json.dumps(body))

    assert has_failed(report)
    assert report["stable"]["verdict"] == "FAIL"


def test_a_seed_chosen_after_the_lists_closed_fails():
    instance = posting()
    outcome = clear_instance(instance, seed="chosen late")

    assert checked(instance, outcome)["round_seed"]["verdict"] == "FAIL"


def test_another_commitment_than_the_published_one_fails():
    instance = posting()

    report = verify_texts(
        instance, cleared(instance), secret=SECRET, published=commitment("another")
    )

    assert report["round_seed"]["verdict"] == "FAIL"


def test_an_empty_report_proves_nothing():
    assert has_failed({})


def test_the_comparison_shows_every_mechanism_of_the_kind():
    rows = compare_instance(posting(), seed="x")

    assert [(row["mechanism"], row["side"]) for row in rows] == [
        ("deferred_acceptance", "agents"),
        ("deferred_acceptance", "openings"),
        ("flexible_deferred_acceptance", None),
        ("multi_stage_deferred_acceptance", None),
    ]
    assert rows[0]["matched"] == 3


def test_an_explanation_names_the_cutoff_and_nobody_else():
    instance = posting()
    outcome = cleared(instance)

    record = explain_texts(instance, outcome, report=checked(instance, outcome))["A1"]

    assert record["higher"][0] == {
        "place": "O1",
        "rank": 1,
        "reason": "below_cutoff",
        "cutoff": 800_000,
        "own": 700_000,
        "seats": 1,
    }
    assert "A2" not in json.dumps(record)
    assert "経理部" in say(record, "ja", titles={"O1": "経理部", "O2": "総務部"})[1]


def test_everybody_of_the_input_and_nobody_else_is_explained():
    instance = posting()

    assert set(explain_texts(instance, cleared(instance), report={})) == {"A1", "A2", "A3"}


def test_cutoffs_of_small_places_are_not_published():
    instance = posting()

    assert read_public_cutoffs(instance, cleared(instance)) == {}


def test_a_rotation_moves_two_people_who_want_each_others_place():
    market = build_market(
        kind=RoundKind.ROTATION,
        name="spring",
        mechanism="top_trading_cycles",
        places=[PlaceRow(id="U1"), PlaceRow(id="U2")],
        people=[
            person("A1", ("U2", 9), place="U1", own_priority=5),
            person("A2", ("U1", 4), place="U2", own_priority=7),
        ],
    )
    instance = write_instance(market)

    lines = {one.person: one.place for one in read_lines(instance, cleared(instance))}

    assert lines == {"A1": "U2", "A2": "U1"}


def test_a_choice_of_an_unknown_place_is_a_fault():
    with pytest.raises(MarketError):
        posting(people=[person("A1", ("O9", 1))])
