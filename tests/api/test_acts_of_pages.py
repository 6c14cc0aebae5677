"""What the pages can do, the API can do too: one action behind both."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.api.callers import Caller, make_caller
from tests.apps.relay.intake import make_relay
from tests.apps.relay.notices.notice_world import NoticeWorld
from tests.factories import make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.imports.samples import make_herp_csv
from tasuki.apps.messages.actions import suppress_address
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.messages.queries import find_suppressions
from tasuki.apps.orgs.actions import make_door
from tasuki.apps.orgs.models import Door, Membership
from tasuki.apps.people.models import Application
from tasuki.apps.relay.models import Invite, SlotCandidate
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
NAME = {
    "family_name": "スハルト",
    "name_kana": "スハルト",
    "phone": "090-0000-0077",
    "birth_date": "1990-04-01",
}
WISHES = {"occupation": "事務", "place": "横浜市"}


def ok(response):
    assert response.status_code == 200, response.content.decode()
    return response.json()


def test_hire_withdraws_the_notice_that_waits():
    world = NoticeWorld()
    application = world.applicant()
    world.prepare()
    world.send(world.template())
    hr = make_caller(world.company, Role.COMPANY_HR)

    decided = ok(
        hr.post(
            f"/applications/{application.pk}/result", {"outcome": "hired", "reason": "再選考で採用"}
        )
    )

    assert decided["outcome"] == "hired"
    assert world.invite_of(application).state == "cancelled"
    with world.at_company():
        assert OutboxMail.objects.get().state == "cancelled"


def test_hire_withdraws_a_notice_that_cools():
    world = NoticeWorld()
    world.run_contract()
    application = world.applicant()
    world.prepare()
    with world.at_company():
        for state in ("result_notified", "cooling"):
            Invite.objects.update(state=state)
    hr = make_caller(world.company, Role.COMPANY_HR)

    ok(hr.post(f"/applications/{application.pk}/result", {"outcome": "hired", "reason": "採用"}))

    assert world.invite_of(application).state == "cancelled"


def test_import_is_undone():
    company = make_company()
    hr = make_caller(company, Role.COMPANY_HR)
    run = hr.client.post(
        "/api/v1/imports/whole",
        {"file": SimpleUploadedFile("applicants.csv", make_herp_csv(count=4))},
        headers=hr.headers,
    ).json()

    undone = ok(hr.post(f"/imports/{run['id']}/undo"))

    assert undone == {
        "count": 4, "restored": 0, "kept": 0, "kept_rows": [], "is_waiting": False
    }  # fmt: skip
    with bound(company.pk, None):
        assert not Application.objects.exists()


def test_owner_changes_a_role_and_ends_a_membership():
    company = make_company()
    owner = make_caller(company, Role.COMPANY_OWNER)
    member = make_member(company, Role.COMPANY_VIEWER)
    with bound(company.pk, None):
        membership = Membership.objects.get(account_id=member.account_id)

    ok(owner.post(f"/members/{membership.pk}/role", {"role": "company_hr"}))
    with bound(company.pk, None):
        membership.refresh_from_db()
    ok(owner.post(f"/members/{membership.pk}/end"))

    assert membership.role == Role.COMPANY_HR
    assert [one["role"] for one in ok(owner.get("/members"))["items"]] == ["company_owner"]


def test_last_owner_cannot_end_the_own_membership():
    company = make_company()
    owner = make_caller(company, Role.COMPANY_OWNER)
    [own] = ok(owner.get("/members"))["items"]

    response = owner.post(f"/members/{own['id']}/end")

    assert (response.status_code, response.json()["code"]) == (409, "last_owner")


def test_invitation_is_revoked():
    owner = make_caller(make_company(), Role.COMPANY_OWNER)
    made = ok(
        owner.post(
            "/members/invitations", {"email": "new@example.invalid", "role": "company_viewer"}
        )
    )

    assert ok(owner.post(f"/members/invitations/{made['id']}/revoke")) == {"count": 1}
    assert owner.post(f"/members/invitations/{made['id']}/revoke").status_code == 404


def test_corrected_address_is_free_and_a_returned_one_is_freed():
    world = NoticeWorld()
    application = world.applicant(mail="old@example.invalid")
    hr = make_caller(world.company, Role.COMPANY_HR)
    with world.at_company():
        suppress_address(address="old@example.invalid", reason="bounce")
    person = f"/people/{application.talent_record_id}"

    freed = ok(hr.post(f"{person}/mail-works"))
    edited = ok(hr.post(person, {"mail": "new@example.invalid"}))

    assert freed == {"count": 1}
    assert edited["mail"] == "new@example.invalid"
    with world.at_company():
        assert find_suppressions(addresses=["old@example.invalid", "new@example.invalid"]) == {}


def test_person_with_one_name_completes_and_adds_a_proof():
    relay = make_relay()
    person = relay.agree(relay.confirm(relay.start(mail="one@example.invalid")))
    with bound(relay.agency.pk, None):
        key = make_door(kind=Door.Kind.REGISTRATION, subject=person.registration_id)
    himself = Caller({"X-Own-Key": key})
    own = f"/own/registrations/{person.registration_id}"
    picture = SimpleUploadedFile("passed.png", b"\x89PNG\r\n\x1a\n" + b"0" * 32)

    done = ok(himself.post(f"{own}/complete", NAME | {"wishes": WISHES}))
    path = f"/api/v1{own}/proof"
    ok(himself.client.post(path, {"file": picture}, headers=himself.headers))

    assert done["state"] == "agency_queue"
    assert relay.registrations()[0].proof_file.name.endswith(".png")


@pytest.mark.parametrize("outcome", ["not_hired", "offer_declined"])
def test_company_tells_no_hire_from_a_declined_offer(world, company, outcome):
    world.show_slots()
    world.request()
    world.present()
    slot = world.interview()

    done = ok(
        company.post(f"/slots/{slot.pk}/result", {"reason": "条件の不一致", "outcome": outcome})
    )

    assert done["state"] == "granted"
    with world.at_company():
        assert SlotCandidate.objects.get(slot_id=slot.pk).outcome == outcome
