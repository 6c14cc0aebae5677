"""What a card says of the age, and what in its text points at a person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.placement.card import age_band, find_hints

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("birth_date", "said"),
    [
        (date(1996, 11, 24), "20代"),
        (date(1996, 11, 23), "30代"),
        (date(1967, 1, 1), "50代"),
        (date(1966, 11, 23), "60代以上"),
        (date(1930, 1, 1), "60代以上"),
        (date(2008, 1, 1), "20歳未満"),
        (None, "年代は未確認"),
    ],
)
def test_age_is_said_in_tens_with_open_ends(birth_date, said):
    assert age_band(birth_date, on=DAY).ja == said


@given(st.dates(date(1930, 1, 1), date(2010, 12, 31)))
def test_no_band_tells_the_year_of_birth(birth_date):
    said = age_band(birth_date, on=DAY)

    assert str(birth_date.year) not in said.ja + said.en
    assert said.ja in {"20歳未満", "20代", "30代", "40代", "50代", "60代以上"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("北村です。経理を8年", ["北村"]),
        ("北 村 花は経理を8年", ["北村", "北村 花"]),
        ("ｷﾀﾑﾗが担当", ["キタムラ"]),
        ("連絡はhana@example.jpへ", ["hana@example.jp"]),
        ("090-1234-5678まで", ["090-1234-5678"]),
        ("みなと市1丁目2番", ["1丁目"]),
        ("みなと市1-2-3", ["1-2-3"]),
        ("1990年5月3日生まれ", ["1990年5月3日生"]),
        ("https://example.jp/me", ["https://"]),
        ("経理を8年。2019年から決算を担当。英語で3人と仕事", []),
    ],
)
def test_hints_at_the_person_are_found(text, found):
    hints = find_hints(text, names=["北村 花", "キタムラ ハナコ"])

    assert [one.found for one in hints] == found


def test_name_of_one_letter_is_too_common_to_look_for():
    assert find_hints("林業を5年", names=["林 花子"]) == ()
