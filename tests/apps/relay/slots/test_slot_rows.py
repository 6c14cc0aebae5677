"""The rows of the slot's table up to the result, L1 to L9, with journal and books."""

from datetime import date, timedelta

import pytest
from tests.apps.relay.counting_world import PAY, World
from tests.apps.relay.slots.slot_world import at, codes, night, shown_world
from tests.factories import NOW, TODAY, actor_of

from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.orgs.models import Licence
from tasuki.apps.placement.models import Introduction, JobOrder
from tasuki.apps.relay.actions import hires, slot_ends
from tasuki.apps.relay.actions import slots as slot_actions
from tasuki.apps.relay.models import SlotCandidate
from tasuki.core.access import OrganisationKind, Role

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize(
    "fields",
    [
        {"as_of": TODAY - timedelta(days=31)},
        {"declared_on": TODAY - timedelta(days=400)},
        {"title": "営業マン"},
        {"prefecture": 13, "pay_min_yen": 190_000},
    ],
)
def test_l2_needs_a_job_that_may_be_shown_today(fields):
    # One that lacks an item is never open: the table refuses it.
    world = shown_world()

    with pytest.raises(RefusedError) as refused:
        world.request(**fields)

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
