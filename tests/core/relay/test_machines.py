import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.relay import machines
from tasuki.core.relay.labels import OBJECT_LABELS, Tone, refused_step_words, status_label
from tasuki.core.relay.machines import (
    CONTRACT,
    CREDIT,
    DISPUTE,
    INVITE,
    LINK,
    REGISTRATION,
    RELEASE,
    SLOT,
    STATEMENT,
    TRANSFER,
    ContractState,
    CreditState,
    DisputeState,
    InviteEvent,
    InviteState,
    LinkState,
    RegistrationEvent,
    RegistrationState,
    ReleaseEvent,
    ReleaseState,
    SlotEvent,
    SlotState,
    StatementState,
    TransferState,
    resume_event,
)
from tasuki.core.relay.reasons import (
    NOT_COUNTED_CODES,
    REASON_LABELS,
    REFUSAL_CODES,
    SKIP_LABELS,
    ReasonCode,
    SkipCode,
)
from tasuki.core.states import TransitionRefused

ALL = (
    INVITE,
    REGISTRATION,
    CREDIT,
    SLOT,
    CONTRACT,
    LINK,
    RELEASE,
    TRANSFER,
    DISPUTE,
    STATEMENT,
)
ENDS = {
    INVITE: {InviteState.EXPIRED, InviteState.NOT_INVITED, InviteState.CANCELLED},
    REGISTRATION: {RegistrationState.WITHDRAWN, RegistrationState.ABANDONED},
    CREDIT: {CreditState.EXPIRED, CreditState.REVERSED},
    SLOT: {
        SlotState.GUARANTEE_PASSED,
        SlotState.CLOSED_UNUSED,
        SlotState.EXPIRED,
        SlotState.REVERSED,
    },
    CONTRACT: {ContractState.ENDED},
    LINK: {LinkState.EXPIRED, LinkState.REVOKED},
    RELEASE: {ReleaseState.NO, ReleaseState.WITHDRAWN, ReleaseState.CLOSED},
    TRANSFER: {TransferState.ACCEPTED, TransferState.RETURNED, TransferState.WITHDRAWN},
    DISPUTE: {DisputeState.UPHELD, DisputeState.KEPT, DisputeState.WITHDRAWN},
    STATEMENT: {StatementState.SUPERSEDED},
}


@pytest.mark.parametrize("machine", ALL, ids=lambda machine: machine.name)
def test_every_machine_ends_where_the_rule_book_says(machine):
    assert set(machine.final_states()) == ENDS[machine]


@given(st.sampled_from(ALL), st.data())
def test_from_every_state_an_end_can_be_reached(machine, data):
    state = data.draw(st.sampled_from(machine.states))

    assert set(machine.reachable_from(state)) & set(machine.final_states())


@given(st.sampled_from(ALL), st.lists(st.integers(0, 50), max_size=30))
def test_no_walk_along_allowed_events_leaves_the_pairs(machine, choices):
    state = machine.initial
    pairs = set(machine.pairs())
    for choice in choices:
        events = machine.allowed_events(state)
        if not events:
            break
        following = machine.next_state(state, events[choice % len(events)])
        assert (state, following) in pairs
        state = following

    assert state in machine.states


@pytest.mark.parametrize(
    ("machine", "codes"),
    [
        (INVITE, {f"I{number}" for number in range(1, 10)}),
        (REGISTRATION, {f"R{number}" for number in range(1, 14)}),
        (CREDIT, {f"K{number}" for number in range(1, 7)}),
        (SLOT, {f"L{number}" for number in range(1, 15)}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_every_row_of_the_rule_book_is_in_the_table(machine, codes):
    assert {row.code for row in machine.transitions} == codes


def test_a_line_in_the_result_notice_needs_no_cooling():
    assert (
        INVITE.next_state(InviteState.RESULT_NOTIFIED, InviteEvent.ADD_RESULT_LINE)
        is InviteState.INVITED
    )


def test_nobody_is_guided_before_the_result_is_told():
    with pytest.raises(TransitionRefused):
        INVITE.next_state(InviteState.DRAFT, InviteEvent.ADD_RESULT_LINE)


def test_a_count_is_decided_only_after_acceptance():
    before = [
        state for state in RegistrationState if REGISTRATION.can(state, RegistrationEvent.COUNT)
    ]

    assert before == [RegistrationState.ACCEPTED]


@pytest.mark.parametrize(
    "state",
    [
        RegistrationState.AGENCY_QUEUE,
        RegistrationState.HELD,
        RegistrationState.ACCEPTED,
        RegistrationState.COUNTED,
        RegistrationState.NOT_COUNTED,
    ],
)
def test_a_paused_registration_resumes_where_it_was(state):
    paused = REGISTRATION.next_state(state, RegistrationEvent.PAUSE)

    assert paused is RegistrationState.PAUSED
    assert REGISTRATION.next_state(paused, resume_event(state)) is state


def test_nothing_is_paused_before_the_form_is_complete():
    with pytest.raises(KeyError):
        resume_event(RegistrationState.STARTED)


def test_a_person_can_leave_from_every_state_that_holds_data():
    can_leave = {
        state for state in RegistrationState if REGISTRATION.can(state, RegistrationEvent.WITHDRAW)
    }

    assert set(RegistrationState) - can_leave == {
        RegistrationState.WITHDRAWN,
        RegistrationState.ABANDONED,
    }


def test_a_hired_slot_is_not_suspended():
    assert not SLOT.can(SlotState.HIRED, SlotEvent.SUSPEND)


def test_silence_of_the_person_is_no():
    assert RELEASE.next_state(ReleaseState.ASKED, ReleaseEvent.STAY_SILENT) is ReleaseState.NO


def test_a_company_cannot_leave_anybody_out_of_a_transfer_of_all():
    ways_out = {row.event.value for row in TRANSFER.transitions if row.target in ENDS[TRANSFER]}

    assert ways_out == {"accept", "return", "withdraw"}


@pytest.mark.parametrize("machine", ALL, ids=lambda machine: machine.name)
def test_every_state_has_words_in_both_languages_and_a_tone(machine):
    for state in machine.states:
        shown = status_label(state)
        assert shown.label.ja
        assert shown.label.en
        assert shown.tone in Tone
        assert bool(shown.next_step.ja) == bool(shown.next_step.en)


def test_no_person_is_called_rejected_on_screen():
    words = [status_label(state).label.ja for machine in ALL for state in machine.states]

    assert not [word for word in words if "不採用" in word or "不合格" in word]
    assert status_label(RegistrationState.AGENCY_QUEUE).label.ja == "受理待ち"


def test_every_reason_and_skip_code_has_words():
    assert set(REASON_LABELS) == set(ReasonCode)
    assert set(SKIP_LABELS) == set(SkipCode)
    assert not REFUSAL_CODES & NOT_COUNTED_CODES
    assert set(ReasonCode) - REFUSAL_CODES - NOT_COUNTED_CODES == {ReasonCode.N8}


def test_every_machine_of_the_module_is_tested_here():
    found = [value for value in vars(machines).values() if isinstance(value, machines.Machine)]

    assert {machine.name for machine in found} == {machine.name for machine in ALL}


def test_a_refused_step_speaks_the_words_of_the_screen():
    with pytest.raises(TransitionRefused) as caught:
        SLOT.next_state(SlotState.HIRED, SlotEvent.REQUEST)

    words = refused_step_words(caught.value)

    assert words.ja.startswith("無料枠は「保証期間中」のため、この操作はできません。")
    assert words.en.startswith("This is not possible because the slot is “In the guarantee”.")


def test_a_step_of_what_does_not_exist_yet_says_so():
    with pytest.raises(TransitionRefused) as caught:
        SLOT.next_state(None, SlotEvent.REQUEST)

    assert refused_step_words(caught.value).ja.startswith("無料枠がまだないため")


def test_every_machine_has_a_name_for_the_screen():
    assert {machine.name for machine in ALL} == set(OBJECT_LABELS)
