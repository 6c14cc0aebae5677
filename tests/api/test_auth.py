"""Who is let in: keys, sessions with the CSRF header, and mailed keys of persons."""

import pytest
from django.test import Client
from tests.api.callers import Caller, make_caller, make_key
from tests.factories import make_account, make_company, make_member

from tasuki.adapters.postgres.context import bound
from tasuki.apps.orgs.actions import make_door
from tasuki.apps.orgs.models import Door
from tasuki.core.access import Permission, Role

pytestmark = pytest.mark.django_db


def signed_in(role: Role = Role.COMPANY_OWNER) -> Client:
    account = make_account()
    make_member(make_company(), role, account)
    client = Client(enforce_csrf_checks=True)
    client.force_login(account)
    return client


def test_key_says_who_it_acts_for():
    company = make_company()
    caller = make_caller(company, Role.COMPANY_OWNER, [Permission.ORGANISATION_VIEW])

    me = caller.get("/me").json()

    assert me["organisation"]["id"] == company.pk
    assert me["rights"] == ["organisation.view"]
    assert me["name"].endswith("(API: 試験)")


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer tsk_x", "Basic dGVzdDp0ZXN0", "x"])
def test_header_without_a_live_key_gets_401(header):
    assert Caller({"Authorization": header}).get("/me").status_code == 401


def test_session_reads():
    response = signed_in().get("/api/v1/me")

    assert response.status_code == 200


def test_session_changes_nothing_without_the_csrf_header():
    response = signed_in().post("/api/v1/openings", {}, content_type="application/json")

    assert (response.status_code, response.json()["code"]) == (403, "csrf")


def test_session_changes_with_the_csrf_header():
    client = signed_in()
    client.cookies["csrftoken"] = token = "a" * 32

    response = client.post(
        "/api/v1/openings",
        {"title": "経理"},
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )

    assert response.status_code == 200


def test_key_is_made_in_a_session_and_works_at_once():
    client = signed_in()
    client.cookies["csrftoken"] = token = "a" * 32

    made = client.post(
        "/api/v1/tokens",
        {"name": "給与連携", "scopes": ["opening.view"]},
        content_type="application/json",
        headers={"X-CSRFToken": token},
    ).json()

    caller = Caller({"Authorization": f"Bearer {made['key']}"})
    assert caller.get("/openings").json() == {"next_after": None, "items": []}
    assert made["key"].endswith(made["key_end"])


def test_key_cannot_make_keys():
    caller = make_caller(make_company(), Role.COMPANY_OWNER)

    response = caller.post("/tokens", {"name": "x", "scopes": ["opening.view"]})

    assert response.status_code == 401


def test_list_of_keys_shows_no_key():
    actor = make_member(make_company(), Role.COMPANY_OWNER)
    key = make_key(actor)

    listed = Caller({"Authorization": f"Bearer {key}"}).get("/tokens")

    assert listed.status_code == 200
    assert key not in listed.content.decode()


def test_person_with_a_mailed_key_reads_the_own_registration_only(world):
    mine, others = world.register(), world.register()
    with bound(world.agency.pk, None):
        key = make_door(kind=Door.Kind.REGISTRATION, subject=mine.pk)
    person = Caller({"X-Own-Key": key})

    listed = person.get("/own/registrations").json()["items"]

    assert [one["id"] for one in listed] == [str(mine.pk)]
    foreign = person.post(f"/own/registrations/{others.pk}/withdraw")
    assert foreign.status_code == 404


def test_mailed_key_opens_nothing_of_the_agency(world):
    registration = world.register()
    with bound(world.agency.pk, None):
        key = make_door(kind=Door.Kind.REGISTRATION, subject=registration.pk)

    assert Caller({"X-Own-Key": key}).get("/registrations").status_code == 401


def test_person_withdraws_with_the_mailed_key(world):
    registration = world.register()
    with bound(world.agency.pk, None):
        key = make_door(kind=Door.Kind.REGISTRATION, subject=registration.pk)

    done = Caller({"X-Own-Key": key}).post(f"/own/registrations/{registration.pk}/withdraw")

    assert (done.status_code, done.json()["state"]) == (200, "withdrawn")
