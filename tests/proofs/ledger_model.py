"""T4: the journal against a model of forty lines, driven by Hypothesis.

Random posts, repetitions, reservations and resolutions; after each step every balance, the
answer and the database's own checks must agree with the model.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

import psycopg
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from tests.proofs.cluster import Cluster
from tests.proofs.registry import Order, Outcome, Proof

from tasuki.adapters.postgres import chain

ORGANISATION = 4
STEPS = 30
DAY = date(2026, 11, 23)
OUTSIDE = ("registrations", "slot_source")
ACCOUNTS = (*OUTSIDE, "earned", "confirmed", "slot_open", "slot_used")


@dataclass
class Model:
    """What the journal must do. An answer is the number of an entry or the code of a refusal."""

    balance: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ACCOUNTS, 0))
    held: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ACCOUNTS, 0))
    said: dict[str, tuple] = field(default_factory=dict)
    number: dict[str, int] = field(default_factory=dict)
    resolved: set[str] = field(default_factory=set)

    def post(self, key: str, debit: str, credit: str, amount: int) -> int | str:
        return self._write(key, ("posted", debit, credit, amount))

    def reserve(self, key: str, debit: str, credit: str, amount: int) -> int | str:
        return self._write(key, ("pending", debit, credit, amount))

    def resolve(self, key: str, pending: str, kind: str) -> int | str:
        if self.said.get(pending, ("",))[0] != "pending":
            return "P0002"
        return self._write(key, (kind, *self.said[pending][1:4], pending))

    def _write(self, key: str, said: tuple) -> int | str:
        if key in self.said:
            return self.number[key] if self.said[key] == said else "23505"
        kind, debit, credit, amount = said[:4]
        if kind in {"post", "void"} and said[4] in self.resolved:
            return "23505"
        if amount < 1 or debit == credit:
            return "23514"
        is_free = kind in {"post", "void"} or debit in OUTSIDE
        if not is_free and self.balance[debit] - self.held[debit] < amount:
            return "23514"
        if kind in {"posted", "post"}:
            self.balance[debit] -= amount
            self.balance[credit] += amount
        if kind != "posted":
            self.held[debit] += amount if kind == "pending" else -amount
        if kind in {"post", "void"}:
            self.resolved.add(said[4])
        self.said[key], self.number[key] = said, len(self.said) + 1
        return self.number[key]


KEYS = st.integers(0, 7).map("k:{}".format)
RESERVED = st.integers(0, 3).map("r:{}".format)
ALL_KEYS = st.one_of(KEYS, RESERVED)
CODES = st.sampled_from(ACCOUNTS)
# Ways that a relay really takes come more often than arbitrary ones: else all is overdrawn.
WAYS = st.one_of(
    st.sampled_from(
        [("registrations", "earned"), ("earned", "confirmed"), ("slot_source", "slot_open")]
    ),
    st.tuples(CODES, CODES),
)
AMOUNTS = st.integers(0, 4)
OPERATIONS = st.one_of(
    st.tuples(st.just("post"), ALL_KEYS, WAYS, AMOUNTS),
    st.tuples(st.just("post"), st.uuids(version=4).map("p:{}".format), WAYS, AMOUNTS),
    st.tuples(st.just("reserve"), ALL_KEYS, WAYS, AMOUNTS),
    st.tuples(st.just("resolve"), ALL_KEYS, ALL_KEYS, st.sampled_from(["post", "void"])),
    st.just(("again",)),
)


@dataclass
class Journal:
    """The same calls on the server; everything in one transaction that is never committed."""

    connection: psycopg.Connection[Any]
    book: uuid.UUID

    def call(self, query: str, *values: object) -> int | str:
        try:
            with self.connection.transaction():
                row = self.connection.execute(query.encode(), (self.book, *values)).fetchone()
        except psycopg.Error as error:
            return error.sqlstate or "lost"
        assert row is not None
        return int(row[0])

    def post(self, key: str, debit: str, credit: str, amount: int) -> int | str:
        query = "select ledger.post(%s, %s, %s, %s, %s, 'K1', %s)"
        return self.call(query, key, debit, credit, amount, DAY)

    def reserve(self, key: str, debit: str, credit: str, amount: int) -> int | str:
        query = "select ledger.reserve(%s, %s, %s, %s, %s, 'L2', %s, '2099-01-01')"
        return self.call(query, key, debit, credit, amount, DAY)

    def resolve(self, key: str, pending: str, kind: str) -> int | str:
        query = "select ledger.resolve(%s, %s, %s, %s, 'L10', %s)"
        return self.call(query, key, pending, kind, DAY)

    def state(self) -> tuple[dict[str, int], dict[str, int], int]:
        """Return balances, holds, and the number of broken rules."""
        rows = self.connection.execute(
            "select code, balance, held from ledger.account where contract_id = %s"
            " and code = any(%s)",
            [self.book, list(ACCOUNTS)],
        ).fetchall()
        broken = self.connection.execute("select count(*) from ledger.broken").fetchone()
        assert broken is not None
        return {c: b for c, b, _ in rows}, {c: h for c, _, h in rows}, broken[0]


def act(target: Model | Journal, operation: tuple) -> int | str:
    verb, key, *rest = operation
    if verb == "resolve":
        return target.resolve(key, *rest)
    (debit, credit), amount = rest
    method = target.post if verb == "post" else target.reserve
    return method(key, debit, credit, amount)


def compare(journal: Journal, operations: list[tuple], *, is_new_key: bool) -> None:
    """Let model and journal take the same steps. Raises AssertionError where they part."""
    model, last = Model(), None
    for step, operation in enumerate(operations):
        if operation == ("again",):
            if last is None:
                continue
            wanted = act(model, last)
            verb, key, *rest = last
            repeated = (verb, f"{key}-{step}", *rest) if is_new_key else last
        else:
            wanted, repeated, last = act(model, operation), operation, operation
        answer = act(journal, repeated)
        assert answer == wanted, f"step {step} {repeated}: {answer}, the model says {wanted}"
        assert journal.state() == (model.balance, model.held, 0), f"step {step} {repeated}"
    books = chain.read_books(journal.connection)
    assert [finding for book in books for finding in chain.find_breaks(book)] == []


SABOTAGES = {
    "no-hold": "alter table ledger.account drop constraint never_overdrawn;"
    " alter table ledger.account add check (not limited or balance >= 0)",
    "no-fingerprint": "create or replace function ledger.fingerprint_of(e ledger.entry)"
    " returns bytea language sql immutable as $$ select '\\x00'::bytea $$",
}


def run(order: Order) -> Outcome:
    """Try ``order.size`` random sequences of thirty steps."""
    with order.cluster() as cluster:
        if order.sabotage in SABOTAGES:
            with cluster.connect("tasuki_owner") as connection:
                connection.execute(SABOTAGES[order.sabotage].encode())
        tried, failure = try_sequences(cluster, order)
    if failure:
        print(f"    {failure}")
    return Outcome(
        {"sequences": tried, "steps": tried * STEPS}, {"differences": int(bool(failure))}
    )


def try_sequences(cluster: Cluster, order: Order) -> tuple[int, str]:
    """Return how many sequences were tried, and where model and journal parted."""
    tried = 0
    dice = Random(order.seed)
    with psycopg.connect(cluster.address()) as connection:

        @seed(order.seed)
        @settings(
            max_examples=order.size,
            deadline=None,
            database=None,
            print_blob=False,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.lists(OPERATIONS, min_size=STEPS, max_size=STEPS))
        def check(operations: list[tuple]) -> None:
            nonlocal tried
            tried += 1
            connection.rollback()
            connection.execute("select tasuki.bind(%s, 1)", [ORGANISATION])
            journal = Journal(connection, uuid.UUID(int=dice.getrandbits(128)))
            connection.execute("select ledger.open_book(%s)", [journal.book])
            compare(journal, operations, is_new_key=order.sabotage == "new-key")

        try:
            check()
        except AssertionError as error:
            return tried, str(error).split("\n", 1)[0]
        finally:
            connection.rollback()
    return tried, ""


PROOF = Proof(
    name="T4",
    promise="the journal does what a model of forty lines does, step by step",
    unit="sequences of 30 steps",
    sizes=(300, 10_000, 60),
    sabotages={"new-key": 1, "no-hold": 1, "no-fingerprint": 1},
    run=run,
)
