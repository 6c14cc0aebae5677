"""Every refusal is a problem document in the language asked for."""

import pytest
from tests.api.callers import Caller, make_caller
from tests.factories import make_agency, make_company

from tasuki.api import throttling
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Caller:
    return make_caller(make_company(), Role.COMPANY_OWNER)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        (
            "ja",
            "見つかりません。削除されたか、表示する権限がありません。一覧から選び直してください。",
        ),
        ("en", "Not found: it was removed, or you may not see it. Choose again from the list."),
    ],
)
def test_title_comes_in_the_language_asked_for(company, language, title):
    response = company.get(
        "/openings/00000000-0000-4000-8000-000000000000", **{"Accept-Language": language}
    )

    problem = response.json()
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response["Content-Language"] == language
    assert (problem["type"], problem["title"]) == ("urn:tasuki:problem:not_found", title)
    assert problem["detail_ja"] != problem["detail_en"]


def test_refusal_by_law_names_its_rule(company):
    opening = company.post("/openings", {"title": "経理"}).json()

    response = company.post(f"/openings/{opening['id']}/publish", **{"Accept-Language": "en"})

    assert response.status_code == 409
    assert response.json()["code"] == "H6"


@pytest.mark.parametrize(
    ("language", "text"),
    [("ja", "長すぎます。短くしてください。"), ("en", "Too long. Shorten it.")],
)
def test_value_that_cannot_be_used_is_named(company, language, text):
    response = company.post("/openings", {"title": "a" * 121}, **{"Accept-Language": language})

    problem = response.json()
    assert (response.status_code, problem["code"]) == (422, "invalid")
    assert problem["errors"] == [{"field": "body.title", "code": "string_too_long", "text": text}]


def test_field_that_is_not_listed_is_refused(company):
    response = company.post("/openings", {"title": "経理", "state": "open"})

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == "body.state"


def test_zero_character_is_refused(company):
    response = company.post("/openings", {"title": "経\x00理"})

    assert response.status_code == 422


def test_body_that_is_no_json_is_refused(company):
    response = company.client.generic(
        "POST", "/api/v1/openings", "{", content_type="application/json", headers=company.headers
    )

    assert (response.status_code, response.json()["code"]) == (400, "unreadable")


def test_body_that_is_too_large_is_refused(company):
    response = company.post("/openings", {"title": "a" * 3_000_000})

    assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_address_that_does_not_exist_is_a_problem_not_a_page():
    response = Caller().get("/nothing/here")

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_call_above_the_number_of_a_minute_is_refused(company, monkeypatch):
    monkeypatch.setattr(throttling.CallerThrottle, "calls_per_window", 3)

    statuses = [company.get("/me").status_code for _ in range(4)]
    last = company.get("/me")

    assert statuses == [200, 200, 200, 429]
    assert last.json()["code"] == "too_many_calls"
    assert last["Retry-After"] == "60"


def test_calls_of_one_member_do_not_use_up_those_of_another(monkeypatch):
    monkeypatch.setattr(throttling.CallerThrottle, "calls_per_window", 1)
    one = make_caller(make_company(), Role.COMPANY_HR)
    other = make_caller(make_agency(), Role.AGENCY_CLERK)

    assert [one.get("/me").status_code, one.get("/me").status_code] == [200, 429]
    assert other.get("/me").status_code == 200
