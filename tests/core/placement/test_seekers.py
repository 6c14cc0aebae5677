"""The state table of a job seeker."""

import pytest

from tasuki.core.placement.seekers import (
    JOB_SEEKER,
    JOB_SEEKER_LABELS,
    OPEN_STATES,
    SERVED_STATES,
    JobSeekerEvent,
    JobSeekerState,
)

_S, _E = JobSeekerState, JobSeekerEvent


def test_the_way_of_the_law_leads_from_received_to_hired():
    state = JOB_SEEKER.initial
    for event in (_E.DISCLOSE, _E.START, _E.INTRODUCE, _E.INTRODUCE, _E.HIRE):
        state = JOB_SEEKER.next_state(state, event)

    assert state is _S.HIRED


@pytest.mark.parametrize("state", [_S.RECEIVED, _S.DISCLOSED])
def test_nobody_is_introduced_or_hired_before_the_search_begins(state):
    assert not JOB_SEEKER.can(state, _E.INTRODUCE)
    assert not JOB_SEEKER.can(state, _E.HIRE)


def test_nobody_is_served_before_the_terms_are_delivered():
    assert not JOB_SEEKER.can(_S.RECEIVED, _E.START)
    assert set(SERVED_STATES) == {state for state in _S if JOB_SEEKER.can(state, _E.INTRODUCE)}


def test_every_open_state_can_end_and_no_closed_one_can_change():
    for state in _S:
        ends = {_E.CLOSE, _E.EXPIRE, _E.CANCEL} & set(JOB_SEEKER.allowed_events(state))

        assert bool(ends) is (state in OPEN_STATES)
        assert state in OPEN_STATES or not JOB_SEEKER.allowed_events(state)


def test_every_state_has_words():
    assert set(JOB_SEEKER_LABELS) == set(_S)
    assert all(bool(JOB_SEEKER_LABELS[one].next_step.ja) is (one in OPEN_STATES) for one in _S)
