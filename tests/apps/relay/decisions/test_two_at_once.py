"""Two people at once, with real threads and real commits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from tests.apps.relay.intake import make_relay
from tests.factories import NOW

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import ActionError, ConflictError, RefusedError
from tasuki.apps.orgs.models import Door
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.relay import actions, queries
from tasuki.apps.relay.models import Credit

pytestmark = pytest.mark.usefixtures("committed_db")
RACES = 8


def at_once(*acts):
    """Run all at the same moment, each in a thread of its own; return results or refusals."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(10)
            return act()
        except ActionError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def relay():
    return make_relay()


def test_of_two_clerks_one_decides_and_the_other_is_told_by_whom(relay):
    for _ in range(RACES):
        registration = relay.register()
        given = {
            "registration_id": registration.id,
            "expected_version": relay.reload(registration).row_version,
            "now": NOW,
        }

        results = at_once(
            lambda given=given: actions.accept_registration(actor=relay.clerk, **given),
            lambda given=given: actions.refuse_registration(actor=relay.owner, code="N1", **given),
        )

        [conflict] = [one for one in results if isinstance(one, ConflictError)]
        [done] = [one for one in results if not isinstance(one, ActionError)]
        winner = relay.clerk if done.state == "accepted" else relay.owner
        assert winner.name in conflict.ja
        assert winner.name in conflict.en
        assert relay.reload(registration).decided_by_id == winner.account_id


def test_of_many_presses_on_one_confirmation_link_exactly_one_succeeds(relay):
    for _ in range(RACES):
        address = relay.start()
        key = relay.key_of(address)
        actor = queries.find_person_by_key(kind=Door.Kind.CONFIRM_MAIL, key=key, now=NOW)

        results = at_once(
            *[lambda a=actor, k=key: actions.confirm_mail(actor=a, key=k, now=NOW)] * 4
        )

        refused = [one for one in results if isinstance(one, RefusedError)]
        assert [one.code for one in refused] == ["link_used"] * 3
        with bound(relay.agency.id, None):
            doors = Door.objects.filter(kind=Door.Kind.REGISTRATION, subject=actor.registration_id)
            assert doors.count() == 1


def test_one_person_through_several_codes_at_once_counts_exactly_once(relay):
    people = []
    for _ in range(4):
        link = actions.issue_link(actor=relay.advisor, contract_id=relay.contract.id, now=NOW)
        address = relay.start(mail="one@mail.example", code=link.code, risk_source="")
        people.append(relay.agree(relay.confirm(address)))

    completed = at_once(
        *[
            lambda p=person, n=number: relay.complete(p, now=NOW + timedelta(seconds=n))
            for number, person in enumerate(people)
        ]
    )
    for registration in completed:
        relay.accept(registration)
    results = at_once(*[lambda r=one: relay.count(r) for one in completed])

    counted = [one for one in results if not isinstance(one, ActionError)]
    refused = sorted(one.code for one in results if isinstance(one, ActionError))
    assert len(counted) == 1
    assert set(refused) <= {"N4", "N5"}
    assert len(refused) == 3
    with bound(relay.agency.id, None):
        assert JobSeeker.objects.count() == 1
        states = sorted(Credit.objects.values_list("state", flat=True))
    assert states == ["confirmed", "earned", "earned", "earned"]


def test_the_monthly_cap_holds_when_two_are_counted_at_once():
    relay = make_relay(parameters={"monthly_cap_credits": 1})
    pair = [relay.accept(relay.register()) for _ in range(2)]

    results = at_once(*[lambda r=one: relay.count(r) for one in pair])

    assert sorted(outcome.is_counted for outcome in results) == [False, True]
    assert sorted(outcome.is_waiting for outcome in results) == [False, True]


def test_a_withdrawal_and_a_count_at_once_leave_one_true_story(relay):
    for _ in range(RACES):
        registration = relay.accept(relay.register())
        person = relay.person_of(registration)

        results = at_once(
            lambda r=registration: relay.count(r),
            lambda r=registration, p=person: actions.withdraw_registration(
                actor=p, registration_id=r.id, now=NOW
            ),
        )

        was_counted = not isinstance(results[0], ActionError)
        assert relay.reload(registration).state == "withdrawn"
        assert relay.credit(registration).state == ("confirmed" if was_counted else "reversed")
