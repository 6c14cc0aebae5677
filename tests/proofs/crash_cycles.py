"""T1: kill the server again and again under load; no acknowledged entry is lost or doubled.

SIGKILL keeps what the operating system holds in memory, so this says nothing about lost power.
Acknowledged means that the commit returned. Whose answer was lost calls again with the same key.
"""

import random
import statistics
import threading
import time
import uuid
from dataclasses import dataclass, field

import psycopg
from tests.proofs.cluster import Cluster, private_cluster
from tests.proofs.registry import Order, Outcome, Proof

from tasuki.adapters.postgres import chain

WRITERS = 8
RATIO = 10
ORGANISATION = 1
CONTRACTS = tuple(uuid.UUID(int=number) for number in (1, 2, 3, 4))
DAY = "2026-11-23"
WAIT_SECONDS = 0.02
VERBS = (
    ("earn", "registrations", "earned", "K1"),
    ("confirm", "earned", "confirmed", "K2"),  # refused whenever nothing is earned
)


@dataclass
class Told:
    """What one writer was told by the server."""

    acknowledged: dict[tuple[uuid.UUID, str], tuple[int, int]] = field(default_factory=dict)
    answers_lost: int = 0
    refused: int = 0


def connect(address: str) -> psycopg.Connection:
    """Return a connection, however long the server recovers."""
    while True:
        try:
            return psycopg.connect(address, autocommit=True)
        except psycopg.Error:
            time.sleep(WAIT_SECONDS)


class Writer(threading.Thread):
    """Posts random entries until stopped; repeats a call whose answer was lost."""

    def __init__(self, address: str, stop: threading.Event, seed: int, *, new_key: bool) -> None:
        super().__init__(daemon=True)
        self.told = Told()
        self._address, self._stopped = address, stop
        self._dice, self._new_key = random.Random(seed), new_key

    def run(self) -> None:
        connection = connect(self._address)
        while not self._stopped.is_set():
            connection = self._post_until_told(connection)
        connection.close()

    def _key(self, verb: str) -> str:
        return f"{verb}:{uuid.UUID(int=self._dice.getrandbits(128))}"

    def _post_until_told(self, connection: psycopg.Connection) -> psycopg.Connection:
        contract, amount = self._dice.choice(CONTRACTS), self._dice.randint(1, 3)
        verb, debit, credit, reason = self._dice.choice(VERBS)
        key, is_first = self._key(verb), True
        while True:
            try:
                with connection.transaction():
                    connection.execute("select tasuki.bind(%s, 1)", [ORGANISATION])
                    row = connection.execute(
                        "select ledger.post(%s, %s, %s, %s, %s, %s, %s)",
                        [contract, key, debit, credit, amount, reason, DAY],
                    ).fetchone()
                    connection.execute("select ledger.bundle(%s, %s, %s)", [contract, RATIO, DAY])
                assert row is not None
                self.told.acknowledged[contract, key] = (row[0], amount)
            except psycopg.errors.CheckViolation:
                self.told.refused += 1
            except psycopg.Error:
                self.told.answers_lost += is_first
                is_first = False
                key = self._key(verb) if self._new_key else key
                connection.close()
                connection = connect(self._address)
                continue
            return connection


def judge(cluster: Cluster, told: list[Told]) -> Outcome:
    """Compare what the writers were told with what the database holds."""
    acknowledged = {key: value for one in told for key, value in one.acknowledged.items()}
    with cluster.connect("tasuki_backup") as connection:
        rows = connection.execute(
            "select contract_id, key, number, amount from ledger.entry where reason in ('K1', 'K2')"
        ).fetchall()
        broken = connection.execute("select count(*) from ledger.broken").fetchone()
        books = list(chain.read_books(connection))
    held = {(contract, key): (number, amount) for contract, key, number, amount in rows}
    assert broken is not None
    return Outcome(
        figures={
            "acknowledged": len(acknowledged),
            "entries": len(held),
            "answers_lost": sum(one.answers_lost for one in told),
            "refused": sum(one.refused for one in told),
        },
        damage={
            "lost": len(acknowledged.keys() - held.keys()),
            "changed": sum(held[k] != acknowledged[k] for k in acknowledged.keys() & held.keys()),
            "doubled": len(held.keys() - acknowledged.keys()),
            "broken": broken[0],
            "chain": sum(len(chain.find_breaks(book)) for book in books),
            "wrong_slots": sum(not _are_slots_right(book) for book in books),
        },
    )


def _are_slots_right(book: chain.Book) -> bool:
    balance = {account.code: account.balance for account in book.accounts}
    return balance["confirmed"] < RATIO and balance["bundled"] == RATIO * balance["slot_open"]


def run(order: Order) -> Outcome:
    """Kill ``order.size`` times; always on a cluster of its own."""
    dice, stop = random.Random(order.seed), threading.Event()
    with private_cluster() as cluster:
        if order.sabotage == "async":
            with cluster.connect("postgres") as connection:
                connection.execute("alter role tasuki_app set synchronous_commit = off")
        with cluster.connect() as connection, connection.transaction():
            connection.execute("select tasuki.bind(%s, 1)", [ORGANISATION])
            for contract in CONTRACTS:
                connection.execute("select ledger.open_book(%s)", [contract])
        writers = [
            Writer(cluster.address(), stop, order.seed + n, new_key=order.sabotage == "new-key")
            for n in range(1, WRITERS + 1)
        ]
        for writer in writers:
            writer.start()
        seconds = [_one_cycle(cluster, dice) for _ in range(order.size)]
        stop.set()
        for writer in writers:
            writer.join(timeout=60)
        outcome = judge(cluster, [writer.told for writer in writers])
    outcome.figures["recovery_ms_median"] = round(1000 * statistics.median(seconds))
    outcome.figures["recovery_ms_max"] = round(1000 * max(seconds))
    return outcome


def _one_cycle(cluster: Cluster, dice: random.Random) -> float:
    time.sleep(dice.uniform(0.05, 0.35))
    started = time.monotonic()
    cluster.kill(dice.choice(("backend", "backend", "postmaster", "all")), dice)
    connect(cluster.address()).close()
    return time.monotonic() - started


PROOF = Proof(
    name="T1",
    promise="an acknowledged entry survives kill -9 once and unchanged",
    unit="kills",
    sizes=(25, 1000, 40),
    sabotages={"async": 1, "new-key": 1},
    run=run,
)
