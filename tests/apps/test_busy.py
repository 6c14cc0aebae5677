"""A transaction that waits too long for a lock is tried again, and then says so."""

import pytest
from django.db import connection, connections
from tests.factories import NOW, make_company, make_member

from tasuki.apps.action import action
from tasuki.apps.errors import BusyError
from tasuki.core.access import Role

pytestmark = pytest.mark.usefixtures("committed_db")

NUMBER = 7_309


@action(act=None)
def take_lock(*, actor, now, seen, frees_at):
    """Take a lock that is waited for a moment only; note the attempt."""
    seen.append(now)
    if len(seen) == frees_at:
        free()
    with connection.cursor() as cursor:
        cursor.execute("set local lock_timeout = '20ms'")
        cursor.execute("select pg_advisory_xact_lock(%s)", [NUMBER])
    return len(seen)


@pytest.fixture
def hr():
    return make_member(make_company(), Role.COMPANY_HR)


@pytest.fixture
def held():
    with connections["backup"].cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [NUMBER])
    yield
    free()


def free():
    with connections["backup"].cursor() as cursor:
        cursor.execute("select pg_advisory_unlock_all()")


def test_act_goes_on_when_the_lock_is_free_at_the_second_attempt(held, hr):
    assert take_lock(actor=hr, now=NOW, seen=[], frees_at=2) == 2


def test_act_says_that_others_are_busy_after_three_attempts(held, hr):
    seen = []

    with pytest.raises(BusyError, match="nothing was done"):
        take_lock(actor=hr, now=NOW, seen=seen, frees_at=0)

    assert len(seen) == 3
