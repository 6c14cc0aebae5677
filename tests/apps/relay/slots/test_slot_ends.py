"""The rows of the slot's table from the hire on, L10 to L14, with journal and books."""

from datetime import date, timedelta

import pytest
from tests.apps.relay.counting_world import World
from tests.apps.relay.slots.slot_world import at, codes, night, shown_world
from tests.factories import NOW, TODAY

from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.placement.models import FeeEntry, Introduction, JobOrder, JobSeeker
from tasuki.apps.relay.actions import hires, slot_ends
from tasuki.apps.relay.models import RelayContract
from tasuki.apps.relay.queries.slots import count_slots

pytestmark = pytest.mark.django_db

JOINED = date(2026, 12, 1)


def test_l10_hire_costs_nothing_and_uses_the_slot():
    world = shown_world()
    world.request()
    world.present(now=at(JOINED))
    world.interview(now=at(JOINED))

    slot = world.join(now=at(JOINED))

    with world.at_agency():
        fee, hire = FeeEntry.objects.get(), Introduction.objects.get()
        order, seeker = JobOrder.objects.get(), JobSeeker.objects.get(state="hired")
    assert (fee.amount_yen, fee.basis, fee.slot_id, fee.payer_name) == (
        0,
        "無料枠 No.R-01",
        slot.id,
        world.company.name,
    )
    assert (hire.outcome, hire.hired_on, hire.solicitation_ban_until, hire.separation_due_on) == (
        "hired",
        JOINED,
        date(2028, 12, 1),
        date(2027, 6, 1),
    )
    assert (slot.state, slot.guarantee_until, slot.avoided_fee_yen, slot.avoided_fee_on) == (
        "hired",
        date(2027, 2, 28),
        1_350_000,
        None,
    )
    assert (order.closed_on, seeker.closed_on) == (JOINED, JOINED)
    assert world.balances()["slot_used"] == 1
    assert "slot_open" not in world.balances()


def test_l10_fixed_term_starts_no_ban():
    world = shown_world()
    world.hire(is_indefinite=False)

    with world.at_agency():
        assert Introduction.objects.get().solicitation_ban_until is None


def test_l10_needs_the_notice_of_conditions():
    world = shown_world()
    world.request()
    world.present()
    world.interview()

    with pytest.raises(RefusedError) as refused:
        world.join(is_conditions_notice_sent=False)

    assert refused.value.code == "conditions_notice"
    assert world.slot().state == "interview_held"


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"hired_on": TODAY + timedelta(days=1)}, "hired_on"),
     ({"theoretical_pay_yen": 0}, "theoretical_pay_yen")],
)  # fmt: skip
def test_l10_unreadable_values_name_their_field(fields, field):
    world = shown_world()

    with pytest.raises(InvalidInputError) as refused:
        world.join(**fields)

    assert refused.value.field == field


def test_l10_frees_the_cap_for_those_who_wait():
    world = World(max_open_slots=1)
    world.show_slots(20)

    world.hire()

    assert [slot.state for slot in world.slots()] == ["hired", "granted"]


def test_l11_avoided_fee_counts_from_the_day_after_the_guarantee():
    world = shown_world()
    world.hire(now=at(JOINED))

    with pytest.raises(RefusedError):
        slot_ends.pass_guarantee(
            actor=night(world), slot_id=world.slot().id, now=at(date(2027, 2, 28))
        )
    slot = slot_ends.pass_guarantee(
        actor=night(world), slot_id=world.slot().id, now=at(date(2027, 3, 2))
    )

    assert (slot.state, slot.avoided_fee_on) == ("guarantee_passed", date(2027, 3, 1))


def test_l12_leaving_on_the_last_day_gives_the_slot_again():
    world = shown_world(slot_expiry_months=1)
    world.hire(now=at(JOINED))

    slot = hires.record_leaving(
        actor=world.hr,
        slot_id=world.slot().id,
        left_on=date(2027, 2, 28),
        is_employer_at_fault=False,
        now=at(date(2027, 2, 28)),
    )

    balances = world.balances()
    with world.at_agency():
        separation = Introduction.objects.get().separation
    assert (slot.state, slot.return_count, slot.hired_on) == ("granted", 1, None)
    assert slot.expires_on == date(2027, 2, 28) + timedelta(days=90)
    assert (balances["slot_open"], separation) == (1, "left")
    assert "slot_used" not in balances


def test_l12_leaving_one_day_later_changes_nothing():
    world = shown_world()
    world.hire(now=at(JOINED))

    with pytest.raises(RefusedError) as refused:
        hires.record_leaving(
            actor=world.hr,
            slot_id=world.slot().id,
            left_on=date(2027, 3, 1),
            is_employer_at_fault=False,
            now=at(date(2027, 3, 1)),
        )

    assert refused.value.code == "guarantee_over"
    assert world.slot().state == "hired"


def test_l12_employer_at_fault_gets_no_second_slot():
    world = shown_world()
    world.hire(now=at(JOINED))

    slot = hires.record_leaving(
        actor=world.owner,
        slot_id=world.slot().id,
        left_on=date(2026, 12, 20),
        is_employer_at_fault=True,
        now=at(date(2026, 12, 21)),
    )

    assert (slot.state, slot.avoided_fee_on) == ("closed_unused", None)
    assert world.balances()["slot_used"] == 1


def test_l13_slot_expires_after_its_last_day():
    world = shown_world()
    last_day = date(2027, 11, 22)

    with pytest.raises(RefusedError):
        slot_ends.expire_slot(actor=night(world), slot_id=world.slot().id, now=at(last_day))
    slot = slot_ends.expire_slot(
        actor=night(world), slot_id=world.slot().id, now=at(last_day + timedelta(days=1))
    )

    assert (slot.state, world.balances()["slot_ended"]) == ("expired", 1)


def test_l13_waits_for_a_candidate_in_process():
    world = shown_world(slot_expiry_months=1)
    world.request()
    world.present()

    with pytest.raises(RefusedError) as refused:
        slot_ends.expire_slot(actor=night(world), slot_id=world.slot().id, now=at(date(2027, 3, 1)))

    assert refused.value.code == "state"
    assert world.slot().state == "candidate_presented"


def test_l13_expired_slot_cannot_be_requested():
    world = shown_world(slot_expiry_months=1)

    with pytest.raises(RefusedError) as refused:
        world.request(now=at(date(2026, 12, 23)))

    assert refused.value.code == "expired"


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_l14_any_slot_before_the_hire_can_be_suspended_and_restored(steps):
    world = shown_world()
    for step in (world.request, world.present, world.interview)[:steps]:
        step()
    one = {"actor": world.owner, "slot_id": world.slot().id, "reason": "契約違反の確認"}

    suspended = slot_ends.suspend_slot(now=NOW, **one)
    held = world.balances().get("held", 0)
    restored = slot_ends.restore_slot(now=NOW, **one)

    assert (suspended.state, held) == ("suspended", 0)
    assert (restored.state, restored.opening_id, restored.state_before_suspension) == (
        "granted",
        None,
        "",
    )


def test_l14_suspended_slot_can_be_taken_away_for_good():
    world = shown_world()
    one = {"actor": world.owner, "slot_id": world.slot().id, "reason": "契約違反"}
    slot_ends.suspend_slot(now=NOW, **one)

    slot = slot_ends.reverse_slot(now=NOW, **one)

    assert (slot.state, world.balances()["slot_ended"]) == ("reversed", 1)


def test_l14_restoring_waits_for_the_missing_person():
    world = World()
    world.inform(5)
    people = world.count(10)
    world.issue()
    world.reverse(people[0])
    one = {"actor": world.owner, "slot_id": world.slot().id, "reason": "補充済み"}

    with pytest.raises(RefusedError) as refused:
        slot_ends.restore_slot(now=NOW, **one)
    world.count(1)
    slot = slot_ends.restore_slot(now=NOW, **one)

    assert refused.value.code == "credits_missing"
    assert slot.state == "granted"


@pytest.mark.parametrize("reason", ["", "契約違反"])
def test_l14_is_decided_by_a_named_person_with_a_reason(reason):
    world = shown_world()
    actor = night(world) if reason else world.owner

    with pytest.raises(RefusedError) as refused:
        slot_ends.suspend_slot(actor=actor, slot_id=world.slot().id, reason=reason, now=NOW)

    assert refused.value.code == "H12"


def test_l14_a_hired_slot_cannot_be_suspended():
    world = shown_world()
    world.hire()

    with pytest.raises(RefusedError) as refused:
        slot_ends.suspend_slot(
            actor=world.owner, slot_id=world.slot().id, reason="契約違反", now=NOW
        )

    assert refused.value.code == "state"


@pytest.mark.parametrize(
    ("consume_at", "used_after"), [("introduction", "present"), ("interview", "interview")]
)
def test_contract_may_use_the_slot_before_the_hire(consume_at, used_after):
    world = shown_world(consume_at=consume_at)
    used = {}
    for name in ("request", "present", "interview"):
        getattr(world, name)()
        used[name] = world.balances().get("slot_used", 0)

    slot = hires.record_result(actor=world.hr, slot_id=world.slot().id, reason="経験", now=NOW)

    first = next(name for name, count in used.items() if count)
    assert first == used_after
    assert (slot.state, world.balances()["slot_open"]) == ("granted", 1)
    assert "slot_used" not in world.balances()


def test_ended_contract_leaves_open_slots_usable():
    world = shown_world()
    with world.at_agency():
        RelayContract.objects.filter(id=world.contract.id).update(state="ended")

    slot = world.hire()

    assert slot.state == "hired"


def test_both_sides_read_the_same_story():
    world = shown_world()
    world.hire()

    story = ["L1", "L2", "L4", "L7", "L10"]

    assert codes(world, world.at_agency()) == story
    assert codes(world, world.at_company()) == story
    with world.at_company():
        assert count_slots(book_id=world.book_id).used == 1
