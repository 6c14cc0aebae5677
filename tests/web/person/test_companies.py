"""Companies that get no proposal: by search, by name, and at once for what still waits."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from tests.apps.relay.counting_world import World
from tests.factories import NOW, make_account, make_company
from tests.web.person.entry import Phone

from tasuki.apps.orgs.actions import make_door
from tasuki.apps.orgs.models import Door
from tasuki.apps.passport.actions import block_company
from tasuki.apps.passport.queries import find_blocks
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.relay.actions.releases import present_candidate
from tasuki.apps.relay.models import Release

pytestmark = pytest.mark.django_db
MAIL = "hina@mail.example"


@pytest.fixture
def noon(monkeypatch):
    """The pages read the clock of the world below."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def phone():
    cache.clear()
    entered = Phone()
    entered.enter(MAIL)
    return entered


def test_registered_company_is_found_by_a_part_of_its_name_and_blocked_with_one_tap(phone):
    company = make_company(name="株式会社架空商事")
    found = phone.get("companies", q="架空")

    text = phone.post("companies", {"company": str(company.pk)})

    assert "株式会社架空商事" in found
    assert "株式会社架空商事には、あなたは紹介されません。" in text


def test_typed_name_shows_which_registered_companies_it_covers(phone):
    make_company(name="架空商事フーズ株式会社")

    text = phone.post("companies", {"name": "（株）架空商事", "is_employer": "on"})

    assert "対象になる登録会社： 架空商事フーズ株式会社" in text
    assert "いまの勤め先" in text


@pytest.mark.parametrize("name", ["", "株式会社", "  "])
def test_name_of_nothing_is_refused_with_what_to_do(phone, name):
    phone.post("companies", {"name": name})

    assert phone.status == 422
    assert 'class="error"' in phone.content


def test_same_company_twice_is_one_line(phone):
    phone.post("companies", {"name": "架空商事"})
    text = phone.post("companies", {"name": "㈱架空商事"})

    assert text.count("架空商事には、あなたは紹介されません。") == 1
    assert phone.content.count("/me/companies/remove/") == 1


def test_removing_brings_it_back(phone):
    phone.post("companies", {"name": "架空商事"})
    account_id = int(phone.client.session["_auth_user_id"])
    [block] = find_blocks(account_id=account_id)

    text = phone.post("company_remove", {"chosen": str(block.pk)})

    assert "まだありません。" in text
    assert find_blocks(account_id=account_id) == []


def test_list_of_somebody_else_is_neither_seen_nor_changed(phone):
    stranger = make_account()
    block = block_company(account_id=stranger.pk, name="秘密の会社", now=timezone.now())

    text = phone.get("companies")
    phone.post("company_remove", {"chosen": str(block.pk)})

    assert "秘密の会社" not in text
    assert phone.status == 404
    assert [one.name for one in find_blocks(account_id=stranger.pk)] == ["秘密の会社"]


@pytest.fixture
def asked():
    """A person whom an agency asked about its company."""
    return ask_person(["name"])


def ask_person(fields):
    cache.clear()
    world = World()
    world.show_slots()
    world.request()
    registration = world.register()
    with world.at_agency():
        registration.mail = MAIL
        registration.save()
        record = TalentRecord.objects.get(pk=registration.talent_record_id)
        record.mail = MAIL
        record.save()
    world.record_id = record.pk
    world.release, world.person = world.ask(registration=registration, fields=fields)
    return world


def state_of(world) -> str:
    with world.at_agency():
        return Release.objects.get(pk=world.release.pk).state


def test_open_question_of_a_blocked_company_is_answered_with_no(asked, noon):
    phone = Phone()
    phone.enter(MAIL)

    text = phone.post("companies", {"company": str(asked.company.pk)})

    assert state_of(asked) == "no"
    assert "これに伴って終わった質問や回答：1件" in text


def test_yes_that_told_nothing_yet_is_taken_back_by_blocking(asked, noon):
    phone = Phone()
    phone.enter(MAIL)
    phone.post("me_act", {"chosen": str(asked.release.pk)}, asked.record_id, "release_yes")

    phone.post("companies", {"company": str(asked.company.pk)})

    assert state_of(asked) == "withdrawn"


def test_company_that_was_told_is_named_with_a_button_to_take_it_back(asked, noon):
    phone = Phone()
    phone.enter(MAIL)
    phone.post("me_act", {"chosen": str(asked.release.pk)}, asked.record_id, "release_yes")
    present_candidate(
        actor=asked.owner, slot_id=asked.slot().id, release_id=asked.release.id, now=NOW
    )

    blocked = phone.post("companies", {"company": str(asked.company.pk)})
    before = state_of(asked)
    after = phone.post(
        "me_act",
        {"chosen": str(asked.release.pk), "back": "companies"},
        asked.record_id,
        "release_back",
    )

    assert "一覧の会社のうち、伝えた内容をまだ見られる会社" in blocked
    assert (before, state_of(asked)) == ("sent", "withdrawn")
    assert phone.path == reverse("person:companies")
    assert "伝えた内容をまだ見られる会社" not in after


def test_person_behind_a_mailed_key_reads_where_hiding_is_possible(asked, noon):
    with asked.at_agency():
        key = make_door(
            kind=Door.Kind.REGISTRATION,
            subject=asked.release.registration_id,
            expires_at=NOW + timedelta(days=30),
        )
    phone = Phone()

    text = phone.get("own_home", key)

    assert "マイページで扱えます" in text
    assert reverse("person:enter") in phone.content


def test_company_that_has_only_the_mail_address_counts_as_knowing(noon):
    asked = ask_person(["mail", "occupation"])
    phone = Phone()
    phone.enter(MAIL)
    phone.post("me_act", {"chosen": str(asked.release.pk)}, asked.record_id, "release_yes")
    before = phone.get("home")
    present_candidate(
        actor=asked.owner, slot_id=asked.slot().id, release_id=asked.release.id, now=NOW
    )

    after = phone.get("home")

    assert "氏名か連絡先を知っている会社： 0社" in before
    assert "氏名か連絡先を知っている会社： 1社" in after
