"""The own data as a file: by the mailed key, signed in, and by the API, the same."""

import json

import pytest
from django.test import Client
from django.utils import timezone
from tests.api.callers import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(visitor):
    visitor.register("mine@mail.example")
    visitor.get(visitor.home_path)
    return visitor


def file_of(owner):
    return owner.client.get(f"{owner.home_path}data.json")


def test_own_page_leads_to_the_file(owner):
    text = owner.get(owner.home_path)

    assert "自分の情報をダウンロード" in text
    assert f'href="{owner.home_path}data.json"' in owner.content


def test_file_is_sent_as_json_and_stays_in_no_cache(owner):
    response = file_of(owner)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"].startswith('attachment; filename="tasuki-my-data-')
    assert response["Cache-Control"] == "no-store"
    [registration] = response.json()["registrations"]
    assert (registration["mail"], registration["family_name"]) == ("mine@mail.example", "鈴原")


def test_file_holds_nobody_else(owner, relay):
    other = relay.register(mail="other@mail.example", now=timezone.now())

    text = file_of(owner).content.decode()

    assert "mine@mail.example" in text
    assert "other@mail.example" not in text
    assert str(other.id) not in text


def test_api_answers_the_same_data(owner):
    key = owner.home_path.split("/")[3]

    answer = Caller({"X-Own-Key": key}).get("/me/data")

    assert answer.status_code == 200
    ours, theirs = json.loads(file_of(owner).content), answer.json()
    assert set(ours) == set(theirs)
    for name in ("registrations", "records", "consents"):
        assert [one["id"] for one in ours[name]] == [one["id"] for one in theirs[name]]
        assert [set(one) for one in ours[name]] == [set(one) for one in theirs[name]]


def test_signed_out_and_unknown_keys_get_nothing(db):
    assert Client().get("/me/data.json").status_code == 302
    assert Client().get(f"/r/own/{'x' * 30}/data.json").status_code == 404
    assert Caller().get("/me/data").status_code == 401
