"""Read statements: the organisation's own rows, and the agency's check against the journal."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from tasuki.adapters.postgres import ledger
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.relay.models import RelayContract, Statement
from tasuki.apps.relay.slot_moves import rules_of
from tasuki.apps.relay.statement_drafts import (
    PARTS,
    StatementDraft,
    batch_of,
    make_draft,
    opening_of,
    reasons_of,
    totals_of,
)
from tasuki.core.relay.machines import StatementState
from tasuki.core.relay.statements import JournalAccount, statement_number
from tasuki.core.words import Words

ACCOUNT_LABELS: Final[dict[JournalAccount, Words]] = {
    JournalAccount.EARNED: Words("登録（判断前）", "registered, not decided"),
    JournalAccount.CONFIRMED: Words("数えた人数（残高）", "counted (balance)"),
    JournalAccount.BUNDLED: Words("枠にした人数", "turned into slots"),
    JournalAccount.EXPIRED: Words("期限切れの人数", "expired"),
    JournalAccount.REVERSED: Words("数えない・取り消し", "not counted or reversed"),
    JournalAccount.SLOT_OPEN: Words("使える枠・手続き中の枠", "slots open or in process"),
    JournalAccount.SLOT_USED: Words("使用した枠", "slots used"),
    JournalAccount.SLOT_ENDED: Words("終了した枠", "slots ended"),
}


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One account of a statement; closing = opening + added - taken."""

    account: JournalAccount
    label: Words
    opening: int
    added: int
    taken: int
    closing: int


@dataclass(frozen=True, slots=True)
class StatementDifference:
    """A number on a statement that the journal does not confirm."""

    name: str
    stored: int | None
    recomputed: int | None


def list_statements(
    *, book_id: UUID | None = None, with_superseded: bool = False
) -> list[Statement]:
    """Return the statements of the organisation bound now, newest first.

    Args:
        book_id: one relay only; None for all.
        with_superseded: also the revisions that were corrected.
    """
    rows = Statement.objects.all()
    if book_id is not None:
        rows = rows.filter(book_id=book_id)
    if not with_superseded:
        rows = rows.filter(state=StatementState.ISSUED)
    return list(rows.order_by("-month", "-number", "-revision", "book_id"))


def find_statement(*, statement_id: UUID) -> Statement:
    """Return a statement of the organisation bound now.

    Raises:
        NotVisibleError: there is none here.
    """
    found = Statement.objects.filter(id=statement_id).first()
    if found is None:
        raise NotVisibleError
    return found


def preview_statement(*, book_id: UUID, month: date, now: datetime) -> StatementDraft:
    """Return what the statement of a month would say if the agency issued it now."""
    return make_draft(book_id=book_id, month=month, now=now)


def compare_statement(*, statement_id: UUID) -> list[StatementDifference]:
    """Return every number of a statement that the journal gives otherwise; the agency asks.

    Raises:
        NotVisibleError: there is no such statement here.
    """
    statement = find_statement(statement_id=statement_id)
    totals, reasons = recompute_statement(statement)
    pairs: list[tuple[str, int | None, int | None]] = [
        (name, statement.totals.get(name), value) for name, value in totals.items()
    ]
    codes = sorted(set(reasons) | set(statement.reasons))
    pairs += [(code, statement.reasons.get(code), reasons.get(code)) for code in codes]
    pairs.append(("balance_after", statement.balance_after, totals["confirmed_closing"]))
    return [
        StatementDifference(name, stored, recomputed)
        for name, stored, recomputed in pairs
        if stored != recomputed
    ]


def recompute_statement(statement: Statement) -> tuple[dict[str, int], dict[str, int]]:
    """Return totals and reasons of a statement from the very entries that it covers."""
    last = _former(statement)[-1:]
    since = last[0].journal_number if last else 0
    entries = [
        entry
        for entry in ledger.list_entries(contract_id=statement.book_id, after_number=since)
        if entry.number <= statement.journal_number
    ]
    totals = totals_of(entries, opening=opening_of(last[0] if last else None))
    kept = {name: int(statement.totals.get(name, 0)) for name in ("informed", "expiring")}
    return totals | kept, reasons_of(entries)


def period_text(statement: Statement) -> Words:
    """Return the sentence about the months behind a statement's numbers."""
    contract = RelayContract.objects.filter(id=statement.contract_id).first()
    least = rules_of(contract).batch_min_invited if contract else 1
    return batch_of(statement, _former(statement), least=least).text


def statement_lines(statement: Statement) -> list[StatementLine]:
    """Return the accounts of a statement in their order, with labels."""
    return [
        StatementLine(
            account,
            ACCOUNT_LABELS[account],
            *(int(statement.totals[f"{account}_{part}"]) for part in PARTS),
        )
        for account in JournalAccount
    ]


def document_number(statement: Statement) -> str:
    """Return the number printed on a statement, such as 2026-11-0014."""
    return statement_number(month=statement.month, serial=statement.number)


def _former(statement: Statement) -> list[Statement]:
    rows = Statement.objects.filter(
        book_id=statement.book_id, state=StatementState.ISSUED, month__lt=statement.month
    )
    return list(rows.order_by("number"))
