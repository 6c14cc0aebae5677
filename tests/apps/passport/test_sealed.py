"""A person's own notes are sealed under one key of the account, which goes with them."""

import pytest
from django.conf import settings
from django.db import connection
from tests.factories import NOW, make_account, make_agency
from tests.model_factories import make_row

from tasuki.adapters.key_files import list_masters
from tasuki.adapters.postgres.context import bound
from tasuki.adapters.postgres.own import owned
from tasuki.adapters.sealed import ForgottenError, list_own_keys
from tasuki.apps.keys.actions import rewrap_keys, start_rotation, sweep_forgotten_rows
from tasuki.apps.keys.queries import count_keys_by_master, find_key_problems
from tasuki.apps.orgs.models import AccountLink
from tasuki.apps.passport.actions import (
    block_company,
    erase_own,
    open_item,
    remove_item,
    save_item,
    unblock_company,
)
from tasuki.apps.passport.models import CompanyBlock, OwnKey, PassportItem
from tasuki.apps.passport.queries import (
    covers,
    find_blocks,
    list_items,
    list_shared_items,
    name_index,
    name_indexes,
)
from tasuki.apps.people.models import TalentRecord

pytestmark = pytest.mark.django_db
WORD = "金糸雀工業"


@pytest.fixture
def account():
    return make_account()


def write(account, title=WORD):
    values = {"kind": "career", "title": title, "place": f"{WORD}本社", "text": f"{WORD}で検査"}
    return save_item(account_id=account.pk, values=values, now=NOW)


def stored(account):
    """Everything that the tables hold of the account, as the server writes it."""
    with owned(account.pk), connection.cursor() as cursor:
        cursor.execute(
            "select i::text from passport_passportitem i"
            " union all select b::text from passport_companyblock b"
        )
        return "".join(row[0] for row in cursor.fetchall())


def count_keys(account):
    with owned(account.pk):
        return OwnKey.objects.count()


def lose_key(account):
    """As after a restore of older rows beside newer keys."""
    with owned(account.pk):
        OwnKey.objects.all().delete()


def test_tables_hold_no_word_that_the_person_wrote(account):
    write(account)
    block_company(account_id=account.pk, name=WORD, now=NOW)

    assert not any(found in stored(account) for found in (WORD, WORD.encode().hex()))
    [item] = list_items(account_id=account.pk)
    assert (item.title, item.place, item.text) == (WORD, f"{WORD}本社", f"{WORD}で検査")
    assert [one.name for one in find_blocks(account_id=account.pk)] == [WORD]
    assert count_keys(account) == 1


def test_rows_without_their_key_cannot_be_read(account):
    write(account)
    lose_key(account)

    [item] = list_items(account_id=account.pk)
    with pytest.raises(ForgottenError):
        _ = item.title


def test_key_of_another_account_opens_nothing(account):
    other = make_account()
    write(account)
    write(other, title="別の会社")
    lose_key(account)

    with pytest.raises(ForgottenError):
        _ = list_items(account_id=account.pk)[0].title
    assert list_items(account_id=other.pk)[0].title == "別の会社"


def test_erasure_of_the_passport_destroys_the_key(account):
    write(account)
    block_company(account_id=account.pk, name=WORD, now=NOW)

    erase_own(account_id=account.pk)

    assert (stored(account), count_keys(account)) == ("", 0)


def test_key_goes_with_the_last_row(account):
    item = write(account)
    block = block_company(account_id=account.pk, name=WORD, now=NOW)

    remove_item(account_id=account.pk, item_id=item.id, now=NOW)
    assert count_keys(account) == 1
    assert unblock_company(account_id=account.pk, block_id=block.id, now=NOW) == WORD
    assert count_keys(account) == 0


def test_sweep_deletes_what_lost_its_key_and_nothing_else(account):
    other = make_account()
    write(account)
    block_company(account_id=account.pk, name=WORD, now=NOW)
    lose_key(account)
    write(account, title="新しい会社")
    write(other)
    assert any(one.code == "key_missing" for one in find_key_problems())
    lost = {"passport_passportitem": 1, "passport_companyblock": 1}

    assert sweep_forgotten_rows(dry_run=True) == lost
    assert sweep_forgotten_rows() == lost

    assert [one.title for one in list_items(account_id=account.pk)] == ["新しい会社"]
    assert find_blocks(account_id=account.pk) == []
    assert [one.title for one in list_items(account_id=other.pk)] == [WORD]


def test_rotation_wraps_the_keys_of_accounts_too(account, tmp_path, monkeypatch):
    write(account)
    before = dict(list_own_keys())[account.pk]

    monkeypatch.setattr(settings, "KEY_FOLDER", _copy(tmp_path))
    newest = start_rotation()
    rewrap_keys(progress=lambda _: None)

    assert dict(list_own_keys())[account.pk] == newest > before
    assert set(count_keys_by_master()) <= {newest}
    assert list_items(account_id=account.pk)[0].title == WORD


def _copy(folder):
    for path in list_masters(settings.KEY_FOLDER).values():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def test_organisation_reads_what_was_opened_to_it_and_only_that(account):
    agency, other = make_agency(), make_agency()
    records = {}
    for one in (agency, other):
        records[one] = make_row(TalentRecord, one).pk
        make_row(AccountLink, one, account=account, talent_record_id=records[one])
    item = write(account)
    write(account, title="見せない会社")
    open_item(account_id=account.pk, item_id=item.id, reader_ids=[agency.pk], now=NOW)

    def read(organisation):
        with bound(organisation.pk, None):
            return [
                (one.title, one.text)
                for one in list_shared_items(talent_record_ids=[records[organisation]])
            ]

    assert read(agency) == [(WORD, f"{WORD}で検査")]
    assert read(other) == []


@pytest.mark.parametrize(
    "blocked", ["みなと精機", "みなと", "なと精", "みな", "港精機", "みなと精機工業"]
)
def test_hashes_say_the_same_as_the_names(blocked):
    company = "みなと精機"

    assert (name_index(blocked) in name_indexes(company)) is covers(blocked, company)


def test_models_are_sealed():
    assert PassportItem._meta.get_field("title").get_internal_type() == "BinaryField"
    assert CompanyBlock._meta.get_field("name").get_internal_type() == "BinaryField"
