"""T6: server connections wander between clients and are never reset; nobody sees foreign rows.

Sixteen clients, each of one organisation, share three connections as under a pooler in
transaction mode. Three of four clients misuse the context; the fourth does it right.
"""

import queue
import random
import threading
from collections import Counter

import psycopg
from tests.proofs.cluster import Cluster
from tests.proofs.registry import Order, Outcome, Proof

CLIENTS = 16
CONNECTIONS = 3
ROWS_PER_ORGANISATION = 5
FIRST_ORGANISATION = 600
SETUP = """
    drop table if exists public.pooled_note;
    create table public.pooled_note (organisation_id bigint not null, number int not null,
                                     primary key (organisation_id, number));
    call tasuki.fence('public.pooled_note');
"""
# The context as most programs write it: a setting, whoever and whenever it was set.
PLAIN_SETTING = """
    create or replace function tasuki.organisation() returns bigint language sql stable as
    $$ select nullif(split_part(current_setting('tasuki.context', true), '|', 1), '')::bigint $$
"""
READ = "select organisation_id from public.pooled_note"

type Pool = "queue.SimpleQueue[psycopg.Connection]"


def in_pool(pool, *queries: str) -> list[int]:
    """Run the queries as one transaction on some connection; return the rows of the last."""
    connection = pool.get()
    try:
        with connection.transaction():
            for query in queries:
                cursor = connection.execute(query.encode())
            return [row[0] for row in cursor.fetchall()]
    finally:
        pool.put(connection)


def read_rightly(pool, organisation: int) -> list[int]:
    return in_pool(pool, f"select tasuki.bind({organisation}, 1)", READ)


def read_after_session_set(pool, organisation: int) -> list[int]:
    in_pool(
        pool,
        f"select set_config('tasuki.context', '{organisation}|1|' || tasuki.stamp(), false)",
    )
    return in_pool(pool, READ)


def read_after_bind_of_another_transaction(pool, organisation: int) -> list[int]:
    in_pool(pool, f"select tasuki.bind({organisation}, 1)")
    return in_pool(pool, READ)


def read_without_binding(pool, organisation: int) -> list[int]:
    return in_pool(pool, READ)


MISUSES = {
    "session_set": read_after_session_set,
    "bind_elsewhere": read_after_bind_of_another_transaction,
    "forgotten": read_without_binding,
}


def be_client(pool, organisation: int, reads: int, seed: int, counts: Counter) -> None:
    """Read in a random form each time and note what came back."""
    dice = random.Random(seed)
    own = [organisation] * ROWS_PER_ORGANISATION
    for _ in range(reads):
        form = dice.choice(("right", *MISUSES))
        rows = (read_rightly if form == "right" else MISUSES[form])(pool, organisation)
        counts["reads"] += 1
        counts[f"{form}_reads"] += 1
        counts["foreign"] += any(row != organisation for row in rows)
        counts["right_but_not_served"] += form == "right" and rows != own


def fill(cluster: Cluster, order: Order) -> None:
    with cluster.connect("tasuki_owner") as connection:
        connection.execute(SETUP)
        if order.sabotage == "plain-setting":
            connection.execute(PLAIN_SETTING)
        if order.sabotage == "policy-off":
            connection.execute("alter table public.pooled_note disable row level security")
        for organisation in range(FIRST_ORGANISATION, FIRST_ORGANISATION + CLIENTS):
            with connection.transaction():
                connection.execute("select tasuki.bind(%s, 1)", [organisation])
                connection.execute(
                    "insert into public.pooled_note select %s, n from generate_series(1, %s) n",
                    [organisation, ROWS_PER_ORGANISATION],
                )


def run(order: Order) -> Outcome:
    """Make ``order.size`` reads."""
    counts = [Counter[str]() for _ in range(CLIENTS)]
    with order.cluster() as cluster:
        fill(cluster, order)
        pool: queue.SimpleQueue[psycopg.Connection] = queue.SimpleQueue()
        connections = [cluster.connect() for _ in range(CONNECTIONS)]
        for connection in connections:
            pool.put(connection)
        clients = [
            threading.Thread(
                target=be_client,
                args=(pool, FIRST_ORGANISATION + n, order.size // CLIENTS, order.seed + n, count),
                daemon=True,
            )
            for n, count in enumerate(counts)
        ]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        for connection in connections:
            connection.close()
        with cluster.connect("tasuki_owner") as connection:
            connection.execute("drop table public.pooled_note")
    total = sum(counts, Counter[str]())
    forms = {f"{form}_reads": total[f"{form}_reads"] for form in ("right", *MISUSES)}
    # A client that died of an error has read less than it should.
    missing = order.size // CLIENTS * CLIENTS - total["reads"]
    return Outcome(
        figures={"reads": total["reads"], **forms},
        damage={
            "foreign": total["foreign"],
            "right_but_not_served": total["right_but_not_served"],
            "missing": missing,
        },
    )


PROOF = Proof(
    name="T6",
    promise="a context that outlives its transaction opens nothing",
    unit="reads",
    sizes=(10_000, 100_000, 2_000),
    sabotages={"plain-setting": 100, "policy-off": 100},
    run=run,
)
