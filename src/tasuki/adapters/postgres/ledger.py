"""The journal's functions for Python; the rules themselves stand in ``sql/ledger.sql``.

Every call works on the organisation that ``context.bound`` bound, inside its transaction.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a book, as far as totals need it; ``moves`` is false for a mere hold."""

    number: int
    key: str
    kind: str
    debit: str
    credit: str
    amount: int
    reason: str
    effective_on: date
    hash: str

    @property
    def moves(self) -> bool:
        """Whether balances changed: a reservation and its release move nothing."""
        return self.kind in {"posted", "post"}


@dataclass(frozen=True, slots=True)
class Balance:
    """State of one account of a book: whole units, ``held`` of them reserved."""

    balance: int
    held: int

    @property
    def free(self) -> int:
        """What is neither used nor reserved."""
        return self.balance - self.held


def open_book(*, contract_id: UUID) -> None:
    """Make the book of a contract with its accounts; an existing one stays."""
    _call("select ledger.open_book(%s)", [contract_id])


def post(
    *,
    contract_id: UUID,
    key: str,
    debit: str,
    credit: str,
    amount: int,
    reason: str,
    effective_on: date,
) -> int:
    """Move an amount from ``debit`` to ``credit`` and return the number of the entry.

    Args:
        contract_id: the book.
        key: made by the caller from opaque ids, ``verb:id``; the same call again is harmless.
        debit: code of the account that gives.
        credit: code of the account that receives.
        amount: whole units, 1 or more.
        reason: code such as K2.
        effective_on: the day on which it happened.

    Raises:
        IntegrityError: the account would be overdrawn, or the key stands for another entry.
    """
    return int(
        _call(
            "select ledger.post(%s, %s, %s, %s, %s, %s, %s)",
            [contract_id, key, debit, credit, amount, reason, effective_on],
        )
    )


def expire(
    *, contract_id: UUID, key: str, code: str, amount: int, reason: str, effective_on: date
) -> int:
    """Take what ran out off ``confirmed`` or ``slot_open`` and return the entry's number."""
    return int(
        _call(
            "select ledger.expire(%s, %s, %s, %s, %s, %s)",
            [contract_id, key, code, amount, reason, effective_on],
        )
    )


def reserve(
    *,
    contract_id: UUID,
    key: str,
    debit: str,
    credit: str,
    amount: int,
    reason: str,
    effective_on: date,
    expires_at: datetime,
) -> int:
    """Hold an amount on ``debit`` for ``credit`` until it is resolved; return the entry's number.

    After ``expires_at`` the reservation can only be voided.
    """
    return int(
        _call(
            "select ledger.reserve(%s, %s, %s, %s, %s, %s, %s, %s)",
            [contract_id, key, debit, credit, amount, reason, effective_on, expires_at],
        )
    )


def resolve(
    *,
    contract_id: UUID,
    key: str,
    pending_key: str,
    is_used: bool,
    reason: str,
    effective_on: date,
) -> int:
    """Let a reserved amount move (``is_used``) or set it free; once and for all."""
    return int(
        _call(
            "select ledger.resolve(%s, %s, %s, %s, %s, %s)",
            [contract_id, key, pending_key, "post" if is_used else "void", reason, effective_on],
        )
    )


def bundle(
    *, contract_id: UUID, ratio: int, effective_on: date, open_slots_max: int | None = None
) -> list[int]:
    """Turn confirmed credits into slots, ``ratio`` each; return the numbers of the new slots.

    Args:
        contract_id: the book.
        ratio: credits for one slot, 1 or more.
        effective_on: the day of the grant.
        open_slots_max: no more than so many open slots; the credits wait. None: no limit.
    """
    found = _call(
        "select ledger.bundle(%s, %s, %s, %s)", [contract_id, ratio, effective_on, open_slots_max]
    )
    return [int(number) for number in found]


def find_balances(*, contract_id: UUID) -> dict[str, Balance]:
    """Return the accounts of a book by their code; empty when the book is not visible."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select code, balance, held from ledger.account where contract_id = %s", [contract_id]
        )
        return {code: Balance(balance, held) for code, balance, held in cursor.fetchall()}


def list_balances(*, contract_ids: Collection[UUID]) -> dict[UUID, dict[str, Balance]]:
    """Return the accounts of several books by code; books out of sight are missing."""
    found: dict[UUID, dict[str, Balance]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "select contract_id, code, balance, held from ledger.account "
            "where contract_id = any(%s)",
            [list(contract_ids)],
        )
        for contract_id, code, balance, held in cursor.fetchall():
            found.setdefault(contract_id, {})[code] = Balance(balance, held)
    return found


def list_entries(*, contract_id: UUID, after_number: int = 0) -> list[Entry]:
    """Return the entries of a book after a number, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select number, key, kind, debit_code, credit_code, amount, reason, effective_on, "
            "encode(hash, 'hex') from ledger.entry where contract_id = %s and number > %s "
            "order by number",
            [contract_id, after_number],
        )
        return [Entry(*row) for row in cursor.fetchall()]


def count_entries() -> int:
    """Return how many entries the connection sees: with 0, ``find_broken`` proves nothing."""
    return int(_call("select count(*) from ledger.entry", []))


def find_broken() -> list[tuple[str, int, UUID, str, str, str]]:
    """Return what does not fit: kind, organisation, contract, item, found, expected."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select what, organisation_id, contract_id, item, found, expected from ledger.broken"
        )
        return list(cursor.fetchall())


def _call(query: str, values: Sequence[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        row = cursor.fetchone()
    return None if row is None else row[0]
