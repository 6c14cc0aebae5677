"""A second opinion on the journal, computed without the database.

The database guards its books with constraints and the view ``ledger.broken``.  Whoever owns the
database could change both, so this module recomputes hashes, numbers, balances and holds from
the rows alone and shares no code with ``sql/ledger.sql``.  What a rewriter with all rights can
still do, namely hash everything anew, is found by a checkpoint that was kept elsewhere.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, Protocol
from uuid import UUID

FIRST_PREVIOUS: Final = b"\0"
"""Stands in the place of the hash before the first entry."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LEAF: Final = b"\0"
_NODE: Final = b"\1"

type BookKey = tuple[int, UUID]


class HasCursor(Protocol):
    """A connection of Django or of psycopg."""

    def cursor(self) -> AbstractContextManager[Any]:
        """Return a cursor for a ``with`` block."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of ``ledger.entry``, in the order of its columns."""

    organisation_id: int
    contract_id: UUID
    number: int
    key: str
    kind: str
    debit_code: str
    credit_code: str
    amount: int
    reason: str
    effective_on: date
    recorded_at: datetime
    pending_key: str | None
    expires_at: datetime | None
    previous_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Account:
    """One row of ``ledger.account``."""

    code: str
    is_limited: bool
    balance: int
    held: int


@dataclass(frozen=True, slots=True)
class Book:
    """A book with all that belongs to it."""

    organisation_id: int
    contract_id: UUID
    entry_count: int
    head: bytes
    accounts: Sequence[Account]
    entries: Sequence[Entry]

    @property
    def key(self) -> BookKey:
        """Organisation and contract."""
        return (self.organisation_id, self.contract_id)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit."""

    kind: str
    book: BookKey
    item: str


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a book had come when a checkpoint was made, and its hash there."""

    entry_count: int
    head: bytes


def entry_hash(entry: Entry) -> bytes:
    """Return the hash that the entry must carry.

    SHA-256 of the previous hash and a JSON array of what the entry says; times are seconds
    since 1970 with six decimals.
    """
    said = [
        entry.organisation_id,
        str(entry.contract_id),
        entry.number,
        entry.key,
        entry.kind,
        entry.debit_code,
        entry.credit_code,
        entry.amount,
        entry.reason,
        entry.effective_on.isoformat(),
        _seconds(entry.recorded_at),
        entry.pending_key,
        _seconds(entry.expires_at),
    ]
    text = json.dumps(said, ensure_ascii=False)
    return hashlib.sha256(entry.previous_hash + text.encode()).digest()


def find_breaks(book: Book) -> list[Finding]:
    """Return what is wrong in one book; an honest one yields nothing."""
    return [*_chain_breaks(book), *_balance_breaks(book), *_resolution_breaks(book)]


def make_checkpoint(books: Iterable[Book]) -> dict[BookKey, Mark]:
    """Return where every book stands now; keep it outside of the database."""
    return {book.key: Mark(book.entry_count, book.head) for book in books}


def checkpoint_root(checkpoint: Mapping[BookKey, Mark]) -> bytes:
    """Return the Merkle root of a checkpoint: 32 bytes to print, mail or sign.

    Leaves and nodes are hashed with different first bytes, so that no node passes for a leaf.
    """
    level = [
        hashlib.sha256(
            _LEAF + json.dumps([key[0], str(key[1]), mark.entry_count, mark.head.hex()]).encode()
        ).digest()
        for key, mark in sorted(checkpoint.items())
    ]
    while len(level) > 1:
        pairs = [level[place : place + 2] for place in range(0, len(level), 2)]
        level = [
            hashlib.sha256(_NODE + b"".join(pair)).digest() if len(pair) == 2 else pair[0]
            for pair in pairs
        ]
    return level[0] if level else hashlib.sha256(_LEAF).digest()


def find_checkpoint_breaks(
    books: Iterable[Book], checkpoint: Mapping[BookKey, Mark]
) -> list[Finding]:
    """Return the books whose past is not the one that the checkpoint saw."""
    by_key = {book.key: book for book in books}
    return [
        Finding("checkpoint", key, str(mark.entry_count))
        for key, mark in checkpoint.items()
        if _head_at(by_key.get(key), mark.entry_count) != mark.head
    ]


def read_books(connection: HasCursor) -> Iterator[Book]:
    """Yield every book that the connection may see, one after another.

    Args:
        connection: of tasuki_backup for all organisations, or with one organisation bound.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select organisation_id, contract_id, entry_count, head from ledger.book order by 1, 2"
        )
        heads = cursor.fetchall()
        for organisation_id, contract_id, entry_count, head in heads:
            place = (organisation_id, contract_id)
            cursor.execute(
                "select code, limited, balance, held from ledger.account"
                " where organisation_id = %s and contract_id = %s order by code",
                place,
            )
            accounts = [Account(*row) for row in cursor.fetchall()]
            cursor.execute(
                "select organisation_id, contract_id, number, key, kind, debit_code, credit_code,"
                " amount, reason, effective_on, recorded_at, pending_key, expires_at,"
                " previous_hash, hash from ledger.entry"
                " where organisation_id = %s and contract_id = %s order by number",
                place,
            )
            entries = [Entry(*row) for row in cursor.fetchall()]
            yield Book(*place, entry_count, bytes(head), accounts, entries)


def _seconds(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    since = moment - _EPOCH
    return f"{since.days * 86_400 + since.seconds}.{since.microseconds:06d}"


def _head_at(book: Book | None, entry_count: int) -> bytes | None:
    if book is None:
        return None
    if entry_count == 0:
        return FIRST_PREVIOUS
    return next((entry.hash for entry in book.entries if entry.number == entry_count), None)


def _chain_breaks(book: Book) -> Iterator[Finding]:
    previous = FIRST_PREVIOUS
    for want_number, entry in enumerate(book.entries, start=1):
        if entry.number != want_number:
            yield Finding("number", book.key, str(entry.number))
        if entry.previous_hash != previous:
            yield Finding("link", book.key, entry.key)
        if entry.hash != entry_hash(entry):
            yield Finding("hash", book.key, entry.key)
        previous = entry.hash
    if (book.entry_count, book.head) != (len(book.entries), previous):
        yield Finding("head", book.key, str(book.entry_count))


def _balance_breaks(book: Book) -> Iterator[Finding]:
    balance: dict[str, int] = defaultdict(int)
    held: dict[str, int] = defaultdict(int)
    for entry in book.entries:
        if entry.kind in {"posted", "post"}:
            balance[entry.debit_code] -= entry.amount
            balance[entry.credit_code] += entry.amount
        if entry.kind == "pending":
            held[entry.debit_code] += entry.amount
        elif entry.kind in {"post", "void"}:
            held[entry.debit_code] -= entry.amount
    for account in book.accounts:
        if account.balance != balance[account.code]:
            yield Finding("balance", book.key, account.code)
        if account.held != held[account.code]:
            yield Finding("held", book.key, account.code)
        if account.is_limited and account.balance < account.held:
            yield Finding("overdrawn", book.key, account.code)
    for code in sorted(set(balance) - {account.code for account in book.accounts}):
        yield Finding("unknown account", book.key, code)


def _resolution_breaks(book: Book) -> Iterator[Finding]:
    reserved = {entry.key: entry for entry in book.entries if entry.kind == "pending"}
    keys: set[str] = set()
    for entry in book.entries:
        if entry.key in keys:
            yield Finding("key twice", book.key, entry.key)
        keys.add(entry.key)
        if entry.kind not in {"post", "void"}:
            continue
        pending = reserved.pop(entry.pending_key or "", None)
        if pending is None or (pending.debit_code, pending.credit_code, pending.amount) != (
            entry.debit_code,
            entry.credit_code,
            entry.amount,
        ):
            yield Finding("resolution", book.key, entry.key)
        elif entry.kind == "post" and _is_late(entry, pending):
            yield Finding("late", book.key, entry.key)


def _is_late(post: Entry, pending: Entry) -> bool:
    return pending.expires_at is not None and post.recorded_at > pending.expires_at
