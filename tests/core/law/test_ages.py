from dataclasses import replace
from datetime import date

import pytest

from tasuki.core.law.ages import AgeLimit, check_age_limit, list_age_codes, list_programmes

TODAY = date(2026, 11, 23)
CAREER = AgeLimit(most=35, code="3i", reason="長期勤続によるキャリア形成のため")
SKILLS = AgeLimit(
    least=30, most=39, code="3ro", reason="30代の技術者が少ないため", occupation="電気通信技術者"
)


def test_there_are_six_codes():
    assert list(list_age_codes(on=TODAY)) == ["1", "2", "3i", "3ro", "3ha", "3ni"]


def test_programmes_of_code_3ni_are_a_list_of_names():
    assert "就職氷河期世代" in list_programmes(on=TODAY)


def test_a_posting_without_a_limit_needs_no_code():
    assert check_age_limit(AgeLimit(), on=TODAY) is None


def test_thirty_five_with_a_fixed_term_is_refused_under_code_3i():
    refusal = check_age_limit(replace(CAREER, is_indefinite=False), on=TODAY)

    assert refusal.rule == "H6"
    assert "無期" in refusal.reason_ja


@pytest.mark.parametrize(
    "limit",
    [
        CAREER,
        SKILLS,
        replace(SKILLS, least=45, most=49),
        AgeLimit(most=60, code="1", retirement_age=60, reason="定年が60歳のため"),
        AgeLimit(most=65, code="1", retirement_age=65, reason="定年が65歳のため"),
        AgeLimit(least=18, code="2", reason="警備業法14条"),
        AgeLimit(least=8, most=12, code="3ha", reason="子役"),
        AgeLimit(least=60, code="3ni", reason="60歳以上の方を募集"),
        AgeLimit(least=35, most=55, code="3ni", reason="就職氷河期世代の支援施策"),
    ],
)
def test_a_limit_within_its_code_passes(limit):
    assert check_age_limit(limit, on=TODAY) is None


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (AgeLimit(most=35), "one of the reasons"),
        (AgeLimit(most=35, code="9"), "one of the reasons"),
        (replace(CAREER, least=20), "no lower limit"),
        (replace(CAREER, asks_experience=True), "experience is a condition"),
        (replace(CAREER, reason=" "), "below 65 needs a written reason"),
        (AgeLimit(most=60, code="1", reason="x"), "retirement age"),
        (AgeLimit(most=59, code="1", retirement_age=60, reason="x"), "retirement age"),
        (AgeLimit(least=18, most=60, code="1", retirement_age=60), "no lower limit"),
        (
            AgeLimit(most=60, code="1", retirement_age=60, reason="x", is_indefinite=False),
            "without an end",
        ),
        (AgeLimit(most=40, code="2", reason="x"), "no upper limit"),
        (AgeLimit(least=18, code="2"), "statute"),
        (replace(SKILLS, is_indefinite=False), "without an end"),
        (replace(SKILLS, occupation=""), "one named occupation"),
        (replace(SKILLS, least=29), "within 30"),
        (replace(SKILLS, most=50), "within 30"),
        (replace(SKILLS, most=40), "within 30"),
        (replace(SKILLS, most=33), "within 30"),
        (replace(SKILLS, least=None), "within 30"),
        (AgeLimit(least=50, most=40, code="3ha", reason="x"), "above the upper"),
        (AgeLimit(least=55, code="3ni"), "only from 60"),
        (AgeLimit(most=70, code="3ni"), "only from 60"),
        (AgeLimit(least=60, most=64, code="3ni", reason="60歳以上"), "without an upper limit"),
        (AgeLimit(most=40, code="3ni", reason="若い人"), "public programme"),
        (AgeLimit(most=35, code="1", retirement_age=35, reason="定年"), "below 60"),
        (AgeLimit(most=59, code="1", retirement_age=59, reason="定年"), "below 60"),
        (AgeLimit(least=60, code="3ni"), "written reason"),
        (AgeLimit(most=65, code="1", retirement_age=65), "written reason"),
        (replace(SKILLS, reason=""), "written reason"),
        (AgeLimit(least=8, most=12, code="3ha"), "written reason"),
        (AgeLimit(least=20, code="3ha"), "written reason"),
    ],
)
def test_a_limit_outside_its_code_is_refused(limit, words):
    refusal = check_age_limit(limit, on=TODAY)

    assert refusal.rule == "H6"
    assert words in refusal.reason_en
    assert refusal.next_ja
