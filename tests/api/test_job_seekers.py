"""Job seekers by the API: received, told, served, ended."""

import pytest

pytestmark = pytest.mark.django_db
PERSON = {
    "family_name": "北村",
    "given_name": "花",
    "birth_date": "1990-04-02",
    "mail": "hana@example.jp",
    "received_on": "2026-11-23",
    "received_way": "phone",
    "wished_occupation": "一般事務",
}


def test_search_from_the_application_to_its_end(agency):
    row = agency.post("/job-seekers", PERSON).json()
    url = f"/job-seekers/{row['id']}"

    early = agency.post(f"{url}/start", {})
    told = agency.post(f"{url}/terms/paper", {"handed_on": "2026-11-23"})
    wished = agency.send(
        "PUT",
        f"{url}/wishes",
        {"wished_occupation": "経理", "prefectures": [13], "card_text": "経理を8年"},
    )
    started = agency.post(f"{url}/start", {})
    card = agency.get(f"{url}/card")
    listed = agency.get("/job-seekers?state=active")
    ended = agency.post(f"{url}/close", {"reason": "own_wish"})

    assert (row["state"], row["name"], row["is_banned"]) == ("received", "北村 花", False)
    assert (early.status_code, early.json()["code"]) == (409, "terms")
    assert told.json()["terms"][0]["arrival"] == "handed"
    assert wished.json()["wishes"]["prefectures"] == [13]
    assert started.json()["state"] == "active"
    assert "北村" not in card.content.decode()
    assert card.json()["lines"][0]["value"]["ja"] == "30代"
    assert [one["number"] for one in listed.json()["items"]] == [row["number"]]
    assert ended.json()["close_reason"] == "own_wish"


def test_mailed_terms_and_their_arrival(agency):
    row = agency.post("/job-seekers", PERSON).json()
    sent = agency.post(f"/job-seekers/{row['id']}/terms/mail", {"wished_on": "2026-11-23"}).json()

    terms_id = sent["terms"][0]["id"]
    noted = agency.post(
        f"/terms/{terms_id}/arrival", {"arrival": "told", "arrived_on": "2026-11-23"}
    )

    assert sent["state"] == "received"
    assert (noted.status_code, noted.json()["state"]) == (200, "disclosed")


def test_forbidden_data_of_a_talk_is_refused_with_its_rule(agency):
    row = agency.post("/job-seekers", PERSON).json()
    talk = {"held_on": "2026-11-23", "way": "phone"}

    refused = agency.post(f"/job-seekers/{row['id']}/talks", talk | {"text": "宗教は仏教"})
    kept = agency.post(f"/job-seekers/{row['id']}/talks", talk | {"text": "駅の近くを希望"})
    gone = agency.send("DELETE", f"/talks/{kept.json()['talks'][0]['id']}")

    assert (refused.status_code, refused.json()["code"]) == (409, "H5")
    assert gone.json()["talks"] == []


def test_sheet_is_a_pdf(agency):
    row = agency.post("/job-seekers", PERSON).json()

    assert agency.get(f"/job-seekers/{row['id']}/sheet").content[:5] == b"%PDF-"


def test_companies_have_no_job_seekers(company):
    assert company.get("/job-seekers").status_code == 404
