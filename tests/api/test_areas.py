"""One happy path for each group of operations that the relay's own walk does not touch."""

import pytest
from tests.api.callers import make_caller
from tests.factories import NOW, make_agency, make_company, make_municipality
from tests.model_factories import make_row

from tasuki.apps.messages.models import Notification, OutboxMail
from tasuki.apps.people.models import Application
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db

TEMPLATE = {
    "name": "結果のお知らせ",
    "subject": "選考結果のご連絡",
    "body": "{name} 様\n\nこのたびはご応募ありがとうございました。"
    "慎重に選考した結果、今回は採用を見送らせていただくことになりました。\n\n{company}",
}


def ok(response):
    assert response.status_code == 200, response.content.decode()
    return response.json()


@pytest.fixture
def firm():
    return make_company()


@pytest.fixture
def owner(firm):
    return make_caller(firm, Role.COMPANY_OWNER)


def test_member_is_invited_by_mail_and_the_answer_holds_no_key(owner):
    made = ok(
        owner.post("/members/invitations", {"email": "new@example.com", "role": "company_hr"})
    )

    mail = ok(owner.get("/outbox"))["items"][0]
    assert (made["email"], mail["to_address"]) == ("new@example.com", "new@example.com")
    assert "key" not in made
    assert "invitation/…" in mail["text"]
    assert len(ok(owner.get("/members"))["items"]) == 1


def test_role_above_the_own_cannot_be_invited(firm):
    owner = make_caller(firm, Role.COMPANY_OWNER)

    response = owner.post(
        "/members/invitations", {"email": "new@example.com", "role": "agency_owner"}
    )

    assert response.status_code in {403, 409, 422}
    assert ok(owner.get("/outbox"))["items"] == []


def test_waiting_mail_is_cancelled_and_a_failed_one_retried(firm, owner):
    waiting = make_row(OutboxMail, firm, send_after=NOW)
    failed = make_row(OutboxMail, firm, state="failed")

    cancelled = ok(owner.post("/outbox/cancel", {"mail_ids": [str(waiting.pk)]}))
    retried = ok(owner.post(f"/outbox/{failed.pk}/retry"))

    assert cancelled == {"count": 1}
    assert ok(owner.get(f"/outbox/{waiting.pk}"))["state"] == "cancelled"
    assert retried["state"] == "queued"


def test_notices_are_read(firm, owner):
    make_row(Notification, firm)

    before = ok(owner.get("/notifications"))["unread_count"]
    done = ok(owner.post("/notifications/read"))

    assert (before, done["count"], ok(owner.get("/notifications"))["unread_count"]) == (1, 1, 0)


def test_every_act_on_an_opening_is_in_its_audit_events(owner):
    opening = ok(owner.post("/openings", {"title": "経理"}))
    changed = ok(
        owner.send("PUT", f"/openings/{opening['id']}", {"title": "経理", "workplace": "みなと市"})
    )

    events = ok(
        owner.get(f"/audit-events?object_kind=opening&object_id={opening['id']}&limit=200")
    )["items"]

    assert changed["workplace"] == "みなと市"
    assert len(events) == 2


def test_applications_go_to_the_archive_and_come_back(firm, owner):
    row = make_row(Application, firm, outcome="not_selected")
    ids = {"application_ids": [str(row.pk)]}

    assert ok(owner.post("/applications/archive", ids)) == {"count": 1}
    assert ok(owner.get("/applications"))["items"] == []
    assert len(ok(owner.get("/applications?is_archived=true"))["items"]) == 1
    assert ok(owner.post("/applications/restore", ids)) == {"count": 1}
    assert len(ok(owner.get("/applications"))["items"]) == 1


def test_use_of_a_persons_data_is_stopped(firm, owner):
    row = make_row(Application, firm)

    stopped = ok(owner.post(f"/people/{row.talent_record_id}/stop-use"))

    assert stopped["stopped_at"] is not None


def test_template_is_checked_previewed_saved_and_retired(owner):
    checked = ok(owner.post("/notice-templates/check", TEMPLATE))
    previews = ok(owner.post("/notice-templates/preview", TEMPLATE))["items"]
    saved = ok(owner.post("/notice-templates", TEMPLATE))
    again = ok(owner.post("/notice-templates", TEMPLATE | {"subject": "選考結果について"}))

    assert checked["is_sendable"] is True
    assert len(previews) == 3
    assert (saved["version"], again["version"]) == (1, 2)
    assert [one["id"] for one in ok(owner.get("/notice-templates"))["items"]] == [again["id"]]
    ok(owner.post(f"/notice-templates/{again['id']}/retire"))
    assert ok(owner.get("/notice-templates"))["items"] == []


def test_purpose_notice_is_kept_in_versions(owner):
    given = {"text": "選考のために利用します。", "covers_relay": True, "shown_from": "2026-01-01"}

    ok(owner.post("/purpose-notices", given))
    second = ok(owner.post("/purpose-notices", given | {"covers_relay": False}))

    assert second["version"] == 2
    listed = ok(owner.get("/purpose-notices"))["items"]
    assert sorted(one["version"] for one in listed) == [1, 2]


def test_notices_are_prepared_for_everybody_not_selected_and_sent(firm, owner):
    reason = "経験年数が求人と合わない"
    rows = [make_row(Application, firm) for _ in range(2)]
    for row in rows:
        ok(
            owner.post(
                f"/applications/{row.pk}/result", {"outcome": "not_selected", "reason": reason}
            )
        )
    template = ok(owner.post("/notice-templates", TEMPLATE))

    by_merit = owner.post("/invites/prepare", {"left_out": {str(rows[0].pk): "weak"}})
    prepared = ok(owner.post("/invites/prepare", {"reason": reason}))

    assert (by_merit.status_code, by_merit.json()["code"]) == (409, "H3")
    assert len(prepared["drafts"]) + len(prepared["skipped"]) == 2
    if prepared["drafts"]:
        sent = ok(
            owner.post("/invites/send", {"template_id": template["id"], "channel": "result_page"})
        )
        assert sent["count"] == len(prepared["drafts"])
        stopped = ok(owner.post(f"/invites/batches/{sent['batch_id']}/stop"))
        assert stopped["count"] >= 1


def test_company_agrees_to_be_counted_for_a_municipality(owner):
    city = make_municipality()

    ok(owner.post("/region/agreements", {"municipality_id": city.pk}))
    ended = ok(owner.post("/region/agreements/end", {"municipality_id": city.pk}))

    assert ended["ended_on"] == "2026-11-23"
    assert len(ok(owner.get("/region/agreements"))["items"]) == 1


def test_margin_of_an_agency_is_for_its_owner_only():
    agency = make_agency()

    assert ok(make_caller(agency, Role.AGENCY_OWNER).get("/margin")) == {"items": []}
    assert make_caller(agency, Role.AGENCY_ADVISOR).get("/margin").status_code == 403


def test_slot_is_suspended_and_restored(world, agency, company):
    world.show_slots()
    path = f"/slots/{world.slot().pk}"

    suspended = ok(agency.post(f"{path}/suspend", {"reason": "確認中"}))
    restored = ok(agency.post(f"{path}/restore", {"reason": "確認済み"}))

    assert (suspended["state"], restored["state"]) == ("suspended", "granted")
    assert company.post(f"{path}/suspend", {"reason": "確認中"}).status_code == 404


def test_credits_name_registrations_to_the_agency_only(world, agency, company):
    registrations = {str(one.pk) for one in world.count(3)}

    found = ok(agency.get(f"/books/{world.book_id}/credits"))["items"]

    assert {one["registration_id"] for one in found} == registrations
    assert company.get(f"/books/{world.book_id}/credits").status_code == 404
    assert ok(agency.get(f"/books/{world.book_id}/forecast"))["people_to_go"] == 7
