"""Operations of a person over all organisations: the own session only, never a mailed key."""

import json

import pytest
from django.test import Client
from tests.factories import NOW, make_account, make_agency, make_member
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.apps.orgs.models import Account, AccountLink
from tasuki.apps.passport.queries import find_blocks, list_items, list_shared_items
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.people.views import record_view
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
ITEM = {"kind": "skill", "title": "品質管理"}


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def account():
    return make_account()


@pytest.fixture
def record(agency, account):
    row = make_row(TalentRecord, agency)
    make_row(AccountLink, agency, account=account, talent_record_id=row.pk)
    return row


@pytest.fixture
def person(account, record):
    client = Client()
    client.force_login(account)
    return client


def post(client, path, body):
    return client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")


def test_person_reads_who_looked_without_a_name(person, agency, record):
    advisor = make_member(agency, Role.AGENCY_ADVISOR)
    record_view(actor=advisor, talent_record_id=record.pk, now=NOW)

    answer = person.get("/api/v1/me/log")

    [line] = answer.json()["items"]
    assert (line["who"], line["role"], line["way"]) == (agency.name, "agency_advisor", "opened")
    assert advisor.name not in answer.content.decode()


def test_person_blocks_and_unblocks_a_company(person, account):
    made = post(person, "/me/companies", {"name": "株式会社架空商事"}).json()
    listed = person.get("/api/v1/me/companies").json()["items"]
    post(person, "/me/companies/remove", {"ids": [made["id"]]})

    assert [one["name"] for one in listed] == ["株式会社架空商事"]
    assert find_blocks(account_id=account.pk) == []


def test_person_opens_an_entry_to_one_agency(person, agency, record):
    made = post(person, "/me/passport", ITEM | {"reader_ids": [agency.pk]}).json()

    with bound(agency.pk, None):
        shared = list_shared_items(talent_record_ids=[record.pk])
    assert [str(one.id) for one in shared] == [made["id"]]


def test_text_becomes_proposals_and_says_what_was_left_out(person, account):
    answer = post(person, "/me/passport/text", {"text": "スキル\nExcel\n本籍 横浜市\n"}).json()

    assert answer["proposed"] == 1
    assert [one["ja"] for one in answer["left_out"]] == ["本籍・出生地"]
    assert [one.title for one in list_items(account_id=account.pk, is_proposed=True)] == ["Excel"]


def test_forbidden_matter_is_refused_by_the_api_too(person, account):
    answer = post(person, "/me/passport", ITEM | {"text": "支持政党について"})

    assert (answer.status_code, answer.json()["code"]) == (409, "H5")
    assert list_items(account_id=account.pk) == []


def test_entry_of_somebody_else_is_not_there(person):
    stranger = make_account()
    other = Client()
    other.force_login(stranger)
    agency = make_agency()
    row = make_row(TalentRecord, agency)
    make_row(AccountLink, agency, account=stranger, talent_record_id=row.pk)
    made = post(other, "/me/passport", ITEM).json()

    answer = post(person, "/me/passport/remove", {"ids": [made["id"]]})

    assert answer.status_code == 404
    assert len(list_items(account_id=stranger.pk)) == 1


def test_member_of_an_organisation_and_a_stranger_get_nothing(agency):
    member = make_member(agency, Role.AGENCY_OWNER)
    client = Client()
    client.force_login(Account.objects.get(pk=member.account_id))

    assert client.get("/api/v1/me/passport").status_code == 403
    assert Client().get("/api/v1/me/passport").status_code == 401
    assert Client(headers={"X-Own-Key": "x" * 32}).get("/api/v1/me/log").status_code == 401
