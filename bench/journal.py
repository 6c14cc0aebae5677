"""Transfers a second of the journal, beside a plain pgbench run on the same server."""

import re
import subprocess
import threading
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import psycopg
from tests.proofs.cluster import DATABASE, Cluster

from tasuki.adapters.postgres import embedded

CONNECTION_COUNTS = (1, 8, 32)
ORGANISATION = 2
DAY = "2026-11-23"
_RATE = re.compile(r"tps = ([\d.]+)")


@dataclass(frozen=True)
class Rate:
    """Transactions a second over one number of connections; pgbench tells the mean wait only."""

    name: str
    connection_count: int
    per_second: float
    p50_ms: float
    p99_ms: float | None


def measure_journal(cluster: Cluster, *, seconds: float) -> list[Rate]:
    """Return the rates with a book for each connection, and with all on one book."""
    rates = []
    for count in CONNECTION_COUNTS:
        own = [uuid.uuid4() for _ in range(count)]
        rates.append(_measure(cluster, "a book each", own, seconds))
        # A book of its own: repeated keys would measure the answer "already there".
        rates.append(_measure(cluster, "one book", [uuid.uuid4()] * count, seconds))
    return rates


def _measure(cluster: Cluster, name: str, books: list[uuid.UUID], seconds: float) -> Rate:
    with cluster.connect() as connection, connection.transaction():
        connection.execute("select tasuki.bind(%s, 1)", [ORGANISATION])
        for book in set(books):
            connection.execute("select ledger.open_book(%s)", [book])
    waits: list[list[float]] = [[] for _ in books]
    start = threading.Barrier(len(books) + 1)
    end = threading.Event()

    def work(number: int) -> None:
        with cluster.connect() as connection:
            start.wait()
            turn = 0
            while not end.is_set():
                turn += 1
                began = time.perf_counter()
                _transfer(connection, books[number], f"{number}-{turn}")
                waits[number].append(time.perf_counter() - began)

    threads = [threading.Thread(target=work, args=[number]) for number in range(len(books))]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    time.sleep(seconds)
    end.set()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - began
    every = sorted(wait * 1000 for list_of_waits in waits for wait in list_of_waits)
    return Rate(
        name,
        len(books),
        len(every) / spent,
        every[len(every) // 2],
        every[min(len(every) - 1, int(len(every) * 0.99))],
    )


def _transfer(connection: psycopg.Connection, book: uuid.UUID, key: str) -> None:
    """One transfer as the product makes it: bound, posted, committed and waited for."""
    connection.execute(
        f"begin; select tasuki.bind({ORGANISATION}, 1);"
        f" select ledger.post('{book}', 'bench:{key}', 'registrations', 'earned', 1, 'K1',"
        f" '{DAY}'); commit".encode()
    )


def measure_pgbench(cluster: Cluster, *, seconds: float) -> list[Rate]:
    """Return the rates of pgbench's own transaction (five statements, scale 10)."""
    program = find_pgbench()
    if program is None:
        return []
    address = cluster.address("tasuki_owner")
    with psycopg.connect(cluster.server.address(dbname=DATABASE), autocommit=True) as admin:
        admin.execute("create schema if not exists bench authorization tasuki_owner")
    options = f"{address} options='-c search_path=bench'"
    _run(program, "--initialize", "--quiet", "--scale=10", options)
    rates = []
    for count in CONNECTION_COUNTS:
        found = _run(
            program,
            f"--client={count}",
            f"--jobs={min(count, 2)}",
            f"--time={max(1, round(seconds))}",
            "--no-vacuum",
            options,
        )
        rate = float(_RATE.findall(found)[-1])
        rates.append(Rate("pgbench", count, rate, 1000 * count / rate, None))
    return rates


def find_pgbench() -> Path | None:
    """Return the program: of the wheel if it is there, else of the system."""
    places = [embedded.find_programs(), *sorted(Path("/usr/lib/postgresql").glob("*/bin"))]
    found = (place / "pgbench" for place in places)
    return next((path for path in found if path.exists()), None)


def _run(program: Path, *arguments: str) -> str:
    done = subprocess.run([program, *arguments], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-500:])
    return done.stdout
