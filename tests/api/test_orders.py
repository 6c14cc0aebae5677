"""Orders of employers through the API: the same acts, the same rules."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.callers import make_caller
from tests.apps.openings.desk import IN_A_MONTH
from tests.factories import COMPLETE_OPENING, TODAY, make_agency
from tests.model_factories import make_row

from tasuki.apps.orgs.models import Licence
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
PERIOD = {"received_on": TODAY.isoformat(), "valid_to": IN_A_MONTH.isoformat()}


@pytest.fixture
def advisor():
    agency = make_agency()
    make_row(Licence, agency)
    return make_caller(agency, Role.AGENCY_ADVISOR)


@pytest.fixture
def employer(advisor):
    made = ok(advisor.post("/employers", {"name": "架空精機株式会社"}))
    answer = {"answer": "clear", "declared_on": TODAY.isoformat()}
    return ok(advisor.post(f"/employers/{made['id']}/declaration", answer))


def ok(response):
    assert response.status_code == 200, response.content.decode()
    return response.json()


def take(advisor, employer, **fields):
    body = COMPLETE_OPENING | {
        "title": "架空の経理職",
        "occupation": "経理",
        "employer_id": employer["id"],
    }
    return ok(advisor.post("/openings", body | fields))


def test_order_runs_from_the_employer_to_the_public_page(advisor, employer):
    made = take(advisor, employer, person_count=2)
    at = f"/openings/{made['id']}"

    accepted = ok(advisor.post(f"{at}/accept", PERIOD))
    published = ok(advisor.post(f"{at}/publish"))
    public = ok(advisor.post(f"{at}/public-page"))
    changed = ok(
        advisor.send(
            "PUT",
            at,
            COMPLETE_OPENING
            | {"title": "架空の経理職", "occupation": "経理", "pay_max_yen": 350_000},
        )
    )
    versions = ok(advisor.get(f"{at}/versions"))["items"]
    confirmed = ok(advisor.post("/openings/confirm", {"ids": [made["id"]]}))
    sheet = advisor.get(f"{at}/sheet.pdf")
    filled = ok(advisor.post(f"{at}/fill"))

    assert (accepted["order_number"], accepted["received_order"]) == ("J-00001", 1)
    assert accepted["opening"]["state"] == "accepted"
    assert (published["state"], published["declared_on"]) == ("open", TODAY.isoformat())
    assert len(public["public_code"]) == 10
    assert (changed["version"], changed["employer_id"]) == (2, employer["id"])
    assert [(one["key"], one["kind"]) for one in versions[0]["changes"]] == [("pay", "changed")]
    assert confirmed == {"fresh_count": 1, "refused": []}
    assert sheet.content.startswith(b"%PDF")
    assert (filled["state"], filled["ended_on"]) == ("filled", TODAY.isoformat())


def test_order_is_refused_only_on_a_ground(advisor, employer):
    at = f"/openings/{take(advisor, employer)['id']}"
    words = "賃金が近隣の相場より著しく低い"

    wrong = advisor.post(f"{at}/refuse", {"ground": "no_conditions", "text": words})
    right = ok(advisor.post(f"{at}/refuse", {"ground": "far_below", "text": words}))

    assert (wrong.status_code, wrong.json()["code"]) == (409, "order_ground")
    assert right["state"] == "refused"


def test_order_without_an_item_is_not_accepted(advisor, employer):
    at = f"/openings/{take(advisor, employer, terms={'duties': '経理'})['id']}"

    response = advisor.post(f"{at}/accept", PERIOD)

    assert (response.status_code, response.json()["code"]) == (409, "H6")


def test_file_becomes_drafts_of_the_employer(advisor, employer):
    lines = "求人名,職種,勤務地,給与下限,給与上限\n経理担当,経理,岡山県,250000,300000\n"
    file = SimpleUploadedFile("求人.csv", lines.encode("utf-8"), "text/csv")
    url = f"/api/v1/employers/{employer['id']}/openings"

    made = ok(advisor.client.post(url, {"file": file}, headers=advisor.headers))
    [draft] = ok(advisor.get("/openings"))["items"]

    assert made == {"new_count": 1, "updated_count": 0, "failed_count": 0}
    assert (draft["title"], draft["employer_id"]) == ("経理担当", employer["id"])


def test_employers_are_listed_changed_and_ended(advisor, employer):
    at = f"/employers/{employer['id']}"

    changed = ok(advisor.send("PUT", at, {"name": "架空精機", "phone": "000-0000-0002"}))
    ended = ok(advisor.post(f"{at}/end"))
    [listed] = ok(advisor.get("/employers?text=精機"))["items"]

    assert (changed["name"], changed["declaration"]) == ("架空精機", "clear")
    assert ended["ended_on"] == TODAY.isoformat()
    assert listed["id"] == employer["id"]
