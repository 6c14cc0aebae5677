"""Credits and the slots they become: journal entry and row, written together.

All functions work inside an action that binds the agency.  Each takes the lock of the book
first and writes entries whose keys say what happened to whom, so a repeated call changes
nothing: ``earn``, ``confirm``, ``drop``, ``reverse`` and ``fill`` with the registration,
``expire`` with the credit, and for a slot its number (made by the database).

Source: relay rules K1-K6, L1 (ten referrals, one free placement slot).
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import OperationalError
from django.utils.timezone import localdate

from tasuki.adapters.postgres import ledger
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import ConflictError, NotVisibleError, RefusedError
from tasuki.apps.placement import books
from tasuki.apps.relay import candidates, slot_moves
from tasuki.apps.relay.models import Credit, Registration, RelayContract, Slot
from tasuki.apps.relay.slot_moves import ENDED_STATES, rules_of
from tasuki.core.relay import machines, slots
from tasuki.core.relay.machines import ContractState, CreditState, SlotState
from tasuki.core.relay.notes import CREDITS_MISSING, note_words

__all__ = [
    "confirm_credit",
    "drop_credit",
    "earn_credit",
    "expire_credits",
    "list_waiting",
    "lock_book",
    "mint_slots",
    "open_book",
    "reverse_credit",
    "rules_of",
]


def open_book(*, book_id: UUID) -> None:
    """Make the book of a contract; one that is there stays as it is."""
    ledger.open_book(contract_id=book_id)


def lock_book(*, book_id: UUID) -> None:
    """Wait for the book and hold it until the transaction ends.

    Raises:
        ConflictError: somebody else held it for three seconds.
    """
    try:
        ledger.open_book(contract_id=book_id)
    except OperationalError as error:
        raise ConflictError from error


def earn_credit(*, registration: Registration, contract: RelayContract, now: datetime) -> Credit:
    """K1: a person completed the registration by his or her own act.

    Args:
        registration: completed; its credit is made once.
        contract: the version whose rules count it, now and for ever.
        now: when.
    """
    lock_book(book_id=contract.book_id)
    found = Credit.objects.filter(registration=registration).first()
    if found:
        return found
    ledger.post(
        contract_id=contract.book_id,
        key=f"earn:{registration.id}",
        debit="registrations",
        credit="earned",
        amount=1,
        reason="K1",
        effective_on=localdate(now),
    )
    return Credit.objects.create(
        organisation_id=contract.organisation_id,
        registration=registration,
        contract=contract,
        book_id=contract.book_id,
        state=CreditState.EARNED,
        earned_at=now,
    )


def confirm_credit(*, actor: Actor, registration: Registration, now: datetime) -> list[Slot]:
    """K2 and K4: the agency counts the registration, and ten counted make a slot.

    Args:
        actor: the member of the agency who decided.
        registration: its credit is confirmed once; a repeated call makes nothing.
        now: when.

    Returns:
        Slots granted by this very call.

    Raises:
        NotVisibleError: the registration has no credit.
        RefusedError: the credit was reversed before.
    """
    credit = _take(registration)
    if credit.state in {CreditState.CONFIRMED, CreditState.BUNDLED, CreditState.EXPIRED}:
        return []
    _check_state(credit, CreditState.EARNED)
    today = localdate(now)
    ledger.post(
        contract_id=credit.book_id,
        key=f"confirm:{registration.id}",
        debit="earned",
        credit="confirmed",
        amount=1,
        reason="K2",
        effective_on=today,
    )
    credit.state = CreditState.CONFIRMED
    credit.confirmed_at = now
    credit.expires_on = slots.credit_last_day(
        today, credit_expiry_months=rules_of(credit.contract).credit_expiry_months
    )
    credit.save()
    _record(actor, credit, "confirm", before=CreditState.EARNED, now=now)
    return mint_slots(actor=actor, book_id=credit.book_id, now=now)


def drop_credit(*, registration: Registration, code: str, now: datetime) -> Credit:
    """K3: not counted, refused, or withdrawn before the decision.

    Args:
        registration: its credit is still earned; an already reversed one stays.
        code: reason code such as N4; ``R12`` when the person withdrew.
        now: when.

    Raises:
        RefusedError: the credit was confirmed; ``reverse_credit`` is for that.
    """
    credit = _take(registration)
    if credit.state == CreditState.REVERSED:
        return credit
    _check_state(credit, CreditState.EARNED)
    return _post_reversal(credit, key=f"drop:{registration.id}", code=code, now=now)


def reverse_credit(*, actor: Actor, registration: Registration, code: str, now: datetime) -> Credit:
    """K6: fraud or a duplicate was proven after the count.

    A bundled credit whose slot is not used yet is replaced by the oldest confirmed one; where
    none waits, the slot is suspended until the next one comes and a person restores it.

    Args:
        actor: the named person who decided.
        registration: its credit was counted; an already reversed one stays.
        code: reason code.
        now: when.

    Raises:
        RefusedError: the credit was never counted or has expired.
    """
    credit = _take(registration)
    if credit.state == CreditState.REVERSED:
        return credit
    _check_state(credit, CreditState.CONFIRMED, CreditState.BUNDLED)
    before = credit.state
    _post_reversal(credit, key=f"reverse:{registration.id}", code=code, now=now)
    _record(actor, credit, "reverse", before=before, now=now, reason=code)
    if before == CreditState.BUNDLED and credit.slot_id is not None:
        slot = slot_moves.take_slot(credit.slot_id, book_id=credit.book_id)
        if not (slot_moves.is_used(slot) or slot.state in ENDED_STATES):
            _fill_or_suspend(actor, slot, credit, now=now)
    return credit


def mint_slots(*, actor: Actor, book_id: UUID, now: datetime) -> list[Slot]:
    """K4: grant every slot that is due, the oldest credits first.

    The ratio and the highest number of open slots are those of the version on the oldest
    waiting credit.  Also called when a contract resumes or a slot stops being open.

    Returns:
        The new slots; none while no version of the contract runs.
    """
    lock_book(book_id=book_id)
    running = RelayContract.objects.filter(book_id=book_id, state=ContractState.RUNNING)
    if not running.exists():
        return []
    _fill_holes(book_id, now=now)
    made: list[Slot] = []
    while (slot := _mint_one(actor, book_id, now=now)) is not None:
        made.append(slot)
    return made


def expire_credits(*, actor: Actor, book_id: UUID, now: datetime) -> int:
    """K5: take off the credits whose last day is over; days at the cap do not count.

    Returns:
        How many credits expired.
    """
    lock_book(book_id=book_id)
    today = localdate(now)
    count = 0
    for credit in list_waiting(book_id=book_id):
        _move_last_day(credit, today=today)
        if credit.expires_on is None or credit.expires_on >= today:
            continue
        ledger.expire(
            contract_id=book_id,
            key=f"expire:{credit.id}",
            code="confirmed",
            amount=1,
            reason="K5",
            effective_on=today,
        )
        credit.state = CreditState.EXPIRED
        credit.save(update_fields=["state"])
        _record(actor, credit, "expire", before=CreditState.CONFIRMED, now=now)
        count += 1
    return count


def list_waiting(*, book_id: UUID) -> list[Credit]:
    """Return the confirmed credits that are in no slot, oldest first."""
    return list(
        Credit.objects.filter(book_id=book_id, state=CreditState.CONFIRMED)
        .select_related("contract")
        .order_by("confirmed_at", "earned_at", "id")
    )


def list_spans_at_cap(*, book_id: UUID, open_max: int) -> list[tuple[date, date | None]]:
    """Return the spans of days at which no further slot could be open, from the journal."""
    spans: list[tuple[date, date | None]] = []
    is_at_cap, balance = False, 0
    for entry in ledger.list_entries(contract_id=book_id):
        if not entry.moves:
            continue
        balance += entry.amount * ((entry.credit == "slot_open") - (entry.debit == "slot_open"))
        if balance >= open_max and not is_at_cap:
            spans.append((entry.effective_on, None))
        elif balance < open_max and is_at_cap:
            spans[-1] = (spans[-1][0], entry.effective_on)
        is_at_cap = balance >= open_max
    return spans


def _take(registration: Registration) -> Credit:
    """Hold the book and return the credit of a registration, locked."""
    lock_book(book_id=registration.book_id)
    credit = (
        Credit.objects.select_for_update(of=("self",))
        .select_related("contract")
        .filter(registration=registration)
        .first()
    )
    if credit is None:
        raise NotVisibleError
    return credit


def _check_state(credit: Credit, *wanted: CreditState) -> None:
    if credit.state in wanted:
        return
    raise RefusedError(
        ja="この登録の人数は、すでに別の扱いに決まっています。"
        "画面を読み込み直し、最新の状態を確認してください。",
        en="The count of this registration was already decided otherwise. "
        "Reload the page and check the present state.",
        code="state",
    )


def _post_reversal(credit: Credit, *, key: str, code: str, now: datetime) -> Credit:
    ledger.post(
        contract_id=credit.book_id,
        key=key,
        debit=str(credit.state),
        credit="reversed",
        amount=1,
        reason=code,
        effective_on=localdate(now),
    )
    credit.state = CreditState.REVERSED
    credit.reversal_code = code
    credit.save()
    return credit


def _mint_one(actor: Actor, book_id: UUID, *, now: datetime) -> Slot | None:
    """Grant one slot from the oldest credits, or return None when none is due."""
    waiting = list_waiting(book_id=book_id)
    if not waiting:
        return None
    rules = rules_of(waiting[0].contract)
    open_count = ledger.find_balances(contract_id=book_id)["slot_open"].balance
    if open_count >= rules.max_open_slots:
        return None
    today = localdate(now)
    # One at a time: the next slot may stand under the rules of another version.
    numbers = ledger.bundle(
        contract_id=book_id,
        ratio=rules.ratio,
        effective_on=today,
        open_slots_max=open_count + 1,
    )
    if not numbers:
        return None
    return _create_slot(actor, waiting[: rules.ratio], number=numbers[0], now=now)


def _create_slot(actor: Actor, credits: list[Credit], *, number: int, now: datetime) -> Slot:
    contract, today = credits[0].contract, localdate(now)
    slot = Slot(
        id=uuid4(),
        organisation_id=contract.organisation_id,
        contract=contract,
        book_id=contract.book_id,
        company_id=contract.company_id,
        company_name=contract.company_name,
        agency_name=contract.agency_name,
        number=number,
        state=SlotState.GRANTED,
        granted_on=today,
        expires_on=slots.slot_last_day(
            today, slot_expiry_months=rules_of(contract).slot_expiry_months
        ),
    )
    slot.save(force_insert=True)
    for credit in credits:
        credit.state, credit.slot = CreditState.BUNDLED, slot
        credit.save(update_fields=["state", "slot"])
    slot_moves.tell(actor=actor, slot=slot, code="L1", before="", now=now, kind="grant")
    return slot


def _fill_or_suspend(actor: Actor, slot: Slot, reversed_credit: Credit, *, now: datetime) -> None:
    """Put the oldest confirmed credit in the place of a reversed one, or suspend the slot."""
    waiting = list_waiting(book_id=slot.book_id)
    if waiting:
        _fill(slot, reversed_credit, waiting[0], now=now)
    elif slot.state != SlotState.SUSPENDED:
        suspend(actor=actor, slot=slot, note=CREDITS_MISSING, now=now)


def suspend(*, actor: Actor, slot: Slot, note: str, now: datetime) -> Slot:
    """L14: stop a slot before the hire; its reservation is set free.

    Args:
        actor: the named person who decided.
        slot: taken, not used.
        note: reason or coded note, shown to both sides; the company is told.
        now: when.
    """
    slot_moves.check_step(slot, machines.SlotEvent.SUSPEND)
    slot_moves.release_hold(slot, now=now, reason="L14")
    candidates.close_candidate(actor=actor, slot=slot, outcome="suspended")
    books.record_outcome(slot_id=slot.id, outcome=books.Outcome.NOT_HIRED)
    books.close_job_order(slot_id=slot.id, now=now)
    candidates.close_releases(actor=actor, slot=slot, now=now)
    changes = {"state_before_suspension": str(slot.state), "find_by": None, "answer_by": None}
    slot_moves.move_slot(
        actor=actor,
        slot=slot,
        event=machines.SlotEvent.SUSPEND,
        now=now,
        note=note,
        changes=changes,
    )
    words = note_words(note)
    slot_moves.tell_company(
        actor=actor,
        slot=slot,
        text=f"枠 {slot.label} を停止しました：{words.ja}。通知書から照会できます。",
        text_en=f"Slot {slot.label} is suspended: {words.en}. You can ask about the statement.",
        can_ask_on=localdate(now),
    )
    return slot


def count_missing(slot: Slot) -> int:
    """Return how many of a slot's credits were reversed and not replaced yet."""
    return Credit.objects.filter(slot=slot, state=CreditState.REVERSED).count()


def _fill_holes(book_id: UUID, *, now: datetime) -> None:
    """Complete suspended slots before new ones are made, the oldest slot first."""
    holes = Credit.objects.filter(
        book_id=book_id, state=CreditState.REVERSED, slot__state=SlotState.SUSPENDED
    ).select_related("slot")
    for hole in holes.order_by("slot__number", "confirmed_at", "id"):
        waiting = list_waiting(book_id=book_id)
        if not waiting or hole.slot is None:
            return
        _fill(hole.slot, hole, waiting[0], now=now)


def _fill(slot: Slot, hole: Credit, credit: Credit, *, now: datetime) -> None:
    ledger.post(
        contract_id=slot.book_id,
        key=f"fill:{hole.registration_id}",
        debit="confirmed",
        credit="bundled",
        amount=1,
        reason="K6",
        effective_on=localdate(now),
    )
    credit.state, credit.slot = CreditState.BUNDLED, slot
    credit.save(update_fields=["state", "slot"])
    hole.slot = None
    hole.save(update_fields=["slot"])


def _move_last_day(credit: Credit, *, today: date) -> None:
    """Add the days that the credit waited at the cap to its last day."""
    if credit.confirmed_at is None:
        return
    rules, confirmed_on = rules_of(credit.contract), localdate(credit.confirmed_at)
    spans = list_spans_at_cap(book_id=credit.book_id, open_max=rules.max_open_slots)
    paused = slots.paused_days(spans, confirmed_on=confirmed_on, on=today)
    if paused == credit.paused_days:
        return
    credit.paused_days = paused
    credit.expires_on = slots.credit_last_day(
        confirmed_on, credit_expiry_months=rules.credit_expiry_months, paused_days=paused
    )
    credit.save(update_fields=["paused_days", "expires_on"])


def _record(
    actor: Actor,
    credit: Credit,
    act: str,
    *,
    before: str,
    now: datetime,
    reason: str = "",
) -> None:
    audit.record(
        actor=actor,
        kind=f"credit.{act}",
        object_kind="credit",
        object_id=credit.id,
        before=before,
        after=str(credit.state),
        now=now,
        reason=reason,
        data={"contract_version": credit.contract.version},
    )
