import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.relay.parameters import (
    PARAMETER_LABELS,
    PARAMETER_RANGES,
    ConsumeAt,
    CountingRule,
    DedupeKey,
    RelayParameters,
    SelectionStage,
    check_parameters,
    parameters_from_json,
    parameters_to_json,
)

DEFAULTS = RelayParameters()


def problem_keys(**changes):
    return [problem.key for problem in check_parameters(replace(DEFAULTS, **changes))]


def test_the_default_terms_may_be_agreed():
    assert check_parameters(DEFAULTS) == []


def test_the_defaults_are_those_of_the_rule_book():
    values = parameters_to_json(DEFAULTS)

    assert len(values) == 33
    assert values["ratio"] == 10
    assert values["counting_rule"] == "SELF_REGISTRATION_CONFIRMED"
    assert values["monthly_cap_credits"] == 30
    assert values["credit_expiry_months"] == 36
    assert values["guarantee_days"] == 90
    assert values["transferable"] is False
    assert values["notice_company_gains"] is True
    assert set(values) == set(PARAMETER_LABELS)


@pytest.mark.parametrize("key", sorted(PARAMETER_RANGES))
def test_a_value_on_the_edge_passes_and_one_beyond_is_named(key):
    low, high = PARAMETER_RANGES[key]
    # The two windows are one rule, so they move together.
    windows = ("count_window_days", "invite_expiry_days")
    moved = windows if key in windows else (key,)

    assert problem_keys(**dict.fromkeys(moved, low)) == []
    assert problem_keys(**dict.fromkeys(moved, high)) == []
    assert set(problem_keys(**dict.fromkeys(moved, low - 1))) == set(moved)
    assert set(problem_keys(**dict.fromkeys(moved, high + 1))) == set(moved)


def test_a_problem_says_the_range_in_both_languages():
    problem = check_parameters(replace(DEFAULTS, ratio=51))[0]

    assert problem.text.ja == "無料枠1つあたりの人数は1以上50以下にしてください。"
    assert problem.text.en == "Set people per slot between 1 and 50."


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({"invite_expiry_days": 20}, ["count_window_days"]),
        ({"max_theoretical_pay": 0}, ["max_theoretical_pay"]),
        ({"max_theoretical_pay": 6_000_000}, []),
        ({"dedupe_keys": ()}, ["dedupe_keys"]),
        ({"counting_rule": CountingRule.TRANSFER_ALL}, ["counting_rule"]),
        ({"counting_rule": CountingRule.LICENSED_TIEUP}, ["counting_rule"]),
        ({"consume_at": ConsumeAt.INTERVIEW}, ["consume_at"]),
    ],
)
def test_terms_that_need_something_else_are_refused(changes, keys):
    assert problem_keys(**changes) == keys


def test_terms_open_when_their_papers_are_on_file():
    interview = replace(DEFAULTS, consume_at=ConsumeAt.INTERVIEW)

    assert check_parameters(interview, is_consume_wording_filed=True) == []


def test_a_counting_rule_that_is_not_offered_yet_says_so():
    [problem] = check_parameters(replace(DEFAULTS, counting_rule=CountingRule.TRANSFER_ALL))

    assert problem.text.ja == "この数え方はまだ提供していません。「本人の登録」を選んでください。"
    assert problem.text.en == "This counting rule is not offered yet. Choose self-registration."


def test_no_reminder_can_be_agreed():
    [problem] = check_parameters(replace(DEFAULTS, reminder_max=1))

    assert problem.key == "reminder_max"
    assert problem.text.ja == "再案内の上限は0にしてください。"
    assert problem.text.en == "Set reminders at most to 0."


def test_a_later_stage_reaches_an_earlier_one():
    assert SelectionStage.FINAL_INTERVIEW.reaches(SelectionStage.DOCUMENT_SCREENING)
    assert not SelectionStage.APPLICATION.reaches(SelectionStage.DOCUMENT_SCREENING)


@given(
    st.builds(
        RelayParameters,
        ratio=st.integers(1, 50),
        counting_rule=st.sampled_from(CountingRule),
        dedupe_keys=st.lists(st.sampled_from(DedupeKey), unique=True).map(tuple),
        min_stage=st.sampled_from(SelectionStage),
        consume_at=st.sampled_from(ConsumeAt),
        promised_interview=st.booleans(),
        eligible_jobs=st.lists(st.text(max_size=5)).map(tuple),
        max_theoretical_pay=st.none() | st.integers(1, 10**9),
    )
)
def test_terms_survive_json(parameters):
    text = json.dumps(parameters_to_json(parameters))

    assert parameters_from_json(json.loads(text)) == parameters


def test_a_missing_key_takes_its_default():
    assert parameters_from_json({"ratio": 5}) == replace(DEFAULTS, ratio=5)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"transferable": True}, "transferable is fixed"),
        ({"notice_company_gains": False}, "notice_company_gains is fixed"),
        ({"bonus": 1}, "no relay parameter"),
        ({"ratio": "10"}, "ratio must be int"),
        ({"ratio": True}, "ratio must be int"),
        ({"promised_interview": 1}, "promised_interview must be bool"),
        ({"dedupe_keys": "mail"}, "must be a list"),
        ({"min_stage": "lunch"}, "lunch"),
    ],
)
def test_a_wrong_stored_value_is_an_error(values, message):
    with pytest.raises(ValueError, match=message):
        parameters_from_json(values)
