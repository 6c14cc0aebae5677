"""How a candidacy ends before a hire, and the slot goes back to the search.

Below the actions, because the end of a consent ends a candidacy as well.
"""

from datetime import datetime

from django.utils.timezone import localdate

from tasuki.apps.actor import Actor
from tasuki.apps.placement import books
from tasuki.apps.relay import candidates, slot_moves
from tasuki.apps.relay.models import Slot
from tasuki.apps.relay.slot_moves import rules_of
from tasuki.core.relay import slots
from tasuki.core.relay.machines import SlotEvent


def withdraw_candidate(*, actor: Actor, slot: Slot, now: datetime) -> Slot:
    """End the candidacy on the candidate's own wish and let the agency look again."""
    slot_moves.check_step(slot, SlotEvent.CANDIDATE_WITHDRAWS)
    candidates.close_candidate(actor=actor, slot=slot, outcome="withdrew")
    books.record_outcome(slot_id=slot.id, outcome=books.Outcome.WITHDREW)
    return look_again(actor=actor, slot=slot, event=SlotEvent.CANDIDATE_WITHDRAWS, now=now)


def look_again(
    *, actor: Actor, slot: Slot, event: SlotEvent, now: datetime, note: str = ""
) -> Slot:
    """Return to the request after a candidate, with the full number of days to find another."""
    today = localdate(now)
    if not slot.reservation_key:
        slot_moves.release_hold(slot, now=now, reason="L5")
        slot_moves.hold(slot, now=now)
    find_days = rules_of(slot.contract).find_days
    changes = {
        "find_by": slots.request_deadline(today, find_days=find_days),
        "requested_at": now,
        "presented_at": None,
        "answer_by": None,
    }
    return slot_moves.move_slot(
        actor=actor, slot=slot, event=event, now=now, note=note, changes=changes
    )
