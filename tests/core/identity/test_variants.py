"""Variants of one character are compared as one; different characters stay different."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.identity.variants import (
    RELATED_CHARACTERS,
    VARIANT_TABLE,
    fold,
    fold_characters,
    related_fold,
)

GROUPS = [
    *["髙高", "﨑崎", "邊邉辺", "齋斎", "齊斉", "澤沢", "濱濵浜", "廣広", "國国", "櫻桜", "眞真"],
    *[
        "德徳",
        "冨富",
        "嶋島",
        "瀨瀬",
        "𠮷吉",
        "桑桒",
        "栁柳",
        "龍竜",
        "瀧滝",
        "關関",
        "塩鹽",
        "惠恵",
    ],
    *["萬万", "壽寿", "與与", "圓円", "會会"],
]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("渡邉", "渡辺"),
        ("渡邊", "渡辺"),
        ("𠮷田", "吉田"),
        ("神\ufe00", "神"),
        ("神", "神"),
        ("辻\U000e0100", "辻"),
        ("佐々木", "佐佐木"),
        ("代々々々々々々木", "代代代代代代代木"),
        ("々木", "々木"),
        ("㈱ＡＢＣ　　①", "(株)abc 1"),
        ("ﾔﾏﾀﾞ\u200b", "ヤマダ"),
        ("Straße", "strasse"),
        ("  a  b ", "a b"),
        ("", ""),
    ],
)
def test_a_text_is_folded(text, key):
    assert fold(text) == key


@pytest.mark.parametrize("group", GROUPS)
def test_every_character_of_a_group_folds_to_one(group):
    assert len({fold(sign) for sign in group}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("川崎", "川埼"), ("斉藤", "斎藤"), ("齊藤", "齋藤"), ("太田", "大田")]
)
def test_different_characters_are_never_folded_together(one, other):
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("斉藤", "斎藤"), ("齊藤", "齋藤"), ("齊藤", "斎藤"), ("佐籐", "佐藤")]
)
def test_related_characters_meet_in_the_weaker_key(one, other):
    assert related_fold(one) == related_fold(other)


def test_unrelated_characters_do_not_meet_in_the_weaker_key():
    assert related_fold("川崎") != related_fold("川埼")


def test_no_variant_leads_to_another_variant():
    assert not set(map(ord, VARIANT_TABLE.values())) & set(VARIANT_TABLE)


def test_related_characters_are_not_folded():
    signs = [sign for group in RELATED_CHARACTERS for sign in group]

    assert [fold(sign) for sign in signs] == signs


@given(
    st.text(max_size=40) | st.text("髙﨑々齋斉ﾔﾞ゛は㈱①Ａİßſ\ufe00\u200b\U000e0100 　", max_size=16)
)
def test_folding_is_stable(text):
    assert fold(fold(text)) == fold(text)
    assert fold_characters(fold_characters(text)) == fold_characters(text)
    assert fold(fold_characters(text)) == fold(text)
    assert related_fold(related_fold(text)) == related_fold(text)


@given(st.text(max_size=40))
def test_a_folded_text_has_single_spaces_and_no_selector(text):
    key = fold(text)

    assert key == " ".join(key.split())
    assert not any("\ufe00" <= sign <= "\ufe0f" for sign in key)
