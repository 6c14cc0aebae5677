"""Ten credits, one slot: how many slots are due, how long credits and slots live.

The module counts and dates; it does not know who stands behind a credit, and it does not
know whether a slot led anywhere.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tasuki.core.dates import last_day_of_period
from tasuki.core.words import Words

SLOT_WARNING_DAYS = 30
CREDIT_WARNING_DAYS = 60
RETURNED_SLOT_VALID_DAYS_MIN = 60
REPLACED_SLOT_VALID_DAYS_MIN = 90


class SlotError(ValueError):
    """Credits and slots contradict each other, or a number is out of range."""


class LeavingOutcome(StrEnum):
    """What an early leaving does to a slot."""

    REPLACED = "replaced"
    NOT_REPLACED = "not_replaced"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class CreditPosition:
    """Where a contract stands after the slots that are due were granted.

    Attributes:
        slots_due_count: slots to grant now.
        credits_left: credits that remain unbundled.
        people_to_go: counted people still missing for the next slot.
        is_at_cap: credits wait because no further slot may be open.
        text: the sentence shown beside the count.
    """

    slots_due_count: int
    credits_left: int
    people_to_go: int
    is_at_cap: bool
    text: Words


def slots_due(
    *,
    confirmed_credit_count: int,
    slots_already_granted: int,
    credits_per_slot: int,
    open_slot_count: int = 0,
    max_open_slots: int | None = None,
) -> int:
    """Return how many slots to grant now.

    Args:
        confirmed_credit_count: credits confirmed so far, bundled ones included; >= 0.
        slots_already_granted: slots granted from those credits; >= 0.
        credits_per_slot: the contract's ratio; >= 1 (10 unless agreed otherwise).
        open_slot_count: granted slots that are not used or ended; >= 0.
        max_open_slots: how many may be open at a time; None for no limit.

    Returns:
        Whole slots still owed, as far as the limit leaves room; 0 when none.

    Raises:
        SlotError: a number is out of range, or more was granted than was earned. The second
            means that the journal and the credits disagree, so it is never clamped to zero.

    Source: Career Relay article (ten referrals, one free placement slot).
    """
    if credits_per_slot < 1:
        raise SlotError(f"credits_per_slot must be >= 1, not {credits_per_slot}")
    if min(confirmed_credit_count, slots_already_granted, open_slot_count) < 0:
        raise SlotError("credit and slot counts must be >= 0")
    earned = confirmed_credit_count // credits_per_slot
    if slots_already_granted > earned:
        raise SlotError(f"{slots_already_granted} slots granted, but only {earned} earned")
    due = earned - slots_already_granted
    if max_open_slots is None:
        return due
    # A limit that was lowered below the open slots takes no slot away; it only leaves no room.
    return min(due, max(0, max_open_slots - open_slot_count))


def people_to_go(*, confirmed_credit_count: int, credits_per_slot: int) -> int:
    """Return how many more counted people make the next slot; 1..credits_per_slot."""
    return credits_per_slot - confirmed_credit_count % credits_per_slot


def credit_position(
    *,
    unbundled_credit_count: int,
    credits_per_slot: int,
    open_slot_count: int,
    max_open_slots: int,
) -> CreditPosition:
    """Return the slots due and what remains for the next one.

    Args:
        unbundled_credit_count: confirmed credits that are in no slot yet; >= 0.
        credits_per_slot: the contract's ratio; >= 1.
        open_slot_count: slots open before the grant; >= 0.
        max_open_slots: how many may be open at a time; >= 1.

    Raises:
        SlotError: a number is out of range.
    """
    due = slots_due(
        confirmed_credit_count=unbundled_credit_count,
        slots_already_granted=0,
        credits_per_slot=credits_per_slot,
        open_slot_count=open_slot_count,
        max_open_slots=max_open_slots,
    )
    left = unbundled_credit_count - due * credits_per_slot
    to_go = people_to_go(confirmed_credit_count=left, credits_per_slot=credits_per_slot)
    is_at_cap = open_slot_count + due >= max_open_slots
    text = credit_state_text(credits_left=left, people_to_go=to_go, is_at_cap=is_at_cap)
    return CreditPosition(due, left, to_go, is_at_cap, text)


def credit_state_text(*, credits_left: int, people_to_go: int, is_at_cap: bool) -> Words:
    """Return the sentence beside the count: people to go, or waiting at the cap."""
    if is_at_cap:
        return Words(
            f"上限到達：{credits_left}名が待機中です。枠を使うと再開します。",
            f"Limit reached: {credits_left} waiting. It goes on when a slot is used.",
        )
    return Words(f"次の枠まであと{people_to_go}名", f"{people_to_go} to go to the next slot")


def slot_last_day(granted_on: date, *, slot_expiry_months: int) -> date:
    """Return the last day on which a new slot can be used."""
    return last_day_of_period(granted_on, slot_expiry_months)


def slot_warning_on(last_day: date) -> date:
    """Return the day on which both sides are told that a slot will expire."""
    return last_day - timedelta(days=SLOT_WARNING_DAYS)


def returned_slot_last_day(last_day: date, *, returned_on: date) -> date:
    """Return the last day of a slot that came back after an interview (L8)."""
    return max(last_day, returned_on + timedelta(days=RETURNED_SLOT_VALID_DAYS_MIN))


def replaced_slot_last_day(last_day: date, *, left_on: date) -> date:
    """Return the last day of a slot given again after an early leaving (L12)."""
    return max(last_day, left_on + timedelta(days=REPLACED_SLOT_VALID_DAYS_MIN))


def missed_slot_last_day(last_day: date, *, requested_on: date, ended_on: date) -> date:
    """Return the last day of a slot whose request the agency let pass (L3).

    The days on which the request held the slot were lost to the company, so they are added.

    Raises:
        SlotError: the request ended before it began.
    """
    if ended_on < requested_on:
        raise SlotError(f"the request ended on {ended_on}, before it began on {requested_on}")
    return last_day + (ended_on - requested_on)


def request_deadline(requested_on: date, *, find_days: int) -> date:
    """Return the day by which the agency presents a person."""
    return requested_on + timedelta(days=find_days)


def guarantee_until(joined_on: date, *, guarantee_days: int) -> date:
    """Return the last day of the guarantee; the joining day is day 1."""
    return joined_on + timedelta(days=guarantee_days - 1)


def avoided_fee_counts_from(joined_on: date, *, guarantee_days: int) -> date:
    """Return the first day on which the avoided fee may enter a figure (L11)."""
    return guarantee_until(joined_on, guarantee_days=guarantee_days) + timedelta(days=1)


def leaving_outcome(
    *,
    joined_on: date,
    left_on: date,
    guarantee_days: int,
    is_employer_at_fault: bool,
    returns: int,
    slot_max_returns: int,
) -> LeavingOutcome:
    """Return what a leaving does to the slot that led to the hire.

    Args:
        joined_on: day of joining, day 1 of the guarantee.
        left_on: last day of employment.
        guarantee_days: length of the guarantee.
        is_employer_at_fault: the leaving was caused by the employer.
        returns: how often the slot already came back.
        slot_max_returns: how often it may.
    """
    if left_on > guarantee_until(joined_on, guarantee_days=guarantee_days):
        return LeavingOutcome.NOTHING
    if is_employer_at_fault or returns >= slot_max_returns:
        return LeavingOutcome.NOT_REPLACED
    return LeavingOutcome.REPLACED


def credit_last_day(confirmed_on: date, *, credit_expiry_months: int, paused_days: int = 0) -> date:
    """Return the last day of a credit, days of waiting at the cap added."""
    return last_day_of_period(confirmed_on, credit_expiry_months) + timedelta(days=paused_days)


def credit_warning_on(last_day: date) -> date:
    """Return the day on which the company is told that credits will expire."""
    return last_day - timedelta(days=CREDIT_WARNING_DAYS)


def paused_days(
    spans_at_cap: list[tuple[date, date | None]], *, confirmed_on: date, on: date
) -> int:
    """Return how many days a credit's expiry stood still.

    Args:
        spans_at_cap: (first day at the cap, first day no longer at it or None) spans that do
            not overlap.
        confirmed_on: day of the credit's confirmation.
        on: the day of the question; an open span is counted up to it.

    Returns:
        Days, >= 0.
    """
    total = 0
    for begin, end in spans_at_cap:
        first = max(begin, confirmed_on)
        last = on if end is None else min(end, on)
        total += max(0, (last - first).days)
    return total
