"""The one way a slot changes: state, journal, story on both sides and audit together.

Every function works inside a block that binds the agency, the keeper of the slot, and after
``take_slot``, which holds the book: so no two moves of one book ever meet.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres import ledger
from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import NotVisibleError, RefusedError
from tasuki.apps.messages.actions import notify
from tasuki.apps.relay.models import RelayContract, Slot, SlotEvent, SlotViewer, Statement
from tasuki.core.access import Permission
from tasuki.core.relay import machines
from tasuki.core.relay.labels import status_label
from tasuki.core.relay.machines import SLOT, SlotState, StatementState
from tasuki.core.relay.parameters import ConsumeAt, RelayParameters, parameters_from_json
from tasuki.core.states import TransitionRefused

RESERVATION_DAYS: Final = 3_650
"""The state table ends a reservation; the journal's own date is the last line of defence."""

USED_STATES: Final = frozenset({SlotState.HIRED, SlotState.GUARANTEE_PASSED})
ENDED_STATES: Final = frozenset({SlotState.EXPIRED, SlotState.REVERSED, SlotState.CLOSED_UNUSED})


def rules_of(contract: RelayContract) -> RelayParameters:
    """Return the terms of the version of the contract that this row is."""
    return parameters_from_json(contract.parameters)


@contextmanager
def keeper_of(slot_id: UUID, *, actor: Actor) -> Iterator[Slot]:
    """Bind the agency that keeps a slot, hold its book and yield the slot, locked.

    Args:
        slot_id: a slot that the organisation bound now can see.
        actor: who acts, on either side.

    Raises:
        NotVisibleError: no such slot for the organisation bound now.
    """
    seen = find_visible(slot_id)
    with bound(seen.organisation_id, actor.account_id):
        yield take_slot(slot_id, book_id=seen.book_id)


def find_visible(slot_id: UUID) -> Slot:
    """Return a slot that the organisation bound now may see.

    Raises:
        NotVisibleError: there is none.
    """
    viewer = SlotViewer.objects.select_related("subject").filter(subject_id=slot_id).first()
    if viewer is None:
        raise NotVisibleError
    return viewer.subject


def take_slot(slot_id: UUID, *, book_id: UUID) -> Slot:
    """Hold the book, then lock and return the slot as it is now; the agency is bound."""
    # Opening an open book changes nothing and takes its lock: the order is book, then rows.
    ledger.open_book(contract_id=book_id)
    return Slot.objects.select_for_update(of=("self",)).select_related("contract").get(id=slot_id)


def is_shown(slot: Slot) -> bool:
    """Return whether the company sees the slot already, that is, by an issued statement."""
    with bound(slot.company_id, None):
        return SlotViewer.objects.filter(subject_id=slot.id).exists()


def check_step(slot: Slot, event: machines.SlotEvent) -> None:
    """Refuse an event that the table does not list for the slot's state.

    Raises:
        RefusedError: code ``state``.
    """
    try:
        SLOT.find_transition(SlotState(slot.state), event)
    except TransitionRefused as refusal:
        label = status_label(SlotState(slot.state)).label
        raise RefusedError(
            ja=f"枠 {slot.label} は「{label.ja}」のため、この操作はできません。"
            "画面を読み込み直し、最新の状態を確認してください。",
            en=f"Slot {slot.label} is “{label.en}”, so this is not possible. "
            "Reload the page and check the present state.",
            code="state",
        ) from refusal


def move_slot(
    *,
    actor: Actor,
    slot: Slot,
    event: machines.SlotEvent,
    now: datetime,
    note: str = "",
    company_note: str = "",
    changes: dict[str, Any] | None = None,
) -> Slot:
    """Move a slot along one row of the table and tell the story on both sides.

    Args:
        actor: who acts.
        slot: taken by ``take_slot``.
        event: what happened.
        now: when.
        note: shown to both sides, so it never speaks of a person who was not released.
        company_note: the company's own words, which stay on its side in place of ``note``.
        changes: fields that change with the state.

    Raises:
        RefusedError: the table does not list the step.
    """
    check_step(slot, event)
    row = SLOT.find_transition(SlotState(slot.state), event)
    before = slot.state
    slot.state = row.target
    for name, value in (changes or {}).items():
        setattr(slot, name, value)
    slot.save()
    tell(
        actor=actor,
        slot=slot,
        code=row.code,
        before=before,
        now=now,
        note=note,
        company_note=company_note,
        kind=event,
    )
    return slot


def tell(
    *,
    actor: Actor,
    slot: Slot,
    code: str,
    before: str,
    now: datetime,
    kind: str,
    note: str = "",
    company_note: str = "",
) -> None:
    """Write the line of the story and the audit event, for the company only if it sees it."""
    values: dict[str, Any] = {
        "slot_id": slot.id,
        "happened_at": now,
        "code": code,
        "before": before,
        "after": str(slot.state),
        "actor_name": actor.name,
    }
    sides = {slot.organisation_id: note}
    if is_shown(slot):
        sides[slot.company_id] = company_note or note
    for organisation_id, told in sides.items():
        with bound(organisation_id, actor.account_id):
            SlotEvent.objects.create(organisation_id=organisation_id, note=told, **values)
            audit.record(
                actor=actor,
                kind=f"slot.{kind}",
                object_kind="slot",
                object_id=slot.id,
                before=before,
                after=str(slot.state),
                now=now,
                reason=told,
                data={"number": slot.number, "contract_version": slot.contract.version},
            )


def tell_company(
    *,
    actor: Actor,
    slot: Slot,
    text: str,
    text_en: str,
    can_ask_on: date | None = None,
    mailed_at: datetime | None = None,
) -> None:
    """Notify the company about a slot, if a statement has shown it to the company.

    Args:
        actor: who acts.
        slot: taken.
        text: the notice in Japanese.
        text_en: the same in English.
        can_ask_on: lead to the question about the newest statement, if one is possible that
            day; else to the slot.
        mailed_at: the moment of the act; then those who may answer get a mail too.
    """
    if not is_shown(slot):
        return
    with bound(slot.company_id, actor.account_id):
        url = f"/company/slots/{slot.id}/"
        rows = Statement.objects.filter(book_id=slot.book_id, state=StatementState.ISSUED)
        newest = rows.order_by("-month").first() if can_ask_on else None
        if newest and can_ask_on and can_ask_on <= newest.dispute_until:
            url = f"/company/statements/{newest.id}/question/"
        mail_to = Permission.SLOT_ANSWER if mailed_at else None
        notify(actor=actor, text=text, text_en=text_en, url=url, mail_to=mail_to, now=mailed_at)


def hold(slot: Slot, *, now: datetime, reason: str = "L2") -> None:
    """Reserve the slot in the journal; its owner can no longer expire or end it."""
    key = _key("reserve", slot)
    ledger.reserve(
        contract_id=slot.book_id,
        key=key,
        debit="slot_open",
        credit="slot_used",
        amount=1,
        reason=reason,
        effective_on=localdate(now),
        expires_at=now + timedelta(days=RESERVATION_DAYS),
    )
    slot.reservation_key = key


def release_hold(slot: Slot, *, now: datetime, reason: str) -> None:
    """Make the slot open again, whether it was held or, by its terms, used already."""
    on = localdate(now)
    if slot.reservation_key:
        ledger.resolve(
            contract_id=slot.book_id,
            key=_key("void", slot),
            pending_key=slot.reservation_key,
            is_used=False,
            reason=reason,
            effective_on=on,
        )
        slot.reservation_key = ""
    elif is_used(slot):
        ledger.post(
            contract_id=slot.book_id,
            key=_key("reopen", slot),
            debit="slot_used",
            credit="slot_open",
            amount=1,
            reason=reason,
            effective_on=on,
        )


def use(slot: Slot, *, now: datetime, reason: str) -> None:
    """Count the slot as used: the reservation moves. Once only."""
    if not slot.reservation_key:
        return
    ledger.resolve(
        contract_id=slot.book_id,
        key=_key("use", slot),
        pending_key=slot.reservation_key,
        is_used=True,
        reason=reason,
        effective_on=localdate(now),
    )
    slot.reservation_key = ""


def end(slot: Slot, *, now: datetime, reason: str) -> None:
    """Take an open slot out of the journal's open ones."""
    ledger.expire(
        contract_id=slot.book_id,
        key=_key("end", slot),
        code="slot_open",
        amount=1,
        reason=reason,
        effective_on=localdate(now),
    )


def is_used(slot: Slot) -> bool:
    """Return whether the journal counts the slot as used.

    A contract may say that an introduction or an interview uses the slot; then the slot is
    used while it is still in process, and holds no reservation any more.
    """
    if slot.state in USED_STATES:
        return True
    if slot.state in {SlotState.CANDIDATE_PRESENTED, SlotState.INTERVIEW_HELD}:
        return not slot.reservation_key
    if slot.state == SlotState.CLOSED_UNUSED:
        return slot.hired_on is not None or not _is_used_at_hire(slot)
    return False


def _is_used_at_hire(slot: Slot) -> bool:
    return rules_of(slot.contract).consume_at is ConsumeAt.HIRE


def _key(verb: str, slot: Slot) -> str:
    # Each move writes exactly one line of the story afterwards, so the number is fresh.
    number = SlotEvent.objects.filter(slot_id=slot.id).count() + 1
    return f"{verb}:{slot.id}:{number}"
