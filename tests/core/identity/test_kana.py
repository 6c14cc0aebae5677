"""Kana of any width and script is one, and keys meet where the sound is the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.identity.kana import is_kana, kana_key, normalise_kana, plain_kana_key
from tasuki.core.identity.romaji import romaji_key
from tasuki.core.identity.surnames import SURNAMES


@pytest.mark.parametrize(
    ("spellings", "key", "plain"),
    [
        (["ショウタ", "シヨウタ", "ショータ", "しょうた", "ｼｮｳﾀ"], "シヨタ", "シヨタ"),
        (["ユウキ", "ユーキ", "ユキ"], "ユキ", "ユキ"),
        (["サトウ"], "サト", "サト"),
        (["サイトウ"], "サイト", "サイト"),
        (["オオノ", "オノ"], "オノ", "オノ"),
        (["コウノ", "コオノ"], "コノ", "コノ"),
        (["イノウエ"], "イノエ", "イノエ"),
        (["ヤマザキ"], "ヤマザキ", "ヤマサキ"),
        (["ヤマサキ"], "ヤマサキ", "ヤマサキ"),
        (["ミズホ", "ミヅホ"], "ミズホ", "ミスホ"),
        (["ヴィオラ", "ビオラ"], "ビオラ", "ヒオラ"),
        (["ミスズ", "みすゞ"], "ミスズ", "ミスス"),
        (["ナナ", "ナヽ"], "ナナ", "ナナ"),
        (["ヽナ"], "ヽナ", "ヽナ"),
        (["カヾミ", "カガミ"], "カガミ", "カカミ"),
        (["ヷイオリン", "バイオリン"], "バイオリン", "ハイオリン"),
        (["カヲル", "カオル"], "カオル", "カオル"),
        (["アンナ・マリア", "アンナ マリア"], "アンナマリア", "アンナマリア"),
        ([""], "", ""),
    ],
)
def test_spellings_of_one_sound_share_both_keys(spellings, key, plain):
    assert {kana_key(one) for one in spellings} == {key}
    assert {plain_kana_key(one) for one in spellings} == {plain}


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("やまだ　たろう", "ヤマダ タロウ"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ タロウ"),
        ("は゛ば", "ババ"),
        ("パ゜", "パ\u309a"),
        ("ゝゞ", "ヽヾ"),
        ("Anna", "Anna"),
    ],
)
def test_kana_is_stored_full_width(text, kana):
    assert normalise_kana(text) == kana


@pytest.mark.parametrize("text", ["ヤマダ", "やまだ たろう", "ﾔﾏﾀﾞ", "アンナ・マリア", "ユーキ"])
def test_kana_is_known(text):
    assert is_kana(text)


@pytest.mark.parametrize("text", ["", "ー", "・", "山田", "ヤマダ1", "Yamada", "山田ヤマダ"])
def test_other_text_is_no_kana(text):
    assert not is_kana(text)


@pytest.mark.parametrize(
    ("spellings", "key"),
    [
        (["サトウ", "さとう", "ｻﾄｳ", "Satou", "SATO", "Satō", "satoh", "Satô"], "sato"),
        (["オオノ", "Ohno", "Oono", "ono", "Ōno"], "ono"),
        (["キョウコ", "Kyoko", "kyouko", "Kyōko"], "kyoko"),
        (["ユウキ", "Yuki", "yuuki", "Yūki"], "yuki"),
        (["シンジ", "Shinji", "sinzi", "Sinji"], "shinji"),
        (["チヅル", "Chizuru", "tiduru"], "chizuru"),
        (["ショウタ", "syouta", "Shota", "shohta"], "shota"),
        (["ジュンイチ", "Jun'ichi", "zyuniti"], "junichi"),
        (["ハットリ", "Hattori"], "hattori"),
        (["ホッチ", "Hotchi", "hocchi"], "hocchi"),
        (["ナンバ", "Namba", "nanba"], "nanba"),
        (["フジタ", "Fujita", "huzita"], "fujita"),
        (["イノウエ", "Inoue"], "inoe"),
        (["オハラ", "Ohara", "オオハラ"], "ohara"),
        (["ヴィクトリア", "ビクトリア", "victoria"], None),
        (["シェリー", "sheri"], "sheri"),
        (["ファン", "fan"], "fan"),
        (["アァ"], "aa"),
        (["ヤャ"], "yaya"),
        (["ヷン", "バン"], "ban"),
        (["みすゞ", "misuzu"], "misuzu"),
        (["ッ"], ""),
        (["ッア", "a"], "a"),
        (["高橋"], "高橋"),
        ([""], ""),
    ],
)
def test_readings_meet_in_latin_letters(spellings, key):
    keys = {romaji_key(one) for one in spellings}

    assert keys == {key} if key is not None else len(keys) == 2


def test_a_reading_and_its_plain_romaji_meet_for_every_shipped_surname():
    vowels = {"オ", "ウ"}
    keys = {reading: romaji_key(reading) for reading in SURNAMES.readings.values()}

    assert all(key.isascii() and key.isalpha() for key in keys.values())
    assert all(
        romaji_key(reading.replace("ウ", "", 1)) == key
        for reading, key in keys.items()
        if reading.endswith("トウ") and not vowels & set(reading[:-1])
    )


KANA = "アイウエオカガコショョッンーヴァィ゛゜は がﾊﾞ・ヰヱヲ々ヶヽヾゝゞ"


@given(st.text(max_size=30) | st.text(KANA, max_size=16))
def test_kana_keys_are_stable(text):
    assert normalise_kana(normalise_kana(text)) == normalise_kana(text)
    assert kana_key(kana_key(text)) == kana_key(text)
    assert plain_kana_key(plain_kana_key(text)) == plain_kana_key(text)


@given(st.text(max_size=30) | st.text(KANA + "aiueohstymncjzdflv'-ōÔ", max_size=16))
def test_romaji_keys_are_stable(text):
    assert romaji_key(romaji_key(text)) == romaji_key(text)
    assert isinstance(is_kana(text), bool)
