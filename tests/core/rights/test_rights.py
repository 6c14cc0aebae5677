"""Kinds of requests, their state table, and when a breach must be reported."""

from datetime import date

import pytest

from tasuki.core.law.clocks import breach_clock, request_due
from tasuki.core.rights.breach import INCIDENT, IncidentState, Trigger, decide_duty
from tasuki.core.rights.clocks import days_left_words
from tasuki.core.rights.labels import INCIDENT_LABELS, REQUEST_LABELS
from tasuki.core.rights.requests import (
    KINDS,
    REFUSAL_WORDS,
    REQUEST,
    RefusalGround,
    RequestEvent,
    RequestKind,
    RequestState,
    can_grant,
)


def duty(*triggers, count=1, encrypted=False, told=False):
    return decide_duty(
        triggers=triggers,
        person_count=count,
        is_encrypted=encrypted,
        is_told_controller=told,
        on=date(2026, 11, 2),
    )


def test_every_kind_has_an_article_and_grounds_with_words():
    assert set(KINDS) == set(RequestKind)
    assert set(REFUSAL_WORDS) == set(RefusalGround)
    assert {ground for rule in KINDS.values() for ground in rule.grounds} == set(RefusalGround)
    assert all(rule.article.startswith("個人情報保護法3") for rule in KINDS.values())


def test_every_state_has_words():
    assert set(REQUEST_LABELS) == set(RequestState)
    assert set(INCIDENT_LABELS) == set(IncidentState)


def test_nothing_is_granted_before_the_identity_is_checked():
    assert REQUEST.allowed_events(RequestState.RECEIVED) == (
        RequestEvent.IDENTIFY,
        RequestEvent.REFUSE,
        RequestEvent.WITHDRAW,
    )


def test_an_answered_request_is_at_its_end():
    assert set(REQUEST.final_states()) == {RequestState.NOTIFIED, RequestState.WITHDRAWN}


def test_a_closed_incident_can_only_be_reopened():
    assert INCIDENT.allowed_events(IncidentState.CLOSED) == ("reopen",)


@pytest.mark.parametrize(
    ("kind", "event", "fits"),
    [
        (RequestKind.ERASURE, RequestEvent.STOP, True),
        (RequestKind.ERASURE, RequestEvent.ERASE, True),
        (RequestKind.STOP_USE, RequestEvent.ERASE, False),
        (RequestKind.DISCLOSURE, RequestEvent.CORRECT, False),
    ],
)
def test_only_a_fitting_answer_grants_a_request(kind, event, fits):
    assert can_grant(kind, event) is fits


def test_request_of_2_november_2026_is_answered_by_16_november():
    assert request_due(date(2026, 11, 2)).answer_by == date(2026, 11, 16)


def test_request_before_a_leap_day_counts_it():
    assert request_due(date(2028, 2, 20)).answer_by == date(2028, 3, 5)
    assert request_due(date(2027, 2, 20)).answer_by == date(2027, 3, 6)


def test_breach_known_on_2_november_2026():
    clock = breach_clock(date(2026, 11, 2), is_wrongful=False)

    assert (clock.preliminary_from, clock.preliminary_by) == (
        date(2026, 11, 5),
        date(2026, 11, 7),
    )
    assert clock.final_by == date(2026, 12, 1)
    assert {date(2026, 11, 4), date(2026, 11, 6)} <= set(clock.reminders)


def test_wrongful_breach_has_sixty_days():
    assert breach_clock(date(2026, 11, 2), is_wrongful=True).final_by == date(2026, 12, 31)


@pytest.mark.parametrize("trigger", [Trigger.SENSITIVE, Trigger.FINANCIAL, Trigger.WRONGFUL])
def test_one_person_is_enough_for_three_of_the_four_cases(trigger):
    assert duty(trigger).is_due


def test_a_report_is_due_from_the_1001st_person_on():
    assert not duty(count=1_000).is_due
    assert duty(count=1_001).triggers == (Trigger.MANY,)
    assert duty(count=1_001).is_due


def test_a_stated_case_of_many_persons_does_not_count_without_them():
    assert not duty(Trigger.MANY, count=3).is_due


def test_strongly_encrypted_data_needs_no_report():
    assert not duty(Trigger.SENSITIVE, encrypted=True).is_due


def test_a_processor_that_told_its_controller_does_not_report():
    assert not duty(Trigger.WRONGFUL, told=True).is_due


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 11, 15), "あと1日"),
        (date(2026, 11, 16), "今日まで"),
        (date(2026, 11, 17), "1日超過"),
    ],
)
def test_days_left_are_said_in_words(today, words):
    assert days_left_words(today=today, due_on=date(2026, 11, 16)).ja == words
