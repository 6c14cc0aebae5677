"""People are found by kanji with variants, kana, romaji and any part of them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.searching import (
    WORDS_MAX,
    is_kana,
    search_key,
    search_patterns,
)

PERSON = search_key(["髙橋 架子", "タカハシ カコ", "佐藤 架子"])


def is_found(typed, key=PERSON):
    """Ask as the database does: LIKE with % and escapes."""
    patterns = search_patterns(typed)
    likes = [
        ".*".join(re.escape(part) for part in one.strip("%").split("%")) for one in patterns if one
    ]
    return len(likes) == len(patterns) > 0 and all(re.search(like, key) for like in likes)


@pytest.mark.parametrize(
    "typed",
    [
        *("髙橋", "高橋", "高", "橋", "橋架", "架子", "高橋架子", "架子 高橋"),
        *("タカハシ", "たかはし", "ﾀｶﾊｼ", "はし", "かこ", "たかはし　かこ"),
        *("takahashi", "Takahashi", "TAKA", "ka", "kako", "kako takahashi", "hashi"),
        *("佐藤", "佐"),
    ],
)
def test_any_part_in_any_script_finds_the_person(typed):
    assert is_found(typed)


@pytest.mark.parametrize("typed", ["田中", "たなか", "tanaka", "高橋 花", "100%", "ー", "_", ""])
def test_other_words_do_not(typed):
    assert not is_found(typed)


@pytest.mark.parametrize(
    ("typed", "kana"),
    [
        ("ohno", "オオノ"),
        ("oono", "オオノ"),
        ("Ōno", "オオノ"),
        ("ono", "オオノ"),
        ("syouta", "ショウタ"),
        ("shota", "ショウタ"),
        ("jyunichi", "ジュンイチ"),
        ("homma", "ホンマ"),
        ("honma", "ホンマ"),
        ("hattori", "ハットリ"),
        ("tuji", "ツジ"),
        ("fujii", "フジイ"),
        ("hujii", "フジイ"),
        ("kyouko", "キョウコ"),
        ("itchi", "イッチ"),
        ("tidu", "チヅ"),
        ("ryotaro", "リョウタロウ"),
        ("Satoh", "サトウ"),
        ("dyunko", "ヂュンコ"),
    ],
)
def test_every_way_to_write_a_reading_in_latin_letters_finds_it(typed, kana):
    assert is_found(typed, search_key([kana]))


@pytest.mark.parametrize(
    ("typed", "written"),
    [("しょーた", "ショウタ"), ("シヨウタ", "ショウタ"), ("ゆーき", "ユウキ"), ("おの", "オオノ")],
)
def test_long_vowels_and_small_letters_do_not_part_readings(typed, written):
    assert is_found(typed, search_key([written]))


def test_latin_names_are_found_by_each_part():
    key = search_key(["Anna Tanaka-Smith"])

    assert [is_found(typed, key) for typed in ("anna", "Tanaka", "smith", "tanakasmith")] == [
        True,
        True,
        True,
        True,
    ]


def test_only_the_first_words_are_looked_at():
    assert len(search_patterns("あ " * 50)) == WORDS_MAX


def test_marks_of_the_pattern_language_are_letters():
    assert search_patterns("髙%_橋\\") == ["% 高\\%\\_橋\\\\%"]


def test_kana_is_told_from_other_letters():
    assert [is_kana(text) for text in ("タカハシ カコ", "たかはし", "高橋", "taka")] == [
        True,
        True,
        False,
        False,
    ]


@given(st.text(alphabet="髙橋架子たなかハナコ", min_size=1, max_size=8))
def test_every_name_is_found_by_itself(name):
    assert is_found(name, search_key([name]))


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_patterns(typed):
    assert all(isinstance(one, str) for one in search_patterns(typed))
