"""How a slot ends or rests: missed deadline, guarantee, expiry, suspension.

The first three are called by the nightly task and are safe to repeat; a suspension and what
follows it are decided by a named person.

Source: relay rules L3, L11, L13, L14.
"""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import RefusedError
from tasuki.apps.free_text import require_lawful_text
from tasuki.apps.placement import books
from tasuki.apps.relay import candidates, journal, slot_moves
from tasuki.apps.relay.actions.slots import free_slot
from tasuki.apps.relay.models import Slot
from tasuki.apps.relay.slot_moves import rules_of
from tasuki.apps.relay.slot_rules import EMPTY_REQUEST, require_named_human
from tasuki.core.access import Permission
from tasuki.core.relay import slots
from tasuki.core.relay.machines import SlotEvent


@action(act=None)
def miss_deadline(*, actor: Actor, slot_id: UUID, now: datetime) -> Slot:
    """L3: the agency found nobody in time; the days it took are added to the slot.

    Raises:
        RefusedError: the deadline is not over, or the slot is not requested.
    """
    require(actor, Permission.SLOT_FILL)
    today = localdate(now)
    with slot_moves.keeper_of(slot_id, actor=actor) as slot:
        slot_moves.check_step(slot, SlotEvent.MISS_DEADLINE)
        if slot.find_by is None or slot.requested_at is None or slot.find_by >= today:
            raise _too_early(slot)
        last_day = slots.missed_slot_last_day(
            slot.expires_on, requested_on=localdate(slot.requested_at), ended_on=today
        )
        freed = free_slot(
            actor=actor, slot=slot, event=SlotEvent.MISS_DEADLINE, now=now, expires_on=last_day
        )
        slot_moves.tell_company(
            actor=actor,
            slot=slot,
            text=f"枠 {slot.label}：期限までに候補者が見つかりませんでした。"
            f"枠の期限を{last_day:%Y/%m/%d}まで延ばしました。",
            text_en=f"Slot {slot.label}: no candidate was found in time. "
            f"The slot is now valid to {last_day.isoformat()}.",
        )
        return freed


@action(act=None)
def pass_guarantee(*, actor: Actor, slot_id: UUID, now: datetime) -> Slot:
    """L11: the guarantee is over; from the next day the avoided fee may enter a figure.

    Raises:
        RefusedError: the guarantee still runs, or the slot is not in it.
    """
    require(actor, Permission.SLOT_FILL)
    with slot_moves.keeper_of(slot_id, actor=actor) as slot:
        slot_moves.check_step(slot, SlotEvent.PASS_GUARANTEE)
        if slot.hired_on is None:
            raise _too_early(slot)
        days = rules_of(slot.contract).guarantee_days
        counts_from = slots.avoided_fee_counts_from(slot.hired_on, guarantee_days=days)
        if localdate(now) < counts_from:
            raise _too_early(slot)
        return slot_moves.move_slot(
            actor=actor,
            slot=slot,
            event=SlotEvent.PASS_GUARANTEE,
            now=now,
            changes={"avoided_fee_on": counts_from},
        )


@action(act=None)
def expire_slot(*, actor: Actor, slot_id: UUID, now: datetime) -> Slot:
    """L13: the last day is over and no candidate is in process.

    Raises:
        RefusedError: the slot is still valid, or a candidate is in process.
    """
    require(actor, Permission.SLOT_FILL)
    with slot_moves.keeper_of(slot_id, actor=actor) as slot:
        slot_moves.check_step(slot, SlotEvent.EXPIRE)
        if slot.expires_on >= localdate(now):
            raise _too_early(slot)
        slot_moves.release_hold(slot, now=now, reason="L13")
        slot_moves.end(slot, now=now, reason="L13")
        books.close_job_order(slot_id=slot.id, now=now)
        candidates.close_releases(actor=actor, slot=slot, now=now)
        slot_moves.move_slot(
            actor=actor,
            slot=slot,
            event=SlotEvent.EXPIRE,
            now=now,
            changes={"find_by": None, "answer_by": None},
        )
        slot_moves.tell_company(
            actor=actor,
            slot=slot,
            text=f"枠 {slot.label} の期限が切れました。",
            text_en=f"Slot {slot.label} expired.",
        )
        journal.mint_slots(actor=actor, book_id=slot.book_id, now=now)
        return slot


@action(act=None)
def suspend_slot(*, actor: Actor, slot_id: UUID, reason: str, now: datetime) -> Slot:
    """L14: stop a slot before the hire because of reversed credits or a breach.

    Args:
        actor: a named person of the agency, never a task.
        slot_id: a slot before the hire.
        reason: shown to both sides; names no person.
        now: when.

    Raises:
        RefusedError: H12, or the slot cannot be suspended any more.
    """
    require(actor, Permission.SLOT_SUSPEND)
    require_named_human(actor, reason=reason)
    require_lawful_text(reason, field="reason")
    with slot_moves.keeper_of(slot_id, actor=actor) as slot:
        return journal.suspend(actor=actor, slot=slot, note=reason, now=now)


@action(act=None)
def restore_slot(*, actor: Actor, slot_id: UUID, reason: str, now: datetime) -> Slot:
    """L14: make a suspended slot usable again; its credits must be complete.

    Raises:
        RefusedError: H12, or counted people are still missing.
    """
    require(actor, Permission.SLOT_SUSPEND)
    require_named_human(actor, reason=reason)
    require_lawful_text(reason, field="reason")
    with slot_moves.keeper_of(slot_id, actor=actor) as slot:
        slot_moves.check_step(slot, SlotEvent.RESTORE)
        missing = journal.count_missing(slot)
        if missing:
            raise RefusedError(
                ja=f"枠 {slot.label} の人数が{missing}名足りません。"
                "次に数えた方で補われてから再開してください。",
                en=f"Slot {slot.label} lacks {missing} counted people. "
                "Restore it after the next counted people have filled it.",
                code="credits_missing",
            )
        return slot_moves.move_slot(
            actor=actor,
            slot=slot,
            event=SlotEvent.RESTORE,
            now=now,
            note=reason,
            changes=EMPTY_REQUEST | {"state_before_suspension": ""},
        )


@action(act=None)
def reverse_slot(*, actor: Actor, slot_id: UUID, reason: str, now: datetime) -> Slot:
    """L14: take a suspended slot away for good; its credits stay spent.

    Raises:
        RefusedError: H12, or the slot is not suspended.
    """
    require(actor, Permission.SLOT_SUSPEND)
    require_named_human(actor, reason=reason)
    require_lawful_text(reason, field="reason")
    with slot_moves.keeper_of(slot_id, actor=actor) as slot:
        slot_moves.check_step(slot, SlotEvent.REVERSE)
        slot_moves.end(slot, now=now, reason="L14")
        slot_moves.move_slot(actor=actor, slot=slot, event=SlotEvent.REVERSE, now=now, note=reason)
        slot_moves.tell_company(
            actor=actor,
            slot=slot,
            text=f"枠 {slot.label} を取り消しました：{reason}。通知書から照会できます。",
            text_en=f"Slot {slot.label} was reversed: {reason}. You can ask about the statement.",
            can_ask_on=localdate(now),
        )
        journal.mint_slots(actor=actor, book_id=slot.book_id, now=now)
        return slot


def _too_early(slot: Slot) -> RefusedError:
    return RefusedError(
        ja=f"枠 {slot.label} の期日はまだ来ていません。",
        en=f"The day for this has not come for slot {slot.label}.",
        code="too_early",
    )
