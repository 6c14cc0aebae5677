"""What the database itself refuses, whoever asks it: raw SQL as the serving role."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.apps.rounds.house import House, introductions, posting
from tests.factories import NOW, TODAY, make_member, make_municipality
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import RefusedError
from tasuki.apps.orgs.models import Licence
from tasuki.apps.placement.models import Introduction, JobOrder, JobSeeker
from tasuki.apps.rounds.actions import entries
from tasuki.apps.rounds.models import RoundDecision
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


def run(house: House, statement: str, *values) -> int:
    with transaction.atomic(), bound(house.organisation.id, None), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


@pytest.mark.parametrize("state", ["ready", "submitted"])
def test_nobody_takes_part_without_consent(house, state):
    house.plan()
    house.place("経理部")
    person = house.person("蓮")
    if state == "submitted":
        with bound(house.organisation.id, None):
            type(person).objects.filter(id=person.id).update(state="ready", consented_at=NOW)

    with pytest.raises(IntegrityError, match="h2_who_takes_part_agreed"):
        run(
            house,
            "update rounds_roundperson set state = %s, consented_at = null where id = %s",
            state,
            person.id,
        )


def test_a_place_that_does_not_accept_somebody_names_a_human():
    house = posting()

    with pytest.raises(IntegrityError, match="h12_refusal_of_a_place_names_human"):
        run(
            house,
            "update rounds_roundscore set is_accepted = false, scored_by_id = null"
            " where person_id = %s",
            house.people["蓮"].id,
        )


def test_no_proposal_is_decided_without_a_named_human():
    house = posting()
    house.lock()
    house.clear()

    with pytest.raises(IntegrityError, match="h12_proposal_names_human"):
        run(house, "update rounds_rounddecision set decision = 'declined'")


@pytest.mark.parametrize("state", ["verified", "decided", "published"])
def test_a_cleared_round_does_not_jump(state):
    house = posting()
    house.lock()

    with pytest.raises(DatabaseError):
        run(house, "update rounds_round set state = %s where id = %s", state, house.round_id)


def test_an_outcome_without_an_input_is_no_cleared_round():
    house = posting()
    house.lock()

    with pytest.raises(IntegrityError, match="cleared_round_has_outcome"):
        run(house, "update rounds_round set state = 'cleared' where id = %s", house.round_id)


def test_what_is_said_of_a_person_is_not_readable_in_the_table():
    house = posting()
    house.until_verified()
    house.decide("蓮", "凛", "湊", reason="経理の経験が長い")

    with bound(house.organisation.id, None), connection.cursor() as cursor:
        cursor.execute("select encode(reason, 'escape') from rounds_rounddecision")
        decisions = [row[0] for row in cursor.fetchall()]
        cursor.execute("select encode(explanation, 'escape') from rounds_rounddecision")
        explanations = [row[0] for row in cursor.fetchall()]
        assert {one.reason for one in RoundDecision.objects.all()} == {"経理の経験が長い"}
    assert len(decisions) == 3
    assert not any("経理".encode().decode("latin-1") in one for one in decisions)
    assert not any("result" in one for one in explanations)


def test_a_person_placed_for_good_is_not_asked_into_a_round_by_h7(desk):
    house = House.agency(desk)
    house.plan("introductions")
    record_id = desk.register().talent_record_id
    with bound(desk.agency.id, None):
        Introduction.objects.create(
            organisation=desk.agency,
            job_order=JobOrder.objects.first(),
            job_seeker=JobSeeker.objects.get(talent_record_id=record_id),
            introduced_on=date(2026, 1, 10),
            outcome="hired",
            hired_on=TODAY,
            is_indefinite=True,
            solicitation_ban_until=date(2028, 11, 23),
        )

    with pytest.raises(RefusedError) as failure:
        house.person("蓮", record=record_id)

    assert failure.value.code == "H7"


def test_a_notified_municipality_holds_a_round_of_introductions(db):
    town = make_municipality()
    make_row(Licence, town, number="13-地-000001", valid_from=date(2020, 1, 1))

    row = House(town, make_member(town, Role.MUNICIPALITY_OPERATOR)).plan("introductions")

    assert (row.kind, row.state) == ("introductions", "draft")


def test_a_licensed_agency_holds_a_swap_with_a_chain_from_an_empty_seat(desk):
    house = House.agency(desk)
    house.plan("swap", purpose="skills", agreed_on=TODAY)
    house.place("設計課", company_name="みなと精機")
    house.place("研究所", company_name="はまべ食品")
    house.place("工場", company_name="やまと木工", vacancies=1)
    house.person("蓮", unit="設計課", record=house.guest())
    house.person("凛", unit="研究所", record=house.guest())
    house.open()
    house.rank("蓮", "研究所")
    house.rank("凛", "工場")

    house.until_verified()

    assert house.row.state == "verified"
    assert house.results() == {"蓮": ("研究所", None), "凛": ("工場", None)}


def test_a_job_seeker_of_an_agency_is_no_person_of_a_swap(desk):
    house = House.agency(desk)
    house.plan("swap", purpose="skills", agreed_on=TODAY)
    house.place("設計課", company_name="みなと精機")

    with pytest.raises(RefusedError) as failure:
        house.person("蓮", unit="設計課", record=desk.register().talent_record_id)

    assert failure.value.code == "H3"


def test_orders_become_places_once(desk):
    house = introductions(desk)
    with bound(house.organisation.id, None):
        names = {one.name for one in house.row.places.all()}
    with pytest.raises(RefusedError):
        entries.add_orders(
            actor=house.hr, round_id=house.round_id, job_order_ids=[desk.order.id], now=NOW
        )

    assert names == {one.name for one in house.places.values()}
