"""The API of fees: from the agreement to the payment, and what the company reads."""

import pytest
import time_machine
from tests.api.callers import make_caller
from tests.apps.fees.world import make_desk
from tests.factories import NOW, TODAY

from tasuki.core.access import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    with time_machine.travel(NOW, tick=False):
        yield make_desk()


@pytest.fixture
def ours(desk):
    return make_caller(desk.agency, Role.AGENCY_ADVISOR)


@pytest.fixture
def theirs(desk):
    return make_caller(desk.company, Role.COMPANY_OWNER)


def ok(response):
    assert response.status_code == 200, response.content.decode()
    return response.json()


def draft(desk, ours, *, pay_yen=4_000_000):
    body = {"introduction_id": str(desk.hire().pk), "theoretical_pay_yen": pay_yen}
    return ok(ours.post("/invoices", body))


def test_agreement_is_offered_read_and_accepted(desk, ours, theirs):
    body = {
        "company_id": desk.company.pk,
        "fee_table_version": 1,
        "rate_permille": 200,
        "starts_on": TODAY.isoformat(),
    }
    made = ok(ours.post("/fee-agreements", body))
    one = f"/fee-agreements/{made['id']}"
    hidden = theirs.get(one)
    ok(ours.post(f"{one}/offer"))
    early = theirs.post(f"{one}/accept")
    ok(theirs.post(f"{one}/terms"))
    accepted = ok(theirs.post(f"{one}/accept"))

    assert hidden.status_code == 404
    assert (early.status_code, early.json()["code"]) == (409, "terms_not_shown")
    assert (accepted["state"], accepted["accepted_on"]) == ("accepted", TODAY.isoformat())


def test_invoice_is_issued_paid_and_refunded(desk, ours):
    made = draft(desk, ours)
    one = f"/invoices/{made['id']}"
    issued = ok(ours.post(f"{one}/issue"))
    ok(ours.post(f"{one}/payments", {"amount_yen": 1_320_000, "paid_on": TODAY.isoformat()}))
    back = ok(ours.post(f"{one}/refund", {"left_on": TODAY.isoformat(), "reason": "自己都合"}))
    paid = ok(ours.get(f"{one}/payments"))["items"]
    month = ok(ours.get(f"/fee-accounts?month={TODAY.isoformat()}"))["items"]

    assert made["tax_rows"] == [{"rate_percent": 10, "net_yen": 1_200_000, "tax_yen": 120_000}]
    assert (issued["number"], issued["is_qualified"]) == ("INV-00001", True)
    assert [one["amount_yen"] for one in paid] == [1_320_000]
    assert (back["net_yen"], back["corrects_id"]) == (-960_000, made["id"])
    assert [(one["opening_yen"], one["closing_yen"]) for one in month] == [(0, 0)]


def test_company_finds_and_downloads_its_invoices(desk, ours, theirs):
    made = draft(desk, ours)
    before = ok(theirs.get("/invoices"))["items"]
    ok(ours.post(f"/invoices/{made['id']}/issue"))

    found = ok(theirs.get("/invoices?min_yen=1320000&max_yen=1320000&counterparty=INV"))["items"]
    paper = theirs.get(f"/invoices/{made['id']}/pdf")

    assert (before, [one["number"] for one in found]) == ([], ["INV-00001"])
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert theirs.post(f"/invoices/{made['id']}/cancel", {"reason": "x"}).status_code == 404


def test_entries_are_downloaded_by_the_agency(desk, ours):
    ok(ours.post(f"/invoices/{draft(desk, ours)['id']}/issue"))
    days = f"first_day={TODAY.isoformat()}&last_day={TODAY.isoformat()}"

    entries = ours.get(f"/fee-entries?{days}&layout=freee")

    assert entries.content.decode("cp932").splitlines()[1].startswith('"収入","INV-00001"')
