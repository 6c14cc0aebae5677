"""Every row of the slot's table, L1 to L14, with its journal and its books."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.apps.relay.counting_world import PAY, World
from tests.factories import NOW, TODAY, actor_of

from tasuki.apps.actor import Actor
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.orgs.models import Licence
from tasuki.apps.placement.models import FeeEntry, Introduction, JobOrder, JobSeeker
from tasuki.apps.relay.actions import hires, slot_ends
from tasuki.apps.relay.actions import slots as slot_actions
from tasuki.apps.relay.models import RelayContract, SlotCandidate
from tasuki.apps.relay.queries.slots import count_slots, list_slot_events
from tasuki.core.access import OrganisationKind, Role

pytestmark = pytest.mark.django_db

JOINED = date(2026, 12, 1)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)


def night(world: World) -> Actor:
    return Actor.for_task(organisation_id=world.agency.id, kind=OrganisationKind.AGENCY)


def shown_world(**parameters) -> World:
    world = World(**parameters)
    world.show_slots(world.contract.parameters["ratio"])
    return world


def codes(world: World, side) -> list[str]:
    with side:
        return [event.code for event in reversed(list_slot_events(slot_id=world.slot().id))]


def test_l1_grant_tells_its_story():
    world = shown_world()

    assert codes(world, world.at_agency()) == ["L1"]
    assert codes(world, world.at_company()) == ["L1"]


def test_l2_request_reserves_the_slot_and_writes_the_job_order():
    world = shown_world()

    slot = world.request()

    with world.at_agency():
        order = JobOrder.objects.get(slot_id=slot.id)
    assert (slot.state, slot.find_by, slot.opening_title) == (
        "requested",
        TODAY + timedelta(days=30),
        "生産管理",
    )
    assert world.balances()["held"] == 1
    assert (order.employer_name, order.wage, order.term, order.valid_to) == (
        world.company.name,
        "月額 270,000〜330,000円",
        "無期",
        slot.find_by,
    )
    assert codes(world, world.at_company()) == ["L1", "L2"]


def test_l2_needs_all_eleven_items():
    world = shown_world()

    with pytest.raises(RefusedError) as refused:
        world.request(terms={"duties": "生産計画"})

    assert refused.value.code == "H6"
    assert world.slot().state == "granted"
    assert "held" not in world.balances()


def test_l2_needs_an_open_job():
    world = shown_world()

    with pytest.raises(RefusedError) as refused:
        world.request(state="draft")

    assert refused.value.code == "opening_not_open"


def test_l2_needs_a_job_of_the_contract():
    world = shown_world(eligible_jobs=("経理",))

    with pytest.raises(RefusedError) as refused:
        world.request()
    slot = world.request(occupation="経理")

    assert refused.value.code == "not_eligible"
    assert slot.state == "requested"


def test_l2_keeps_the_pay_limit():
    world = shown_world(max_theoretical_pay=PAY)

    with pytest.raises(RefusedError) as refused:
        world.request(theoretical_pay_yen=PAY + 1)

    assert refused.value.code == "pay_limit"


def test_l2_needs_a_licence_valid_that_day():
    world = shown_world()
    with world.at_agency():
        Licence.objects.update(valid_to=TODAY - timedelta(days=1))

    with pytest.raises(RefusedError) as refused:
        world.request()

    assert refused.value.code == "H1"


def test_l2_never_for_harbour_work():
    world = shown_world()

    with pytest.raises(RefusedError) as refused:
        world.request(occupation="harbour")

    assert refused.value.code == "H1"


@pytest.mark.parametrize("days", [13, 181])
def test_l2_deadline_lies_between_fourteen_and_180_days(days):
    world = shown_world()
    opening = world.make_opening()

    with pytest.raises(InvalidInputError) as refused:
        slot_actions.request_slot(
            actor=world.hr,
            slot_id=world.slot().id,
            opening_id=opening.id,
            find_by=TODAY + timedelta(days=days),
            now=NOW,
        )

    assert refused.value.field == "find_by"


def test_l2_twice_is_refused():
    world = shown_world()
    world.request()

    with pytest.raises(RefusedError) as refused:
        world.request()

    assert refused.value.code == "state"
    assert world.balances()["held"] == 1


def test_l2_needs_the_right_role():
    world = shown_world()
    opening = world.make_opening()
    manager = actor_of(world.company, Role.COMPANY_MANAGER)

    with pytest.raises(NotAllowedError):
        slot_actions.request_slot(
            actor=manager, slot_id=world.slot().id, opening_id=opening.id, now=NOW
        )


def test_another_company_cannot_touch_the_slot():
    world, other = shown_world(), World()
    opening = other.make_opening()

    with pytest.raises(NotVisibleError):
        slot_actions.request_slot(
            actor=other.hr, slot_id=world.slot().id, opening_id=opening.id, now=NOW
        )

    assert world.slot().state == "granted"


def test_l3_cancelled_request_frees_the_slot():
    world = shown_world()
    world.request()

    slot = slot_actions.cancel_request(actor=world.hr, slot_id=world.slot().id, now=NOW)

    with world.at_agency():
        assert JobOrder.objects.get().closed_on == TODAY
    assert (slot.state, slot.opening_id, slot.expires_on) == ("granted", None, date(2027, 11, 22))
    assert "held" not in world.balances()


def test_l3_missed_deadline_adds_the_missed_days():
    world = shown_world()
    world.request()
    deadline = TODAY + timedelta(days=30)

    with pytest.raises(RefusedError):
        slot_ends.miss_deadline(actor=night(world), slot_id=world.slot().id, now=at(deadline))
    slot = slot_ends.miss_deadline(
        actor=night(world), slot_id=world.slot().id, now=at(deadline + timedelta(days=1))
    )

    assert slot.state == "granted"
    assert slot.expires_on == date(2027, 11, 22) + timedelta(days=31)


def test_l4_presents_a_person_who_said_yes():
    world = shown_world()
    world.request()

    slot = world.present()

    with world.at_agency():
        introduction = Introduction.objects.get()
    assert (slot.state, slot.answer_by) == ("candidate_presented", TODAY + timedelta(days=7))
    assert (introduction.introduced_on, introduction.outcome) == (TODAY, "")


def test_l5_decline_without_interview_goes_back_to_the_request():
    world = shown_world()
    world.request()
    world.present()
    later = NOW + timedelta(days=3)

    slot = slot_actions.decline_candidate(
        actor=world.hr, slot_id=world.slot().id, reason_code="timing", now=later
    )

    with world.at_company():
        candidate = SlotCandidate.objects.get()
    with world.at_agency():
        outcome = Introduction.objects.get().outcome
    assert (slot.state, slot.find_by, slot.return_count) == (
        "requested",
        later.date() + timedelta(days=30),
        0,
    )
    assert (candidate.outcome, candidate.outcome_code, outcome) == (
        "declined",
        "timing",
        "not_hired",
    )
    assert world.balances()["held"] == 1


def test_l5_is_refused_where_an_interview_is_promised():
    world = shown_world(promised_interview=True)
    world.request()
    world.present()

    with pytest.raises(RefusedError) as refused:
        slot_actions.decline_candidate(
            actor=world.hr, slot_id=world.slot().id, reason_code="timing", now=NOW
        )

    assert refused.value.code == "promised_interview"


def test_l5_never_by_a_program():
    world = shown_world()
    world.request()
    world.present()
    program = Actor.for_task(organisation_id=world.company.id, kind=OrganisationKind.COMPANY)

    with pytest.raises(RefusedError) as refused:
        slot_actions.decline_candidate(
            actor=program, slot_id=world.slot().id, reason_code="timing", now=NOW
        )

    assert refused.value.code == "H12"


def test_l5_unknown_reason_is_refused():
    world = shown_world()

    with pytest.raises(InvalidInputError):
        slot_actions.decline_candidate(
            actor=world.hr, slot_id=world.slot().id, reason_code="age", now=NOW
        )


def test_l6_withdrawal_of_the_candidate_is_no_return():
    world = shown_world()
    world.request()
    world.present()

    slot = slot_actions.candidate_withdraws(actor=world.owner, slot_id=world.slot().id, now=NOW)

    with world.at_agency():
        outcome = Introduction.objects.get().outcome
    assert (slot.state, slot.return_count, outcome) == ("requested", 0, "withdrew")


def test_l7_interview_is_recorded_not_planned():
    world = shown_world()
    world.request()
    world.present()

    with pytest.raises(InvalidInputError) as refused:
        hires.hold_interview(
            actor=world.hr,
            slot_id=world.slot().id,
            interview_at=NOW + timedelta(hours=1),
            now=NOW,
        )
    slot = world.interview()

    assert refused.value.field == "interview_at"
    assert (slot.state, slot.interview_at) == ("interview_held", NOW)


def test_l8_first_failure_returns_the_slot_for_at_least_sixty_days():
    world = shown_world(slot_expiry_months=1)
    world.request()
    world.present()
    world.interview()

    slot = hires.record_result(
        actor=world.hr, slot_id=world.slot().id, reason="経験が合わない", now=NOW
    )

    assert (slot.state, slot.return_count, slot.expires_on) == (
        "granted",
        1,
        TODAY + timedelta(days=60),
    )
    assert "held" not in world.balances()
    assert world.balances()["slot_open"] == 1


def test_l8_needs_a_reason():
    world = shown_world()
    world.request()
    world.present()
    world.interview()

    with pytest.raises(RefusedError) as refused:
        hires.record_result(actor=world.hr, slot_id=world.slot().id, reason=" ", now=NOW)

    assert refused.value.code == "H12"


def test_l9_second_failure_closes_the_slot():
    world = shown_world(slot_max_returns=0)
    world.request()
    world.present()
    world.interview()

    slot = hires.record_result(
        actor=world.hr,
        slot_id=world.slot().id,
        reason="内定を辞退",
        outcome="offer_declined",
        now=NOW,
    )

    balances = world.balances()
    with world.at_agency():
        outcome = Introduction.objects.get().outcome
    assert (slot.state, balances["slot_ended"], outcome) == ("closed_unused", 1, "withdrew")
    assert "slot_open" not in balances


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


@pytest.mark.parametrize(
    ("conditions", "code", "field"),
    [
        ({"must": ["生産管理の経験", "宗教を確認"]}, "H5", "must"),
        ({"must": [], "want": ["35歳以下"]}, "H6", "want"),
        ({"must": ["女性"]}, "H6", "must"),
    ],
)
def test_l2_conditions_ask_for_nothing_unlawful(conditions, code, field):
    world = shown_world()
    opening = world.make_opening()

    with pytest.raises(RefusedError) as refused:
        slot_actions.request_slot(
            actor=world.hr,
            slot_id=world.slot().id,
            opening_id=opening.id,
            conditions=conditions,
            now=NOW,
        )

    assert (refused.value.code, refused.value.field) == (code, field)
    assert world.slot().state == "granted"


@pytest.mark.parametrize(
    "conditions", [{"score": ["A"]}, {"must": ["x" * 201]}, {"must": ["経験"] * 21}]
)
def test_l2_conditions_are_short_lines_of_two_kinds(conditions):
    world = shown_world()

    with pytest.raises(InvalidInputError):
        slot_actions.request_slot(
            actor=world.hr,
            slot_id=world.slot().id,
            opening_id=world.make_opening().id,
            conditions=conditions,
            now=NOW,
        )

    assert world.slot().state == "granted"


def interviewed_world() -> World:
    world = shown_world()
    world.request()
    world.present()
    world.interview()
    return world


def notes(side, slot_id) -> list[str]:
    with side:
        return [event.note for event in list_slot_events(slot_id=slot_id)]


def test_l8_words_of_the_company_stay_with_the_company():
    world = interviewed_world()
    words = "面接での受け答えに不安があった"

    hires.record_result(actor=world.hr, slot_id=world.slot().id, reason=words, now=NOW)

    slot_id = world.slot().id
    assert notes(world.at_company(), slot_id)[0] == words
    assert notes(world.at_agency(), slot_id)[0] == "result:not_hired"
    with world.at_agency():
        reasons = list(AuditEvent.objects.values_list("reason", flat=True))
    assert words not in reasons
    assert "result:not_hired" in reasons


@pytest.mark.parametrize(
    ("reason", "error"),
    [("国籍が合わない", RefusedError), ("あ" * 301, InvalidInputError)],
)
def test_l8_reason_holds_nothing_that_selection_must_not_know(reason, error):
    world = interviewed_world()

    with pytest.raises(error):
        hires.record_result(actor=world.hr, slot_id=world.slot().id, reason=reason, now=NOW)

    assert world.slot().state == "interview_held"


def test_l5_reason_is_told_in_the_language_of_the_reader():
    world = shown_world()
    world.request()
    world.present()

    slot_actions.decline_candidate(
        actor=world.hr, slot_id=world.slot().id, reason_code="timing", now=NOW
    )

    with world.at_agency():
        event = list_slot_events(slot_id=world.slot().id)[0]
    assert event.note == "declined:timing"
    assert (event.note_words.ja, event.note_words.en) == ("時期が合わない", "timing does not fit")


def test_l7_interview_does_not_lie_before_the_presentation():
    world = shown_world()
    world.request()
    world.present()

    with pytest.raises(InvalidInputError) as refused:
        hires.hold_interview(
            actor=world.hr,
            slot_id=world.slot().id,
            interview_at=NOW - timedelta(minutes=1),
            now=NOW,
        )

    assert refused.value.field == "interview_at"
    assert world.slot().state == "candidate_presented"


def test_l10_nobody_joins_before_the_interview():
    world = interviewed_world()

    with pytest.raises(InvalidInputError) as refused:
        world.join(hired_on=TODAY - timedelta(days=1))

    assert refused.value.field == "hired_on"
    assert world.slot().state == "interview_held"
