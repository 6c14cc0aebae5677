"""The three kinds of moves by the API: refused with rule and next step, then lawful."""

import pytest

pytestmark = pytest.mark.django_db
SECONDMENT = {
    "person_name": "架空 一郎",
    "person_number": "E-1",
    "employed_since": "2015-04-01",
    "host_name": "みさき食品",
    "purpose": "skills",
    "purpose_evidence": "育成計画",
    "starts_on": "2026-11-23",
    "ends_on": "2027-11-22",
    "actual_cost_yen": 400_000,
    "burden_yen": 400_000,
    "home_conditions": "賃金は出向元",
    "host_conditions": "9時から17時",
}
SIDE_WORK = {
    "person_name": "架空 二郎",
    "person_number": "E-2",
    "other_name": "架空塾",
    "duties": "講師",
    "own_contract_on": "2018-04-01",
    "other_contract_on": "2026-09-01",
    "starts_on": "2026-09-01",
    "hours_model": "management",
    "own_cap_minutes": 1_800,
    "other_cap_minutes": 3_000,
    "own_before_minutes": [0, 0, 0, 0, 0],
}
ORDER = {
    "supplier_name": "架空デザイン",
    "deliverable": "図版",
    "fee_yen": 100_000,
    "consigned_on": "2026-11-23",
    "starts_on": "2026-11-23",
    "receive_on": "2026-11-02",
    "pay_on": "2026-12-31",
    "place": "電子メール",
    "inspection": "なし",
    "non_cash": "なし",
}


def test_secondment_is_refused_by_h9_until_everything_is_there(company):
    row = company.post("/secondments", SECONDMENT | {"purpose": None}).json()
    url = f"/secondments/{row['id']}"

    refused = company.post(f"{url}/purpose", {})
    company.send("PUT", url, SECONDMENT)
    company.post(f"{url}/purpose", {})
    company.post(f"{url}/conditions", {"delivered_on": "2026-11-20"})
    early = company.post(
        f"{url}/consent", {"consented_on": "2026-11-19", "scan": "x.pdf", "is_single": True}
    )
    company.post(
        f"{url}/consent", {"consented_on": "2026-11-21", "scan": "x.pdf", "is_single": True}
    )
    company.post(
        f"{url}/signatures", {"home_signed_on": "2026-11-22", "host_signed_on": "2026-11-22"}
    )
    started = company.post(f"{url}/activate", {})

    assert (refused.status_code, refused.json()["code"]) == (409, "H9")
    assert "出向の目的" in refused.json()["detail_ja"]
    assert early.json()["code"] == "H9"
    assert (started.status_code, started.json()["state"]) == (200, "active")
    assert started.json()["refusals"] == []


def test_side_work_is_refused_by_h10_and_months_are_closed_within_the_law(company):
    row = company.post("/side-work", SIDE_WORK | {"own_cap_minutes": 1_860}).json()
    url = f"/side-work/{row['id']}"
    company.post(f"{url}/check", {})

    refused = company.post(f"{url}/approve", {})
    company.send("PUT", url, SIDE_WORK)
    agreed = company.post(f"{url}/approve", {})
    company.post(f"{url}/start", {})
    sheet = company.post(f"{url}/month-sheets", {"month": "2026-09-15"}).json()
    month = f"/month-sheets/{sheet['id']}"
    company.post(f"{month}/totals", {"own_minutes": 3_000, "other_minutes": 3_000})
    too_long = company.post(f"{month}/close", {})
    company.post(f"{month}/totals", {"own_minutes": 1_800, "other_minutes": 2_400})
    closed = company.post(f"{month}/close", {})

    assert (refused.status_code, refused.json()["code"]) == (409, "H10")
    assert agreed.json()["state"] == "agreed"
    assert too_long.json()["code"] == "H10"
    assert (closed.json()["state"], closed.json()["total_minutes"]) == ("closed", 4_200)
    assert company.get(f"{url}/month-sheets").json()["items"][0]["state"] == "closed"
    assert "70時間" in company.get(month).json()["alerts"][0]["ja"]


def test_day_of_a_sheet_is_summed(company):
    row = company.post("/side-work", SIDE_WORK | {"hours_model": "principle"}).json()
    url = f"/side-work/{row['id']}"
    for step in ("check", "approve", "start"):
        company.post(f"{url}/{step}", {})
    sheet = company.post(f"{url}/month-sheets", {"month": "2026-09-01"}).json()

    told = company.post(
        f"/month-sheets/{sheet['id']}/days",
        {"worked_on": "2026-09-07", "own_scheduled": 480, "other_scheduled": 120},
    ).json()

    assert (told["own_minutes"], told["other_minutes"]) == (0, 120)
    assert told["days"][0]["worked_on"] == "2026-09-07"


def test_side_work_is_refused_on_four_grounds_only(company):
    row = company.post("/side-work", SIDE_WORK).json()
    url = f"/side-work/{row['id']}"
    company.post(f"{url}/check", {})

    unknown = company.post(f"{url}/refuse", {"ground": "loyalty", "facts": "x"})
    refused = company.post(f"{url}/refuse", {"ground": "secrets", "facts": "同じ顧客"})

    assert unknown.status_code == 422
    assert refused.json()["refusal_ground"] == "secrets"


def test_order_is_refused_by_h11_until_its_notice_is_whole(company):
    late = company.post("/contract-work", ORDER | {"pay_on": "2027-01-01"})
    row = company.post("/contract-work", ORDER | {"place": ""}).json()
    url = f"/contract-work/{row['id']}"

    refused = company.post(f"{url}/notice", {})
    company.send("PUT", url, ORDER)
    company.post(f"{url}/notice", {})
    started = company.post(f"{url}/start", {"accepted_on": "2026-11-23"})
    received = company.post(f"{url}/deliveries", {"received_on": "2026-11-23"}).json()
    less = company.post(
        f"/deliveries/{received['id']}/pay", {"paid_on": "2026-11-23", "paid_yen": 99_000}
    )
    paid = company.post(
        f"/deliveries/{received['id']}/pay", {"paid_on": "2026-11-23", "paid_yen": 100_000}
    )
    ended = company.post(f"{url}/end", {"ended_on": "2026-11-23"})

    assert (late.status_code, late.json()["code"]) == (409, "H11")
    assert row["missing"] == ["place"]
    assert refused.json()["code"] == "H11"
    assert started.json()["state"] == "accepted"
    assert received["pay_on"] == "2027-01-21"
    assert less.json()["code"] == "H11"
    assert paid.json()["state"] == "paid"
    assert ended.json()["code"] == "H11"


def test_other_organisations_have_no_moves(agency, company):
    row = company.post("/secondments", SECONDMENT).json()

    assert agency.get("/secondments").status_code == 404
    assert agency.get(f"/secondments/{row['id']}").status_code == 404
    assert agency.post("/contract-work", ORDER).status_code == 404
