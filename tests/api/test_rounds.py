"""Rounds for machines: the whole way, a person's own list, and what nobody reads."""

from datetime import timedelta

import pytest
import time_machine
from tests.api.callers import make_caller
from tests.apps.rounds.house import AFTER, DEADLINE, House
from tests.factories import NOW, make_company

from tasuki.adapters.postgres.context import bound
from tasuki.apps.rounds.models import Round
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
REASON = "業務の経験と本人の希望にもとづく提案のため"


@pytest.fixture
def house(db):
    with time_machine.travel(NOW, tick=False):
        yield House.company()


@pytest.fixture
def hr(house):
    return make_caller(house.organisation, Role.COMPANY_HR)


def ok(response):
    assert response.status_code == 200, response.content.decode()
    return response.json()


def planned(hr, house) -> str:
    given = {"title": "秋の社内公募", "kind": "internal", "deadline_at": DEADLINE.isoformat()}
    row = ok(hr.post("/rounds", given))
    one = f"/rounds/{row['id']}"
    ok(hr.post(f"{one}/places", {"name": "経理部"}))
    ok(hr.post(f"{one}/people", {"talent_record_ids": [str(house.employee("蓮"))]}))
    return one


def rank(house, one) -> None:
    """The person answers; a machine of the operator cannot."""
    with bound(house.organisation.id, None):
        house.row = Round.objects.get(id=one.rpartition("/")[2])
        house.places = {place.name: place for place in house.row.places.all()}
        house.people = {"蓮": house.row.people.get()}
    house.rank("蓮", "経理部")


def test_a_round_from_the_plan_to_the_publication(hr, house):
    one = planned(hr, house)
    ok(hr.post(f"{one}/open"))
    rank(house, one)
    person = ok(hr.get(f"{one}/people"))["items"][0]
    place = ok(hr.get(f"{one}/places"))["items"][0]
    given = {"place_id": place["id"], "priority": 70, "reason": "経理の経験が5年ある"}
    score = ok(hr.post(f"/round-people/{person['id']}/score", given))
    with time_machine.travel(AFTER, tick=False):
        locked = ok(hr.post(f"{one}/lock"))
        for job in ("compare", "clear", "verify"):
            assert ok(hr.post(f"{one}/{job}"))["job"] == job
            house.work(job)
        result = ok(hr.get(f"{one}/result"))
        lines = ok(hr.get(f"{one}/lines"))["items"]
        decided = ok(
            hr.post(
                f"{one}/decide",
                {"line_ids": [lines[0]["id"]], "is_confirmed": True, "reason": REASON},
            )
        )
        published = ok(hr.post(f"{one}/publish"))
        table = hr.get(f"{one}/transfers")
        revealed = ok(hr.get(f"{one}/result"))

    assert (person["state"], score["source"]) == ("submitted", "unit")
    assert locked["digest"].startswith("sha256:")
    assert result["report"]["stable"]["verdict"] == "PASS"
    assert (result["secret"], len(result["comparison"])) == ("", 4)
    assert decided["items"][0]["decision"] == "confirmed"
    assert published["state"] == "published"
    assert len(revealed["secret"]) == 48
    assert "経理部" in table.content.decode("utf-8-sig")
    assert ok(hr.get(one))["submitted_count"] == 1
    assert [row["number"] for row in ok(hr.get("/rounds?state=published"))["items"]] == ["RD-0001"]


def test_what_people_listed_is_not_in_any_answer_to_the_operator(hr, house):
    one = planned(hr, house)
    ok(hr.post(f"{one}/open"))
    rank(house, one)

    person = ok(hr.get(f"{one}/people"))["items"][0]

    assert set(person) == {
        "id",
        "talent_record_id",
        "place_id",
        "state",
        "consented_at",
        "submitted_at",
    }


def test_a_round_that_the_law_refuses_names_its_rule(hr):
    given = {"title": "交換", "kind": "swap", "deadline_at": DEADLINE.isoformat()}

    response = hr.post("/rounds", given)

    assert response.status_code == 409
    assert response.json()["code"] == "H9"


def test_a_round_of_another_organisation_is_not_there(hr, house):
    one = planned(hr, house)
    stranger = make_caller(make_company(), Role.COMPANY_HR)

    assert stranger.get(one).status_code == 404
    assert stranger.post(f"{one}/open").status_code == 404


def test_the_fairness_report_holds_no_count_of_one_person(hr, house):
    one = planned(hr, house)
    ok(hr.post(f"{one}/open"))
    rank(house, one)
    with time_machine.travel(AFTER, tick=False):
        ok(hr.post(f"{one}/lock"))
        ok(hr.post(f"{one}/clear"))
        house.work("clear")
        [row] = ok(hr.get(f"{one}/fairness"))["tables"][0]["rows"]

    assert (row["is_too_small"], row["total"], row["rate_permille"]) == (True, None, None)


def test_reopening_needs_a_deadline_ahead(hr, house):
    one = planned(hr, house)
    ok(hr.post(f"{one}/open"))
    rank(house, one)
    with time_machine.travel(AFTER, tick=False):
        ok(hr.post(f"{one}/lock"))
        past = {"deadline_at": NOW.isoformat(), "reason": "延長"}
        ahead = {"deadline_at": (AFTER + timedelta(days=2)).isoformat(), "reason": "延長"}

        assert hr.post(f"{one}/reopen", past).status_code == 422
        assert ok(hr.post(f"{one}/reopen", ahead))["state"] == "open"
