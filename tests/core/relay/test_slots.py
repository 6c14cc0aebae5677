from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.relay import slots
from tasuki.core.relay.slots import LeavingOutcome, SlotError, credit_position, slots_due


@pytest.mark.parametrize(
    ("_case", "credit_count", "granted", "due"),
    [
        ("nine credits earn nothing", 9, 0, 0),
        ("the tenth earns one", 10, 0, 1),
        ("already granted is not granted twice", 10, 1, 0),
        ("a late batch catches up", 35, 1, 2),
    ],
)
def test_ten_credits_make_one_slot(_case, credit_count, granted, due):
    found = slots_due(
        confirmed_credit_count=credit_count, slots_already_granted=granted, credits_per_slot=10
    )

    assert found == due


@given(credit_count=st.integers(0, 100_000), ratio=st.integers(1, 100))
def test_granting_what_is_due_leaves_nothing_due(credit_count, ratio):
    rule = {"confirmed_credit_count": credit_count, "credits_per_slot": ratio}

    granted = slots_due(slots_already_granted=0, **rule)

    assert slots_due(slots_already_granted=granted, **rule) == 0
    assert granted * ratio <= credit_count < (granted + 1) * ratio


@given(
    credit_count=st.integers(0, 10_000),
    ratio=st.integers(1, 50),
    open_count=st.integers(0, 20),
    cap=st.integers(1, 10),
)
def test_no_credit_is_lost_and_the_limit_is_never_passed(credit_count, ratio, open_count, cap):
    found = credit_position(
        unbundled_credit_count=credit_count,
        credits_per_slot=ratio,
        open_slot_count=open_count,
        max_open_slots=cap,
    )

    assert found.slots_due_count * ratio + found.credits_left == credit_count
    assert open_count + found.slots_due_count <= max(open_count, cap)
    assert 1 <= found.people_to_go <= ratio


def test_more_granted_than_earned_is_an_error_not_a_clamp():
    with pytest.raises(SlotError, match="2 slots granted, but only 1 earned"):
        slots_due(confirmed_credit_count=19, slots_already_granted=2, credits_per_slot=10)


@pytest.mark.parametrize(
    ("credit_count", "granted", "ratio"), [(-1, 0, 10), (0, -1, 10), (10, 0, 0)]
)
def test_numbers_out_of_range_are_errors(credit_count, granted, ratio):
    with pytest.raises(SlotError):
        slots_due(
            confirmed_credit_count=credit_count,
            slots_already_granted=granted,
            credits_per_slot=ratio,
        )


@pytest.mark.parametrize(
    ("credit_count", "due", "left", "to_go", "at_cap"),
    [(9, 0, 9, 1, False), (10, 1, 0, 10, False), (25, 2, 5, 5, False), (45, 3, 15, 5, True)],
)
def test_the_position_of_a_contract(credit_count, due, left, to_go, at_cap):
    found = credit_position(
        unbundled_credit_count=credit_count,
        credits_per_slot=10,
        open_slot_count=0,
        max_open_slots=3,
    )

    assert (found.slots_due_count, found.credits_left) == (due, left)
    assert (found.people_to_go, found.is_at_cap) == (to_go, at_cap)


def test_the_sentence_beside_the_count():
    to_go = slots.credit_state_text(credits_left=9, people_to_go=1, is_at_cap=False)
    at_cap = slots.credit_state_text(credits_left=15, people_to_go=5, is_at_cap=True)

    assert to_go.ja == "次の枠まであと1名"
    assert at_cap.ja.startswith("上限到達：15名")
    assert at_cap.en.startswith("Limit reached: 15")


def test_a_slot_lives_twelve_months_and_warns_thirty_days_before():
    last = slots.slot_last_day(date(2026, 11, 23), slot_expiry_months=12)

    assert last == date(2027, 11, 22)
    assert slots.slot_warning_on(last) == date(2027, 10, 23)


def test_a_returned_slot_has_at_least_sixty_days():
    back_on = date(2027, 11, 1)

    assert slots.returned_slot_last_day(date(2027, 11, 22), returned_on=back_on) == date(
        2027, 12, 31
    )
    assert slots.returned_slot_last_day(date(2028, 3, 1), returned_on=back_on) == date(2028, 3, 1)


def test_a_replaced_slot_has_at_least_ninety_days():
    left_on = date(2027, 2, 28)

    assert slots.replaced_slot_last_day(date(2027, 3, 1), left_on=left_on) == date(2027, 5, 29)
    assert slots.replaced_slot_last_day(date(2027, 11, 22), left_on=left_on) == date(2027, 11, 22)


def test_days_that_the_agency_missed_are_given_back():
    deadline = slots.request_deadline(date(2027, 1, 10), find_days=30)
    last = slots.missed_slot_last_day(
        date(2027, 11, 22), requested_on=date(2027, 1, 10), ended_on=deadline
    )

    assert deadline == date(2027, 2, 9)
    assert last == date(2027, 12, 22)


def test_a_request_cannot_end_before_it_began():
    with pytest.raises(SlotError, match="before it began"):
        slots.missed_slot_last_day(
            date(2027, 11, 22), requested_on=date(2027, 1, 10), ended_on=date(2027, 1, 9)
        )


def test_the_guarantee_counts_the_joining_day():
    joined = date(2026, 12, 1)

    assert slots.guarantee_until(joined, guarantee_days=90) == date(2027, 2, 28)
    assert slots.avoided_fee_counts_from(joined, guarantee_days=90) == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("left_on", "at_fault", "returns", "outcome"),
    [
        (date(2027, 2, 28), False, 0, LeavingOutcome.REPLACED),
        (date(2027, 3, 1), False, 0, LeavingOutcome.NOTHING),
        (date(2027, 2, 28), True, 0, LeavingOutcome.NOT_REPLACED),
        (date(2027, 2, 28), False, 1, LeavingOutcome.NOT_REPLACED),
    ],
)
def test_an_early_leaving_gives_the_slot_back_once(left_on, at_fault, returns, outcome):
    found = slots.leaving_outcome(
        joined_on=date(2026, 12, 1),
        left_on=left_on,
        guarantee_days=90,
        is_employer_at_fault=at_fault,
        returns=returns,
        slot_max_returns=1,
    )

    assert found is outcome


def test_a_credit_lives_36_months_and_warns_sixty_days_before():
    last = slots.credit_last_day(date(2026, 11, 9), credit_expiry_months=36)

    assert last == date(2029, 11, 8)
    assert slots.credit_warning_on(last) == date(2029, 9, 9)


def test_waiting_at_the_cap_does_not_age_a_credit():
    spans = [
        (date(2026, 11, 1), date(2026, 11, 20)),
        (date(2026, 12, 1), None),
        (date(2026, 1, 1), date(2026, 2, 1)),
    ]

    still = slots.paused_days(spans, confirmed_on=date(2026, 11, 10), on=date(2026, 12, 31))

    assert still == 10 + 30
    assert slots.credit_last_day(
        date(2026, 11, 10), credit_expiry_months=36, paused_days=still
    ) == date(2029, 12, 19)
