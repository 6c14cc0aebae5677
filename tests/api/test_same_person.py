"""Pairs, merges and searches by the API: the rules of the pages, and no values in answers."""

import pytest
from tests.api.callers import make_caller
from tests.factories import make_company
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.same_person.models import LinkageRun, Merge, Pair
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


def put(caller, model, **fields):
    return make_row(model, Organisation.objects.get(pk=caller.actor.organisation_id), **fields)


@pytest.fixture
def pair(company):
    return put(company, Pair)


def merge(company, **choices):
    one = put(company, TalentRecord, phone="09000000001")
    other = put(company, TalentRecord, phone="09000000002")
    body = {"survivor_id": str(one.pk), "absorbed_id": str(other.pk), "chosen": choices}
    return one, other, company.post("/same-person/merges", body)


def test_list_says_levels_and_no_names(company, pair):
    response = company.get("/same-person/pairs")

    [found] = response.json()["items"]
    assert (found["id"], found["state"], found["guards"]) == (
        str(pair.pk),
        "review",
        ["given_name"],
    )
    assert found["reasons"] == [
        {
            "label_ja": "電話番号",
            "label_en": "Phone",
            "text_ja": "電話番号が同じです",
            "text_en": "Same phone number",
            "bits": 7.5,
        }
    ]
    assert "北村" not in response.content.decode()


def test_list_pages_by_the_last_pair(company):
    for number in range(3):
        put(company, Pair, probability=0.5 + number / 10)

    first = company.get("/same-person/pairs?limit=2").json()
    second = company.get(f"/same-person/pairs?limit=2&after={first['next_after']}").json()

    shown = [one["probability"] for one in (*first["items"], *second["items"])]
    assert shown == [0.7, 0.6, 0.5]
    assert second["next_after"] is None


def test_queue_counts_pairs_and_minutes(company, pair):
    assert company.get("/same-person/queue").json() == {
        "pairs": 1,
        "strict_pairs": 0,
        "minutes": 1,
        "is_long": False,
    }


def test_decision_is_made_read_and_undone(company, pair):
    path = f"/same-person/pairs/{pair.pk}"

    decided = company.post(f"{path}/decide", {"answer": "different"}).json()
    read = company.get(path).json()
    undone = company.post(f"{path}/undo", {}).json()

    assert decided["state"] == read["state"] == "different"
    assert decided["decided_by_id"] == company.actor.account_id
    assert (undone["state"], undone["decided_by_id"]) == ("review", None)


def test_unknown_answer_is_refused(company, pair):
    response = company.post(f"/same-person/pairs/{pair.pk}/decide", {"answer": "auto"})

    assert response.status_code == 422


def test_preview_names_rules_and_no_values(company):
    one, other = (
        put(company, TalentRecord, phone=""),
        put(company, TalentRecord, phone="09000000009"),
    )

    response = company.get(
        f"/same-person/merges/preview?survivor_id={one.pk}&absorbed_id={other.pk}"
    )

    found = response.json()
    [phone] = [row for row in found["fields"] if row["name"] == "phone"]
    assert phone == {"name": "phone", "side": "other", "rule": "filled", "is_equal": False}
    assert (found["needs_second"], found["is_held"]) == (False, False)
    assert "09000000009" not in response.content.decode()


def test_merge_is_made_listed_and_undone(company):
    one, other, response = merge(company, phone="other")
    made = response.json()
    listed = company.get("/same-person/merges?state=done").json()["items"]
    undone = company.post(f"/same-person/merges/{made['id']}/undo", {}).json()

    assert (made["state"], made["choices"]["phone"]["side"]) == ("done", "other")
    assert [row["id"] for row in listed] == [made["id"]]
    assert undone["state"] == "undone"
    assert company.get(f"/same-person/merges/{made['id']}").json()["state"] == "undone"
    with bound(company.actor.organisation_id, None):
        assert TalentRecord.objects.get(pk=other.pk).merged_into_id is None
        assert TalentRecord.objects.get(pk=one.pk).phone == "09000000001"


def test_proposed_merge_is_confirmed_by_a_second_key(company, world):
    one, other = put(company, TalentRecord), put(company, TalentRecord)
    proposed = put(
        company,
        Merge,
        survivor_id=one.pk,
        absorbed_id=other.pk,
        state="proposed",
        proposed_by_id=company.actor.account_id,
        merged_by_id=None,
        merged_at=None,
    )
    path = f"/same-person/merges/{proposed.pk}"

    mine = company.post(f"{path}/confirm", {})
    yours = make_caller(world.company, Role.COMPANY_HR).post(f"{path}/confirm", {})
    again = company.post(f"{path}/drop", {})

    assert (mine.status_code, mine.json()["code"]) == (409, "second_person")
    assert yours.json()["state"] == "done"
    assert again.status_code == 409


def test_search_is_started_once_and_read(company):
    started = company.post("/same-person/searches", {}).json()
    again = company.post("/same-person/searches", {})

    assert company.get(f"/same-person/searches/{started['id']}").json()["state"] == "running"
    assert [one["id"] for one in company.get("/same-person/searches").json()["items"]] == [
        started["id"]
    ]
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("model", "path"),
    [(Pair, "pairs/{}"), (Merge, "merges/{}"), (LinkageRun, "searches/{}")],
)
def test_rows_of_another_company_are_not_there(company, model, path):
    foreign = make_row(model, make_company())

    assert company.get("/same-person/" + path.format(foreign.pk)).status_code == 404


def test_agency_has_no_such_operation(agency):
    assert agency.get("/same-person/pairs").status_code == 404


def test_viewer_is_refused(world):
    viewer = make_caller(world.company, Role.COMPANY_VIEWER)

    assert viewer.get("/same-person/pairs").status_code == 403
