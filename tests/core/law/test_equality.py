"""A condition for a job names no age and no sex."""

import pytest

from tasuki.core.law.equality import check_equal_terms, check_posting_words


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


@pytest.mark.parametrize(
    "text",
    ["経理（35歳まで）", "35歳以下の若い方を募集", "若手を募集", "20代が活躍中", "under 40"],
)
def test_words_of_age_in_a_posting_need_a_limit_with_its_code(text):
    refusal = check_posting_words(text, has_age_limit=False)

    assert (refusal.rule, refusal.source) == ("H6", "労働施策総合推進法 9条")
    assert check_posting_words(text, has_age_limit=True) is None


@pytest.mark.parametrize(
    "text",
    [
        "定年60歳、再雇用は65歳まで",
        "60歳定年",
        "年齢不問",
        "幅広い年齢層が在籍",
        "年齢給あり",
        "若手社員の指導",
        "シニアエンジニア",
        "主婦・主夫の方も在籍",
        "女性用衣料の販売",
        "月給20万円、週40時間",
    ],
)
def test_posting_that_asks_for_no_age_and_no_sex_passes(text):
    assert check_posting_words(text, has_age_limit=False) is None


def test_a_code_of_age_opens_no_words_of_sex():
    refusal = check_posting_words("女性のみ", has_age_limit=True)

    assert refusal.source == "男女雇用機会均等法 5条"


def test_a_condition_and_a_posting_share_one_dictionary():
    for word in ("営業マン", "看護婦", "women only", "主婦"):
        assert check_equal_terms(word).source == "男女雇用機会均等法 5条"
        assert check_posting_words(word, has_age_limit=False).source == "男女雇用機会均等法 5条"
