"""The agency's journal of one book as people read it: number, day, from where to where, why."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from tasuki.adapters.postgres import ledger
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.relay.queries.contracts import list_versions
from tasuki.apps.relay.queries.statements import ACCOUNT_LABELS
from tasuki.core.relay.reasons import REASON_LABELS, ReasonCode
from tasuki.core.relay.statements import JournalAccount
from tasuki.core.words import Words

OUTSIDE: Final[dict[str, Words]] = {
    "registrations": Words("登録", "registrations"),
    "slot_source": Words("枠の付与元", "source of slots"),
}
"""Accounts of the outside world, which may fall below zero."""

STEP_LABELS: Final[dict[str, Words]] = {
    "K1": Words("本人が登録を完了", "registration completed"),
    "K2": Words("数えた", "counted"),
    "K3": Words("数えない", "not counted"),
    "K4": Words("枠を付与", "slot granted"),
    "K5": Words("期限切れ", "expired"),
    "K6": Words("数えた後の取り消しと補充", "reversal after the count, or refill"),
    "L2": Words("求人に申し込み", "requested for a job"),
    "L3": Words("申し込みの終了", "request over"),
    "L4": Words("候補者を提示", "candidate presented"),
    "L5": Words("候補者の入れ替え", "another candidate"),
    "L7": Words("面接", "interview"),
    "L8": Words("採用に至らず枠が戻る", "no hire, slot returned"),
    "L9": Words("採用に至らず枠を終了", "no hire, slot closed"),
    "L10": Words("入社により枠を使用", "used by a hire"),
    "L12": Words("保証期間内の退職により再付与", "given again after an early leave"),
    "L13": Words("枠の期限切れ", "slot expired"),
    "L14": Words("枠の取り消し", "slot reversed"),
    "R12": Words("本人の取り下げ", "withdrawn by the person"),
}

MOVE_LABELS: Final[dict[str, Words]] = {
    "pending": Words("予約", "held"),
    "post": Words("予約の確定", "hold used"),
    "void": Words("予約の解除", "hold released"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine:
    """One entry with the balances after it.

    Attributes:
        number: of the entry in its book, 1 and up without a gap.
        on: the day on which it happened.
        source: the account that gives.
        target: the account that receives.
        amount: whole units, 1 or more.
        text: why.
        move: what happened to a hold; None for an entry that moves at once.
        people_balance: people counted and not yet in a slot, after the entry.
        slot_balance: slots neither used nor ended, after the entry.
        hash: of the entry and all before it, hexadecimal.
    """

    number: int
    on: date
    source: Words
    target: Words
    amount: int
    text: Words
    move: Words | None
    people_balance: int
    slot_balance: int
    hash: str


def list_journal(*, book_id: UUID) -> list[JournalLine]:
    """Return all entries of a book of the agency bound now, oldest first.

    Raises:
        NotVisibleError: the agency keeps no such book.
    """
    if not list_versions(book_id=book_id):
        raise NotVisibleError
    balances = dict.fromkeys(("confirmed", "slot_open"), 0)
    lines = []
    for entry in ledger.list_entries(contract_id=book_id):
        if entry.moves:
            for code, change in ((entry.debit, -entry.amount), (entry.credit, entry.amount)):
                if code in balances:
                    balances[code] += change
        lines.append(
            JournalLine(
                number=entry.number,
                on=entry.effective_on,
                source=account_label(entry.debit),
                target=account_label(entry.credit),
                amount=entry.amount,
                text=step_label(entry.reason),
                move=MOVE_LABELS.get(entry.kind),
                people_balance=balances["confirmed"],
                slot_balance=balances["slot_open"],
                hash=entry.hash,
            )
        )
    return lines


def account_label(code: str) -> Words:
    """Return the words of an account; an unknown one keeps its code."""
    if code in OUTSIDE:
        return OUTSIDE[code]
    known = set(JournalAccount)
    return ACCOUNT_LABELS[JournalAccount(code)] if code in known else Words(code, code)


def step_label(code: str) -> Words:
    """Return why an entry was written: a step of the relay, or the reason not to count."""
    if code in STEP_LABELS:
        return STEP_LABELS[code]
    return REASON_LABELS[ReasonCode(code)] if code in set(ReasonCode) else Words(code, code)
