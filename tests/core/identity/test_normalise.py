from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.identity import normalise
from tasuki.core.identity.normalise import (
    MatchKeys,
    ParseProblem,
    is_disposable_mail,
    kana_key,
    match_keys,
    name_key,
    normalise_kana,
    normalise_mail,
    normalise_name,
    normalise_phone,
    plain_kana_key,
)


@pytest.mark.parametrize(
    ("text", "mail"),
    [
        ("ＴＡＲＯ@Example.jp ", "taro@example.jp"),
        ("taro＠example.jp", "taro@example.jp"),
        ("Taro.Yamada+hr@example.com", "taro.yamada+hr@example.com"),
        ("taro..yamada@docomo.ne.jp", "taro..yamada@docomo.ne.jp"),
        ("taro.@docomo.ne.jp", "taro.@docomo.ne.jp"),
    ],
)
def test_a_mail_address_is_folded_and_kept_whole(text, mail):
    assert normalise_mail(text) == mail


@pytest.mark.parametrize(
    "text", ["a@localhost", "taro", "ta ro@example.jp", "a@b@example.jp", "a@example..jp", " "]
)
def test_what_is_no_mail_address_says_so(text):
    problem = normalise_mail(text)

    assert isinstance(problem, ParseProblem)
    assert problem.text.ja.startswith("メールアドレスを")


@pytest.mark.parametrize(
    ("mail", "is_disposable"),
    [
        ("a@mailinator.com", True),
        ("a@x.mailinator.com", True),
        ("a@notmailinator.com", False),
        ("a@example.jp", False),
    ],
)
def test_throw_away_domains_are_known(mail, is_disposable):
    assert is_disposable_mail(mail) is is_disposable


def test_an_organisation_may_bring_its_own_list_of_domains():
    assert is_disposable_mail("a@trash.example", domains={"trash.example"})


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("０９０－００００－０００１", "09000000001"),
        ("090ー0000ー0001", "09000000001"),
        ("090‐0000‐0001", "09000000001"),
        ("+81 90 0000 0001", "09000000001"),
        ("+81 (0)90-0000-0001", "09000000001"),
        ("81-90-0000-0001", "09000000001"),
        (9000000001, "09000000001"),
        ("(03)0000-0001", "0300000001"),
        (300000001, "0300000001"),
        ("電話：03-0000-0001（内線12）", "0300000001"),
        ("0868-00-0001", "0868000001"),
        ("0120-000-000", "0120000000"),
        ("050-0000-0001", "05000000001"),
    ],
)
def test_a_phone_number_becomes_its_digits(text, digits):
    assert normalise_phone(text) == digits


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("090-0000-00", "桁が足りません"),
        ("090-0000-000", "桁が足りません"),
        ("03-0000-00012", "桁が多すぎます"),
        ("090-0000-000123", "桁が多すぎます"),
        ("+1 212 555 0100", "国内の番号ではありません"),
        ("なし", "数字以外"),
        ("", "数字以外"),
    ],
)
def test_what_is_no_phone_number_says_why(text, words):
    problem = normalise_phone(text)

    assert isinstance(problem, ParseProblem)
    assert words in problem.text.ja


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("髙橋　架子", "高橋 架子"),
        ("山﨑", "山崎"),
        ("渡邉", "渡辺"),
        ("渡邊", "渡辺"),
        ("𠮷田", "吉田"),
        ("神\ufe00", "神"),
        ("辻\U000e0100", "辻"),
        ("Anna  Tanaka", "Anna Tanaka"),
    ],
)
def test_a_name_is_folded_for_search(text, name):
    assert normalise_name(text) == name


@pytest.mark.parametrize(("one", "other"), [("川崎", "川埼"), ("斉藤", "斎藤")])
def test_different_characters_stay_different(one, other):
    assert name_key(one) != name_key(other)


def test_a_name_key_has_no_spaces_and_one_case():
    assert name_key("ANNA　Tanaka") == name_key("Anna Tanaka") == "annatanaka"


@given(st.text(max_size=20))
def test_folding_a_name_twice_changes_nothing(text):
    once = normalise_name(text)

    assert normalise_name(once) == once


@pytest.mark.parametrize(
    ("text", "kana"),
    [
        ("やまだ たろう", "ヤマダ タロウ"),
        ("ﾔﾏﾀﾞ　ﾀﾛｳ", "ヤマダ タロウ"),
        ("ヤマダ", "ヤマダ"),
        ("Anna", "Anna"),
    ],
)
def test_kana_becomes_full_width_katakana(text, kana):
    assert normalise_kana(text) == kana


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
        (["ミズホ", "ミヅホ"], "ミズホ", "ミスホ"),
        (["ヴィオラ", "ビオラ"], "ビオラ", "ヒオラ"),
    ],
)
def test_spellings_of_one_sound_share_a_key(spellings, key, plain):
    assert {kana_key(spelling) for spelling in spellings} == {key}
    assert {plain_kana_key(spelling) for spelling in spellings} == {plain}


def test_keys_are_mail_phone_and_name_with_birth_date():
    keys = match_keys(
        mail="Hanako＠example.jp",
        phone="090-0000-0001",
        name="髙橋　花子",
        birth_date=date(1998, 4, 12),
    )

    assert keys == MatchKeys("hanako@example.jp", "09000000001", ("高橋花", date(1998, 4, 12)))


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"mail": "x", "phone": "12", "name": "山田"},
        {"phone": "0120-000-000"},
        {"name": "山田 太郎", "birth_date": date(1900, 1, 1)},
        {"birth_date": date(1998, 4, 12)},
    ],
)
def test_missing_shared_or_filler_data_gives_no_key(facts):
    assert match_keys(**facts) == MatchKeys(None, None, None)


def test_two_records_meet_on_any_key_but_not_on_missing_ones():
    one = match_keys(mail="a@example.jp", phone="090-0000-0001")
    same_phone = match_keys(mail="b@example.jp", phone="+81-90-0000-0001")
    nobody = match_keys()

    assert one.shares_key_with(same_phone)
    assert not one.shares_key_with(nobody)
    assert not nobody.shares_key_with(nobody)


def test_the_module_gives_out_the_reader_of_dates():
    assert normalise.parse_date("R8.10.3") == date(2026, 10, 3)
