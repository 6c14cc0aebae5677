"""What the night reminds of: people whose time runs out, answers that are late.

Each reminder comes once for one day; where the day moves, it comes again.

Source: relay rule K5 (60 days before), ``answer_days``.
"""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.messages.actions import notify
from tasuki.apps.relay import journal, slot_moves
from tasuki.apps.relay.models import Credit, Slot, SlotEvent
from tasuki.core.access import Permission
from tasuki.core.relay.machines import SlotState
from tasuki.core.relay.slots import CREDIT_WARNING_DAYS, credit_warning_on

ANSWER_LATE: Final = "WA"


@action(act=None)
def warn_credits(*, actor: Actor, book_id: UUID, now: datetime) -> int:
    """K5: tell the agency 60 days before counted people expire; the company reads statements.

    Returns:
        How many people the notice is about.
    """
    require(actor, Permission.STATEMENT_ISSUE)
    journal.lock_book(book_id=book_id)
    due = [one for one in journal.list_waiting(book_id=book_id) if _is_due(one, localdate(now))]
    for credit in due:
        credit.warned_for = credit.expires_on
        credit.save(update_fields=["warned_for"])
    days = [credit.expires_on for credit in due if credit.expires_on]
    if days:
        name, count, first = due[0].contract.company_name, len(due), min(days)
        notify(
            actor=actor,
            text=f"{name}：数えた{count}名が{CREDIT_WARNING_DAYS}日以内に期限切れになります"
            f"（最初は{first:%Y/%m/%d}）。",
            text_en=f"{name}: {count} counted people expire within {CREDIT_WARNING_DAYS} days, "
            f"the first on {first.isoformat()}.",
            url=f"/agency/contracts/books/{book_id}/",
        )
    return len(due)


@action(act=None)
def remind_answer(*, actor: Actor, slot_id: UUID, now: datetime) -> Slot:
    """Remind both sides that the company's answer to a candidate is late."""
    require(actor, Permission.SLOT_FILL)
    with slot_moves.keeper_of(slot_id, actor=actor) as slot:
        if slot.answer_by is None or not is_answer_late(slot, localdate(now)):
            return slot
        slot_moves.tell(
            actor=actor,
            slot=slot,
            code=ANSWER_LATE,
            before=str(slot.state),
            now=now,
            kind="remind",
            note=slot.answer_by.isoformat(),
        )
        day, day_en = f"{slot.answer_by:%Y/%m/%d}", slot.answer_by.isoformat()
        notify(
            actor=actor,
            text=f"枠 {slot.label}：{slot.company_name}の回答が期限（{day}）を過ぎています。",
            text_en=f"Slot {slot.label}: the answer of {slot.company_name} was due on {day_en}.",
            url=f"/agency/slots/{slot.id}/",
        )
        slot_moves.tell_company(
            actor=actor,
            slot=slot,
            text=f"枠 {slot.label}：候補者への回答が期限（{day}）を過ぎています。"
            "回答してください。",
            text_en=f"Slot {slot.label}: your answer to the candidate was due on {day_en}. "
            "Please answer.",
            mailed_at=now,
        )
        return slot


def is_answer_late(slot: Slot, today: date) -> bool:
    """Return whether a reminder of the present day of answer is due and was not given."""
    if slot.state != SlotState.CANDIDATE_PRESENTED or slot.answer_by is None:
        return False
    given = SlotEvent.objects.filter(
        slot_id=slot.id, code=ANSWER_LATE, note=slot.answer_by.isoformat()
    )
    return slot.answer_by < today and not given.exists()


def _is_due(credit: Credit, today: date) -> bool:
    day = credit.expires_on
    return day is not None and credit.warned_for != day and credit_warning_on(day) <= today
