"""T2: every confirmation arrives twice, at many workers at once; ten of them make one slot.

One call is one transaction and one message to the server. Commits are not waited for: this
proof counts, T1 kills.
"""

import itertools
import queue
import random
import threading
import uuid

import psycopg
from tests.proofs.cluster import Cluster
from tests.proofs.registry import Order, Outcome, Proof

WORKERS = 16
RATIO = 10
REGISTRATIONS_PER_CONTRACT = 100
ORGANISATION = 2
DAY = "2026-11-23"

type Call = tuple[uuid.UUID, int, int]

NAIVE_TABLES = """
    create schema naive;
    create table naive.credit (contract_id uuid, number int, is_confirmed boolean not null,
                               slot_id bigint, primary key (contract_id, number));
    create table naive.slot (id bigint generated always as identity, contract_id uuid);
    grant usage on schema naive to tasuki_app;
    grant select, insert, update on all tables in schema naive to tasuki_app;
"""
# What is left when nothing but the look-up of the key guards the book: no lock, no unique key.
NO_UNIQUE = """
    alter table ledger.entry drop constraint key_once cascade;
    alter table ledger.entry drop constraint entry_pkey;
    create or replace function ledger.lock_book(p_contract uuid) returns bigint
        language sql as 'select tasuki.organisation()';
"""


def make_calls(order: Order) -> tuple[list[uuid.UUID], list[Call]]:
    """Return the contracts and the calls: each registration twice, the twins near each other."""
    dice = random.Random(order.seed)
    per_contract = 2 * REGISTRATIONS_PER_CONTRACT
    contracts = [uuid.UUID(int=dice.getrandbits(128)) for _ in range(order.size // per_contract)]
    pairs = [(contract, n) for contract in contracts for n in range(REGISTRATIONS_PER_CONTRACT)]
    dice.shuffle(pairs)
    return contracts, [(*pair, delivery) for pair in pairs for delivery in (1, 2)]


def open_books(cluster: Cluster, contracts: list[uuid.UUID]) -> None:
    """Give each contract more earned credits than there are registrations."""
    with cluster.connect() as connection, connection.transaction():
        connection.execute("select tasuki.bind(%s, 1)", [ORGANISATION])
        for contract in contracts:
            connection.execute("select ledger.open_book(%s)", [contract])
            connection.execute(
                "select ledger.post(%s, 'earn:all', 'registrations', 'earned', %s, 'K1', %s)",
                [contract, 3 * REGISTRATIONS_PER_CONTRACT, DAY],
            )


def confirm(connection: psycopg.Connection, call: Call, *, is_new_key: bool) -> None:
    contract, registration, delivery = call
    key = f"confirm:{registration}-{delivery}" if is_new_key else f"confirm:{registration}"
    connection.execute(
        f"begin; select tasuki.bind({ORGANISATION}, 1);"
        f" select ledger.post('{contract}', '{key}', 'earned', 'confirmed', 1, 'K2', '{DAY}');"
        f" select ledger.bundle('{contract}', {RATIO}, '{DAY}'); commit".encode()
    )


def confirm_naively(connection: psycopg.Connection, call: Call) -> None:
    """Count what is free and insert a slot when it is enough: what one writes first."""
    contract, registration, _ = call
    with connection.transaction():
        connection.execute(
            "update naive.credit set is_confirmed = true where contract_id = %s and number = %s",
            [contract, registration],
        )
        free = connection.execute(
            "select number from naive.credit where contract_id = %s and is_confirmed"
            " and slot_id is null order by number limit %s",
            [contract, RATIO],
        ).fetchall()
        if len(free) < RATIO:
            return
        slot = connection.execute(
            "insert into naive.slot (contract_id) values (%s) returning id", [contract]
        ).fetchone()
        assert slot is not None
        connection.execute(
            "update naive.credit set slot_id = %s where contract_id = %s and number = any(%s)",
            [slot[0], contract, [number for (number,) in free]],
        )


def work(cluster: Cluster, calls: "queue.SimpleQueue[Call]", order: Order, errors: list) -> None:
    with cluster.connect() as connection:
        connection.execute("set synchronous_commit = off")
        while True:
            try:
                call = calls.get_nowait()
            except queue.Empty:
                return
            try:
                if order.sabotage == "count-then-insert":
                    confirm_naively(connection, call)
                else:
                    confirm(connection, call, is_new_key=order.sabotage == "new-key")
            except psycopg.Error as error:
                connection.rollback()
                errors.append(error)


def count_slots(cluster: Cluster, contracts: list[uuid.UUID], order: Order) -> dict:
    query = "select contract_id, balance from ledger.account where code = 'slot_open'"
    if order.sabotage == "count-then-insert":
        query = "select contract_id, count(*) from naive.slot group by contract_id"
    with cluster.connect("postgres") as connection:
        found = dict(connection.execute(query.encode()).fetchall())
    return {contract: found.get(contract, 0) for contract in contracts}


def run(order: Order) -> Outcome:
    """Make ``order.size`` calls, half of them repetitions."""
    contracts, made = make_calls(order)
    calls: queue.SimpleQueue[Call] = queue.SimpleQueue()
    for call in made:
        calls.put(call)
    errors: list[psycopg.Error] = []
    with order.cluster() as cluster:
        open_books(cluster, contracts)
        prepare_sabotage(cluster, contracts, order)
        workers = [
            threading.Thread(target=work, args=(cluster, calls, order, errors), daemon=True)
            for _ in range(WORKERS)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        slots = count_slots(cluster, contracts, order)
        broken = cluster.value("select count(*) from ledger.broken")
    want = REGISTRATIONS_PER_CONTRACT // RATIO
    return Outcome(
        figures={"calls": len(made), "contracts": len(contracts), "slots": sum(slots.values())},
        damage={
            "too_many": sum(max(0, count - want) for count in slots.values()),
            "too_few": sum(max(0, want - count) for count in slots.values()),
            "errors": len(errors),
            "broken": broken,
        },
    )


def prepare_sabotage(cluster: Cluster, contracts: list[uuid.UUID], order: Order) -> None:
    with cluster.connect("postgres") as connection:
        if order.sabotage == "no-unique":
            connection.execute(NO_UNIQUE)
        if order.sabotage == "count-then-insert":
            connection.execute(NAIVE_TABLES)
            rows = itertools.product(contracts, range(REGISTRATIONS_PER_CONTRACT))
            with connection.cursor() as cursor:
                cursor.executemany("insert into naive.credit values (%s, %s, false)", list(rows))


PROOF = Proof(
    name="T2",
    promise="ten confirmed credits make one slot, however often and wherever a call arrives",
    unit="calls",
    sizes=(20_000, 200_000, 2_000),
    sabotages={"count-then-insert": 1, "new-key": 1, "no-unique": 1},
    run=run,
)
