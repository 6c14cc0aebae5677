"""What may not enter a score cannot be built, by any door."""

from dataclasses import fields

import pytest
from django.apps import apps
from tests.core.market.fit_samples import Maker

from tasuki.core.law.forbidden import FORBIDDEN_DATA
from tasuki.core.market.fit.features import FEATURES, Feature, ForbiddenFeature, check_feature
from tasuki.core.market.fit.reading import read_opening, read_person
from tasuki.core.market.fit.records import FitOpening, FitPerson, FitWishes, SkillLevel
from tasuki.core.market.fit.text import clean_text

COLUMNS = (
    *(("H5", one) for one in ("age", "birth_date", "生年月日", "年齢", "sex", "gender", "性別")),
    *(("H5", one) for one in ("photo", "写真", "disability", "障害", "health", "在留資格")),
    *(("F13", one) for one in ("nationality", "国籍", "marital_status", "pregnancy", "結婚")),
    *(("F01", one) for one in ("本籍", "出生地", "race", "戸籍")),
    *(("F02", one) for one in ("家族", "spouse", "扶養家族", "family_structure")),
    ("F03", "住宅の種類"),
    ("F04", "家庭環境"),
    *(("F05", one) for one in ("religion", "宗教")),
    ("F06", "支持政党"),
    ("F07", "座右の銘"),
    ("F08", "尊敬する人物"),
    ("F09", "思想"),
    *(("F10", one) for one in ("trade_union", "労働組合")),
    ("F11", "愛読書"),
    ("F12", "身元調査"),
    *(("F14", one) for one in ("持病", "medical_history", "健康診断書")),
    *(("MN", one) for one in ("my_number", "マイナンバー")),
    *(("PROXY", one) for one in ("name", "氏名", "address", "住所", "postal_code", "最寄駅")),
    *(("PROXY", one) for one in ("graduation_year", "卒業年", "school_name", "大学名")),
    *(("PROXY", one) for one in ("channel", "応募経路", "relay", "career_gaps", "ブランク")),
    *(("PROXY", one) for one in ("employer_count", "転職回数", "career.company", "mail_domain")),
    *(("PROXY", one) for one in ("current_salary", "現年収", "free_notes", "備考", "tags")),
    *(("PROXY", one) for one in ("interview_score", "面接評価", "personskill.source.assessment")),
    ("CLOSED", "zodiac"),
)


@pytest.mark.parametrize(("code", "column"), COLUMNS)
def test_forbidden_column_cannot_be_a_feature(code, column):
    with pytest.raises(ForbiddenFeature) as by_name:
        Feature(column, ())
    with pytest.raises(ForbiddenFeature):
        check_feature("skills", column)

    assert by_name.value.trap.code == code
    assert column in by_name.value.reason.ja
    assert by_name.value.reason.en


@pytest.mark.parametrize(("code", "column"), COLUMNS)
def test_forbidden_column_cannot_be_read(code, column):
    for read, row in (
        (read_person, {"id": "p", column: 1}),
        (read_person, {"id": "p", "wishes": {column: 1}}),
        (read_opening, {"id": "o", "organisation": "a", column: 1}),
    ):
        with pytest.raises(ForbiddenFeature) as refused:
            read(row)

        assert refused.value.trap.code == code


def test_every_matter_of_the_law_is_among_the_columns():
    assert {one.code for one in FORBIDDEN_DATA} <= {code for code, _ in COLUMNS}


def test_every_source_is_a_column_of_the_product():
    models = {model.__name__.lower(): model for model in apps.get_models()}
    for feature in FEATURES.values():
        for source in feature.sources:
            model, field = source.split(".")

            assert models[model]._meta.get_field(field)


def test_records_know_nothing_that_the_registry_does_not():
    named = {one.name for kind in (FitPerson, FitWishes) for one in fields(kind)}

    assert named == {
        *("id", "experience", "skills", "certificates", "languages", "text", "wishes"),
        *("released_to", "blocked", "valid_to", "may_be_suggested"),
        *("occupations", "areas", "commute_from", "commute_minutes_most"),
        *("weekly_minutes_most", "times", "pay_yen_least", "starts_on", "terms"),
    }
    assert not {"age_least", "age_most", "sex"} & {one.name for one in fields(FitOpening)}


def test_distance_is_flagged_for_the_audit():
    flagged = {name for name, feature in FEATURES.items() if feature.is_flagged}

    assert flagged == {"wishes.area", "wishes.commute"}


def test_sentence_on_a_forbidden_matter_is_not_compared():
    cleaned = clean_text("経理を担当。父は会社員です。国籍は日本。決算も。")

    assert cleaned == "経理を担当 決算も"


def test_columns_are_read_into_records():
    person = read_person(
        {
            "id": "p",
            "skills": [["excel", 3]],
            "experience": [["12_072-06", 40]],
            "wishes": {"areas": ["13"], "starts_on": "2026-12-01", "terms": ["fixed"]},
        }
    )

    assert person.skills == (SkillLevel("excel", 3),)
    assert person.wishes.areas == ("13",)
    assert Maker(1).person("p").id == "p"
