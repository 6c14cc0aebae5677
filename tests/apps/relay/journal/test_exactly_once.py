"""Real threads, real commits: the tenth to the twentieth confirmation race for the slots."""

import random
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection
from tests.apps.relay.counting_world import World

from tasuki.adapters.postgres import ledger

pytestmark = pytest.mark.usefixtures("committed_db")

BEFORE, PARALLEL = 9, 11
"""Nine are counted before; the tenth to the twentieth come at the same moment."""


def run_together(works: list[Callable[[], object]]) -> list[BaseException]:
    """Start all works at one moment, each on a connection of its own; return the errors."""
    barrier, errors = Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=60)
            work()
        except BaseException as error:  # noqa: BLE001 - the test asserts that there is none
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return errors


def test_parallel_confirmations_make_exactly_the_right_slots():
    world = World()
    world.count(BEFORE)
    waiting = [world.register() for _ in range(PARALLEL)]

    errors = run_together([lambda r=r: world.confirm(r) for r in waiting])

    assert errors == []
    assert [slot.number for slot in world.slots()] == [1, 2]
    assert world.balances() == {
        "registrations": -20,
        "bundled": 20,
        "slot_source": -2,
        "slot_open": 2,
    }


def test_every_confirmation_delivered_twice_counts_once():
    world = World()
    world.count(BEFORE)
    waiting = [world.register() for _ in range(5)] * 2
    random.Random(7).shuffle(waiting)

    errors = run_together([lambda r=r: world.confirm(r) for r in waiting])

    assert errors == []
    assert [slot.number for slot in world.slots()] == [1]
    assert world.balances() == {
        "registrations": -14,
        "confirmed": 4,
        "bundled": 10,
        "slot_source": -1,
        "slot_open": 1,
    }


def test_confirmations_and_reversals_in_parallel_leave_whole_books():
    world = World()
    counted = world.count(10)
    waiting = [world.register() for _ in range(6)]
    works = [lambda r=r: world.confirm(r) for r in waiting]
    works += [lambda r=r: world.reverse(r) for r in counted[:3]]

    errors = run_together(works)

    with world.at_agency():
        broken = ledger.find_broken()
    balances = world.balances()
    assert errors == []
    assert broken == []
    assert (balances["reversed"], balances["bundled"], balances["confirmed"]) == (3, 10, 3)
    assert [slot.number for slot in world.slots()] == [1]
