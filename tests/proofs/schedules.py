"""T3: every order in which the steps of two transactions can meet, on a real server.

Two transactions of four steps have 70 schedules. A schedule is a tuple such as
(0, 0, 1, 0, 1, 1, 1, 0), so that a failure is repeated by naming it. What the journal does in
any of them must be what it does when one transaction follows the other, in one order or the
other, and nobody may be refused for any reason but a rule. The rule "count, then insert" is the
control: a run in which it survives proves nothing.
"""

import itertools
import queue
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

import psycopg
from tests.proofs.cluster import Cluster
from tests.proofs.counting import NAIVE_TABLES
from tests.proofs.registry import Order, Outcome, Proof

type Memory = dict[str, Any]
type Step = Callable[[psycopg.Connection[Any], Memory], None]
type Schedule = tuple[int, ...]
type Result = tuple[object, ...]

STEPS = 4
STEP_SECONDS_MAX = 10
POLL_SECONDS = 0.0005
ORGANISATION = 3
RATIO = 10
DAY = "2026-11-23"
CONTROL_BREAKS_MIN = 60
# Overdrawn; key or reservation used already; nothing reserved; run out: refusals by a rule.
RULES = {"23514", "23505", "P0002", "22023"}


def all_schedules() -> list[Schedule]:
    """Return the 70 ways to mix four steps of each; the first and last are one after another."""
    places = range(2 * STEPS)
    return [
        tuple(0 if place in first else 1 for place in places)
        for first in itertools.combinations(places, STEPS)
    ]


class Actor(threading.Thread):
    """One connection that takes a step when it is told to."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.connection = psycopg.connect(address, autocommit=True)
        self.connection.execute("set deadlock_timeout = '20ms'")
        self.connection.execute("set synchronous_commit = off")
        self.connection.execute("set role tasuki_app")
        self.process_id = self.connection.info.backend_pid
        self.is_idle = threading.Event()
        self.steps: queue.SimpleQueue[Step | None] = queue.SimpleQueue()
        self.renew()
        self.start()

    def renew(self) -> None:
        self.memory: Memory = {}
        self.refused: str | None = None
        self.is_idle.set()

    def take(self, step: Step) -> None:
        self.is_idle.clear()
        self.steps.put(step)

    def run(self) -> None:
        while step := self.steps.get():
            if self.refused is None:
                try:
                    step(self.connection, self.memory)
                except psycopg.Error as error:
                    self.refused = error.sqlstate or "lost"
                    self.connection.execute("rollback")
            self.is_idle.set()

    def end(self) -> None:
        self.steps.put(None)
        self.join()
        self.connection.close()


@dataclass
class Stage:
    """Two actors and a monitor that watches who waits for whom."""

    monitor: psycopg.Connection[Any]
    actors: tuple[Actor, Actor]

    def play(self, programs: Sequence[Sequence[Step]], schedule: Schedule) -> None:
        """Play one schedule; a step of an actor that waits is taken up when the lock is free."""
        for actor in self.actors:
            actor.renew()
        left, place = list(schedule), [0, 0]
        while left:
            ready = [i for i, number in enumerate(left) if self.actors[number].is_idle.is_set()]
            if not ready:
                time.sleep(POLL_SECONDS)  # both wait: the server breaks the deadlock
                continue
            number = left.pop(ready[0])
            self.actors[number].take(programs[number][place[number]])
            place[number] += 1
            self._settle(self.actors[number])
        for actor in self.actors:
            if not actor.is_idle.wait(STEP_SECONDS_MAX):
                raise TimeoutError(f"schedule {schedule} does not end")

    def _settle(self, actor: Actor) -> None:
        """Return when the step is over or waits for a lock."""
        deadline = time.monotonic() + STEP_SECONDS_MAX
        while time.monotonic() < deadline:
            if actor.is_idle.wait(POLL_SECONDS):
                return
            query = "select cardinality(pg_blocking_pids(%s)) > 0"
            row = self.monitor.execute(query, [actor.process_id]).fetchone()
            if row is not None and row[0]:
                return
        raise TimeoutError("a step neither ends nor waits for a lock")


@contextmanager
def stage_on(cluster: Cluster) -> Iterator[Stage]:
    address = cluster.address("postgres")
    with psycopg.connect(address, autocommit=True) as monitor:
        monitor.execute("set synchronous_commit = off")  # order is under proof, not the disk
        actors = (Actor(address), Actor(address))
        yield Stage(monitor, actors)
        for actor in actors:
            actor.end()


# --- The journal ------------------------------------------------------------------------------


def call(query: str, *values: object) -> Step:
    return lambda connection, _: connection.execute(query.encode(), values) and None


def begin(connection: psycopg.Connection[Any], _: Memory) -> None:
    connection.execute(f"begin; select tasuki.bind({ORGANISATION}, 1)".encode())


def look(book: uuid.UUID) -> Step:
    """Read before writing, as an action does; must not spoil what follows."""
    return call("select code, balance from ledger.account where contract_id = %s", book)


COMMIT = call("commit")


def confirm(book: uuid.UUID, number: int) -> list[Step]:
    post = "select ledger.post(%s, %s, 'earned', 'confirmed', 1, 'K2', %s)"
    bundle = call("select ledger.bundle(%s, %s, %s)", book, RATIO, DAY)
    return [begin, call(post, book, f"confirm:{number}", DAY), bundle, COMMIT]


def repeat(book: uuid.UUID, number: int) -> list[Step]:
    """Both of a pair say the same under the same key: it counts once."""
    return confirm(book, 7)


def expire(book: uuid.UUID, number: int) -> list[Step]:
    query = "select ledger.expire(%s, %s, 'confirmed', 5, 'K5', %s)"
    return [begin, look(book), call(query, book, f"expire:{number}", DAY), COMMIT]


def reserve(book: uuid.UUID, number: int) -> list[Step]:
    query = (
        "select ledger.reserve(%s, %s, 'slot_open', 'slot_used', 1, 'L2', %s,"
        " now() + interval '1 day')"
    )
    return [begin, look(book), call(query, book, f"use:{number + 1}", DAY), COMMIT]


def use(book: uuid.UUID, number: int) -> list[Step]:
    query = "select ledger.resolve(%s, %s, 'use:0', 'post', 'L10', %s)"
    return [begin, look(book), call(query, book, f"used:{number}", DAY), COMMIT]


def free(book: uuid.UUID, number: int) -> list[Step]:
    query = "select ledger.resolve(%s, %s, 'use:0', 'void', 'L3', %s)"
    return [begin, look(book), call(query, book, f"freed:{number}", DAY), COMMIT]


OPERATIONS = (confirm, repeat, expire, reserve, use, free)


def open_book(monitor: psycopg.Connection[Any], book: uuid.UUID) -> None:
    """Nine credits confirmed and two earned; two slots, one of them reserved."""
    monitor.execute(
        f"begin; select tasuki.bind({ORGANISATION}, 1); select ledger.open_book('{book}');"
        f" select ledger.post('{book}', 'earn:0', 'registrations', 'earned', 11, 'K1', '{DAY}');"
        f" select ledger.post('{book}', 'confirm:0-0', 'earned', 'confirmed', 9, 'K2', '{DAY}');"
        f" select ledger.post('{book}', 'grant:0', 'slot_source', 'slot_open', 2, 'K4', '{DAY}');"
        f" select ledger.reserve('{book}', 'use:0', 'slot_open', 'slot_used', 1, 'L2', '{DAY}',"
        " now() + interval '1 day'); commit".encode()
    )


def result_of(stage: Stage, book: uuid.UUID) -> Result:
    """Return who was refused by which rule, and all balances."""
    accounts = stage.monitor.execute(
        "select code, balance, held from ledger.account"
        " where organisation_id = %s and contract_id = %s order by code",
        [ORGANISATION, book],
    ).fetchall()
    return (*(actor.refused for actor in stage.actors), *accounts)


def count_broken(stage: Stage, book: uuid.UUID) -> int:
    row = stage.monitor.execute(
        "select count(*) from ledger.broken where organisation_id = %s and contract_id = %s",
        [ORGANISATION, book],
    ).fetchone()
    assert row is not None
    return int(row[0])


def explore_pair(stage: Stage, pair: Sequence[Callable[..., list[Step]]], dice: Random) -> list:
    """Return the schedules whose result no serial order gives, each with what came out."""
    results: dict[Schedule, Result] = {}
    problems = []
    for schedule in all_schedules():
        book = uuid.UUID(int=dice.getrandbits(128))
        open_book(stage.monitor, book)
        stage.play([pair[number](book, number) for number in (0, 1)], schedule)
        results[schedule] = result_of(stage, book)
        is_by_rule = all(actor.refused in {None, *RULES} for actor in stage.actors)
        if count_broken(stage, book) or not is_by_rule:
            problems.append((schedule, results[schedule]))
    serial = {results[all_schedules()[0]], results[all_schedules()[-1]]}
    problems += [(s, result) for s, result in results.items() if result not in serial]
    return problems


# --- The control ------------------------------------------------------------------------------


def naive_steps(contract: uuid.UUID, number: int) -> list[Step]:
    """Confirm, count, insert, commit."""
    free_credits = "from naive.credit where contract_id = %s and is_confirmed and slot_id is null"

    def change(connection: psycopg.Connection[Any], _: Memory) -> None:
        connection.execute("begin")
        connection.execute(
            "update naive.credit set is_confirmed = true where contract_id = %s and number = %s",
            [contract, RATIO + number],
        )

    def count(connection: psycopg.Connection[Any], memory: Memory) -> None:
        query = f"select count(*) {free_credits}".encode()
        memory["free"] = connection.execute(query, [contract]).fetchone()

    def insert(connection: psycopg.Connection[Any], memory: Memory) -> None:
        if memory["free"][0] >= RATIO:
            query = (
                "with made as (insert into naive.slot (contract_id) values (%s) returning id)"
                " update naive.credit set slot_id = (select id from made) where contract_id = %s"
                f" and number in (select number {free_credits} order by number limit {RATIO})"
            )
            connection.execute(query.encode(), [contract, contract, contract])

    return [change, count, insert, COMMIT]


def explore_control(stage: Stage, dice: Random) -> int:
    """Return in how many of the 70 schedules ten or eleven credits do not make one slot."""
    stage.monitor.execute(f"drop schema if exists naive cascade; {NAIVE_TABLES}".encode())
    breaks = 0
    for schedule in all_schedules():
        contract = uuid.UUID(int=dice.getrandbits(128))
        stage.monitor.execute(
            "insert into naive.credit select %s, n, n < %s, null from generate_series(1, %s) n",
            [contract, RATIO, RATIO + 1],
        )
        stage.play([naive_steps(contract, number) for number in (0, 1)], schedule)
        row = stage.monitor.execute(
            "select (select count(*) from naive.slot where contract_id = %(id)s),"
            " (select count(*) / %(ratio)s from naive.credit"
            "   where contract_id = %(id)s and is_confirmed)",
            {"id": contract, "ratio": RATIO},
        ).fetchone()
        assert row is not None
        breaks += row[0] != row[1]
    stage.monitor.execute("drop schema naive cascade")
    return breaks


# Without the lock the look-up of a key and the insert are two moments.
NO_LOCK = """
    create or replace function ledger.lock_book(p_contract uuid) returns bigint
        language sql as 'select tasuki.organisation()'
"""


def run(order: Order) -> Outcome:
    """Explore the first ``order.size`` of the 21 pairs, and the control."""
    dice = Random(order.seed)
    pairs = list(itertools.combinations_with_replacement(OPERATIONS, 2))[: order.size]
    problems: list[tuple[Schedule, Result]] = []
    with order.cluster() as cluster, stage_on(cluster) as stage:
        control_breaks = explore_control(stage, dice)
        if order.sabotage == "count-then-insert":
            return Outcome({"schedules": len(all_schedules())}, {"breaks": control_breaks})
        if order.sabotage == "no-lock":
            stage.monitor.execute(NO_LOCK.encode())
        for pair in pairs:
            found = explore_pair(stage, pair, dice)
            for schedule, result in found[:1]:
                names = " | ".join(operation.__name__ for operation in pair)
                print(f"    {names}: {len(found)}, first {schedule} {result}")
            problems += found
    return Outcome(
        figures={
            "pairs": len(pairs),
            "schedules": len(pairs) * len(all_schedules()),
            "control_breaks": control_breaks,
        },
        damage={
            "breaks": len(problems),
            "control_survived": max(0, CONTROL_BREAKS_MIN - control_breaks),
        },
    )


PROOF = Proof(
    name="T3",
    promise="no order of the steps of two transactions breaks a book",
    unit="pairs of operations, 70 schedules each",
    sizes=(21, 21, 6),
    sabotages={"count-then-insert": CONTROL_BREAKS_MIN, "no-lock": 1},
    run=run,
)
