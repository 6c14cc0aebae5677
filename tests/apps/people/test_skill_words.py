"""The words for skills that come with the program: any spelling becomes one skill."""

import csv
from collections import Counter

import pytest

from tasuki.apps.people.actions import skills
from tasuki.apps.vocab import shipped
from tasuki.apps.vocab.models import Skill
from tasuki.apps.vocab.queries import find_exact_term, list_attributions, search_terms
from tasuki.apps.vocab.skills import search_skills
from tasuki.core.identity.normalise import name_key


def words():
    with (shipped.FOLDER / "skills.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def spellings(word):
    found = (word["name"], word["english"], *filter(None, word["aliases"].split(";")))
    return {name_key(one) for one in found}


def test_every_spelling_means_one_skill_only():
    counted = Counter(one for word in words() for one in spellings(word))

    assert [one for one, count in counted.items() if count > 1] == []
    assert len(words()) >= 600


def test_every_word_has_a_known_kind_a_group_and_an_english_name():
    for word in words():
        assert word["kind"] in Skill.Kind.values, word
        assert word["group"], word
        assert word["english"].isascii(), word
        assert len(word["name"]) <= 60, word


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "name", "kind"),
    [
        ("エクセル", "Excel", "tool"),
        ("ｅｘｃｅｌ", "Excel", "tool"),
        ("簿記２級", "日商簿記2級", "certificate"),
        ("日商簿記検定2級", "日商簿記2級", "certificate"),
        ("Payroll", "給与計算", "skill"),
        ("普通話", "中国語", "language"),
        ("貝殻の研究", "貝殻の研究", "skill"),
    ],
)
def test_any_spelling_becomes_the_word_with_its_kind(house, typed, name, kind):
    row = house.do(skills.set_skill, talent_record_id=house.add().pk, skill=typed)

    assert (row.skill.name, row.skill.kind) == (name, kind)


@pytest.mark.django_db
def test_two_spellings_of_two_people_are_one_skill(house):
    first = house.do(skills.set_skill, talent_record_id=house.add().pk, skill="フォークリフト")
    second = house.do(
        skills.set_skill, talent_record_id=house.add().pk, skill="フォークリフト運転技能者"
    )

    assert first.skill == second.skill
    assert first.skill.name == "フォークリフト運転技能講習"
    assert second.skill.term_code == first.skill.term_code


@pytest.mark.django_db
def test_what_the_company_named_itself_goes_before_the_words(house):
    with house.at():
        own = Skill.objects.create(organisation=house.company, name="エクセル", key="エクセル")
    row = house.do(skills.set_skill, talent_record_id=house.add().pk, skill="エクセル")

    assert row.skill == own


@pytest.mark.django_db
def test_words_are_searched_with_their_source(house):
    assert [one.name for one in search_terms(kind="skill", text="簿記")][:3] == [
        "日商簿記1級",
        "日商簿記2級",
        "日商簿記3級",
    ]
    assert find_exact_term(kind="skill", text="C").name == "C言語"
    assert find_exact_term(kind="skill", text="そんなものはない") is None
    assert "Apache" in list_attributions(sources=["skills"])[0]


@pytest.mark.django_db
def test_skills_of_the_company_are_found_by_name_and_other_name(house):
    house.do(skills.set_skill, talent_record_id=house.add().pk, skill="Excel")
    house.do(skills.set_skill, talent_record_id=house.add().pk, skill="給与計算")

    with house.at():
        assert [one.name for one in search_skills(text="ｅｘ")] == ["Excel"]
        assert [one.name for one in search_skills(text="計算 給与")] == ["給与計算"]
        assert search_skills(text="").count() == 2
