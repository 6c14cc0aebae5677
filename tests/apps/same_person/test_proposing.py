"""Rows of a file meet the records of the organisation before anything is stored."""

import pytest
from tests.factories import make_company
from tests.model_factories import make_row

from tasuki.apps.people.models import TalentRecord
from tasuki.apps.same_person import scoring
from tasuki.apps.same_person.models import Pair
from tasuki.apps.same_person.proposing import PROPOSALS_MAX, propose

pytestmark = pytest.mark.django_db

ROW = {
    "family_name": "架空",
    "given_name": "花子",
    "family_kana": "カクウ",
    "given_kana": "ハナコ",
    "mail": "hanako@example.invalid",
    "phone": "09000000001",
    "birth_date": "1998-04-12",
}
OTHER = {"family_name": "別府", "given_name": "次郎", "mail": "jiro@example.invalid"}


def ask(site, **rows):
    with site.at():
        return propose(rows)


@pytest.mark.parametrize("is_large", [False, True])
def test_row_that_agrees_with_a_record_is_surely_that_person(site, monkeypatch, is_large):
    known = site.record()
    if is_large:
        monkeypatch.setattr(scoring, "ALL_RECORDS_MAX", 0)

    found = ask(site, a=ROW, b=OTHER)

    assert list(found) == ["a"]
    assert [(one.record_id, one.row_id, one.is_sure) for one in found["a"]] == [
        (known.id, "", True)
    ]
    told = {words.ja for words in found["a"][0].reasons}
    assert len(told) == 3
    assert {"電話番号が同じです", "生年月日が同じです"} <= told


def test_spouse_at_the_same_phone_is_never_sure_and_says_why(site):
    site.record(phone="0868000001")

    found = ask(site, a=ROW | {"given_name": "太郎", "given_kana": "タロウ", "phone": "0868000001"})

    assert [one.is_sure for one in found.get("a", [])] in ([], [False])


def test_two_rows_of_one_person_point_to_each_other(site):
    found = ask(site, a=ROW, b=ROW)

    assert [(one.record_id, one.row_id) for one in found["a"]] == [(None, "b")]
    assert [(one.record_id, one.row_id) for one in found["b"]] == [(None, "a")]


def test_merged_record_leads_to_the_one_that_stays_once(site):
    survivor = site.record()
    site.record(merged_into_id=survivor.id)

    found = ask(site, a=ROW)

    assert [one.record_id for one in found["a"]] == [survivor.id]


def test_a_row_names_a_few_at_most(site):
    for _ in range(PROPOSALS_MAX + 1):
        site.record()

    assert len(ask(site, a=ROW)["a"]) == PROPOSALS_MAX


def test_records_of_another_organisation_are_never_proposed(site):
    make_row(TalentRecord, make_company(), family_name="架空", given_name="花子", mail=ROW["mail"])

    assert ask(site, a=ROW) == {}


def test_asking_writes_nothing(site):
    site.record()
    ask(site, a=ROW)

    with site.at():
        assert (TalentRecord.objects.count(), Pair.objects.count()) == (1, 0)
