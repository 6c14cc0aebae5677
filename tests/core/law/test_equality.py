"""A condition for a job names no age and no sex."""

import pytest

from tasuki.core.law.equality import check_equal_terms


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("35歳以下", "労働施策総合推進法 9条"),
        ("３５才まで", "労働施策総合推進法 9条"),
        ("20代歓迎", "労働施策総合推進法 9条"),
        ("若手の方", "労働施策総合推進法 9条"),
        ("Under 40", "労働施策総合推進法 9条"),
        ("女性のみ", "男女雇用機会均等法 5条"),
        ("営業マン経験者", "男女雇用機会均等法 5条"),
        ("male only", "男女雇用機会均等法 5条"),
    ],
)
def test_limit_of_age_or_sex_is_refused(text, source):
    refusal = check_equal_terms(text)

    assert refusal is not None
    assert (refusal.rule, refusal.source) == ("H6", source)


@pytest.mark.parametrize(
    "text",
    [
        "年齢不問",
        "性別・年齢は問わない",
        "男女不問",
        "regardless of age or sex",
        "生産管理の経験3年以上",
        "マネージャーの経験",
        "5S活動の経験",
        "management of 20 people",
        "2026年12月から働ける方",
    ],
)
def test_experience_and_open_terms_pass(text):
    assert check_equal_terms(text) is None
