from dataclasses import MISSING, fields, replace
from datetime import date

import pytest

from tasuki.core.law.stops import (
    ConsentFacts,
    CreditPlanFacts,
    GuidanceFacts,
    LicenceFacts,
    RewardFacts,
    check_credit_plan,
    check_human_decision,
    check_licence,
    check_no_gift,
    check_relay_protocol,
    check_reward,
    check_transfer,
)

TODAY = date(2026, 11, 23)
LICENCE = LicenceFacts("33-ユ-300001", date(2024, 1, 1), date(2026, 11, 23))
CONSENT = ConsentFacts(
    "host",
    frozenset({"name", "mail"}),
    "placement",
    date(2026, 11, 1),
    valid_to=None,
    withdrawn_on=None,
)
GUIDANCE = GuidanceFacts(
    is_result_decided=True,
    is_result_notified=True,
    leaves_out_by_merit=False,
    is_condition_of_process=False,
    carried_fields=frozenset(),
    text="",
)
PLAN = CreditPlanFacts("v3", date(2026, 9, 1), True, date(2026, 8, 20), "岡山労働局", False)


def test_a_licence_holds_through_its_last_day():
    assert check_licence(LICENCE, on=TODAY) is None
    assert check_licence(LICENCE, on=date(2026, 11, 24)).rule == "H1"
    assert check_licence(LICENCE, on=date(2023, 12, 31)).rule == "H1"


@pytest.mark.parametrize("licence", [None, replace(LICENCE, number="")])
def test_without_a_licence_nothing_is_placed(licence):
    refusal = check_licence(licence, on=TODAY)

    assert refusal.reason_ja == "有効な職業紹介の許可がありません。"


@pytest.mark.parametrize("occupation", ["harbour", "construction"])
def test_barred_work_is_not_placed_with_any_licence(occupation):
    assert check_licence(LICENCE, on=TODAY, occupation_code=occupation).rule == "H1"


def transfer(consent=CONSENT, **changes):
    facts = {
        "recipient_id": "host",
        "items": {"name", "mail"},
        "purpose": "placement",
        "on": TODAY,
    }
    return check_transfer(consent, **(facts | changes))


def test_a_transfer_within_its_consent_passes():
    assert transfer() is None


@pytest.mark.parametrize(
    ("consent", "changes"),
    [
        (None, {}),
        (CONSENT, {"recipient_id": "other"}),
        (CONSENT, {"purpose": "marketing"}),
        (replace(CONSENT, given_on=date(2026, 11, 24)), {}),
        (replace(CONSENT, valid_to=date(2026, 11, 22)), {}),
        (replace(CONSENT, withdrawn_on=TODAY), {}),
    ],
)
def test_a_transfer_outside_a_live_consent_is_refused(consent, changes):
    assert transfer(consent, **changes).rule == "H2"


def test_a_consent_holds_through_its_last_day_and_until_its_withdrawal():
    consent = replace(CONSENT, valid_to=TODAY, withdrawn_on=date(2026, 11, 24))

    assert transfer(consent) is None


def test_a_field_outside_the_consent_is_named():
    refusal = transfer(items={"name", "mail", "score"})

    assert refusal.rule == "H2"
    assert "score" in refusal.reason_en
    assert "mail" not in refusal.reason_en


def test_a_numbered_order_of_an_authority_takes_the_place_of_consent():
    assert transfer(None, legal_document_number="令8-12") is None


@pytest.mark.parametrize("number", ["", " ", "\u3000\t\n"])
def test_blank_number_is_no_order_of_an_authority(number):
    assert transfer(None, legal_document_number=number).rule == "H2"


@pytest.mark.parametrize("facts", [ConsentFacts, GuidanceFacts, CreditPlanFacts])
def test_no_fact_speaks_for_the_act_where_nobody_stated_it(facts):
    assert [one.name for one in fields(facts) if one.default is not MISSING] == []


def test_guidance_to_everybody_after_the_result_passes():
    facts = replace(GUIDANCE, carried_fields=frozenset({"code"}), text="登録は任意・無料です。")

    assert check_relay_protocol(facts) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"is_result_decided": False}, "結果を伝える前"),
        ({"is_result_notified": False}, "結果を伝える前"),
        ({"leaves_out_by_merit": True}, "評価で案内する相手"),
        ({"is_condition_of_process": True}, "条件にする"),
        ({"carried_fields": frozenset({"name", "score"})}, "score"),
        ({"text": "惜しくも及びませんでした"}, "惜しく"),
    ],
)
def test_guidance_outside_the_protocol_is_refused(changes, words):
    refusal = check_relay_protocol(replace(GUIDANCE, **changes))

    assert refusal.rule == "H3"
    assert words in refusal.reason_ja


def test_a_credit_plan_with_all_its_papers_passes():
    assert check_credit_plan(PLAN, on=TODAY) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"fee_table_version": None}, "fee table"),
        ({"fee_table_filed_on": None}, "fee table"),
        ({"fee_table_filed_on": date(2026, 11, 24)}, "fee table"),
        ({"has_free_slot_clause": False}, "free-slot clause"),
        ({"consultation_held_on": None}, "consultation"),
        ({"consultation_held_on": date(2026, 11, 24)}, "consultation"),
        ({"consultation_office": ""}, "consultation"),
        ({"is_municipal": True}, "municipality"),
    ],
)
def test_a_credit_plan_without_a_paper_is_refused(changes, words):
    refusal = check_credit_plan(replace(PLAN, **changes), on=TODAY)

    assert refusal.rule == "H4"
    assert words in refusal.reason_en


def test_a_gift_in_a_text_is_refused_and_quoted():
    refusal = check_no_gift("登録でギフトを差し上げます")

    assert (refusal.rule, refusal.next_ja) == ("H4", "「ギフト」を削除してください。")
    assert check_no_gift("登録は無料です") is None


@pytest.mark.parametrize(
    ("facts", "is_refused"),
    [
        (RewardFacts("candidate", permit_number="36-1"), True),
        (RewardFacts("employee"), True),
        (RewardFacts("employee", is_wage_item=True), False),
        (RewardFacts("company", is_per_hire=True), True),
        (RewardFacts("company", is_per_hire=True, is_beneficiary_licensed=True), False),
        (RewardFacts("company"), True),
        (RewardFacts("company", is_per_hire=False), False),
        (RewardFacts("alumnus"), True),
        (RewardFacts("alumnus", permit_number="36-1"), False),
    ],
)
def test_who_may_be_paid(facts, is_refused):
    refusal = check_reward(facts)

    assert (refusal is not None) == is_refused
    assert refusal is None or refusal.rule == "H4"


@pytest.mark.parametrize(
    ("facts", "is_refused"),
    [
        ({"decided_by": "北村 花", "reason": "経験が条件に届かない"}, False),
        ({"decided_by": " ", "reason": "経験が条件に届かない"}, True),
        ({"decided_by": "北村 花", "reason": ""}, True),
        ({"decided_by": "", "reason": "", "is_adverse": False}, False),
    ],
)
def test_an_adverse_step_has_a_human_and_a_reason(facts, is_refused):
    refusal = check_human_decision(**facts)

    assert (refusal is not None) == is_refused
    assert refusal is None or refusal.rule == "H12"
