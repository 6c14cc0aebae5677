"""T13: twelve ways to edit the books with all rights; each is found, two by checkpoint only."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from typing import Any

import psycopg
from tests.proofs.cluster import Cluster
from tests.proofs.registry import Order, Outcome, Proof

from tasuki.adapters.postgres import chain

ORGANISATION = 5
DAY = "2026-11-23"
REHASH = """
    do $$
    declare v_entry ledger.entry; v_previous bytea := '\\x00';
    begin
        for v_entry in select * from ledger.entry order by number loop
            v_entry.previous_hash := v_previous;
            v_entry.hash := ledger.hash_of(v_entry);
            update ledger.entry set previous_hash = v_previous, hash = v_entry.hash,
                   fingerprint = ledger.fingerprint_of(v_entry) where number = v_entry.number;
            v_previous := v_entry.hash;
        end loop;
        update ledger.book set head = v_previous, entry_count = (select count(*) from ledger.entry);
    end $$
"""
LAST = "(select max(number) from ledger.entry)"
EDITS = {
    "reason": "update ledger.entry set reason = 'K9' where number = 3",
    "amount": "update ledger.entry set amount = amount + 1 where number = 1",
    "day": "update ledger.entry set effective_on = effective_on - 1 where number = 2",
    "moment": "update ledger.entry set recorded_at = recorded_at - interval '1 us'"
    " where number = 2",
    "key": "update ledger.entry set key = 'earn:other' where number = 4",
    "account": "update ledger.entry set credit_code = 'expired' where number = 2",
    "cut tail": f"delete from ledger.entry where number = {LAST}",
    "cut middle": "delete from ledger.entry where number = 5",
    "balance": "update ledger.account set balance = balance + 7 where code = 'slot_open'",
    "head": "update ledger.book set head = sha256('x')",
    # A rewriter who hashes everything anew: the books are whole, only the past is another.
    "rewrite": f"update ledger.entry set reason = 'K9' where number = 3; {REHASH}",
    "rewrite and cut": f"delete from ledger.entry where number = {LAST}; {REHASH};"
    " update ledger.account set balance = balance + 1 where code = 'registrations';"
    " update ledger.account set balance = balance - 1 where code = 'earned'",
}
BY_CHECKPOINT_ONLY = {"rewrite", "rewrite and cut"}


def fill(cluster: Cluster, contract: uuid.UUID) -> None:
    """Write an honest book: credits, a slot, a reservation and its use."""
    with cluster.connect() as connection, connection.transaction():
        connection.execute("select tasuki.bind(%s, 1)", [ORGANISATION])
        connection.execute("select ledger.open_book(%s)", [contract])
        for key, debit, credit, amount, reason in (
            ("earn:1", "registrations", "earned", 12, "K1"),
            ("confirm:1", "earned", "confirmed", 9, "K2"),
            ("confirm:2", "earned", "confirmed", 1, "K2"),
        ):
            connection.execute(
                "select ledger.post(%s, %s, %s, %s, %s, %s, %s)",
                [contract, key, debit, credit, amount, reason, DAY],
            )
        connection.execute("select ledger.bundle(%s, 10, %s)", [contract, DAY])
        connection.execute(
            "select ledger.reserve(%s, 'use:1', 'slot_open', 'slot_used', 1, 'L2', %s,"
            " now() + interval '1 day')",
            [contract, DAY],
        )
        connection.execute(
            "select ledger.resolve(%s, 'used:1', 'use:1', 'post', 'L10', %s)", [contract, DAY]
        )
        connection.execute(
            "select ledger.post(%s, 'earn:2', 'registrations', 'earned', 1, 'K1', %s)",
            [contract, DAY],
        )


@contextmanager
def edited(cluster: Cluster, edit: str, contract: uuid.UUID) -> Iterator[psycopg.Connection[Any]]:
    """Edit the book with all rights and without the triggers; undo it afterwards."""
    statement = edit.replace(" where number", f" where contract_id = '{contract}' and number")
    with psycopg.connect(cluster.address("postgres")) as connection:
        for name in ("entry", "account"):
            connection.execute(f"alter table ledger.{name} disable trigger all".encode())
        # Only this organisation's rows: the superuser becomes the owner and binds.
        connection.execute("set local role tasuki_owner")
        connection.execute("select tasuki.bind(%s, 1)", [ORGANISATION])
        connection.execute(statement.encode())
        yield connection
        connection.rollback()


def read(connection: psycopg.Connection[Any], sabotage: str | None) -> list[chain.Book]:
    books = list(chain.read_books(connection))
    if sabotage != "trust-stored-hash":
        return books
    return [
        replace(book, entries=[replace(e, hash=chain.entry_hash(e)) for e in book.entries])
        for book in books
    ]


def is_found(
    books: list[chain.Book], checkpoint: dict[chain.BookKey, chain.Mark], sabotage: str | None
) -> tuple[bool, bool]:
    """Return whether the rows alone show it, and whether the checkpoint shows it."""
    breaks = [finding for book in books for finding in chain.find_breaks(book)]
    if sabotage == "trust-stored-hash":
        breaks = [f for f in breaks if f.kind not in {"link", "hash", "head"}]
    if sabotage == "no-checkpoint":
        return bool(breaks), False
    return bool(breaks), bool(chain.find_checkpoint_breaks(books, checkpoint))


def run(order: Order) -> Outcome:
    """Try the first ``order.size`` edits, each on the same honest book."""
    contract = uuid.UUID(int=Random(order.seed).getrandbits(128))
    missed, surprises = [], 0
    with order.cluster() as cluster:
        fill(cluster, contract)
        with cluster.connect("tasuki_owner") as connection, connection.transaction():
            connection.execute("select tasuki.bind(%s, 1)", [ORGANISATION])
            honest = list(chain.read_books(connection))
        checkpoint = chain.make_checkpoint(honest)
        false_alarms = sum(map(any, [is_found(honest, checkpoint, None)]))
        for name, edit in list(EDITS.items())[: order.size]:
            with edited(cluster, edit, contract) as connection:
                by_rows, by_checkpoint = is_found(
                    read(connection, order.sabotage), checkpoint, order.sabotage
                )
            if not (by_rows or by_checkpoint):
                missed.append(name)
            surprises += by_rows == (name in BY_CHECKPOINT_ONLY) and order.sabotage is None
    if missed:
        print(f"    missed: {', '.join(missed)}")
    return Outcome(
        figures={"edits": order.size, "found": order.size - len(missed)},
        damage={"missed": len(missed), "surprises": surprises, "false_alarms": false_alarms},
    )


PROOF = Proof(
    name="T13",
    promise="an edit of the books is found, by the rows or by a checkpoint kept elsewhere",
    unit="edits",
    sizes=(12, 12, 12),
    sabotages={"trust-stored-hash": 1, "no-checkpoint": 2},
    run=run,
)
