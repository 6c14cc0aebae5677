"""Mail addresses and phone numbers of one cell: one or two, cleaned, with warnings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.identity.mails import Mails, parse_mails, suggest_domain
from tasuki.core.identity.phones import Phones, is_mobile, parse_phones, phone_key
from tasuki.core.identity.problems import Parsed, ParseProblem


@pytest.mark.parametrize(
    ("text", "mails"),
    [
        ("ＴＡＲＯ@Example.jp ", Mails("taro@example.jp")),
        ("taro＠example.jp", Mails("taro@example.jp")),
        ("Taro.Yamada+hr@example.com", Mails("taro.yamada+hr@example.com")),
        ("a@example.jp, b@example.jp", Mails("a@example.jp", "b@example.jp")),
        ("a@example.jp／b@example.jp", Mails("a@example.jp", "b@example.jp")),
        ("a@example.jp\nA@example.jp", Mails("a@example.jp")),
        ("携帯：a@example.jp 自宅：b@example.jp", Mails("a@example.jp", "b@example.jp")),
        ("山田太郎 <taro@example.jp>", Mails("taro@example.jp")),
        ("mailto:taro@example.jp", Mails("taro@example.jp")),
        ("なし", Mails()),
        ("", Mails()),
    ],
)
def test_mails_are_read_without_a_doubt(text, mails):
    assert parse_mails(text) == Parsed(mails)


@pytest.mark.parametrize("mail", ["taro..yamada@docomo.ne.jp", "taro.@docomo.ne.jp", ".a@au.com"])
def test_a_mail_that_breaks_the_standard_is_kept_with_a_warning(mail):
    found = parse_mails(mail)

    assert isinstance(found, Parsed)
    assert found.value == Mails(mail)
    assert [warning.en for warning in found.warnings] == [
        f"The dots of {mail} break the standard. Check that mail arrives."
    ]


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("taro@gmial.com", "taro@gmail.com"),
        ("taro@gamil.com", "taro@gmail.com"),
        ("taro@gmail.con", "taro@gmail.com"),
        ("taro@exmaple.jp", "taro@example.jp"),  # codespell:ignore exmaple
        ("taro@docomo.ne.jo", "taro@docomo.ne.jp"),
        ("taro@yaho.co.jp", "taro@yahoo.co.jp"),
        ("taro@yahooo.co.jp", "taro@yahoo.co.jp"),
    ],
)
def test_a_mistyped_domain_is_kept_and_the_right_one_offered(text, suggestion):
    found = parse_mails(text)

    assert isinstance(found, Parsed)
    assert found.value == Mails(text)
    assert found.suggestion == suggestion
    assert len(found.warnings) == 1


@pytest.mark.parametrize("domain", ["gmail.com", "example.org", "gmail.jp", "firma.co.jp", "m.com"])
def test_other_domains_are_left_alone(domain):
    assert suggest_domain(domain) == ""


def test_letters_that_addresses_rarely_have_are_a_warning():
    found = parse_mails("太郎@example.jp")

    assert isinstance(found, Parsed)
    assert found.value == Mails("太郎@example.jp")
    assert len(found.warnings) == 1


def test_a_third_mail_is_named_and_left_out():
    found = parse_mails("a@example.jp;b@example.jp;c@example.jp")

    assert isinstance(found, Parsed)
    assert found.value == Mails("a@example.jp", "b@example.jp")
    assert "c@example.jp" in found.warnings[0].ja


@pytest.mark.parametrize(
    "text",
    [
        *["a@localhost", "taro", "ta ro@example.jp", "a@b@example.jp", "a@example..jp", "@"],
        *["a@example.jp b@localhost", "特になし", "example.jp", "a@example.jp " * 40],
    ],
)
def test_what_is_no_mail_says_so(text):
    found = parse_mails(text)

    assert isinstance(found, ParseProblem)
    assert found.raw == text
    assert found.text.ja.startswith("メールアドレスを")


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("０９０－００００－０００１", Phones("09000000001")),
        ("090ー0000ー0001", Phones("09000000001")),
        ("090‐0000‐0001", Phones("09000000001")),
        ("090 0000 0001", Phones("09000000001")),
        ("+81 90 0000 0001", Phones("09000000001")),
        ("81-90-0000-0001", Phones("09000000001")),
        (9000000001, Phones("09000000001")),
        (9000000001.0, Phones("09000000001")),
        ("9000000001.0", Phones("09000000001")),
        ("(03)0000-0001", Phones("0300000001")),
        (300000001, Phones("0300000001")),
        ("0868-00-0001 / 090-0000-0001", Phones("0868000001", "09000000001")),
        ("090-0000-0001 0868-00-0001", Phones("09000000001", "0868000001")),
        ("090-0000-0001\n090 0000 0001", Phones("09000000001")),
        ("携帯：090-0000-0001（自宅なし）", Phones("09000000001")),
        ("自宅 0868-00-0001、携帯 090-0000-0001", Phones("0868000001", "09000000001")),
        ("電話：03-0000-0001（内線12）", Phones("0300000001", "", "12")),
        ("03-0000-0001 ext. 7", Phones("0300000001", "", "7")),
        ("なし", Phones()),
        ("", Phones()),
    ],
)
def test_phones_are_read(text, phones):
    found = parse_phones(text)

    assert isinstance(found, Parsed)
    assert found.value == phones


def test_a_number_that_is_not_assigned_is_kept_with_a_warning():
    found = parse_phones("090-0000-0001")

    assert isinstance(found, Parsed)
    assert [warning.en for warning in found.warnings] == [
        "09000000001 does not seem to be an assigned number. Check it."
    ]


@pytest.mark.parametrize("text", ["03-3210-0001", "090-1234-5678", "0120-444-444", "0570-064-000"])
def test_a_number_of_an_assigned_range_has_no_warning(text):
    found = parse_phones(text)

    assert isinstance(found, Parsed)
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("03-3210-0001 (9-18時)", "9-18"),
        ("03-3210-0001/0002", "0002"),
        ("03-3210-0001/03-3210-0002/03-3210-0003", "0332100003"),
    ],
)
def test_other_digits_are_named_and_left_out(text, left_out):
    found = parse_phones(text)

    assert isinstance(found, Parsed)
    assert found.value.phone == "0332100001"
    assert found.warnings[-1].en == f"Digits that are left out: {left_out}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("090-0000-00", "桁が足りません"),
        ("090-0000-000123", "桁が多すぎます"),
        ("+1 212 555 0100", "国内の番号ではありません"),
        ("090-0000-0001 " * 40, "桁が多すぎます"),
        ("会社へ", "数字が見つかりません"),
        ("03-3210-0001 / 090-0000-00", "桁が足りません"),
        (-1.5, "国内の番号"),
    ],
)
def test_what_is_no_phone_says_why(text, words):
    found = parse_phones(text)

    assert isinstance(found, ParseProblem)
    assert words in found.text.ja


def test_a_mobile_is_preferred_for_messages():
    assert Phones("0868000001", "09000000001").preferred == "09000000001"
    assert Phones("09000000001", "08000000001").preferred == "09000000001"
    assert Phones("0868000001").preferred == "0868000001"
    assert not is_mobile("")


@pytest.mark.parametrize(
    ("digits", "key"),
    [
        ("09000000001", "+819000000001"),
        ("0300000001", "+81300000001"),
        ("0120000000", ""),
        ("0570000000", ""),
        ("08001234567", ""),
        ("", ""),
    ],
)
def test_a_shared_number_is_no_key(digits, key):
    assert phone_key(digits) == key


SIGNS = "0123456789０９-ー()（）+. /、携帯内線ext時@a.jp<>\n,;"


@given(st.text(max_size=60) | st.text(SIGNS, max_size=40))
def test_no_text_breaks_a_reader_of_contacts(text):
    assert isinstance(parse_mails(text), Parsed | ParseProblem)
    assert isinstance(parse_phones(text), Parsed | ParseProblem)


@given(st.text(max_size=60) | st.text(SIGNS, max_size=40))
def test_reading_what_was_read_changes_nothing(text):
    mails, phones = parse_mails(text), parse_phones(text)

    if isinstance(mails, Parsed) and mails.value.mail:
        assert parse_mails(mails.value.mail) == parse_mails(mails.value.mail.upper())
        assert parse_mails(mails.value.mail).value.mail == mails.value.mail
    if isinstance(phones, Parsed) and phones.value.phone:
        assert parse_phones(phones.value.phone).value.phone == phones.value.phone


@given(st.floats() | st.integers())
def test_no_number_breaks_the_reader_of_phones(value):
    assert isinstance(parse_phones(value), Parsed | ParseProblem)
