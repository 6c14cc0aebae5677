"""The talent pool by the API: filters, reasons, a refusal with its rule, sending and back."""

import pytest
from tests.apps.pool.members import Members

from tasuki.apps.consent.models import Purpose

pytestmark = pytest.mark.django_db


@pytest.fixture
def members(world):
    return Members(world.company)


def test_company_reads_writes_and_takes_back(members, company):
    entry = members.agree(members.applicant())
    silent = members.agree(members.applicant(2), {Purpose.POOL: True, Purpose.JOB_MAILS: False})
    opening = members.opening()

    rows = company.get("/pool?job=営業&is_live=true").json()["items"]
    fits = company.get(f"/pool/fits?opening_id={opening.pk}").json()["items"]
    told = {"entry_ids": [str(silent.pk)], "opening_id": str(opening.pk)}
    refused = company.post("/pool/contacts", told)
    sent = company.post("/pool/contacts", told | {"entry_ids": [str(entry.pk), str(silent.pk)]})
    read = company.get(f"/pool/{entry.pk}").json()
    back = company.post(f"/pool/contacts/{sent.json()['batch_id']}/back", {})
    bad = company.post(f"/pool/{entry.pk}/edit", {"tags": ["young"]})
    edited = company.post(f"/pool/{entry.pk}/edit", {"tags": ["six_months"]})
    early = company.post(f"/pool/{entry.pk}/select", {})

    assert {one["id"] for one in rows} == {str(entry.pk), str(silent.pk)}
    assert any("営業職" in words["ja"] for one in fits for words in one["reasons"])
    assert (refused.status_code, refused.json()["code"]) == (409, "H8")
    assert (sent.json()["count"], sent.json()["left_out_count"]) == (1, 1)
    assert read["state"] == "re_contacted"
    assert back.json() == {"count": 1}
    assert bad.status_code == 422
    assert edited.json()["tags"] == ["six_months"]
    assert early.status_code == 409
