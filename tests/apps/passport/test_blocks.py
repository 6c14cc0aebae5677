"""A blocked company is never proposed, and the agency learns no more than that."""

from uuid import uuid4

import pytest
from tests.factories import make_account, make_agency, make_company
from tests.model_factories import make_row

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.postgres.own import owned
from tasuki.apps.errors import RefusedError
from tasuki.apps.orgs.models import AccountLink
from tasuki.apps.passport.models import CompanyBlock
from tasuki.apps.passport.queries import (
    check_not_blocked,
    is_blocked,
    list_hidden_companies,
    name_index,
)
from tasuki.apps.people.models import TalentRecord
from tasuki.core.identity.firms import firm_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return make_agency()


@pytest.fixture
def account(agency):
    return make_account()


@pytest.fixture
def record(agency, account):
    row = make_row(TalentRecord, agency)
    make_row(AccountLink, agency, account=account, talent_record_id=row.pk)
    return row


def block(account, name, company_id=None):
    with owned(account.pk):
        CompanyBlock.objects.create(
            account=account,
            name=name,
            name_index=name_index(firm_key(name)),
            company_id=company_id,
        )


def asked(agency, record, company):
    with bound(agency.pk, None):
        return is_blocked(talent_record_id=record.pk, company_id=company.pk)


def test_company_that_nobody_blocked_is_free(agency, account, record):
    assert asked(agency, record, make_company(name="株式会社架空商事")) is False


def test_registered_company_is_blocked_whatever_its_name_becomes(agency, account, record):
    company = make_company(name="株式会社架空商事")
    block(account, "以前の名前", company_id=company.pk)

    assert asked(agency, record, company) is True


@pytest.mark.parametrize(
    "typed", ["架空商事", "（株）架空商事", "㈱ 架空 商事", "架空商事　株式会社"]
)
def test_typed_name_blocks_the_company_in_every_writing(agency, account, record, typed):
    block(account, typed)

    assert asked(agency, record, make_company(name="株式会社架空商事")) is True


def test_part_of_two_characters_blocks_nothing(agency, account, record):
    block(account, "架空")

    assert asked(agency, record, make_company(name="株式会社架空商事")) is False


def test_part_of_three_characters_blocks_the_whole_group(agency, account, record):
    block(account, "架空商")

    assert asked(agency, record, make_company(name="株式会社架空商事ホールディングス")) is True


def test_block_of_another_person_blocks_nobody_else(agency, account, record):
    company = make_company(name="株式会社架空商事")
    block(make_account(), "架空商事", company_id=company.pk)

    assert asked(agency, record, company) is False


def test_another_agency_learns_nothing_about_a_record_that_is_not_its_own(agency, account, record):
    company = make_company(name="株式会社架空商事")
    block(account, "架空商事")

    assert asked(make_agency(), record, company) is False


def test_merged_record_is_the_same_person(agency, account, record):
    company = make_company(name="株式会社架空商事")
    block(account, "架空商事")
    twin = make_row(TalentRecord, agency, merged_into_id=record.pk)

    assert asked(agency, twin, company) is True


def test_refusal_says_not_available_and_nothing_of_a_block(agency, account, record):
    company = make_company(name="株式会社架空商事")
    block(account, "架空商事")

    with bound(agency.pk, None), pytest.raises(RefusedError) as caught:
        check_not_blocked(talent_record_id=record.pk, company_id=company.pk)

    assert caught.value.code == "not_available"
    assert "ブロック" not in caught.value.ja + caught.value.en
    assert "block" not in caught.value.en


def test_record_without_an_account_has_no_blocks(agency):
    with bound(agency.pk, None):
        assert is_blocked(talent_record_id=uuid4(), company_id=make_company().pk) is False


def test_person_sees_which_registered_companies_a_typed_name_hides(agency, account):
    make_company(name="株式会社架空商事")
    make_company(name="架空商事フーズ株式会社")
    make_company(name="別会社")
    block(account, "架空商事")

    [names] = list_hidden_companies(account_id=account.pk).values()

    assert names == ["架空商事フーズ株式会社", "株式会社架空商事"]
