"""The search sees the people of the organisation bound now, and nobody else's."""

import pytest
from django.db import connection
from tests.apps.people.conftest import House

from tasuki.apps.people.actions import edit_person, names
from tasuki.apps.people.actions.removing import remove_part, restore_part
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.people.queries.people import PersonFilters, list_people

pytestmark = pytest.mark.django_db


def found(house, text):
    with house.at():
        return {one.full_name for one in list_people(filters=PersonFilters(text=text))}


def call_function(patterns):
    with connection.cursor() as cursor:
        cursor.execute("select tasuki.find_people(%s)", [patterns])
        return [row[0] for row in cursor.fetchall()]


def test_people_of_another_organisation_are_never_found(house):
    House().add("髙橋 花子")
    house.add("髙橋 架子")

    assert found(house, "高橋") == {"髙橋 架子"}


def test_function_answers_nothing_where_no_organisation_is_bound(house):
    house.add()

    assert call_function(["%"]) == []


def test_function_takes_patterns_as_values_only(house):
    house.add()

    with house.at():
        assert call_function(["' or true --"]) == []
        assert call_function([]) == []
        assert call_function(None) == []


def test_key_follows_every_way_of_writing_a_name(house):
    person = house.add("髙橋 架子", name_kana="タカハシ カコ")
    with house.at():
        other = TalentRecord(
            organisation=house.company, number="b", family_name="山﨑", given_name="豪"
        )
        TalentRecord.objects.bulk_create([other])
        other.family_name = "中嶋"
        TalentRecord.objects.bulk_update([other], ["family_name"])
    house.do(edit_person, talent_record_id=person.pk, values={"name_kana": "コウハシ カコ"})

    assert found(house, "中島") == {"中嶋 豪"}
    assert found(house, "山崎") == set()
    assert found(house, "kohashi") == {"髙橋 架子"}
    assert found(house, "takahashi") == set()


def test_former_family_name_goes_with_the_given_name_of_today(house):
    person = house.add("田中 架子")
    name = house.do(
        names.add_name,
        talent_record_id=person.pk,
        values={"kind": "former", "family_name": "佐藤", "family_kana": "さとう"},
    )

    assert found(house, "佐藤架子") == found(house, "sato") == {"田中 架子"}
    house.do(remove_part, part="name", part_id=name.pk)
    assert found(house, "佐藤") == set()
    house.do(restore_part, part_id=name.pk)
    assert found(house, "佐藤") == {"田中 架子"}


def test_merged_records_are_not_found(house):
    person, other = house.add("田中 架子"), house.add("田中 架代")
    with house.at():
        TalentRecord.objects.filter(pk=other.pk).update(merged_into_id=person.pk)

    assert found(house, "田中") == {"田中 架子"}


def test_search_goes_with_every_other_condition_and_inside_a_subquery(house):
    house.add("田中 架子")
    house.add("田中 架代")
    with house.at():
        wanted = list_people(filters=PersonFilters(text="田中 架子")).order_by()
        rows = TalentRecord.objects.filter(pk__in=wanted.values("pk"))

        assert wanted.count() == 1
        assert [one.full_name for one in rows.exclude(family_name="")] == ["田中 架子"]
