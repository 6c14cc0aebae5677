"""One person or two: merge, keep apart, undo."""

from datetime import date, timedelta

import pytest
from tests.apps.relay.intake import make_relay
from tests.factories import NOW

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import RefusedError
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.relay import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def relay():
    return make_relay()


@pytest.fixture
def pair(relay):
    """Two registrations that share a phone number."""
    return relay.register(phone="090-9999-0001"), relay.register(phone="090-9999-0001")


def answer(relay, registration, is_same, now=NOW):
    return actions.resolve_duplicate(
        actor=relay.clerk,
        registration_id=registration.id,
        expected_version=relay.reload(registration).row_version,
        is_same=is_same,
        now=now,
    )


def undo(relay, registration, now=NOW):
    return actions.undo_duplicate(
        actor=relay.clerk,
        registration_id=registration.id,
        expected_version=relay.reload(registration).row_version,
        now=now,
    )


def test_merged_people_share_one_record_and_one_row_of_the_book(relay, pair):
    first, second = pair
    own = second.talent_record_id
    relay.accept(first)

    merged = answer(relay, second, is_same=True)
    relay.accept(second)

    assert merged.talent_record_id == first.talent_record_id
    assert merged.duplicate_resolution == "merged"
    assert relay.row(TalentRecord, own).merged_into_id == first.talent_record_id
    with bound(relay.agency.id, None):
        assert JobSeeker.objects.count() == 1


def test_people_kept_apart_have_two_rows_of_the_book(relay, pair):
    first, second = pair

    kept = answer(relay, second, is_same=False)
    relay.accept(first)
    relay.accept(second)

    assert kept.duplicate_resolution == "apart"
    with bound(relay.agency.id, None):
        assert JobSeeker.objects.count() == 2


def test_a_merge_is_undone_within_seven_days_and_the_question_is_open_again(relay, pair):
    first, second = pair
    own = second.talent_record_id
    answer(relay, second, is_same=True)

    undone = undo(relay, second, now=NOW + timedelta(days=7))

    assert (undone.talent_record_id, undone.duplicate_resolution) == (own, "")
    assert undone.duplicate_of_id == first.talent_record_id
    assert relay.row(TalentRecord, own).merged_into_id is None


def test_after_seven_days_nothing_is_undone(relay, pair):
    _, second = pair
    answer(relay, second, is_same=True)

    with pytest.raises(RefusedError) as refused:
        undo(relay, second, now=NOW + timedelta(days=7, seconds=1))

    assert refused.value.code == "too_late"
    assert "7日以内" in refused.value.ja
    assert "within 7 days" in refused.value.en
    assert relay.reload(second).duplicate_resolution == "merged"


def test_a_merge_on_the_confirmed_address_can_be_kept_apart(relay):
    first = relay.register(mail="family@mail.example")
    second = relay.register(
        mail="family@mail.example", now=NOW + timedelta(hours=1), given_name="太郎"
    )

    kept = answer(relay, second, is_same=False)

    assert kept.talent_record_id != relay.reload(first).talent_record_id
    relay.accept(second)
    assert relay.count(second).is_counted


def test_the_stop_of_use_of_another_person_is_renewed_when_a_merge_was_wrong(relay):
    first = relay.accept(relay.register(mail="family@mail.example"))
    actions.withdraw_registration(
        actor=relay.person_of(first), registration_id=first.id, now=NOW + timedelta(minutes=5)
    )
    stopped = relay.row(TalentRecord, first.talent_record_id).stopped_at
    second = relay.register(mail="family@mail.example", now=NOW + timedelta(hours=1))
    assert relay.row(TalentRecord, first.talent_record_id).stopped_at is None

    answer(relay, second, is_same=False)

    assert relay.row(TalentRecord, first.talent_record_id).stopped_at == stopped
    assert relay.row(TalentRecord, relay.reload(second).talent_record_id).stopped_at is None


def test_nothing_is_answered_where_nothing_is_suspected_or_it_was_decided(relay, pair):
    first, second = pair
    answer(relay, second, is_same=True)
    relay.accept(second)

    with pytest.raises(RefusedError) as none:
        answer(relay, first, is_same=True)
    with pytest.raises(RefusedError) as decided:
        answer(relay, second, is_same=False)

    assert (none.value.code, decided.value.code) == ("duplicate", "state")


@pytest.fixture
def triple(relay):
    """One who shares the phone of a first and name with birth date of a second person."""
    phone, born = "090-9999-0001", date(1988, 8, 8)
    first, second = relay.register(phone=phone), relay.register(birth_date=born)
    return first, second, relay.register(phone=phone, birth_date=born)


def test_kept_apart_from_one_record_the_next_likely_one_asks_anew(relay, triple):
    first, second, third = triple
    assert (third.duplicate_of_id, third.duplicate_reason) == (first.talent_record_id, "phone")

    asked = answer(relay, third, is_same=False)

    assert (asked.duplicate_of_id, asked.duplicate_reason) == (
        second.talent_record_id,
        "name_birth",
    )
    assert asked.duplicate_resolution == ""
    with pytest.raises(RefusedError) as refused:
        relay.accept(third)
    assert refused.value.code == "duplicate"
    assert answer(relay, third, is_same=False).duplicate_resolution == "apart"
    relay.accept(third)


def test_the_second_record_may_be_the_person_after_the_first_was_not(relay, triple):
    _, second, third = triple
    answer(relay, third, is_same=False)

    merged = answer(relay, third, is_same=True)

    assert merged.talent_record_id == second.talent_record_id


def test_keeping_apart_is_undone_step_by_step(relay, triple):
    first, second, third = triple
    answer(relay, third, is_same=False)
    answer(relay, third, is_same=False)

    one, two = undo(relay, third), undo(relay, third)

    assert (one.duplicate_of_id, one.duplicate_resolution) == (second.talent_record_id, "")
    assert (two.duplicate_of_id, two.duplicate_reason) == (first.talent_record_id, "phone")
    with pytest.raises(RefusedError):
        undo(relay, third)


def test_a_third_registration_finds_the_one_record_that_was_kept(relay, pair):
    first, second = pair
    answer(relay, second, is_same=True)

    third = relay.register(mail=second.mail, now=NOW + timedelta(hours=1))

    assert relay.reload(third).talent_record_id == first.talent_record_id
