"""R11: a count is taken back by a second person, whatever the person did since."""

from datetime import timedelta

import pytest
from tests.apps.relay.intake import make_relay
from tests.factories import NOW

from tasuki.adapters.postgres.context import bound
from tasuki.apps.audit.queries import list_events_of
from tasuki.apps.errors import NotAllowedError, RefusedError
from tasuki.apps.placement.actions import close_job_seeker
from tasuki.apps.relay import actions, queries
from tasuki.apps.relay.models import RelayLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def relay():
    return make_relay()


def counted(relay, **person):
    registration = relay.accept(relay.register(**person))
    relay.count(registration)
    return registration


def reverse(relay, registration, actor, note="同じ方だと分かった", code="N5"):
    return actions.reverse_registration(
        actor=actor,
        registration_id=registration.id,
        expected_version=relay.reload(registration).row_version,
        code=code,
        note=note,
        now=NOW,
    )


def test_r11_another_person_takes_the_count_back(relay):
    registration = counted(relay)

    stored = reverse(relay, registration, relay.owner)

    assert (stored.state, stored.count_code) == ("reversed", "N5")
    assert stored.counted_by_id == relay.owner.account_id
    credit = relay.credit(registration)
    assert (credit.state, credit.reversal_code) == ("reversed", "N5")
    assert relay.row(RelayLink, relay.link.id).confirmed_count == 0


def test_r11_needs_the_right_a_reason_and_two_people(relay):
    registration = relay.accept(relay.register())
    actions.count_registration(
        actor=relay.owner,
        registration_id=registration.id,
        expected_version=relay.reload(registration).row_version,
        now=NOW,
    )

    with pytest.raises(NotAllowedError):
        reverse(relay, registration, relay.clerk)
    with pytest.raises(RefusedError) as silent:
        reverse(relay, registration, relay.owner, note=" ")
    with pytest.raises(RefusedError) as same:
        reverse(relay, registration, relay.owner)

    assert (silent.value.code, same.value.code) == ("H12", "two_people")
    assert "別の担当者" in same.value.ja
    assert "another person" in same.value.en
    assert relay.credit(registration).state == "confirmed"


def test_a_count_that_was_taken_back_does_not_stop_the_person_after_a_year(relay):
    first = counted(relay, mail="same@mail.example")
    reverse(relay, first, relay.owner, code="N3")
    with bound(relay.agency.id, None):
        person = queries.find_registration(registration_id=first.id)
        close_job_seeker(actor=relay.clerk, talent_record_id=person.talent_record_id, now=NOW)
    later = NOW + timedelta(days=200)
    relay.link = actions.issue_link(actor=relay.advisor, contract_id=relay.contract.id, now=later)
    again = relay.accept(relay.register(mail="same@mail.example", now=later), now=later)

    with pytest.raises(RefusedError) as refused:
        relay.count(again, now=later)

    assert refused.value.code == "N4"  # known to the agency, yet never counted: not N5


@pytest.mark.parametrize("leave", [actions.withdraw_registration, actions.pause_registration])
def test_r11_the_count_of_a_person_who_left_is_taken_back_and_the_state_stays(relay, leave):
    registration = counted(relay)
    left = leave(
        actor=relay.person_of(relay.reload(registration)),
        registration_id=registration.id,
        now=NOW,
    )

    stored = reverse(relay, registration, relay.owner)

    assert (stored.state, stored.count_code) == (left.state, "N5")
    assert stored.state in {"withdrawn", "paused"}
    assert (relay.credit(registration).state, relay.credit(registration).reversal_code) == (
        "reversed",
        "N5",
    )
    with pytest.raises(RefusedError):
        reverse(relay, registration, relay.owner)
    with bound(relay.agency.id, None):
        story = [
            (event.kind, event.reason)
            for event in list_events_of(object_kind="registration", object_id=registration.id)
        ]
    assert story[0] == ("registration.reverse", "N5 同じ方だと分かった")


def test_r11_who_resumes_after_the_reversal_is_served_and_counts_no_more(relay):
    registration = counted(relay)
    person = {"actor": relay.person_of(registration), "registration_id": registration.id}
    actions.pause_registration(**person, now=NOW)
    reverse(relay, registration, relay.owner)

    resumed = actions.resume_registration(**person, now=NOW)

    assert (resumed.state, resumed.count_code) == ("not_counted", "N5")


def test_r11_nothing_is_taken_back_from_who_left_before_the_count(relay):
    registration = relay.accept(relay.register())
    actions.withdraw_registration(
        actor=relay.person_of(registration), registration_id=registration.id, now=NOW
    )

    with pytest.raises(RefusedError) as refused:
        reverse(relay, registration, relay.owner)

    assert refused.value.code == "state"
