"""What a statement says, computed from the journal of a book.

A statement covers the entries after the last one shown, up to the end of its month, in the
order of the journal and without a gap: what comes after an early issue stands in the next
statement.  While too few people were informed, nothing of the journal is shown, not even its
hash, and the whole stretch goes into the next statement.

The agency is bound; invites are counted on the company's side.

Source: relay rule ``batch_min_invited``; Statement (state table ST1-ST3).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils.timezone import get_default_timezone, localdate

from tasuki.adapters.postgres import ledger
from tasuki.adapters.postgres.context import bound
from tasuki.adapters.postgres.ledger import Entry
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.relay.models import Credit, Invite, RelayContract, Slot, Statement
from tasuki.apps.relay.slot_moves import rules_of
from tasuki.core.dates import month_end, month_start
from tasuki.core.relay.machines import ContractState, CreditState, StatementState
from tasuki.core.relay.reasons import ReasonCode
from tasuki.core.relay.slots import CREDIT_WARNING_DAYS
from tasuki.core.relay.statements import (
    JournalAccount,
    JournalCount,
    MonthCount,
    StatementBatch,
    plan_batches,
    statement_totals,
)

DECISION_CODES = frozenset(ReasonCode)
OTHER = "OTHER"
PARTS = ("opening", "added", "taken", "closing")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDraft:
    """Everything that a statement would say if it were issued now.

    Attributes:
        month: first day of the month.
        number: place in the row of the book's statements, from 1.
        informed: persons whom the company informed since the last shown statement.
        is_carried_over: too few were informed; the totals stand still.
        totals: ``<account>_<part>`` to whole number, and ``informed``, ``expiring``.
        reasons: reason code to the number of credits reversed for it.
        balance_after: counted people in no slot.
        slots_granted: number, label, days and people of each new slot.
        journal_number: last entry covered.
        journal_head: hash of that entry.
        batch: the months behind the numbers, with the sentence for the reader.
    """

    book_id: UUID
    contract: RelayContract
    month: date
    number: int
    informed: int
    is_carried_over: bool
    totals: dict[str, int]
    reasons: dict[str, int]
    balance_after: int
    slots_granted: list[dict[str, Any]]
    journal_number: int
    journal_head: str
    batch: StatementBatch


def find_present_contract(book_id: UUID) -> RelayContract:
    """Return the running or paused version of a book, else the newest one.

    Raises:
        NotVisibleError: the organisation bound now keeps no such book.
    """
    versions = RelayContract.objects.filter(book_id=book_id).order_by("-version")
    live = versions.filter(state__in=[ContractState.RUNNING, ContractState.PAUSED]).first()
    found = live or versions.first()
    if found is None:
        raise NotVisibleError
    return found


def make_draft(*, book_id: UUID, month: date, now: datetime) -> StatementDraft:
    """Return what the statement of a month would say now.

    Args:
        book_id: a book of the agency bound now.
        month: any day of the month; not after the present one.
        now: nothing later is counted.

    Raises:
        NotVisibleError: no such book.
    """
    contract = find_present_contract(book_id)
    former = list(
        Statement.objects.filter(
            book_id=book_id, state=StatementState.ISSUED, month__lt=month_start(month)
        ).order_by("number")
    )
    last = former[-1] if former else None
    entries = _covered(book_id, last.journal_number if last else 0, until=month_end(month))
    informed = count_informed(contract, _informed_since(former), until=month, now=now)
    batch = _batch(
        former,
        month=month_start(month),
        informed=informed,
        counted=sum(entry.amount for entry in entries if entry.reason == "K2"),
        least=rules_of(contract).batch_min_invited,
    )
    shown = entries if batch.is_shown else []
    opening = opening_of(last)
    totals = totals_of(shown, opening=opening)
    end = shown[-1] if shown else None
    return StatementDraft(
        book_id=book_id,
        contract=contract,
        month=month_start(month),
        number=(last.number if last else 0) + 1,
        informed=informed,
        is_carried_over=not batch.is_shown,
        totals=totals
        | {"informed": informed, "expiring": _count_expiring(book_id, totals, localdate(now))},
        reasons=reasons_of(shown),
        balance_after=totals["confirmed_closing"],
        slots_granted=_slots_granted(book_id, shown),
        journal_number=end.number if end else (last.journal_number if last else 0),
        journal_head=end.hash if end else (last.journal_head if last else ""),
        batch=batch,
    )


def totals_of(entries: Sequence[Entry], *, opening: dict[JournalAccount, int]) -> dict[str, int]:
    """Return opening, added, taken and closing of every account as one flat mapping."""
    counts = [
        JournalCount(account=account, added=added, taken=taken)
        for entry in entries
        if entry.moves
        for account, added, taken in _movements(entry)
    ]
    lines = statement_totals(counts, opening=opening)
    return {f"{line.account}_{part}": getattr(line, part) for line in lines for part in PARTS}


def reasons_of(entries: Sequence[Entry]) -> dict[str, int]:
    """Return how many credits were reversed for each reason code; nobody is named.

    The company is never told that somebody withdrew, so what is no decision of the agency
    goes under one neutral code.
    """
    counter: Counter[str] = Counter()
    for entry in entries:
        if entry.moves and entry.credit == JournalAccount.REVERSED:
            counter[entry.reason if entry.reason in DECISION_CODES else OTHER] += entry.amount
    return dict(sorted(counter.items()))


def opening_of(statement: Statement | None) -> dict[JournalAccount, int]:
    """Return the closing balances of a statement; all zero before the first."""
    if statement is None:
        return {}
    return {account: int(statement.totals[f"{account}_closing"]) for account in JournalAccount}


def count_informed(
    contract: RelayContract, since: datetime | None, *, until: date, now: datetime
) -> int:
    """Return how many persons the company informed after a moment, to the end of a month."""
    last = datetime.combine(month_end(until), time.max, tzinfo=get_default_timezone())
    with bound(contract.company_id, None):
        invites = Invite.objects.filter(
            book_id=contract.book_id, invited_at__isnull=False, invited_at__lte=min(last, now)
        )
        if since is not None:
            invites = invites.filter(invited_at__gt=since)
        return invites.values("application__talent_record").distinct().count()


def batch_of(statement: Statement, former: Sequence[Statement], *, least: int) -> StatementBatch:
    """Return the months behind an issued statement; ``former`` are those before it."""
    return _batch(
        former,
        month=statement.month,
        informed=int(statement.totals["informed"]),
        counted=int(statement.totals["confirmed_added"]),
        least=least,
    )


def _batch(
    former: Sequence[Statement], *, month: date, informed: int, counted: int, least: int
) -> StatementBatch:
    carried: list[Statement] = []
    for statement in reversed(former):
        if not statement.is_carried_over:
            break
        carried.insert(0, statement)
    months, before = [], 0
    for statement in carried:
        # A carried statement says how many were informed since the last one shown.
        so_far = int(statement.totals["informed"])
        months.append(MonthCount(statement.month, max(0, so_far - before), 0))
        before = max(before, so_far)
    months.append(MonthCount(month, max(0, informed - before), counted))
    return plan_batches(months, batch_min_invited=least)[-1]


def _informed_since(former: Sequence[Statement]) -> datetime | None:
    """Return the moment up to which the last shown statement counted invites."""
    for statement in reversed(former):
        if not statement.is_carried_over:
            next_day = month_end(statement.month) + timedelta(days=1)
            month_over = datetime.combine(next_day, time.min, tzinfo=get_default_timezone())
            # Issued before its month was over: the rest of the month is still to count.
            return min(_first_issued_at(statement), month_over - timedelta(microseconds=1))
    return None


def _first_issued_at(statement: Statement) -> datetime:
    """Return when revision 1 was issued: a correction counts no further invites."""
    if statement.revision == 1:
        return statement.issued_at
    same = {"book_id": statement.book_id, "month": statement.month}
    return Statement.objects.get(**same, revision=1).issued_at


def _covered(book_id: UUID, after_number: int, *, until: date) -> list[Entry]:
    """Return the entries up to the first one of a later month, so that none is ever lost."""
    covered: list[Entry] = []
    for entry in ledger.list_entries(contract_id=book_id, after_number=after_number):
        if entry.effective_on > until:
            break
        covered.append(entry)
    return covered


def _movements(entry: Entry) -> list[tuple[JournalAccount, int, int]]:
    names = set(JournalAccount)
    moved = [(entry.credit, entry.amount, 0), (entry.debit, 0, entry.amount)]
    return [(JournalAccount(code), added, taken) for code, added, taken in moved if code in names]


def _slots_granted(book_id: UUID, entries: Sequence[Entry]) -> list[dict[str, Any]]:
    numbers = [
        int(entry.key.rpartition(":")[2]) for entry in entries if entry.debit == "slot_source"
    ]
    slots = Slot.objects.filter(book_id=book_id, number__in=numbers).select_related("contract")
    return [
        {
            "number": slot.number,
            "label": slot.label,
            "granted_on": slot.granted_on.isoformat(),
            "expires_on": slot.expires_on.isoformat(),
            "people": rules_of(slot.contract).ratio,
        }
        for slot in slots.order_by("number")
    ]


def _count_expiring(book_id: UUID, totals: dict[str, int], today: date) -> int:
    """Return how many of the people shown expire within the days of the warning."""
    soon = today + timedelta(days=CREDIT_WARNING_DAYS)
    waiting = Credit.objects.filter(
        book_id=book_id, state=CreditState.CONFIRMED, expires_on__lte=soon
    )
    # Never more than the statement shows: what is not shown yet must not shine through.
    return min(waiting.count(), totals["confirmed_closing"])
