"""Deleting: at one organisation or everywhere, by a code, with a receipt and what the law keeps."""

import json

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from tests.apps.relay.counting_world import World
from tests.factories import make_account, make_company, make_member
from tests.model_factories import make_row
from tests.web.person.entry import Phone, last_code, mails_to

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.postgres.own import owned
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.models import Account
from tasuki.apps.orgs.queries import list_own_records
from tasuki.apps.passport.models import CompanyBlock, PassportItem
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.relay.models import Registration
from tasuki.apps.upkeep.holds import place_hold
from tasuki.core.access import Role

pytestmark = pytest.mark.django_db
MAIL = "hina@mail.example"


@pytest.fixture
def companies():
    cache.clear()
    return make_company(name="株式会社架空商事"), make_company(name="別の会社")


@pytest.fixture
def records(companies):
    return [
        make_row(TalentRecord, one, mail=MAIL, family_name="鈴原", given_name="陽菜")
        for one in companies
    ]


@pytest.fixture
def phone(records):
    entered = Phone()
    entered.enter(MAIL)
    entered.post("passport_add", {"kind": "skill", "title": "品質管理"})
    entered.post("companies", {"name": "架空の勤め先"})
    return entered


def delete(phone, chosen):
    phone.post("leave", {"chosen": str(chosen)})
    return phone.post("leave_code", {"code": last_code(MAIL)})


def names_at(organisation):
    with bound(organisation.pk, None):
        return [one.full_name for one in TalentRecord.objects.all() if one.full_name]


def own_rows(account):
    with owned(account.pk):
        return PassportItem.objects.count() + CompanyBlock.objects.count()


def test_deleting_at_one_organisation_leaves_the_others_and_the_passport(phone, companies, records):
    first, second = companies

    text = delete(phone, records[0].pk)

    account = Account.objects.get(email=MAIL)
    assert (names_at(first), names_at(second)) == ([], ["鈴原 陽菜"])
    left = [one.organisation_id for one in list_own_records(account_id=account.pk)]
    assert (left, own_rows(account)) == ([second.pk], 2)
    assert phone.path == reverse("person:left")
    assert "株式会社架空商事 消しました" in text


def test_organisation_mails_the_receipt_for_its_records(phone, companies, records):
    delete(phone, records[0].pk)

    with bound(companies[0].pk, None):
        [mail] = OutboxMail.objects.all()
    assert "消" in mail.subject


def test_deleting_everything_ends_the_sign_in_and_mails_a_receipt(phone, companies, records):
    account = Account.objects.get(email=MAIL)

    text = delete(phone, "everything")

    assert [names_at(one) for one in companies] == [[], []]
    assert own_rows(account) == 0
    assert not Account.objects.filter(email=MAIL).exists()
    assert "_auth_user_id" not in phone.client.session
    assert "ログイン：消しました" in text
    receipt = mails_to(MAIL)[-1]
    assert receipt.subject == "データを消した控え"
    for words in ("株式会社架空商事：消しました", "別の会社：消しました", "ログイン：消しました"):
        assert words in receipt.body


def test_receipt_is_shown_once_and_to_this_browser_only(phone, records):
    delete(phone, "everything")
    stranger = Phone()

    again = phone.get("left")
    stranger.get("left")

    assert "コードをメールで受け取る" in again
    assert stranger.path == reverse("person:enter")


def test_after_deleting_the_way_in_finds_nothing_any_more(phone, records):
    delete(phone, "everything")
    cache.clear()

    text = Phone().enter(MAIL)

    assert "このアドレスであなたの情報を持っている組織は、ここにはありません。" in text


def test_member_of_an_organisation_keeps_the_sign_in(companies, records):
    account = make_account(email=MAIL)
    make_member(make_company(), Role.COMPANY_HR, account)
    phone = Phone()
    phone.enter(MAIL)

    text = delete(phone, "everything")

    assert Account.objects.filter(email=MAIL).exists()
    assert [names_at(one) for one in companies] == [[], []]
    assert "ログイン：このアドレスで組織の担当者としても使われているため、残ります" in text


def test_legal_hold_is_told_and_nothing_of_that_organisation_goes(phone, companies, records):
    owner = make_member(companies[0], Role.COMPANY_OWNER)
    place_hold(
        actor=owner,
        subject_id=records[0].pk,
        reason="係争中のため",
        now=timezone.now(),
    )

    text = delete(phone, "everything")

    assert names_at(companies[0]) == ["鈴原 陽菜"]
    assert names_at(companies[1]) == []
    assert Account.objects.filter(email=MAIL).exists()
    assert "消すことができない組織があったため、残しています" in text
    assert own_rows(Account.objects.get(email=MAIL)) == 2  # passport and blocks still protect
    assert "ログイン：消しました" not in mails_to(MAIL)[-1].body
    assert "消すことができない組織があったため、残しています" in mails_to(MAIL)[-1].body


def test_code_for_deleting_is_worth_nothing_in_another_browser(phone, records, companies):
    phone.post("leave", {"chosen": str(records[0].pk)})
    other = Phone()
    other.client.force_login(Account.objects.get(email=MAIL))

    other.post("leave_code", {"code": last_code(MAIL)})

    assert other.path == reverse("person:leave")
    assert names_at(companies[0]) == ["鈴原 陽菜"]


def test_used_code_for_deleting_does_nothing_again(phone, records, companies):
    delete(phone, records[0].pk)
    code = last_code(MAIL)

    phone.post("leave_code", {"code": code})

    assert phone.path == reverse("person:leave")
    assert names_at(companies[1]) == ["鈴原 陽菜"]


def test_registration_that_is_not_complete_is_shown_taken_along_and_deleted(phone, companies):
    world = World()
    with world.at_agency():
        registration = make_row(
            Registration,
            world.agency,
            mail=MAIL,
            state="mail_verified",
            talent_record_id=None,
            link=world.link,
            contract=world.contract,
            book_id=world.book_id,
        )
    shown = phone.get("home")
    held = json.loads(phone.client.get(reverse("person:bundle")).content)

    delete(phone, "everything")

    assert f"{world.agency.name}への登録は途中です" in shown
    [under_way] = held["registrations_under_way"]
    assert [one["mail"] for one in under_way["registrations"]] == [MAIL]
    with world.at_agency():
        assert [one.mail for one in Registration.objects.filter(pk=registration.pk)] in ([], [""])


def test_registration_of_another_address_stays_out(phone, companies):
    world = World()
    with world.at_agency():
        make_row(
            Registration,
            world.agency,
            mail="other@mail.example",
            state="mail_verified",
            talent_record_id=None,
            link=world.link,
            contract=world.contract,
            book_id=world.book_id,
        )

    held = json.loads(phone.client.get(reverse("person:bundle")).content)

    assert held["registrations_under_way"] == []
