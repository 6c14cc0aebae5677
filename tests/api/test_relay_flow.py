"""The relay through the API, from the contract to the hire, by both sides."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.api.callers import Caller, make_caller, make_key
from tests.apps.relay.counting_world import PAY
from tests.apps.relay.intake import make_relay
from tests.factories import COMPLETE_TERMS, TODAY, make_agency, make_company, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.imports.samples import make_herp_csv
from tasuki.apps.orgs.actions import make_door
from tasuki.apps.orgs.models import Door, Licence, Organisation
from tasuki.apps.region.models import RegionalCount
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db

FEE_TABLE = {
    "rate_permille": 300,
    "free_slot_clause": "登録10名ごとに無料枠1つ",
    "refund_rule": "3か月以内の退職は全額返金",
    "penalty_rule": "違約金はありません",
}


def ok(response):
    assert response.status_code == 200, response.content.decode()
    return response.json()


def test_contract_is_drafted_signed_by_both_and_run():
    company, agency = make_company(), make_agency()
    with bound(agency.pk, None):
        Licence.objects.create(
            organisation=agency,
            number="13-ユ-000000",
            valid_from="2020-01-01",
            valid_to="2035-12-31",
        )
    ours = make_caller(agency, Role.AGENCY_OWNER)
    theirs = make_caller(company, Role.COMPANY_OWNER)
    table = ok(ours.post("/fee-tables", FEE_TABLE))
    ok(ours.post(f"/fee-tables/{table['id']}/filed", {"filed_on": "2026-11-01"}))
    consultation = ok(
        ours.post(
            "/consultations",
            {"office": "需給調整事業部", "consulted_on": "2026-11-02", "answer": "差し支えない"},
        )
    )
    draft = ok(
        ours.post(
            "/contracts",
            {
                "company_id": company.pk,
                "parameters": {"ratio": 10},
                "fee_table_id": table["id"],
                "consultation_id": consultation["id"],
                "account_manager_id": ours.actor.account_id,
            },
        )
    )
    path = f"/contracts/{draft['id']}"
    problems = ok(ours.get(f"{path}/run-problems"))["items"]
    assert problems
    assert ours.post(f"{path}/run").status_code == 409

    ok(theirs.post(f"{path}/penalty-terms"))
    ok(theirs.post(f"{path}/sign", {"tax_note_acknowledged": True}))
    agreed = ok(ours.post(f"{path}/sign", {}))
    running = ok(ours.post(f"{path}/run"))

    assert (agreed["state"], running["state"]) == ("agreed", "running")
    assert ok(theirs.get(path))["state"] == "running"
    assert ok(ours.get(f"{path}/run-problems"))["items"] == []
    link = ok(ours.post("/links", {"contract_id": running["id"], "label_job": "生産管理"}))
    assert ok(Caller().get(f"/public/links/{link['code']}"))["company_name"] == company.name
    codes = ok(theirs.get("/issued-codes"))["items"]
    assert [code["code"] for code in codes] == [link["code"]]
    assert "started_count" not in codes[0]
    assert b"<svg" in ours.get(f"/links/{link['id']}/qr").content


def test_unknown_code_is_not_found():
    response = Caller().get("/public/links/NO-SUCH-CODE")

    assert (response.status_code, response.json()["code"]) == (404, "link_unknown")


def test_agency_accepts_and_counts_until_a_slot_appears():
    relay = make_relay(parameters={"ratio": 2})
    clerk = make_caller(relay.agency, Role.AGENCY_CLERK)
    people = [relay.register(), relay.register()]
    queue = ok(clerk.get("/registrations/queue"))["items"]
    assert {row["id"] for row in queue} == {str(person.pk) for person in people}

    slots = []
    for row in queue:
        path, seen = f"/registrations/{row['id']}", {"expected_version": row["row_version"]}
        accepted = ok(clerk.post(f"{path}/accept", seen))
        assert clerk.post(f"{path}/accept", seen).status_code == 409
        assert ok(clerk.get(path))["count_preview"] == {"is_counted": True, "code": ""}
        seen = {"expected_version": accepted["row_version"]}
        slots.append(len(ok(clerk.post(f"{path}/count", seen))["new_slot_ids"]))

    assert slots == [0, 1]
    assert ok(clerk.get("/slots/counts"))["usable"] == 1
    assert ok(clerk.get("/registrations/counts"))["waiting"] == 0


def test_registration_is_refused_with_a_code():
    relay = make_relay()
    clerk = make_caller(relay.agency, Role.AGENCY_CLERK)
    person = relay.register()
    path, seen = f"/registrations/{person.pk}", {"expected_version": person.row_version}

    other = clerk.post(f"{path}/refuse", seen | {"code": "N5"})
    done = ok(clerk.post(f"{path}/refuse", seen | {"code": "N3", "note": "試験用の登録"}))

    assert other.status_code in {409, 422}
    assert (done["state"], done["decision_code"]) == ("refused", "N3")


def test_company_sees_a_slot_with_the_statement_that_covers_it(world, agency, company):
    world.inform(5)
    world.count(10)
    assert ok(agency.get(f"/books/{world.book_id}/live-balance"))["slot_open"] == 1
    assert ok(company.get("/slots"))["items"] == []
    month = {"book_id": str(world.book_id), "month": str(TODAY)}

    preview = ok(agency.post("/statements/preview", month))
    statement = ok(agency.post("/statements", month))

    assert preview["totals"] == statement["totals"]
    assert ok(agency.post("/statements", month))["id"] == statement["id"]
    assert [slot["label"] for slot in ok(company.get("/slots"))["items"]] == ["R-01"]
    mine = ok(company.get("/statements"))["items"]
    assert [one["totals"] for one in mine] == [statement["totals"]]
    assert company.get(f"/statements/{mine[0]['id']}/csv").content.startswith(b"\xef\xbb\xbf")


def test_stale_version_is_a_conflict(world, agency):
    registration = world.register()

    response = agency.post(f"/registrations/{registration.pk}/count", {"expected_version": 99})

    assert (response.status_code, response.json()["code"]) == (409, "conflict")


def test_slot_is_requested_filled_and_used(world, agency, company):
    world.show_slots()
    slot = ok(company.get("/slots?state=granted"))["items"][0]
    opening = ok(
        company.post(
            "/openings",
            {
                "title": "生産管理",
                "occupation": "生産管理",
                "workplace": "みなと市",
                "pay_min_yen": 270_000,
                "pay_max_yen": 330_000,
                "theoretical_pay_yen": PAY,
                "terms": COMPLETE_TERMS,
                "prefecture": 33,
                "work_minutes": 9_600,
                "is_declared": True,
            },
        )
    )
    ok(company.post(f"/openings/{opening['id']}/publish"))
    path = f"/slots/{slot['id']}"
    asked = ok(company.post(f"{path}/request", {"opening_id": opening["id"]}))
    person = world.register()
    release = ok(
        agency.post(
            f"{path}/releases",
            {"registration_id": str(person.pk), "fields": ["name", "occupation"]},
        )
    )
    with bound(world.agency.pk, None):
        key = make_door(kind=Door.Kind.REGISTRATION, subject=person.pk)
    himself = Caller({"X-Own-Key": key})
    questions = ok(himself.get("/own/releases"))["items"]
    assert [one["id"] for one in questions] == [release["id"]]
    assert company.get(f"{path}/candidate").status_code == 404

    ok(himself.post(f"/own/releases/{release['id']}/answer", {"is_yes": True}))
    ok(agency.post(f"{path}/present", {"release_id": release["id"]}))

    candidate = ok(company.get(f"{path}/candidate"))
    assert set(candidate["released"]) == {"name", "occupation"}
    ok(company.post(f"{path}/interview", {"interview_at": "2026-11-23T10:00:00+09:00"}))
    hired = ok(
        company.post(
            f"{path}/join",
            {
                "hired_on": str(TODAY),
                "theoretical_pay_yen": PAY,
                "is_indefinite": True,
                "is_conditions_notice_sent": True,
            },
        )
    )
    assert (asked["state"], hired["state"]) == ("requested", "hired")
    events = ok(company.get(f"{path}/events"))["items"]
    assert {"L2", "L4"} <= {event["code"] for event in events}


def test_company_asks_about_a_statement_and_the_agency_answers(world, agency, company):
    world.show_slots()
    statement = ok(company.get("/statements"))["items"][0]

    dispute = ok(company.post(f"/statements/{statement['id']}/disputes", {"note": "件数の確認"}))
    ok(agency.post(f"/disputes/{dispute['id']}/answer", {"answer": "台帳のとおりです"}))
    kept = ok(agency.post(f"/disputes/{dispute['id']}/keep"))

    assert kept["state"] != dispute["state"]
    assert ok(company.get(f"/disputes/{dispute['id']}"))["answer"] == "台帳のとおりです"


def test_answers_to_the_company_do_not_change_when_somebody_registers(world, company):
    world.show_slots()
    paths = [
        "/slots",
        "/slots/counts",
        "/contracts",
        "/issued-codes",
        "/statements",
        "/disputes",
        "/applications",
        "/invites",
        "/invites/counts",
        "/outbox",
        "/notifications",
        f"/books/{world.book_id}/balance",
        f"/books/{world.book_id}/ledger",
        f"/books/{world.book_id}/forecast",
        f"/audit-events?object_kind=relay_contract&object_id={world.contract.pk}",
    ]
    before = [company.get(path).content for path in paths]
    registration = world.register()
    world.confirm(registration)

    after = [company.get(path).content for path in paths]

    assert after == before
    assert all(company.get(path).status_code == 200 for path in paths)
    assert "鈴原" not in b"".join(after).decode()


def test_application_is_imported_decided_and_listed():
    company = make_company()
    actor = make_member(company, Role.COMPANY_HR)
    headers = {"Authorization": f"Bearer {make_key(actor)}"}

    def send(way):
        file = SimpleUploadedFile("applicants.csv", make_herp_csv(count=5))
        return ok(Client().post(f"/api/v1/imports/{way}", {"file": file}, headers=headers))

    trial = send("trial")
    caller = Caller(headers)
    assert ok(caller.get("/applications"))["items"] == []
    run = send("whole")

    assert sum(trial["counts"].values()) == run["new_count"] == 5
    rows = ok(caller.get("/applications"))["items"]
    assert len(rows) == 5
    running = next((row for row in rows if row["outcome"] == "running"), rows[0])
    decided = ok(
        caller.post(
            f"/applications/{running['id']}/result",
            {"outcome": "not_selected", "reason": "経験年数が求人と合わない"},
        )
    )
    assert decided["outcome"] == "not_selected"
    assert ok(caller.get(f"/applications/{running['id']}"))["person"]["full_name"]
    assert ok(caller.get("/imports"))["items"][0]["id"] == run["id"]


def test_counts_of_a_region_hide_what_is_below_five(municipality):

    city = Organisation.objects.get(pk=municipality.actor.organisation_id)
    for registered in (3, 20, 30):
        make_row(RegionalCount, city, registered_count=registered, informed_count=40)

    month = ok(municipality.get(f"/region/counts?month={TODAY}"))

    shown = sorted(row["registered_count"] or 0 for row in month["rows"])
    assert shown == [0, 0, 30]
    assert month["total"]["registered_count"] == 53
    assert [row["informed_count"] for row in month["rows"]] == [40, 40, 40]
