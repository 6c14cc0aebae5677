"""Companies that get no proposal: by search, by name, and at once for what still waits."""

import pytest
from django.core.cache import cache
from django.utils import timezone
from tests.factories import make_account, make_company
from tests.web.person.entry import Phone

from tasuki.apps.passport.actions import block_company
from tasuki.apps.passport.queries import find_blocks

pytestmark = pytest.mark.django_db
MAIL = "hina@mail.example"


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
