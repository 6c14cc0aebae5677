from dataclasses import replace
from datetime import date

import pytest

from tasuki.core.relay.counting import (
    RISK_LABELS,
    CountingFacts,
    RiskFacts,
    RiskFlag,
    acceptance_due_on,
    decide_count,
    is_acceptance_overdue,
    risk_flags,
    rotated_code_last_day,
)
from tasuki.core.relay.parameters import RelayParameters, SelectionStage
from tasuki.core.relay.reasons import ReasonCode

TERMS = RelayParameters()
FACTS = CountingFacts(registered_on=date(2026, 11, 2), code_live_from=date(2026, 10, 20))
RISK = RiskFacts(
    registrations_of_code_today=10,
    registrations_of_device_today=3,
    registrations_of_ip_today=3,
    mail_domain="example.jp",
)


def decide(**changes):
    return decide_count(replace(FACTS, **changes), parameters=TERMS)


def test_a_registration_counts_when_all_rules_hold():
    decision = decide()

    assert decision.counted
    assert decision.code is None
    assert not decision.is_waiting
    assert len(decision.checks) == 12
    assert all(check.passed for check in decision.checks)


@pytest.mark.parametrize(
    ("_case", "changes", "code"),
    [
        ("somebody else filled in the form", {"is_own_act": False}, ReasonCode.N3),
        ("mail not verified", {"is_mail_verified": False}, ReasonCode.N2),
        ("contract not running", {"is_contract_running": False}, ReasonCode.N7),
        ("code not yet live", {"code_live_from": date(2026, 11, 3)}, ReasonCode.N7),
        ("code dead", {"code_live_to": date(2026, 11, 1)}, ReasonCode.N7),
        ("result too long ago", {"result_month": date(2026, 9, 1)}, ReasonCode.N7),
        ("counted 200 days ago", {"last_counted_on": date(2026, 4, 16)}, ReasonCode.N5),
        ("counted at the agency", {"was_counted_at_agency": True}, ReasonCode.N4),
        ("known to the agency", {"was_known_to_agency": True}, ReasonCode.N4),
        ("stage too early", {"stage_declared": SelectionStage.APPLICATION}, ReasonCode.N6),
        ("stage not declared", {"stage_declared": None}, ReasonCode.N6),
        ("open hold", {"has_open_hold": True}, ReasonCode.N6),
        ("cap reached", {"counted_this_month": 30}, ReasonCode.N8),
    ],
)
def test_each_rule_has_its_reason_code(_case, changes, code):
    decision = decide(**changes)

    assert not decision.counted
    assert decision.code is code
    assert [check.passed for check in decision.checks].count(False) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"code_live_to": date(2026, 11, 2)},
        {"code_live_from": date(2026, 11, 2)},
        {"result_month": date(2026, 10, 1)},
        {"last_counted_on": date(2025, 9, 28)},
        {"last_counted_on": date(2025, 11, 2)},
        {"counted_this_month": 29},
    ],
)
def test_the_edge_of_each_rule_still_counts(changes):
    assert decide(**changes).counted


def test_the_364th_day_is_still_the_same_year():
    assert decide(last_counted_on=date(2025, 11, 3)).code is ReasonCode.N5


def test_the_same_company_again_outweighs_being_known_and_a_full_month():
    decision = decide(
        last_counted_on=date(2026, 4, 16), was_known_to_agency=True, counted_this_month=30
    )

    assert decision.code is ReasonCode.N5
    assert not decision.is_waiting


def test_known_people_count_where_the_contract_says_so():
    terms = replace(TERMS, known_to_agency_counts=True)

    assert decide_count(replace(FACTS, was_known_to_agency=True), parameters=terms).counted


def test_nobody_counts_twice_at_an_agency_even_where_known_people_count():
    terms = replace(TERMS, known_to_agency_counts=True)
    facts = replace(FACTS, was_known_to_agency=True, was_counted_at_agency=True)

    assert decide_count(facts, parameters=terms).code is ReasonCode.N4


def test_a_capped_person_waits_for_the_next_month():
    assert decide(counted_this_month=30).is_waiting


@pytest.mark.parametrize("changes", [{"is_accepted": False}, {"has_consents": False}])
def test_nothing_is_decided_before_acceptance_and_consent(changes):
    decision = decide(**changes)

    assert (decision.counted, decision.code, decision.is_waiting) == (False, None, True)


def test_the_agency_answers_within_seven_days_and_then_is_late():
    registered_on = date(2026, 11, 2)

    assert acceptance_due_on(registered_on, parameters=TERMS) == date(2026, 11, 9)
    assert not is_acceptance_overdue(registered_on, on=date(2026, 11, 9), parameters=TERMS)
    assert is_acceptance_overdue(registered_on, on=date(2026, 11, 10), parameters=TERMS)


def test_a_rotated_code_lives_thirty_more_days():
    assert rotated_code_last_day(date(2026, 11, 1)) == date(2026, 12, 1)


def test_a_quiet_day_raises_no_flag():
    assert risk_flags(RISK, parameters=TERMS) == ()


@pytest.mark.parametrize(
    ("changes", "flag"),
    [
        ({"registrations_of_code_today": 11}, RiskFlag.CODE_BURST),
        ({"registrations_of_device_today": 4}, RiskFlag.DEVICE_BURST),
        ({"registrations_of_ip_today": 4}, RiskFlag.IP_BURST),
        ({"mail_domain": "mx.trash.example"}, RiskFlag.DISPOSABLE_MAIL),
        ({"mail_domain": "company.example"}, RiskFlag.COMPANY_STAFF),
        ({"has_same_answers": True}, RiskFlag.SAME_ANSWERS),
        ({"stage_declared": SelectionStage.APPLICATION}, RiskFlag.STAGE_TOO_EARLY),
        ({"stage_declared": None}, RiskFlag.STAGE_TOO_EARLY),
    ],
)
def test_each_sign_raises_its_own_flag(changes, flag):
    found = risk_flags(
        replace(RISK, **changes),
        parameters=TERMS,
        disposable_domains={"trash.example"},
        staff_domains={"company.example"},
    )

    assert found == (flag,)


def test_a_domain_that_only_ends_alike_is_not_the_company():
    facts = replace(RISK, mail_domain="othercompany.example")

    assert risk_flags(facts, parameters=TERMS, staff_domains={"company.example"}) == ()


def test_every_flag_has_words():
    assert set(RISK_LABELS) == set(RiskFlag)
