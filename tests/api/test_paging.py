"""Long lists by the last row seen."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.api.callers import make_caller
from tests.factories import TODAY, make_company
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.api.v1.paging import cut
from tasuki.api.v1.schemas.common import PageQuery
from tasuki.apps.people.models import Application
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


def walk(caller, path: str, limit: int) -> list[str]:
    ids, after = [], ""
    while True:
        query = f"?limit={limit}" + (f"&after={after}" if after else "")
        page = caller.get(path + query).json()
        assert len(page["items"]) <= limit
        ids += [row["id"] for row in page["items"]]
        after = page["next_after"]
        if after is None:
            return ids


@given(
    days=st.lists(st.none() | st.integers(0, 3), min_size=1, max_size=9),
    limit=st.integers(1, 4),
)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_pages_hold_every_row_once_in_the_order_of_the_list(days, limit):
    company = make_company()
    for day in days:
        applied_on = None if day is None else TODAY + timedelta(days=day)
        make_row(Application, company, applied_on=applied_on)
    with bound(company.pk, None):
        rows = Application.objects.order_by("-applied_on", "-id")
        wanted = [row.pk for row in rows]
        found, after = [], None
        for _ in range(20):
            page, after = cut(rows, PageQuery(after=after, limit=limit))
            found += [row.pk for row in page]
            if after is None:
                break

    assert found == wanted


def test_api_walks_a_list_of_openings():
    company = make_company()
    caller = make_caller(company, Role.COMPANY_HR)
    made = {caller.post("/openings", {"title": f"職種{n}"}).json()["id"] for n in range(5)}

    found = walk(caller, "/openings", 2)

    assert len(found) == 5
    assert set(found) == made


@pytest.mark.parametrize("limit", [0, 201, -1])
def test_page_holds_one_to_two_hundred_rows(limit):
    caller = make_caller(make_company(), Role.COMPANY_HR)

    assert caller.get(f"/openings?limit={limit}").status_code == 422


def test_row_of_another_organisation_starts_no_page():
    one, two = make_company(), make_company()
    foreign = make_caller(two, Role.COMPANY_HR).post("/openings", {"title": "経理"}).json()["id"]

    response = make_caller(one, Role.COMPANY_HR).get(f"/openings?after={foreign}")

    assert (response.status_code, response.json()["field"]) == (422, "after")
