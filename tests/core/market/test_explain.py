"""Explanations: codes and sentences, recomputed from the market, and changes confirmed."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.market import examples
from tests.core.market.test_kernels import matchings, rotations

from tasuki.core.market.clear import clear, mechanism
from tasuki.core.market.explain import explain, explain_all, explain_swaps, reason_at, say
from tasuki.core.market.explain.counterfactual import with_priority, with_seats
from tasuki.core.market.explain.cutoffs import find_contradictions, public_cutoffs
from tasuki.core.market.explain.reasons import Reason
from tasuki.core.market.explain.words_en import SENTENCES as ENGLISH
from tasuki.core.market.explain.words_ja import SENTENCES as JAPANESE
from tasuki.core.market.model import Lottery, MarketError, Status, SwapOutcome

SEARCH = settings(max_examples=60, deadline=None)


def explained(body, agent, chosen=None, lottery=None, **options):
    market = examples.market_of(body)
    outcome = clear(market, chosen and mechanism(chosen), lottery=lottery, kernel="plain")
    return explain(market, outcome, agent, **options)


def test_the_record_says_result_cutoff_and_what_would_have_changed_it():
    record = explained(
        examples.POSTING,
        "A1",
        checks={"stable": "PASS"},
        parts={"skills": 300000, "occupation": 350000},
        missing=("wishes",),
    )

    digest = record.pop("digest")
    assert digest == examples.market_of(examples.POSTING).digest
    assert record == {
        "round": "posting",
        "agent": "A1",
        "mechanism": "deferred_acceptance",
        "result": {"place": "O2", "rank": 2, "number": 650000, "reason": "assigned"},
        "higher": [
            {
                "place": "O1",
                "rank": 1,
                "reason": "below_cutoff",
                "cutoff": 800000,
                "own": 700000,
                "seats": 1,
            }
        ],
        "why_here": {
            "cutoff": 400000,
            "parts": {"skills": 300000, "occupation": 350000},
            "missing": ["wishes"],
        },
        "guarantees": ["individually_rational", "stable", "person_optimal", "strategy_proof"],
        "checks": {"stable": "PASS"},
        "change": {"kind": "priority", "place": "O1", "by": 100001},
    }


def test_sentences_are_made_in_both_languages_with_the_names_people_read():
    record = explained(examples.POSTING, "A1")

    assert say(record, "ja", titles={"O1": "経理", "O2": "総務"}) == [
        "第2希望の総務が提案されました。",
        "経理は定員1名で、基準点は800000、あなたの点は700000でした。",
        "経理は、点があと100001高ければ決まっていました。",
    ]
    assert say(record, "en") == [
        "Proposed: O2, your choice no. 2.",
        "O1 has 1 seats; the cutoff was 800000, yours was 700000.",
        "O1 would have been yours with 100001 more points.",
    ]


def test_nobody_is_told_that_there_is_no_proposal_and_when_the_next_round_is():
    body = examples.changed(examples.POSTING, agents=[{"id": "A1", "choices": [["O1", None]]}])

    record = explained(body, "A1")

    assert record["higher"] == [{"place": "O1", "rank": 1, "reason": "ineligible"}]
    assert say(record, "ja", next_date="11月2日") == [
        "今回は提案がありません。次回の受付は11月2日です。",
        "O1は、応募資格または同意の範囲外でした。",
    ]
    assert say(record, "en")[0] == "No proposal in this round."


def test_a_stated_condition_is_named():
    record = explained(
        examples.changed(
            examples.POSTING, agents=[{"id": "A1", "choices": [["O2", 100000], ["O1", 5]]}]
        ),
        "A1",
    )

    assert record["higher"] == [
        {
            "place": "O2",
            "rank": 1,
            "reason": "not_accepted",
            "rule": "minimum_priority",
            "least": 300000,
            "own": 100000,
        }
    ]
    assert say(record, "en")[1] == "O2's stated condition was not met (a score of 300000 or more)."


@pytest.mark.parametrize(
    ("_case", "tie_break", "lottery", "code"),
    [
        ("by lottery", {"rule": "lottery"}, Lottery("one"), "tie_lost_by_lottery"),
        ("by order", {"rule": "order"}, None, "tie_lost_by_order"),
    ],
)
def test_a_lost_tie_says_what_decided(_case, tie_break, lottery, code):
    body = examples.changed(
        examples.POSTING,
        openings=[{"id": "O1", "capacity": 1}],
        agents=[{"id": f"A{at}", "choices": [["O1", 5]]} for at in range(1, 4)],
        tie_break=tie_break,
    )

    records = [explained(body, f"A{at}", lottery=lottery) for at in range(1, 4)]

    lost = [one["higher"][0]["reason"] for one in records if one["higher"]]
    assert lost == [code, code]
    assert {one["change"]["by"] for one in records if "change" in one} == {1}


def test_a_full_region_is_told_with_its_ceiling():
    record = explained(examples.REGION, "A2")

    assert record["higher"][0]["reason"] == "region_full"
    assert (record["higher"][0]["region"], record["higher"][0]["cap"]) == ("R1", 2)
    assert record["change"] == {"kind": "priority", "place": "O1", "by": 2}


def test_who_was_held_back_for_a_floor_is_told_so():
    record = explained(examples.FLOORS, "A3")

    assert [one["reason"] for one in record["higher"]] == ["floor_elsewhere"]
    assert "change" not in record


def test_a_cycle_is_told_by_its_length_alone():
    record = explained(examples.ROTATION, "A1")

    assert record["movement"] == {"reason": "in_cycle", "n": 2}
    assert "A2" not in json.dumps(record)


def test_a_unit_that_ranks_its_holder_higher_is_told():
    record = explained(examples.SEATS_HELD, "A2")

    assert record["result"] == {"place": "U2", "rank": None, "number": None, "reason": "stays"}
    assert [one["reason"] for one in record["higher"]] == ["would_lower_unit"] * 2
    assert record["change"] == {"kind": "priority", "place": "U1", "by": 2}


def test_somebody_who_waits_for_a_cycle_is_told_that_a_seat_would_help():
    record = explained(examples.SEATS_HELD, "A1", "top_trading_cycles")
    alone = examples.changed(examples.SEATS_HELD)
    alone["agents"][1]["choices"] = []

    waits = explained(alone, "A1", "top_trading_cycles")

    assert record["result"]["place"] == "U2"
    assert [one["reason"] for one in waits["higher"]] == ["no_cycle"]
    assert waits["change"] == {"kind": "seat", "place": "U2", "by": 1}


def test_who_was_not_released_is_told_so():
    body = examples.changed(
        examples.ROTATION,
        units=[{"id": "U1", "minimum": 1}, {"id": "U2"}, {"id": "U3", "vacancies": 1}],
    )

    record = explained(body, "A1", "status_quo_deferred_acceptance")

    assert [one["reason"] for one in record["higher"]] == ["not_released"]


def test_incumbents_who_keep_their_seats_are_told():
    alone = examples.changed(examples.SEATS_HELD)
    alone["agents"][1]["choices"] = []

    record = explained(alone, "A1", "status_quo_deferred_acceptance")

    assert [one["reason"] for one in record["higher"]] == ["incumbents_stay"]


def test_a_place_that_was_not_listed_is_unlisted():
    market = examples.market_of(examples.ROTATION)
    outcome = clear(market, kernel="plain")

    assert reason_at(market, outcome, "A1", "U3") == {"place": "U3", "reason": "unlisted"}
    assert reason_at(market, outcome, "A2", "U3")["reason"] == "no_cycle"
    for agent, place in (("A9", "U1"), ("A1", "U9")):
        with pytest.raises(MarketError):
            reason_at(market, outcome, agent, place)


def test_swaps_are_told_without_names():
    market = examples.swap_market_of(examples.SWAP)
    outcome = SwapOutcome(
        name="swap",
        mechanism=market.mechanism,
        instance_digest=market.digest,
        status=Status.COMPLETE,
        cycles=(),
        chains=((3, 2),),
    )

    records = list(explain_swaps(market, outcome))

    assert [one["agent"] for one in records] == ["S1", "S2", "S3"]
    assert say(records[0], "en") == [
        "No proposal in this round.",
        "S2 is not in the best combination.",
    ]
    assert say(records[2], "ja") == [
        "V1の席が提案されました。",
        "空いた席から始まる玉突き異動（1人）の一部です。",
    ]


def test_every_code_has_a_sentence_in_both_languages():
    assert set(JAPANESE) == set(ENGLISH)
    assert {str(one) for one in Reason} <= set(JAPANESE)


def test_cutoffs_of_small_places_are_not_published():
    body = examples.changed(
        examples.POSTING,
        openings=[{"id": "O1", "capacity": 1}, {"id": "O2", "capacity": 3}],
        agents=[{"id": f"A{at}", "choices": [["O2", at], ["O1", at]]} for at in range(1, 6)],
    )
    market = examples.market_of(body)
    outcome = clear(market, kernel="plain")

    assert outcome.cutoffs == {"O1": 2, "O2": 3}
    assert public_cutoffs(market, outcome) == {"O2": 3}


@SEARCH
@given(matchings())
def test_cutoffs_let_everybody_check_the_own_result(market):
    outcome = clear(market, kernel="plain")

    assert [find_contradictions(market, outcome, at) for at in range(market.agent_count)] == [
        [] for _ in range(market.agent_count)
    ]


def confirm(market, outcome, record):
    """Clear again with the change of a record and return where its person ends."""
    ready = market.using(outcome.mechanism, outcome.seed)
    agent = market.agent_ids.index(record["agent"])
    place = market.place_ids.index(record["change"]["place"])
    if record["change"]["kind"] == "seat":
        return ready.place_ids[int(clear(with_seats(ready, place, 1)).place[agent])]
    start, end = ready.preference.indptr[agent : agent + 2].tolist()
    edge = next(at for at in range(start, end) if ready.preference.indices[at] == place)
    number = int(ready.edge.priority[edge]) + record["change"]["by"]
    return ready.place_ids[int(clear(with_priority(ready, edge, number)).place[agent])]


@SEARCH
@given(st.one_of(matchings(), matchings(has_regions=True)))
def test_a_change_is_confirmed_by_clearing_again(market):
    outcome = clear(market)

    for record in explain_all(market, outcome, with_change=True):
        if "change" in record:
            assert confirm(market, outcome, record) == record["change"]["place"]


@SEARCH
@given(rotations(), st.sampled_from(["top_trading_cycles", "status_quo_deferred_acceptance"]))
def test_every_wish_above_the_result_has_a_reason(market, name):
    outcome = clear(market, mechanism(name))

    for record in explain_all(market, outcome, with_change=True):
        rank = record["result"]["rank"]
        assert [one["rank"] for one in record["higher"]] == list(
            range(1, len(record["higher"]) + 1)
        )
        assert rank is None or rank == len(record["higher"]) + 1
        assert all(say(record, one) for one in ("ja", "en"))
        if "change" in record:
            assert confirm(market, outcome, record) == record["change"]["place"]
