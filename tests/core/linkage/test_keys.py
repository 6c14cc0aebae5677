"""A record becomes the keys by which it is compared; what says nothing is left out."""

from datetime import date

import pytest

from tasuki.adapters.towns import load_towns
from tasuki.core.linkage.keys import LinkRow, link_row


def test_all_fields_become_keys():
    row = link_row(
        {
            "family_name": "髙橋",
            "given_name": "架子",
            "family_kana": "ﾀｶﾊｼ",
            "given_kana": "かこ",
            "former_family_name": "渡邉",
            "birth_date": date(1990, 4, 1),
            "mail": "ＫＡＫＯ@Example.jp",
            "mail2": "kako2@example.jp",
            "phone": "０９０－００００－０００１",
            "postal": "〒７０８－００２２",
            "city_code": "33203",
            "address": "山下９２丁目３",
        },
        id="7",
    )

    assert row == LinkRow(
        id="7",
        family="高橋",
        given="架子",
        family_kana="タカハシ",
        given_kana="カコ",
        former="渡辺",
        birth="19900401",
        birth_year_from=1990,
        birth_year_to=1990,
        phone="09000000001",
        mail="kako@example.jp",
        mail2="kako2@example.jp",
        postal="7080022",
        city="33203",
        house="92-3",
    )


@pytest.mark.parametrize(
    ("_case", "values", "expected"),
    [
        ("a space splits", {"name": "髙橋　架子"}, ("高橋", "架子", "", "")),
        ("a known surname splits", {"name": "長谷川健太"}, ("長谷川", "健太", "", "")),
        ("kana in one field", {"name_kana": "ﾀﾅｶ ﾊﾅ"}, ("", "", "タナカ", "ハナ")),
        (
            "a name in kana is a reading",
            {"family_name": "サトウ", "given_name": "ショータ"},
            ("", "", "サト", "シヨタ"),
        ),
        ("nothing", {}, ("", "", "", "")),
    ],
)
def test_names(_case, values, expected):
    row = link_row(values, id="1")

    assert (row.family, row.given, row.family_kana, row.given_kana) == expected


@pytest.mark.parametrize(
    ("_case", "values", "expected"),
    [
        ("a day", {"birth_date": "1990-04-01"}, ("19900401", 1990, 1990)),
        ("a month", {"birth_date": "1990-04"}, ("199004", 1990, 1990)),
        ("a filler", {"birth_date": "1900-01-01"}, ("", 0, 0)),
        ("an age", {"age": "34", "age_as_of": "2026-10-01"}, ("", 1991, 1992)),
        ("an age of no day", {"age": 34}, ("", 0, 0)),
        ("no date", {"birth_date": "1990-02-30"}, ("19900230", 1990, 1990)),
    ],
)
def test_birth(_case, values, expected):
    row = link_row(values, id="1")

    assert (row.birth, row.birth_year_from, row.birth_year_to) == expected


@pytest.mark.parametrize(
    ("_case", "values"),
    [
        ("a number for everybody", {"phone": "0120-000-000"}),
        ("a short number", {"phone": "090-0000-00"}),
        ("no address", {"mail": "a@localhost"}),
        ("a short postal code", {"postal": "708"}),
        ("zeros", {"postal": "000-0000"}),
        (
            "a former name that is the present one",
            {"family_name": "高橋", "former_family_name": "髙橋"},
        ),
        (
            "what is never read",
            {"gender": "女性", "nationality": "日本", "note": "電話 09000000001"},
        ),
    ],
)
def test_what_says_nothing_gives_no_key(_case, values):
    row = link_row(values, id="1")

    assert (row.phone, row.mail, row.postal, row.former) == ("", "", "", "")


def test_a_second_contact_takes_the_place_of_a_missing_first():
    row = link_row(
        {"phone": "", "phone2": "09000000002", "mail": "x", "mail2": "a@example.jp"}, id="1"
    )

    assert (row.phone, row.phone2, row.mail, row.mail2) == ("09000000002", "", "a@example.jp", "")


def test_a_business_name_counts_as_another_family_name():
    assert (
        link_row({"family_name": "鈴木", "business_family_name": "佐藤"}, id="1").former == "佐藤"
    )


def test_a_key_never_shows_the_person():
    assert "高橋" not in repr(link_row({"family_name": "高橋"}, id="1"))


@pytest.mark.parametrize(
    ("_case", "values", "expected"),
    [
        ("one field", {"address": "津山市山下９２"}, ("7080022", "33203", "92")),
        (
            "one field with postal code",
            {"address": "〒708-0022 岡山県津山市山下92"},
            ("7080022", "33203", "92"),
        ),
        (
            "a municipality beside it",
            {"prefecture": "岡山県", "city": "津山市", "address": "山下92-1"},
            ("7080022", "33203", "92-1"),
        ),
        (
            "parts that are known stay",
            {"city_code": "99999", "address": "山下92"},
            ("", "99999", "92"),
        ),
        ("two places of one name", {"address": "府中市2-24"}, ("", "", "2-24")),
        ("nowhere", {"address": "みなと市1-2-3"}, ("", "", "1-2-3")),
    ],
)
def test_address_in_one_field_is_taken_apart(_case, values, expected):
    row = link_row(values, id="1", towns=load_towns())

    assert (row.postal, row.city, row.house) == expected


def test_house_with_its_place_is_a_home():
    assert link_row({"postal": "7080022", "address": "92-1"}, id="1").home == "7080022:92-1"
    assert link_row({"address": "92-1"}, id="1").home == ""
    assert link_row({"postal": "7080022", "address": "9"}, id="1").home == ""
