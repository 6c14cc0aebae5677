"""The fence by account: own rows only while the person is bound, nobody else's ever."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import NOW, make_account, make_agency
from tests.repo.tables import name_of, own_models

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.postgres.own import owned
from tasuki.apps.passport.models import CompanyBlock, OwnKey, PassportGrant, PassportItem

pytestmark = pytest.mark.django_db


def make_rows(account):
    """One row in each table of the person."""
    with owned(account.pk):
        item = PassportItem.objects.create(
            account=account, kind="skill", title="品質管理", updated_at=NOW
        )
        return {
            "passport.PassportItem": item,
            "passport.PassportGrant": PassportGrant.objects.create(
                account=account, item=item, reader_id=1
            ),
            "passport.OwnKey": OwnKey.objects.get(),
            "passport.CompanyBlock": CompanyBlock.objects.create(
                account=account, name="架空商事", name_index=b"1" * 16
            ),
        }


def count(model):
    with connection.cursor() as cursor:
        cursor.execute(f'select count(*) from "{model._meta.db_table}"')
        return cursor.fetchone()[0]


@pytest.mark.parametrize("model", own_models(), ids=name_of)
def test_row_of_a_person_is_seen_by_that_person_only(model):
    mine, other = make_account(), make_account()
    make_rows(mine)

    with owned(mine.pk):
        own = count(model)
    with owned(other.pk):
        foreign = count(model)

    assert (own, foreign, count(model)) == (1, 0, 0)


@pytest.mark.parametrize("model", own_models(), ids=name_of)
def test_no_member_and_no_organisation_sees_the_row_of_a_person(model):
    mine, agency = make_account(), make_agency()
    make_rows(mine)

    with bound(agency.pk, mine.pk):
        seen = count(model)

    assert seen == 0


@pytest.mark.parametrize("model", own_models(), ids=name_of)
def test_row_of_a_person_is_not_handed_over_or_written_for_another(model):
    mine, other = make_account(), make_account()
    row = make_rows(mine)[name_of(model)]
    table = model._meta.db_table

    with owned(other.pk), connection.cursor() as cursor:
        cursor.execute(f'delete from "{table}" where id = %s', [row.pk])
        deleted = cursor.rowcount

    assert deleted == 0
    with (
        owned(mine.pk),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f'update "{table}" set account_id = %s where id = %s', [other.pk, row.pk])


def test_entry_of_another_person_is_not_opened_by_a_grant():
    mine, other = make_account(), make_account()
    item = make_rows(mine)["passport.PassportItem"]

    def open_it():
        with transaction.atomic():
            PassportGrant.objects.create(account=other, item_id=item.pk, reader_id=2)
            connection.check_constraints()

    with owned(other.pk), pytest.raises(DatabaseError, match="passport_grant_of_account"):
        open_it()


def test_blocks_nest_and_end():
    mine, other = make_account(), make_account()
    make_rows(mine)
    counts = []

    with owned(mine.pk):
        with owned(other.pk):
            counts.append(count(CompanyBlock))
        counts.append(count(CompanyBlock))
    counts.append(count(CompanyBlock))

    assert counts == [0, 1, 0]


def test_after_an_error_nobody_is_bound():
    mine = make_account()
    make_rows(mine)

    with pytest.raises(ZeroDivisionError), owned(mine.pk):
        raise ZeroDivisionError

    assert count(CompanyBlock) == 0


def test_value_of_another_transaction_opens_nothing():
    mine = make_account()
    make_rows(mine)

    with connection.cursor() as cursor:
        cursor.execute("select set_config('tasuki.person', %s, true)", [f"{mine.pk}|1.0"])

    assert count(CompanyBlock) == 0
