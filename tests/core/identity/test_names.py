"""Names of one cell are split and cleaned; nothing a person wrote is changed."""

import csv
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.identity.names import (
    SPLIT_CONFIDENCE_MIN,
    PersonName,
    clean_name,
    find_former_family_name,
    full_name,
    has_kanji,
    order_parts,
    split_kana,
    split_name,
)
from tasuki.core.identity.surnames import SURNAMES, SurnameFileError, read_surnames


def parts(found):
    return found.value.family_name, found.value.given_name


@pytest.mark.parametrize(
    ("text", "family", "given_name"),
    [
        ("髙橋　架子", "髙橋", "架子"),
        ("髙橋 架子", "髙橋", "架子"),
        ("髙橋  　架子", "髙橋", "架子"),
        ("長谷川健太", "長谷川", "健太"),
        ("架空 花子 様", "架空", "花子"),
        ("森田豪様", "森田", "豪"),
        ("★1. 森田 豪 殿", "森田", "豪"),
        ("王 偉", "王", "偉"),
        ("佐々木架", "佐々木", "架"),
        ("渡邉健太", "渡邉", "健太"),
        ("林太郎", "林", "太郎"),
        ("山 田 太 郎", "山田", "太郎"),
        ("神\ufe00谷 豪", "神\ufe00谷", "豪"),
        ("Anna Tanaka", "Tanaka", "Anna"),
        ("TANAKA Anna", "TANAKA", "Anna"),
        ("Anna Maria Tanaka", "Tanaka", "Anna Maria"),
        ("Smith, John Paul", "Smith", "John Paul"),
        ("NGUYEN VAN AN", "NGUYEN", "VAN AN"),
        ("Mr. John TANAKA", "TANAKA", "John"),
        ("Nguyễn Thị Mai", "Nguyễn", "Thị Mai"),
    ],
)
def test_a_name_is_split_with_confidence(text, family, given_name):
    found = split_name(text)

    assert parts(found) == (family, given_name)
    assert found.value.confidence >= SPLIT_CONFIDENCE_MIN
    assert found.warnings == ()


@pytest.mark.parametrize(
    "text",
    [
        *["小鳥遊六花", "架空花子", "太郎", "長谷川", "豪", "JOHN SMITH", "John Smith", "John"],
        *["アンナ・スミス", "モリタイサム", "林健太郎之助", ""],
    ],
)
def test_a_guess_is_marked_to_be_asked(text):
    assert split_name(text).value.confidence < SPLIT_CONFIDENCE_MIN


def test_a_name_in_kana_with_a_dot_puts_the_family_last():
    assert parts(split_name("アンナ・スミス")) == ("スミス", "アンナ")


def test_a_reading_beside_it_finds_the_place():
    found = split_name("森田豪", kana="ﾓﾘﾀ ｲｻﾑ").value

    assert found == PersonName("森田", "豪", "モリタ", "イサム", "", 0.99)


def test_a_reading_without_a_space_finds_the_place_too():
    found = split_name("東海林太郎", kana="トウカイリンタロウ", surnames=SURNAMES).value

    assert found.family_name + found.given_name == "東海林太郎"
    assert split_name("森田豪", kana="モリタイサム").value.given_kana == "イサム"


def test_a_reading_in_brackets_is_taken():
    found = split_name("架空花子（カクウハナコ）")

    assert found.value.family_name + found.value.given_name == "架空花子"
    assert found.value.family_kana == "カクウハナコ"
    assert found.value.confidence < SPLIT_CONFIDENCE_MIN
    assert [warning.en for warning in found.warnings] == [
        "Where the reading parts into family and given name is not known."
    ]


def test_a_reading_with_a_space_in_brackets_is_split():
    found = split_name("架空 花子（かくう はなこ）").value

    assert (found.family_kana, found.given_kana) == ("カクウ", "ハナコ")


@pytest.mark.parametrize(
    "text",
    [
        "鈴木(旧姓 佐藤) 架子",
        "鈴木（旧姓：佐藤）架子",
        "鈴木 架子 旧姓佐藤",
        "鈴木 架子【旧・佐藤】",
    ],
)
def test_a_former_name_is_taken_out(text):
    found = split_name(text).value

    assert (found.family_name, found.given_name) == ("鈴木", "架子")
    assert found.former_family_name == "佐藤"


def test_a_business_name_stands_beside_the_legal_one():
    found = split_name("森田 豪（ビジネスネーム：架空）").value

    assert found == PersonName("森田", "豪", business_family_name="架空")


def test_other_words_in_brackets_are_named_and_left_out():
    found = split_name("森田 豪（要連絡）(2)")

    assert parts(found) == ("森田", "豪")
    assert [warning.ja for warning in found.warnings] == [
        "氏名の括弧の中「要連絡」は取り込みません。"
    ]


@pytest.mark.parametrize(
    ("note", "name"),
    [
        ("旧姓 吉野", "吉野"),
        ("昨年結婚。旧姓は佐藤です。", "佐藤"),
        ("旧姓：髙橋さん", "髙橋"),
        ("旧姓なし", ""),
        ("旧姓使用あり", ""),
        ("旧姓で勤務", ""),
        ("特になし", ""),
        ("", ""),
    ],
)
def test_a_former_name_in_a_note_is_found(note, name):
    assert find_former_family_name(note) == name


def test_an_empty_former_name_in_brackets_is_none():
    assert split_name("鈴木（旧姓なし）架子").value.former_family_name == ""


def test_columns_in_each_other_s_place_change_with_a_warning():
    found = order_parts(PersonName("モリタ", "ｲｻﾑ", "森田", "豪"))

    assert found.value == PersonName("森田", "豪", "モリタ", "イサム")
    assert len(found.warnings) == 1


@pytest.mark.parametrize(
    "name",
    [
        PersonName("森田", "豪", "モリタ", "イサム"),
        PersonName("マリア", "サントス", "マリア", "サントス"),
        PersonName("森田", "豪", "", ""),
        PersonName("モリタ", "イサム", "", ""),
        PersonName("森田", "豪", "森田", "豪"),
    ],
)
def test_columns_that_may_be_right_stay(name):
    assert order_parts(name).value == name
    assert order_parts(name).warnings == ()


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("　森田　豪　", "森田 豪"),
        ("鵜殿", "鵜殿"),
        ("鵜殿 様", "鵜殿"),
        ("森田\u200b豪\u202e", "森田豪"),
        ("王君", "王君"),
        ("※森田 くん", "森田"),
    ],
)
def test_a_name_is_cleaned_and_no_more(text, clean):
    assert clean_name(text) == clean


@pytest.mark.parametrize(
    ("text", "family_name", "found"),
    [
        ("ﾓﾘﾀ ｲｻﾑ", "", ("モリタ", "イサム")),
        ("もりたいさむ", "森田", ("モリタ", "イサム")),
        ("モリタ", "森田", ("モリタ", "")),
        ("シンデンイサム", "森田", ("シンデンイサム", "")),
        ("", "森田", ("", "")),
    ],
)
def test_kana_is_split_by_a_space_or_a_known_reading(text, family_name, found):
    assert split_kana(text, family_name=family_name) == found


def test_kanji_is_told_from_other_signs():
    assert has_kanji("𠮷")
    assert has_kanji("ア神")
    assert not has_kanji("アあ\U000e0100A")


def test_shipped_surnames_are_known_in_any_form():
    assert "高橋" in SURNAMES
    assert "髙橋" in SURNAMES
    assert SURNAMES.reading_of("長谷川") == "ハセガワ"
    assert SURNAMES.reading_of("小鳥遊") == ""
    assert "サト" in SURNAMES.kana_keys


def test_every_shipped_surname_before_a_common_given_name_is_split_right():
    file = resources.files("tasuki.core.identity").joinpath("data", "surnames.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        surnames = [row["surname"] for row in csv.DictReader(lines)]

    wrong = [one for one in surnames if parts(split_name(one + "健太")) != (one, "健太")]

    assert len(surnames) == 1999
    assert wrong == []


@pytest.mark.parametrize(
    ("_case", "lines", "words"),
    [
        ("no header", ["佐藤,さとう"], "first line"),
        ("no reading", ["surname,reading", "佐藤"], "line 2"),
        ("three cells", ["surname,reading", "佐藤,さとう,x"], "line 2"),
        ("too few", ["surname,reading", "佐藤,さとう"], "1 surnames"),
        ("nothing", [], "first line"),
    ],
)
def test_a_damaged_list_is_refused(_case, lines, words):
    with pytest.raises(SurnameFileError, match=words):
        read_surnames(lines)


SIGNS = "山田太郎　 （）(旧姓)様・,.☆1ヤマﾔ A\u200b々\U000e0100"


@given(st.text(max_size=60) | st.text(SIGNS, max_size=24), st.text(SIGNS, max_size=12))
def test_no_text_breaks_the_split(text, kana):
    found = split_name(text, kana=kana).value

    assert 0 <= found.confidence <= 1
    find_former_family_name(text)
    order_parts(found)


@given(st.text(max_size=40) | st.text(SIGNS, max_size=20))
def test_cleaning_twice_changes_nothing(text):
    once = clean_name(text)

    assert clean_name(once) == once


@given(st.sampled_from(sorted(SURNAMES.readings)), st.sampled_from(["花子", "豪", "健太郎"]))
def test_a_space_splits_any_name_and_its_parts_stay(family, given_name):
    assert parts(split_name(f"{family}　{given_name}")) == (family, given_name)


@pytest.mark.parametrize(
    "written",
    [
        "髙橋 架子",
        "王 偉",
        "Anna Tanaka",
        "TANAKA Anna",
        "Maria da Silva",
        "Anna Maria van der Berg",
        "Nguyễn Thị Mai",
        "NGUYEN VAN AN",
        "John O'Brien",
        "O'Brien",
    ],
)
def test_a_person_is_called_as_written(written):
    found = split_name(written).value

    assert full_name(found.family_name, found.given_name) == written


def test_particles_belong_to_the_family():
    assert parts(split_name("Maria da Silva")) == ("da Silva", "Maria")
