"""The state tables of moves: law.md steps are there, others are not, no state is a trap."""

import pytest

from tasuki.core.moves import labels
from tasuki.core.moves.machines import (
    CONTRACT_WORK,
    DELIVERY,
    MOVE,
    SHEET,
    SIDE_WORK,
    ContractWorkEvent,
    ContractWorkState,
    MoveEvent,
    MoveState,
    SideWorkEvent,
    SideWorkState,
)
from tasuki.core.states import TransitionRefused

FINAL = {
    "secondment or transfer": {"returned", "converted", "transferred", "declined", "cancelled"},
    "side work": {"refused", "ended"},
    "month sheet": {"closed"},
    "contract work": {"ended", "cancelled"},
    "delivery": {"paid"},
}


@pytest.mark.parametrize(
    "machine", [MOVE, SIDE_WORK, SHEET, CONTRACT_WORK, DELIVERY], ids=lambda one: one.name
)
def test_only_named_states_have_no_way_out(machine):
    assert set(machine.final_states()) == FINAL[machine.name]
    assert machine.unreachable_states() == ()


@pytest.mark.parametrize(
    "machine, words",
    [
        (MOVE, labels.MOVE_LABELS),
        (SIDE_WORK, labels.SIDE_WORK_LABELS),
        (SHEET, labels.SHEET_LABELS),
        (CONTRACT_WORK, labels.CONTRACT_WORK_LABELS),
        (DELIVERY, labels.DELIVERY_LABELS),
    ],
    ids=lambda one: getattr(one, "name", ""),
)
def test_every_state_has_words_in_both_languages(machine, words):
    assert set(words) == set(machine.states)
    assert all(one.label.ja and one.label.en for one in words.values())


def test_secondment_walks_from_proposal_to_return():
    state = None
    for event in (
        MoveEvent.PROPOSE,
        MoveEvent.CONFIRM_PURPOSE,
        MoveEvent.EXPLAIN,
        MoveEvent.CONSENT,
        MoveEvent.SIGN,
        MoveEvent.ACTIVATE,
        MoveEvent.EXTEND,
        MoveEvent.RETURN,
    ):
        state = MOVE.next_state(state, event)

    assert state is MoveState.RETURNED


@pytest.mark.parametrize(
    "state",
    [one for one in MoveState if one is not MoveState.CONTRACT_SIGNED],
)
def test_nothing_but_a_signed_contract_becomes_active(state):
    with pytest.raises(TransitionRefused):
        MOVE.next_state(state, MoveEvent.ACTIVATE)


def test_side_work_is_decided_after_it_was_checked_only():
    assert not SIDE_WORK.can(SideWorkState.NOTIFIED, SideWorkEvent.AGREE)
    assert not SIDE_WORK.can(SideWorkState.NOTIFIED, SideWorkEvent.REFUSE)
    assert SIDE_WORK.next_state(SideWorkState.CHECKED, SideWorkEvent.REFUSE) == "refused"


def test_contract_work_starts_after_the_notice_only():
    assert not CONTRACT_WORK.can(ContractWorkState.DRAFT, ContractWorkEvent.ACCEPT)
    assert CONTRACT_WORK.can(ContractWorkState.NOTICE_ISSUED, ContractWorkEvent.ACCEPT)


def test_there_are_four_grounds_of_refusal():
    assert set(labels.GROUND_LABELS) == set(labels.SideWorkGround)
    assert len(labels.SideWorkGround) == 4


def test_every_code_has_words():
    assert set(labels.KIND_LABELS) == set(labels.MoveKind)
    assert set(labels.JOB_LABELS) == set(labels.JobKind)
    assert set(labels.MODEL_LABELS) == set(labels.HoursModel)
