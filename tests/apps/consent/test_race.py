"""A withdrawal that meets a running transfer: one waits for the other, nobody is left over.

Real connections and commits; each side runs in a thread of its own.
"""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from tests.apps.relay.counting_world import World
from tests.factories import NOW

from tasuki.apps.consent.events import lock_person
from tasuki.apps.consent.models import ProvisionRecord, StopNotice
from tasuki.apps.errors import RefusedError
from tasuki.apps.relay.actions import releases
from tasuki.apps.relay.models import Release, SlotCandidate

pytestmark = pytest.mark.usefixtures("committed_db")
WAIT_SECONDS = 20


class Side(threading.Thread):
    """One act on a connection of its own; keeps what it answered."""

    def __init__(self, act):
        super().__init__(daemon=True)
        self.act, self.error = act, None

    def run(self):
        try:
            self.act()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            self.error = error
        finally:
            connection.close()


def waiting_locks():
    with connection.cursor() as cursor:
        # Other test processes wait for locks in databases of their own. The view of who works
        # where is kept for a transaction, so it is asked anew.
        cursor.execute("select pg_stat_clear_snapshot()")
        cursor.execute(
            "select count(*) from pg_locks join pg_stat_activity using (pid)"
            " where not granted and datname = current_database()"
        )
        return cursor.fetchone()[0]


def wait_for(condition):
    pause = threading.Event()
    for _ in range(WAIT_SECONDS * 20):
        if condition():
            return
        pause.wait(0.05)
    raise AssertionError("nobody waited")


@pytest.fixture
def case():
    world = World()
    world.show_slots()
    world.request()
    release, person = world.ask(fields=["name"])
    releases.answer_release(actor=person, release_id=release.id, is_yes=True, now=NOW)

    def withdraw():
        releases.withdraw_release(
            actor=person, release_id=release.id, now=NOW + timedelta(seconds=1)
        )

    def present():
        releases.present_candidate(
            actor=world.owner,
            slot_id=world.slot().id,
            release_id=release.id,
            now=NOW + timedelta(seconds=1),
        )

    return world, release, withdraw, present


def run_in_order(world, release, first, second):
    """Hold the person until both wait, the first one first, then let them go."""
    with world.at_agency():
        lock_person(release.talent_record_id)
        sides = [Side(first), Side(second)]
        for number, side in enumerate(sides, 1):
            side.start()
            wait_for(lambda wanted=number: waiting_locks() >= wanted)
    for side in sides:
        side.join(WAIT_SECONDS)
        assert not side.is_alive()
    return sides


def seen_by_company(world):
    with world.at_company():
        copies = [one.released for one in SlotCandidate.objects.all()]
        return copies, StopNotice.objects.count()


def test_a_transfer_after_the_withdrawal_is_refused(case):
    world, release, withdraw, present = case

    gone, late = run_in_order(world, release, withdraw, present)

    assert gone.error is None
    assert isinstance(late.error, RefusedError)
    assert late.error.code == "H2"
    assert seen_by_company(world) == ([], 0)
    with world.at_agency():
        assert ProvisionRecord.objects.count() == 0
        assert Release.objects.get().state == "withdrawn"


def test_a_withdrawal_after_the_transfer_reaches_the_recipient(case):
    world, release, withdraw, present = case

    sent, gone = run_in_order(world, release, present, withdraw)

    assert (sent.error, gone.error) == (None, None)
    assert seen_by_company(world) == ([{}], 1)
    with world.at_agency():
        assert ProvisionRecord.objects.count() == 1
        assert Release.objects.get().state == "withdrawn"
