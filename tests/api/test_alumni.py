"""The alumni network by the API: interview, file, invitation and back, never the reason."""

import pytest
from tests.apps.alumni.network import Network
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(world):
    return Network(world.company)


def test_company_records_invites_and_takes_back(network, company):
    made = company.post(
        "/alumni",
        {
            "person_name": "架空 一郎",
            "left_on": "2026-01-31",
            "person_mail": "ichi@home.invalid",
            "leave_words": "挑戦したい",
            "wishes_contact": True,
        },
    )
    text = "name,mail,left_on,agreed_on\n架空 二郎,ni@home.invalid,2026-01-31,\n"
    taken = company.post("/alumni/leavers", {"text": text}).json()
    silent = network.leaver(3, wishes_contact=False)
    refused = company.post("/alumni/invitations", {"member_ids": [str(silent.pk)]})
    sent = company.post("/alumni/invitations", {"member_ids": [made.json()["id"], str(silent.pk)]})
    read = company.get(f"/alumni/{made.json()['id']}").json()
    back = company.post(f"/alumni/invitations/{sent.json()['batch_id']}/back", {})
    relation = {"next_action": "近況を聞く", "next_action_on": str(TODAY)}
    edited = company.post(f"/alumni/{made.json()['id']}/relation", relation)
    rows = company.get("/alumni?state=planned").json()["items"]

    assert made.status_code == 200
    assert not {"leave_words", "leave_code", "person_mail"} & made.json().keys()
    assert (taken["count"], taken["failed"][0]["line"]) == (0, 2)
    assert (refused.status_code, refused.json()["code"]) == (409, "H8")
    assert (sent.json()["count"], sent.json()["left_out_count"]) == (1, 1)
    assert read["state"] == "invited"
    assert back.json() == {"count": 1}
    assert edited.json()["next_action"] == "近況を聞く"
    assert {one["id"] for one in rows} == {made.json()["id"], str(silent.pk)}
