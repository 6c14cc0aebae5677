"""The tables of introductions and interviews: what can follow what."""

from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.introductions.labels import CASE_LABELS, EVENT_WORDS, INTERVIEW_LABELS, STAGES
from tasuki.core.introductions.machine import (
    CASE,
    ENDED_STATES,
    INTERVIEW,
    OPEN_STATES,
    CaseEvent,
    CaseState,
    InterviewEvent,
    InterviewState,
)
from tasuki.core.introductions.waiting import Turn, turn_of
from tasuki.core.relay.machines import SlotState

EVENTS = st.lists(st.sampled_from(CaseEvent), max_size=12)


def walk(events):
    """Every state a case passes when what the table does not list is refused."""
    states = [CASE.initial]
    for event in events:
        if CASE.can(states[-1], event):
            states.append(CASE.next_state(states[-1], event))
    return states


@given(EVENTS)
def test_nothing_reaches_an_employer_without_the_yes_of_the_person(events):
    states = walk(events)

    if CaseState.DOCUMENT in states:
        assert states.index(CaseState.AGREED) < states.index(CaseState.DOCUMENT)


@given(EVENTS)
def test_nobody_joins_without_an_accepted_offer(events):
    states = walk(events)

    if CaseState.JOINED in states:
        at = states.index(CaseState.JOINED)
        assert states[at - 2 : at] == [CaseState.OFFER, CaseState.ACCEPTED]


@given(EVENTS)
def test_what_ended_stays_ended(events):
    states = walk(events)

    assert not set(states[:-1]) & ENDED_STATES


@given(st.lists(st.sampled_from(InterviewEvent), max_size=8))
def test_interview_ends_once(events):
    state, ends = INTERVIEW.initial, 0
    for event in events:
        if INTERVIEW.can(state, event):
            state = INTERVIEW.next_state(state, event)
            ends += state is not InterviewState.PLANNED

    assert ends <= 1


def test_ends_are_these():
    assert {
        CaseState.JOINED,
        CaseState.NOT_HIRED,
        CaseState.WITHDREW,
        CaseState.CLOSED,
    } == ENDED_STATES


def test_employer_cannot_decline_after_the_offer_was_accepted():
    assert not CASE.can(CaseState.ACCEPTED, CaseEvent.DECLINE)


def test_person_can_withdraw_from_the_yes_to_the_first_day():
    able = {state for state in CaseState if CASE.can(state, CaseEvent.WITHDRAW)}

    assert able == OPEN_STATES - {CaseState.ASKED}


def test_every_state_and_event_has_words():
    assert set(CASE_LABELS) == set(CaseState)
    assert set(INTERVIEW_LABELS) == set(InterviewState)
    assert set(CaseEvent) <= set(EVENT_WORDS)


def test_every_state_of_a_case_stands_in_one_column():
    columns = [state for stage in STAGES for state in stage.cases]
    slots = [state for stage in STAGES for state in stage.slots]

    assert sorted(columns) == sorted(CaseState)
    assert sorted(slots) == sorted(
        [
            SlotState.REQUESTED,
            SlotState.CANDIDATE_PRESENTED,
            SlotState.INTERVIEW_HELD,
            SlotState.HIRED,
        ]
    )


def test_somebody_has_to_act_while_a_case_is_open():
    assert {state for state in OPEN_STATES if turn_of(state) is Turn.NOBODY} == set()


def test_agency_owes_the_person_an_answer_after_a_no():
    assert turn_of(CaseState.NOT_HIRED) is Turn.AGENCY
    assert turn_of(CaseState.NOT_HIRED, is_told=True) is Turn.NOBODY
