from enum import StrEnum

import pytest

from tasuki.core.states import Machine, StateTableError, Transition, TransitionRefused


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    BROKEN = "broken"


class Happens(StrEnum):
    BUILD = "build"
    GO = "go"
    STOP = "stop"
    BREAK = "break"


ROWS = (
    Transition(None, Happens.BUILD, Light.RED, "T1"),
    Transition(Light.RED, Happens.GO, Light.GREEN, "T2"),
    Transition(Light.GREEN, Happens.STOP, Light.RED, "T3"),
    Transition(Light.GREEN, Happens.BREAK, Light.BROKEN, "T4"),
    Transition(Light.RED, Happens.BREAK, Light.BROKEN, "T4"),
)
LIGHT = Machine(name="light", initial=Light.RED, transitions=ROWS)


def test_a_listed_event_leads_to_its_state():
    assert LIGHT.next_state(Light.RED, Happens.GO) is Light.GREEN
    assert LIGHT.next_state(None, Happens.BUILD) is Light.RED
    assert LIGHT.find_transition(Light.GREEN, Happens.STOP).code == "T3"


def test_a_step_that_is_not_listed_is_refused_with_object_state_and_event():
    with pytest.raises(TransitionRefused) as caught:
        LIGHT.next_state(Light.RED, Happens.STOP)

    refused = caught.value
    assert (refused.object_name, refused.state, refused.event) == ("light", "red", "stop")
    assert "最新の状態を確認" in refused.in_language("ja")
    assert "Reload the page" in refused.in_language("en")


def test_allowed_events_follow_the_table():
    assert LIGHT.allowed_events(Light.GREEN) == (Happens.STOP, Happens.BREAK)
    assert LIGHT.allowed_events(Light.BROKEN) == ()
    assert LIGHT.can(Light.RED, Happens.GO)
    assert not LIGHT.can(Light.RED, Happens.STOP)


def test_pairs_leave_out_creation_and_repeat_nothing():
    assert LIGHT.pairs() == (
        (Light.RED, Light.GREEN),
        (Light.GREEN, Light.RED),
        (Light.GREEN, Light.BROKEN),
        (Light.RED, Light.BROKEN),
    )


def test_a_state_without_a_way_out_is_final():
    assert LIGHT.final_states() == (Light.BROKEN,)
    assert LIGHT.states == (Light.RED, Light.GREEN, Light.BROKEN)
    assert LIGHT.unreachable_states() == ()


def test_the_diagram_shows_codes_events_and_ends():
    assert LIGHT.mermaid() == (
        "stateDiagram-v2\n"
        "    [*] --> red: T1 build\n"
        "    red --> green: T2 go\n"
        "    green --> red: T3 stop\n"
        "    green --> broken: T4 break\n"
        "    red --> broken: T4 break\n"
        "    broken --> [*]\n"
    )


def test_a_table_without_a_creating_event_still_shows_its_first_state():
    machine = Machine(name="light", initial=Light.RED, transitions=ROWS[1:])

    assert machine.mermaid().splitlines()[1] == "    [*] --> red"


def test_two_targets_for_one_event_are_no_table():
    doubled = (*ROWS, Transition(Light.RED, Happens.GO, Light.BROKEN, "T9"))

    with pytest.raises(StateTableError, match="listed twice"):
        Machine(name="light", initial=Light.RED, transitions=doubled)


def test_a_creating_event_leads_to_the_initial_state_only():
    with pytest.raises(StateTableError, match="creates red"):
        Machine(name="light", initial=Light.GREEN, transitions=ROWS)


def test_a_state_that_cannot_be_reached_is_no_table():
    with pytest.raises(StateTableError, match="no way leads to broken"):
        Machine(name="light", initial=Light.RED, transitions=ROWS[:3])
