"""The binding: nesting, end of a block, hooks, errors."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tasuki.adapters.postgres.context import (
    NotBoundError,
    before_commit,
    bound,
    bound_once,
    current_binding,
    current_organisation_id,
    is_bound,
)

pytestmark = pytest.mark.usefixtures("django_on_cluster")


def server_side():
    with connection.cursor() as cursor:
        cursor.execute("select tasuki.organisation(), tasuki.actor()")
        return cursor.fetchone()


def test_nothing_is_bound_outside_of_a_block():
    seen = server_side()

    assert seen == (None, None)
    assert not is_bound()
    with pytest.raises(NotBoundError):
        current_organisation_id()


def test_block_binds_organisation_and_actor():
    with bound(7, 70):
        seen = server_side()
        assert current_organisation_id() == 7

    assert seen == (7, 70)
    assert server_side() == (None, None)


def test_system_acts_without_an_actor():
    with bound(7, None):
        seen = server_side()
        assert current_binding().actor_id is None

    assert seen == (7, None)


def test_inner_block_gives_the_outer_binding_back():
    with bound(1, 10):
        with bound(2, 20):
            inner = server_side()
        after = server_side()

    assert inner == (2, 20)
    assert after == (1, 10)


def test_same_binding_is_told_once():
    with bound(1, 10), CaptureQueriesContext(connection) as said:
        with bound_once(1, 10):
            assert current_organisation_id() == 1
        assert len(said) == 0
        seen = server_side()

    assert seen == (1, 10)
    assert server_side() == (None, None)


@pytest.mark.parametrize("wanted", [(2, 10), (1, 20), (1, None)])
def test_another_binding_opens_a_block_of_its_own(wanted):
    with bound(1, 10):
        with bound_once(*wanted):
            inner = server_side()
        after = server_side()

    assert inner == wanted
    assert after == (1, 10)


def test_binding_of_a_block_that_ended_is_not_taken_for_one_in_force():
    with bound(1, 10):
        pass
    with bound_once(1, 10):
        seen = server_side()

    assert seen == (1, 10)
    assert server_side() == (None, None)


def test_nothing_stays_bound_inside_a_transaction_of_a_test():
    with transaction.atomic():
        with bound(1, 10):
            pass
        seen = server_side()

    assert seen == (None, None)


def test_error_in_an_inner_block_gives_the_outer_binding_back():
    with bound(1, 10):
        with pytest.raises(ZeroDivisionError), bound(2, 20):
            raise ZeroDivisionError
        seen = server_side()
        assert current_organisation_id() == 1

    assert seen == (1, 10)


def test_error_inside_a_transaction_of_a_test_leaves_nothing_bound():
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), bound(1, 10):
            raise ZeroDivisionError
        seen = server_side()

    assert seen == (None, None)
    assert not is_bound()


def test_database_error_leaves_nothing_bound():
    with transaction.atomic():
        with pytest.raises(Exception, match="division by zero"), bound(1, 10):
            connection.cursor().execute("select 1 / 0")
        seen = server_side()

    assert seen == (None, None)


def test_setting_of_an_ended_transaction_opens_nothing():
    with connection.cursor() as cursor:
        cursor.execute("select extract(epoch from transaction_timestamp())::text")
        stamp = cursor.fetchone()[0]
        cursor.execute("select set_config('tasuki.context', %s, false)", [f"1|1|{stamp}"])
        try:
            assert server_side() == (None, None)
        finally:
            cursor.execute("select set_config('tasuki.context', '', false)")


def test_hooks_run_once_in_the_order_of_their_keys_each_under_its_binding():
    calls = []

    def note(name):
        return lambda: calls.append((name, current_organisation_id(), server_side()))

    with bound(2, 20):
        before_commit(("audit", 2), note("two"))
        with bound(1, 10):
            before_commit(("audit", 1), note("one"))
            before_commit(("audit", 1), note("again"))
        assert calls == []

    assert calls == [("one", 1, (1, 10)), ("two", 2, (2, 20))]


def add_hook_and_fail(organisation_id, hook):
    with bound(organisation_id, None):
        before_commit(("audit", organisation_id), hook)
        raise ZeroDivisionError


def test_failed_block_forgets_its_hooks():
    calls = []
    with bound(1, 10):
        before_commit(("audit", 1), lambda: calls.append("outer"))
        with pytest.raises(ZeroDivisionError):
            add_hook_and_fail(2, lambda: calls.append("inner"))

    assert calls == ["outer"]


def test_failed_outermost_block_leaves_no_hook_for_the_next():
    calls = []
    with pytest.raises(ZeroDivisionError):
        add_hook_and_fail(1, lambda: calls.append("lost"))
    with bound(1, 10):
        pass

    assert calls == []


def test_hook_may_add_a_later_key_and_no_earlier_one():
    calls = []

    def first():
        before_commit(("b", 1), lambda: calls.append("later"))
        with pytest.raises(ValueError, match="too late"):
            before_commit(("a", 0), lambda: calls.append("earlier"))

    with bound(1, 10):
        before_commit(("a", 1), first)

    assert calls == ["later"]


def test_error_in_a_hook_undoes_the_block():
    def fail():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), bound(1, 10):
        before_commit(("audit", 1), fail)

    assert server_side() == (None, None)
    assert not is_bound()


def test_hook_outside_of_a_block_is_refused():
    with pytest.raises(NotBoundError):
        before_commit(("audit", 1), lambda: None)


def test_block_rolled_back_on_purpose_runs_no_hook_and_leaves_nothing_bound():
    calls = []
    with transaction.atomic():
        with bound(1, 10):
            before_commit(("audit", 1), lambda: calls.append("lost"))
            transaction.set_rollback(True)
        seen = server_side()
    with bound(1, 10):
        pass

    assert seen == (None, None)
    assert calls == []
