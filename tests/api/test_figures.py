"""Figures through the API: what is entered is counted, what others see is masked."""

from datetime import date

import pytest
from tests.api.callers import make_caller
from tests.apps.insights.test_figures import close_year, tell
from tests.factories import make_company

from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def hr(company):
    return make_caller(company, Role.COMPANY_HR)


def test_outcomes_and_costs_become_figures_and_exact_savings(hr):
    for year, routes in (
        (2024, {"agency": (6, 140), "advert": (4, 40)}),
        (
            2025,
            {
                "agency": (4, 150),
                "advert": (4, 45),
                "referral": (2, 20),
                "alumni": (1, 10),
                "slot": (1, 5),
            },
        ),
    ):
        for channel, (count, man_yen) in routes.items():
            done = hr.post(
                "/figures/outcomes",
                {
                    "kind": "joined",
                    "happened_on": f"{year}-06-01",
                    "count": count,
                    "channel": channel,
                    "source_key": f"{year}-{channel}",
                },
            )
            assert done.status_code == 200, done.content
            done = hr.post(
                "/figures/cost-entries",
                {
                    "month": f"{year}-06-01",
                    "scope": "external",
                    "channel": channel,
                    "amount": count * man_yen * 10_000,
                },
            )
            assert done.status_code == 200, done.content
    assert hr.post("/figures/plan", {"baseline_year": 2024}).status_code == 200

    told = hr.get("/figures/costs?year=2025").json()

    assert told["reduction_percent"] in {"30.4", 30.4}
    assert told["total_reduction_percent"] in {"16.5", 16.5}
    saved = {one["channel"]: one["saved_yen"] // 10_000 for one in told["items"]}
    assert saved == {"agency": -200, "advert": 220, "referral": 160, "alumni": 90, "slot": 95}
    assert told["saved_yen"] == 3_650_000


def test_a_number_given_again_replaces_what_it_said(hr):
    fact = {"kind": "joined", "happened_on": "2025-06-01", "channel": "direct", "source_key": "1"}
    for count in (5, 7):
        hr.post("/figures/outcomes", fact | {"count": count})

    [line] = hr.get("/figures/costs?year=2025").json()["items"]
    assert (line["channel"], line["joined"]) == ("direct", 7)


def test_bad_input_names_its_field(hr):
    future = {"kind": "joined", "happened_on": "2199-01-01", "source_key": "1"}
    wrong = hr.post("/figures/outcomes", future)
    target = {"definition_id": "nothing", "year": 2025, "permille": 5}

    assert wrong.status_code == 422
    assert wrong.json()["field"] == "happened_on"
    assert hr.post("/figures/targets", target).status_code == 422


def test_who_may_not_see_the_people_gets_closed_years_with_small_counts_hidden(company, hr):
    for channel, count in (("agency", 20), ("advert", 12), ("alumni", 3), ("referral", 9)):
        tell(hr.actor, "joined", date(2025, 6, 1), count, channel=channel)
    viewer = make_caller(company, Role.COMPANY_VIEWER)
    assert viewer.get("/figures").json()["items"] == []

    close_year(hr.actor)

    told = viewer.get("/figures/costs?year=2025").json()
    joined = {one["channel"]: one["joined"] for one in told["items"]}
    assert joined["alumni"] is None
    assert sum(value is None for value in joined.values()) >= 2
    assert viewer.post("/figures/plan", {}).status_code == 403
    assert viewer.get("/figures/cost-entries").status_code == 403


def test_a_closed_month_takes_no_more_costs(hr):
    tell(hr.actor, "joined", date(2025, 6, 1), 9, channel="agency")
    closed = hr.post("/figures/months", {"month": "2025-06-01"})
    cost = {"month": "2025-06-10", "scope": "external", "channel": "agency", "amount": 1}

    assert closed.status_code == 200, closed.content
    assert hr.post("/figures/months", {"month": "2025-06-01"}).status_code == 409
    assert hr.post("/figures/cost-entries", cost).status_code == 409
