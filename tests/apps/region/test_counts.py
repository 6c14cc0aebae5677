"""What a municipality sees: totals of companies that agreed, from statements only."""

from datetime import UTC, date, datetime

import pytest
from tests.apps.relay.counting_world import World
from tests.factories import NOW, actor_of, make_agency, make_municipality

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import NotAllowedError, NotVisibleError
from tasuki.apps.region import actions, queries
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db

NOVEMBER = date(2026, 11, 1)


def agreed_world(city) -> World:
    world = World()
    actions.agree_to_count(actor=world.hr, municipality_id=city.id, now=NOW)
    return world


def sum_of(city):
    with bound(city.id, None):
        return queries.sum_counts(month=NOVEMBER)


def test_statement_delivers_the_counts_of_the_month():
    city = make_municipality()
    world = agreed_world(city)
    world.inform(27)
    world.count(10)
    world.register()

    world.issue()

    with bound(city.id, None):
        (row,) = queries.list_counts(month=NOVEMBER)
    assert (row.company_name, row.informed_count, row.registered_count) == (
        world.company.name,
        27,
        11,
    )
    assert (row.counted_count, row.slot_count, row.hired_count) == (10, 1, 0)


def test_issuing_again_counts_once():
    city = make_municipality()
    world = agreed_world(city)
    world.inform(5)
    world.count(2)

    world.issue()
    world.issue()

    assert sum_of(city).counted_count == 2


def test_hire_by_slot_stands_in_the_month_that_covers_it():
    city = make_municipality()
    world = agreed_world(city)
    world.show_slots()
    world.hire()
    world.inform(5, now=datetime(2026, 12, 10, tzinfo=UTC))

    world.issue(date(2026, 12, 1), now=datetime(2027, 1, 5, tzinfo=UTC))

    with bound(city.id, None):
        (row,) = queries.list_counts(month=date(2026, 12, 1))
    assert (row.hired_count, row.slot_count) == (1, 0)


def test_carried_month_delivers_nothing():
    city = make_municipality()
    world = agreed_world(city)
    world.inform(4)
    world.count(1)

    world.issue()

    with bound(city.id, None):
        assert queries.list_counts() == []


def test_company_without_an_agreement_is_not_counted():
    city = make_municipality()
    world = World()
    world.inform(5)
    world.count(2)

    world.issue()

    assert sum_of(city).company_count == 0


def test_ended_agreement_stops_the_counts():
    city = make_municipality()
    world = agreed_world(city)
    actions.end_agreement(actor=world.hr, municipality_id=city.id, now=NOW)
    world.inform(5)
    world.count(2)

    world.issue()

    with world.at_company():
        (agreement,) = queries.list_agreements()
    assert (sum_of(city).company_count, agreement.ended_on) == (0, NOW.date())
    with pytest.raises(NotVisibleError):
        actions.end_agreement(actor=world.hr, municipality_id=city.id, now=NOW)


def test_sums_add_the_companies():
    city = make_municipality()
    for counted in (1, 2):
        world = agreed_world(city)
        world.inform(5)
        world.count(counted)
        world.issue()

    found = sum_of(city)

    with bound(city.id, None):
        months = queries.list_monthly_sums()
    assert (found.company_count, found.informed_count, found.counted_count) == (2, 10, 3)
    assert months == [(NOVEMBER, found)]


def test_agreement_names_a_municipality_and_needs_a_signatory():
    world, city = World(), make_municipality()
    hr = actor_of(world.company, Role.COMPANY_HR)

    with pytest.raises(NotVisibleError):
        actions.agree_to_count(actor=world.hr, municipality_id=make_agency().id, now=NOW)
    with pytest.raises(NotAllowedError):
        actions.agree_to_count(actor=hr, municipality_id=city.id, now=NOW)


def test_other_municipality_sees_nothing():
    city, other = make_municipality(), make_municipality()
    world = agreed_world(city)
    world.inform(5)
    world.count(2)
    world.issue()

    with bound(other.id, None):
        assert queries.list_counts() == []
