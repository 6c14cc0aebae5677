"""K1-K6: what each event does to the credit, to the journal and to the slots."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import resolve
from tests.apps.relay.counting_world import World
from tests.factories import NOW, TODAY

from tasuki.adapters.postgres import ledger
from tasuki.apps.errors import RefusedError
from tasuki.apps.messages.models import Notification
from tasuki.apps.relay import journal
from tasuki.apps.relay.models import Credit, RelayContract, Statement
from tasuki.apps.relay.queries.credits import find_live_balance, list_expiring_credits
from tasuki.apps.relay.queries.slots import list_slot_events

pytestmark = pytest.mark.django_db


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)


def states(world: World) -> list[str]:
    with world.at_agency():
        return sorted(Credit.objects.values_list("state", flat=True))


def live(world: World):
    with world.at_agency():
        return find_live_balance(book_id=world.book_id)


@pytest.mark.parametrize(
    ("people", "slots", "left", "to_go"), [(9, 0, 9, 1), (10, 1, 0, 10), (25, 2, 5, 5)]
)
def test_ten_confirmed_credits_make_one_slot(people, slots, left, to_go):
    world = World(max_open_slots=3)
    world.count(people)

    found = live(world)

    assert (found.slot_open, found.confirmed, found.people_to_go) == (slots, left, to_go)
    assert [slot.number for slot in world.slots()] == list(range(1, slots + 1))


def test_at_the_cap_fifteen_of_forty_five_wait():
    world = World(max_open_slots=3)
    world.count(45)

    found = live(world)

    assert (found.slot_open, found.confirmed, found.is_at_cap) == (3, 15, True)
    assert found.text.ja.startswith("上限到達：15名が待機中")


def test_slot_granted_today_is_valid_for_twelve_months():
    world = World()
    world.count(10)

    slot = world.slot()

    assert (slot.granted_on, slot.expires_on) == (date(2026, 11, 23), date(2027, 11, 22))
    assert (slot.state, slot.label, slot.contract_id) == ("granted", "R-01", world.contract.id)


def test_registration_earns_once():
    world = World()
    registration = world.register()

    with world.at_agency():
        again = journal.earn_credit(
            registration=registration, contract=world.contract, now=NOW + timedelta(days=1)
        )

    assert again.earned_at == NOW
    assert world.balances() == {"registrations": -1, "earned": 1}


def test_confirming_twice_counts_once_and_makes_no_second_slot():
    world = World()
    registrations = world.count(10)

    made = [world.confirm(registration) for registration in registrations]

    assert made == [[]] * 10
    assert world.balances() == {
        "registrations": -10,
        "bundled": 10,
        "slot_source": -1,
        "slot_open": 1,
    }


def test_confirmed_credit_is_valid_for_thirty_six_months():
    world = World()
    (registration,) = world.count(1)

    with world.at_agency():
        credit = Credit.objects.get(registration=registration)

    assert (credit.state, credit.expires_on) == ("confirmed", date(2029, 11, 22))


def test_refused_registration_drops_its_credit_with_the_code():
    world = World()
    registration = world.register()

    credit = world.drop(registration, code="N4")

    assert (credit.state, credit.reversal_code) == ("reversed", "N4")
    assert world.balances() == {"registrations": -1, "reversed": 1}
    with world.at_agency():
        entry = ledger.list_entries(contract_id=world.book_id)[-1]
    assert (entry.key, entry.reason) == (f"drop:{registration.id}", "N4")


def test_dropped_credit_cannot_be_counted():
    world = World()
    registration = world.register()
    world.drop(registration)

    with pytest.raises(RefusedError, match="decided otherwise"):
        world.confirm(registration)

    assert world.balances() == {"registrations": -1, "reversed": 1}


def test_counted_credit_cannot_be_dropped():
    world = World()
    (registration,) = world.count(1)

    with pytest.raises(RefusedError):
        world.drop(registration)

    assert world.balances() == {"registrations": -1, "confirmed": 1}


def test_reversed_waiting_credit_leaves_the_count():
    world = World()
    registrations = world.count(3)

    credit = world.reverse(registrations[0])
    world.reverse(registrations[0])

    assert (credit.state, credit.reversal_code) == ("reversed", "N3")
    assert world.balances() == {"registrations": -3, "confirmed": 2, "reversed": 1}


def test_reversed_bundled_credit_is_replaced_by_the_oldest_waiting_one():
    world = World()
    registrations = world.count(10)
    (oldest,) = world.count(1, now=NOW + timedelta(hours=1))
    world.count(1, now=NOW + timedelta(hours=2))

    world.reverse(registrations[4])

    assert world.slot().state == "granted"
    assert world.balances() == {
        "registrations": -12,
        "confirmed": 1,
        "bundled": 10,
        "reversed": 1,
        "slot_source": -1,
        "slot_open": 1,
    }
    with world.at_agency():
        in_slot = set(
            Credit.objects.filter(slot=world.slot()).values_list("registration_id", flat=True)
        )
    expected = [*registrations[:4], *registrations[5:], oldest]
    assert in_slot == {registration.id for registration in expected}


def test_reversed_bundled_credit_without_a_replacement_suspends_the_slot():
    world = World()
    registrations = world.count(10)

    world.reverse(registrations[0])

    slot = world.slot()
    assert (slot.state, slot.state_before_suspension) == ("suspended", "granted")
    assert world.balances()["bundled"] == 9


def test_next_counted_person_completes_the_suspended_slot_before_a_new_one():
    world = World()
    registrations = world.count(10)
    world.reverse(registrations[0])
    world.reverse(registrations[1])

    world.count(12)

    assert world.balances() == {
        "registrations": -22,
        "bundled": 20,
        "reversed": 2,
        "slot_source": -2,
        "slot_open": 2,
    }
    assert [slot.state for slot in world.slots()] == ["suspended", "granted"]


def test_credit_of_a_used_slot_is_reversed_and_the_hire_stays():
    world = World()
    world.inform(5)
    registrations = world.count(10)
    world.issue()
    world.hire()

    world.reverse(registrations[0])

    assert world.slot().state == "hired"
    assert world.balances() == {
        "registrations": -11,
        "earned": 1,
        "bundled": 9,
        "reversed": 1,
        "slot_source": -1,
        "slot_used": 1,
    }


def test_new_version_of_the_contract_never_counts_anew():
    world = World(ratio=10)
    world.count(7)
    with world.at_agency():
        RelayContract.objects.filter(id=world.contract.id).update(state="ended")
    second = world.make_contract(2, ratio=5)
    later = NOW + timedelta(hours=1)

    world.count(2, contract=second, now=later)
    before = len(world.slots())
    world.count(1, contract=second, now=later)
    with_old_ratio = len(world.slots())
    world.count(5, contract=second, now=later)

    assert (before, with_old_ratio, len(world.slots())) == (0, 1, 2)
    assert world.balances()["bundled"] == 15


def test_paused_contract_grants_nothing_until_it_resumes():
    world = World()
    with world.at_agency():
        RelayContract.objects.filter(id=world.contract.id).update(state="paused")
    world.count(10)
    paused = len(world.slots())

    with world.at_agency():
        RelayContract.objects.filter(id=world.contract.id).update(state="running")
        made = journal.mint_slots(actor=world.owner, book_id=world.book_id, now=NOW)

    assert (paused, [slot.number for slot in made]) == (0, [1])


def test_credit_expires_after_its_last_day():
    world = World(credit_expiry_months=1)
    world.count(2)

    with world.at_agency():
        on_last_day = journal.expire_credits(
            actor=world.owner, book_id=world.book_id, now=at(date(2026, 12, 22))
        )
        after = journal.expire_credits(
            actor=world.owner, book_id=world.book_id, now=at(date(2026, 12, 23))
        )
        again = journal.expire_credits(
            actor=world.owner, book_id=world.book_id, now=at(date(2026, 12, 23))
        )

    assert (on_last_day, after, again) == (0, 2, 0)
    assert world.balances() == {"registrations": -2, "expired": 2}


def test_waiting_at_the_cap_pauses_the_expiry():
    world = World(max_open_slots=1, credit_expiry_months=1)
    world.count(13)

    with world.at_agency():
        expired = journal.expire_credits(
            actor=world.owner, book_id=world.book_id, now=at(date(2027, 3, 1))
        )
        credit = Credit.objects.filter(state="confirmed").first()

    assert expired == 0
    assert credit.paused_days == (date(2027, 3, 1) - TODAY).days
    assert credit.expires_on == date(2026, 12, 22) + timedelta(days=credit.paused_days)


def test_expiry_goes_on_when_a_slot_is_free_again():
    world = World(max_open_slots=1, credit_expiry_months=1, slot_expiry_months=12)
    world.show_slots(13)
    used_on = at(date(2026, 12, 3))
    world.hire(now=used_on)  # ten days at the cap

    with world.at_agency():
        early = journal.expire_credits(
            actor=world.owner, book_id=world.book_id, now=at(date(2027, 1, 1))
        )
        late = journal.expire_credits(
            actor=world.owner, book_id=world.book_id, now=at(date(2027, 1, 2))
        )

    assert (early, late) == (0, 3)


def test_agency_is_warned_sixty_days_before_credits_expire():
    world = World(credit_expiry_months=3)  # last day 2027-02-22
    world.count(2)

    with world.at_agency():
        before = list_expiring_credits(book_id=world.book_id, today=date(2026, 12, 23))
        warned = list_expiring_credits(book_id=world.book_id, today=date(2026, 12, 24))

    assert (len(before), len(warned)) == (0, 2)


def test_what_happens_to_the_person_later_changes_no_count():
    world = World()
    (registration,) = world.count(1)
    with world.at_agency():
        registration.state = "counted"
        registration.save()
        registration.state = "withdrawn"
        registration.save()

    assert world.balances() == {"registrations": -1, "confirmed": 1}
    assert states(world) == ["confirmed"]


def test_company_reads_no_credit_and_no_entry():
    world = World()
    world.count(12)

    with world.at_company():
        seen = (
            Credit.objects.count(),
            ledger.list_entries(contract_id=world.book_id),
            ledger.find_balances(contract_id=world.book_id),
        )

    assert seen == (0, [], {})


def test_two_relays_of_one_agency_keep_separate_books():
    first, second = World(), World()
    first.count(9)

    second.count(1)

    assert (len(first.slots()), len(second.slots())) == (0, 0)
    assert (first.balances()["confirmed"], second.balances()["confirmed"]) == (9, 1)


def test_company_is_told_why_a_slot_it_sees_was_suspended():
    world = World()
    world.show_slots()
    with world.at_agency():
        credit = Credit.objects.select_related("registration").filter(slot__isnull=False)[0]

    world.reverse(credit.registration)

    with world.at_company():
        story = list_slot_events(slot_id=world.slot().id)[0]
        statement = Statement.objects.get()
        told = Notification.objects.order_by("-created_at").first()
    assert (story.code, story.note) == ("L14", "credits_missing")
    assert told.text == (
        "枠 R-01 を停止しました：数えた人数が取り消され、足りなくなったため停止。"
        "通知書から照会できます。"
    )
    assert told.url == f"/company/statements/{statement.id}/question/"
    assert resolve(told.url).view_name == "company:dispute_open"
