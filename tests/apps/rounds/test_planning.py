"""Who may hold a round, what it is made of, and what the law refuses before anybody is asked."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.apps.rounds.house import AFTER, DEADLINE, House, introductions, posting, swap
from tests.factories import NOW, TODAY, make_company, make_member, make_municipality

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.people.models import Application, Employment, TalentRecord
from tasuki.apps.rounds.actions import entries, planning, running
from tasuki.apps.rounds.models import Round
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


def code_of(failure) -> str:
    return failure.value.code


def test_a_round_gets_a_number_and_the_default_mechanism_of_its_kind(house):
    assert house.plan("rotation").number == "RD-0001"
    assert house.row.mechanism == "top_trading_cycles"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"deadline_at": NOW}, "deadline_at"),
        ({"mechanism": "top_trading_cycles"}, "mechanism"),
        ({"purpose": "profit"}, "purpose"),
    ],
)
def test_a_plan_with_a_wrong_value_names_its_field(house, fields, field):
    with pytest.raises(InvalidInputError) as failure:
        house.plan(**fields)

    assert failure.value.field == field


def test_a_manager_ranks_and_plans_nothing(house):
    manager = make_member(house.organisation, Role.COMPANY_MANAGER)

    with pytest.raises(NotAllowedError):
        planning.plan_round(
            actor=manager, title="x", kind="internal", deadline_at=DEADLINE, now=NOW
        )


def test_a_company_is_refused_a_round_of_introductions_by_h1(house):
    with pytest.raises(RefusedError) as failure:
        house.plan("introductions")

    assert code_of(failure) == "H1"


def test_an_agency_without_a_valid_licence_is_refused_by_h1(desk):
    desk.relay.end_licence(TODAY - timedelta(days=1))

    with pytest.raises(RefusedError) as failure:
        House.agency(desk).plan("introductions")

    assert code_of(failure) == "H1"


def test_a_licence_that_ended_before_the_clearing_stops_it(desk):
    house = introductions(desk)
    house.lock()
    desk.relay.end_licence(TODAY)

    with pytest.raises(RefusedError) as failure:
        house.clear()

    assert code_of(failure) == "H1"
    assert house.reload().state == "locked"


def test_a_licence_that_ended_while_the_worker_computed_keeps_the_outcome_out(desk):
    house = introductions(desk)
    house.lock()
    running.clear_round(actor=house.hr, round_id=house.round_id, now=AFTER)
    desk.relay.end_licence(TODAY)

    with pytest.raises(RefusedError) as failure:
        house.work("clear")

    assert code_of(failure) == "H1"
    row = house.reload()
    assert (row.outcome, row.state, row.job) == ("", "locked", "")
    assert row.job_error == failure.value.text


def test_an_unnotified_municipality_is_refused_by_h1(db):
    town = make_municipality()
    operator = make_member(town, Role.MUNICIPALITY_OPERATOR)

    with pytest.raises(RefusedError) as failure:
        House(town, operator).plan("introductions")

    assert code_of(failure) == "H1"


@pytest.mark.parametrize(
    "missing", [{"purpose": ""}, {"agreed_on": None}, {"agreed_on": TODAY + timedelta(days=1)}]
)
def test_a_swap_without_purpose_or_signed_agreement_is_refused_by_h9(db, missing):
    with pytest.raises(RefusedError) as failure:
        swap(**missing)

    assert code_of(failure) == "H9"


def test_a_company_that_is_no_party_brokers_and_is_refused_by_h1(db):
    with pytest.raises(RefusedError) as failure:
        swap(is_party=False)

    assert code_of(failure) == "H1"


def test_a_post_of_another_company_makes_an_internal_round_a_placement(house):
    house.plan()

    with pytest.raises(RefusedError) as failure:
        house.place("経理部", company_name="はまべ食品")

    assert code_of(failure) == "H1"


def test_a_round_of_introductions_takes_job_orders_only(desk):
    house = House.agency(desk)
    house.plan("introductions")

    with pytest.raises(RefusedError) as failure:
        house.place("経理部")

    assert code_of(failure) == "orders_only"


def test_a_closed_order_is_no_place(desk):
    house = House.agency(desk)
    house.plan("introductions")
    order = desk.make_order(closed_on=TODAY)

    with pytest.raises(RefusedError) as failure:
        entries.add_orders(
            actor=house.hr, round_id=house.round_id, job_order_ids=[order.id], now=NOW
        )

    assert code_of(failure) == "order_over"


def make_applicant(house) -> TalentRecord:
    with bound(house.organisation.id, None):
        record = TalentRecord.objects.create(
            organisation=house.organisation, number=f"A-{uuid4().hex[:6]}", family_name="森"
        )
        Application.objects.create(
            organisation=house.organisation, talent_record=record, number="1", job_title="経理"
        )
    return record


def test_an_applicant_takes_part_in_no_round_of_the_company(house):
    house.plan()
    applicant = make_applicant(house)

    with pytest.raises(RefusedError) as failure:
        house.person("森", record=applicant.id)

    assert code_of(failure) == "H3"


def test_an_applicant_is_no_person_of_a_swap_either(db):
    house = House.company()
    house.plan("swap", purpose="skills", is_party=True, agreed_on=TODAY)
    house.place("設計課")
    applicant = make_applicant(house)

    with pytest.raises(RefusedError) as failure:
        house.person("森", record=applicant.id, unit="設計課")

    assert code_of(failure) == "H3"


def test_who_left_the_company_takes_no_part(house):
    house.plan()
    left = house.employee()
    with bound(house.organisation.id, None):
        Employment.objects.filter(talent_record_id=left).update(
            state="left", left_on=date(2026, 3, 31)
        )

    with pytest.raises(RefusedError) as failure:
        house.person("花", record=left)

    assert code_of(failure) == "H3"


def test_an_empty_round_is_not_opened(house):
    house.plan()
    house.place("経理部")

    with pytest.raises(RefusedError) as failure:
        house.open()

    assert code_of(failure) == "nothing_to_match"


def test_opening_commits_to_a_secret_that_nobody_reads_in_the_table(open_house):
    with bound(open_house.organisation.id, None):
        stored = Round.objects.raw(
            "select id, encode(secret, 'escape') as raw from rounds_round where id = %s",
            [open_house.round_id],
        )[0].raw

    assert open_house.row.commitment.startswith("sha256:")
    assert len(open_house.row.secret) == 48
    assert open_house.row.secret not in stored


def test_everybody_is_invited_with_the_commitment(open_house):
    mails = open_house.mails("round_invitation")

    assert len(mails) == 3
    assert all(open_house.row.commitment in one.text for one in mails)


def test_who_is_added_to_an_open_round_is_invited_at_once(open_house):
    open_house.person("葵")

    assert len(open_house.mails("round_invitation")) == 4


def test_people_and_places_of_a_draft_can_be_taken_out(house):
    house.plan()
    house.place("経理部")
    house.person("蓮")

    entries.remove_person(actor=house.hr, person_id=house.people["蓮"].id, now=NOW)
    entries.remove_place(actor=house.hr, place_id=house.places["経理部"].id, now=NOW)

    with pytest.raises(RefusedError) as failure:
        house.open()
    assert code_of(failure) == "nothing_to_match"


def test_nobody_is_taken_out_of_an_open_round_by_the_operator(open_house):
    with pytest.raises(RefusedError):
        entries.remove_person(actor=open_house.hr, person_id=open_house.people["蓮"].id, now=NOW)


def test_another_organisation_sees_and_changes_nothing(open_house):
    stranger = make_member(make_company(), Role.COMPANY_HR)

    with bound(stranger.organisation_id, None):
        assert Round.objects.count() == 0
    with pytest.raises(NotVisibleError):
        running.lock_round(actor=stranger, round_id=open_house.round_id, now=AFTER)


def test_a_cancelled_round_loses_its_lists_and_needs_a_reason(open_house):
    with pytest.raises(RefusedError) as failure:
        planning.cancel_round(actor=open_house.hr, round_id=open_house.round_id, reason="", now=NOW)
    assert code_of(failure) == "H12"

    row = planning.cancel_round(
        actor=open_house.hr, round_id=open_house.round_id, reason="組織変更のため", now=NOW
    )

    assert row.state == "cancelled"
    with bound(open_house.organisation.id, None):
        assert not row.people.filter(choices__isnull=False).exists()


def test_the_mechanism_is_chosen_before_the_lists_open():
    house = posting()

    with pytest.raises(RefusedError):
        running.choose_mechanism(
            actor=house.hr,
            round_id=house.round_id,
            mechanism="flexible_deferred_acceptance",
            now=NOW,
        )
