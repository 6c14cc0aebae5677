"""A synthetic company year through the actions; its figures agree with an independent recount.

300 employees, 40 postings, 25 side jobs inside, 12 secondments, 6 contract workers, 80 alumni,
9 rehires. The recount knows only what the test did and plain SQL; it uses no code of figures.
"""

from datetime import date, timedelta

import pytest
from django.db import connection
from tests.apps.alumni.network import Network
from tests.apps.cases.test_cases import walk
from tests.apps.insights.test_figures import board_of
from tests.apps.moves.office import Office
from tests.core.cases.ways import typed_for, way_to
from tests.factories import NOW, TODAY, make_member, make_municipality

from tasuki.adapters.postgres.context import bound
from tasuki.apps.cases.actions import open_case, take_case_step
from tasuki.apps.insights.actions.closing import set_plan
from tasuki.apps.insights.actions.rooms import gather_outcomes
from tasuki.apps.insights.tasks import gather_everywhere
from tasuki.apps.moves.actions import secondments
from tasuki.core.access import Role
from tasuki.core.cases.kinds import KINDS
from tasuki.core.kpi.catalogue import find_definition

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(180)]
YEAR = 2026
POSTINGS, FILLED = 40, 28
SIDE_JOBS, SECONDED, RETURNED = 25, 12, 9
CONTRACTS, ALUMNI, LEAVERS, REHIRED = 6, 80, 90, 9


def rehire(hr, number):
    kind = KINDS["rehire"]
    row = open_case(
        actor=hr,
        kind="rehire",
        typed=typed_for(kind, kind.opening),
        person_name=f"架空 太郎{number}",
        person_mail=f"taro{number}@home.invalid",
        now=NOW,
    )
    for event in way_to(kind, "joined")[1:]:
        take_case_step(
            actor=hr, move_case_id=row.pk, event=str(event), typed=typed_for(kind, event), now=NOW
        )


@pytest.fixture
def year(db):
    """The year as it was lived; returns the company's office and network."""
    office = Office()
    network = Network(company=office.company)
    for number in range(POSTINGS):
        walk(office.hr, "internal_posting", "filled" if number < FILLED else "unfilled")
    for number in range(SIDE_JOBS):
        walk(office.hr, "internal_side", "evaluated" if number % 5 else "declined")
    for number in range(SECONDED):
        row = office.second(person_number=f"E-{number:03d}", person_mail="")
        if number < RETURNED:
            secondments.return_secondment(
                actor=office.hr, secondment_id=row.pk, ended_on=TODAY, now=NOW
            )
    for _number in range(CONTRACTS):
        office.start()
    for number in range(ALUMNI):
        network.joined(number)
    for number in range(ALUMNI, LEAVERS):
        network.leaver(number, wishes_contact=False)
    for number in range(REHIRED):
        rehire(office.hr, number)
    return office, network


def one(office, statement):
    with bound(office.company.pk, None), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def test_figures_of_the_year_agree_with_a_recount(year):
    office, _network = year

    assert gather_outcomes(actor=office.hr, now=NOW) > 0
    board = board_of(office.hr, year=YEAR, today=TODAY)

    def counts(name):
        rate = board.rate(find_definition(name))
        return rate.numerator, rate.denominator

    assert counts("internal_fill") == (FILLED, POSTINGS)
    assert counts("rehire_leavers") == (REHIRED, LEAVERS)
    assert counts("secondment_return") == (RETURNED, RETURNED)
    assert board.cell("joined.alumni") == REHIRED
    assert (
        one(
            office, "select count(*) from cases_movecase where kind = 'rehire' and state = 'joined'"
        )
        == REHIRED
    )
    assert one(office, "select count(*) from alumni_alumnimember") == LEAVERS
    assert one(office, "select count(*) from moves_secondment where state = 'returned'") == RETURNED
    assert one(office, "select count(*) from moves_contractwork where state = 'accepted'") == (
        CONTRACTS
    )


def test_reading_again_changes_nothing(year):
    office, _network = year
    first = gather_outcomes(actor=office.hr, now=NOW)
    before = board_of(office.hr, year=YEAR, today=TODAY).cells

    assert gather_outcomes(actor=office.hr, now=NOW) == 0
    assert gather_everywhere(now=NOW + timedelta(hours=1)) == 0
    assert board_of(office.hr, year=YEAR, today=TODAY).cells == before
    assert one(office, "select count(*) from insights_outcomefact") == first


def test_who_turned_it_off_is_left_alone():
    office = Office()
    walk(office.hr, "internal_posting", "filled")
    set_plan(
        actor=office.hr, baseline_year=None, counts_internal=False, counts_rooms=False, now=NOW
    )

    assert gather_everywhere(now=NOW) == 0


def test_a_region_counts_its_consultations():
    city = make_member(make_municipality(), Role.MUNICIPALITY_OPERATOR)
    walk(city, "regional_case", "matched")
    walk(city, "regional_case", "person_spec")

    assert gather_outcomes(actor=city, now=NOW) == 3
    with bound(city.organisation_id, None), connection.cursor() as cursor:
        cursor.execute("select kind, count(*) from insights_outcomefact group by kind")
        found = dict(cursor.fetchall())
    assert found == {"consulted": 2, "matched": 1}


def test_a_day_ahead_is_no_fact():
    office = Office()
    row = walk(office.hr, "internal_application", "moved")
    assert row.values["release_on"] > TODAY

    assert gather_outcomes(actor=office.hr, now=NOW) == 0
    later = NOW + (date(2026, 12, 24) - TODAY)
    assert gather_outcomes(actor=office.hr, now=later) == 1
