"""Every page of the company's and the region's room in a real browser."""

from datetime import date

import pytest
from django.urls import reverse
from tests.e2e import browser as checks
from tests.factories import make_member, make_municipality
from tests.web.company.conftest import fill_room, make_room
from tests.web.company.test_pages import PAGES, url_of

from tasuki.adapters.postgres.context import bound
from tasuki.apps.region.models import RegionalCount
from tasuki.core.access import Role


@pytest.fixture
def room(live):
    made = make_room()
    fill_room(made)
    return made


def test_pages_are_accessible_narrow_and_light(room, live, desk, sign_in, shoot):
    sign_in(desk, room.hr)
    wrong = {}
    for page in PAGES:
        desk.goto(live + url_of(room, page))
        shoot(desk, f"company-{page.split()[0]}")
        if found := checks.problems_of(desk):
            wrong[page] = found

    assert wrong == {}, "\n".join(f"{page}: {found}" for page, found in wrong.items())
    desk.goto(live + reverse("company:home"))
    checks.weigh(desk)


def test_region_is_accessible_and_narrow(live, desk, sign_in, shoot):
    city = make_municipality()
    for month, counted in ((4, 12), (5, 3), (6, 9), (7, 20), (8, 16), (9, 14)):
        with bound(city.id, None):
            RegionalCount.objects.create(
                organisation=city,
                company_id=1,
                company_name="みなと精機",
                month=date(2026, month, 1),
                informed_count=counted * 10,
                registered_count=counted + 2,
                counted_count=counted,
                slot_count=1,
                hired_count=1,
            )
    sign_in(desk, make_member(city, Role.MUNICIPALITY_OPERATOR))

    desk.goto(live + "/region/")

    shoot(desk, "region-home")
    assert checks.problems_of(desk) == []
