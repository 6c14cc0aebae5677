"""Addresses are parted into prefecture, municipality, town and rest; doubts are warnings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.adapters.towns import load_towns
from tasuki.core.identity.addresses import ABOLISHED, Address, parse_address
from tasuki.core.identity.problems import Parsed
from tasuki.core.identity.towns import TownRow, make_towns

TOWNS = load_towns()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "東京都千代田区丸ノ内一丁目９番２号",
            Address("1000005", "東京都", "千代田区", "13101", "丸の内", "1丁目9番2号"),
        ),
        ("津山市山下９２", Address("7080022", "岡山県", "津山市", "33203", "山下", "92")),
        (
            "瑞穂町箱根ヶ崎2335",
            Address("1901221", "東京都", "西多摩郡瑞穂町", "13303", "箱根ケ崎", "2335"),
        ),
        (
            "京都市中京区寺町通御池上る上本能寺前町488",
            Address("", "京都府", "京都市中京区", "26104", "", "寺町通御池上る上本能寺前町488"),
        ),
        (
            "〒７０８－００２２　岡山県　津山市 大字山下 92番地 架空ビル 3F",
            Address("7080022", "岡山県", "津山市", "33203", "山下", "92番地 架空ビル 3F"),
        ),
        ("府中市宮西町2-24", Address("1830022", "東京都", "府中市", "13206", "宮西町", "2-24")),
        (
            "札幌市中央区北1条西2丁目",
            Address("", "北海道", "札幌市中央区", "01101", "北一条西", "2丁目"),
        ),
        (
            "札幌市北区北24条西5丁目",
            Address("0010024", "北海道", "札幌市北区", "01102", "北二十四条西", "5丁目"),
        ),
        (
            "横浜市みなとみらい2-2",
            Address("2200012", "神奈川県", "横浜市西区", "14103", "みなとみらい", "2-2"),
        ),
        (
            "札幌市中央区北99条西5",
            Address("", "北海道", "札幌市中央区", "01101", "", "北99条西5"),
        ),
        ("津山市99番地", Address("", "岡山県", "津山市", "33203", "", "99番地")),
        ("東京都三宅村", Address("", "東京都", "三宅島三宅村", "13381", "", "")),
        ("岡山県", Address("", "岡山県", "", "", "", "")),
        ("なし", Address()),
        ("", Address()),
    ],
)
def test_an_address_is_read_without_a_doubt(text, address):
    assert parse_address(text, towns=TOWNS) == Parsed(address)


def test_a_name_of_several_places_is_asked():
    found = parse_address("府中市1-2", towns=TOWNS)

    assert found.value == Address(rest="府中市1-2")
    assert len(found.warnings) == 1
    assert found.warnings[0].ja == (
        "「府中市」は複数あります: 東京都府中市（13206）、広島県府中市（34208）。"
        "都道府県か郵便番号を入れてください。"
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [("広島県府中市1-2", "34208"), ("〒183-0022 府中市1-2", "13206"), ("府中市府川町315", "34208")],
)
def test_prefecture_postal_code_or_town_decides(text, code):
    found = parse_address(text, towns=TOWNS)

    assert found.value.city_code == code
    assert found.warnings == ()


def test_wards_of_one_city_leave_the_prefecture():
    found = parse_address("横浜市1-2", towns=TOWNS)

    assert found.value == Address(prefecture="神奈川県", rest="横浜市1-2")
    assert len(found.warnings) == 1


@pytest.mark.parametrize(
    ("text", "city", "code", "town"),
    [
        ("静岡県浜松市中区元城町103-2", "浜松市中央区", "22138", "元城町"),
        ("浜松市北区三方原町1", "浜松市中央区", "22138", "三方原町"),
        ("浜松市北区細江町気賀", "浜松市浜名区", "22139", "細江町気賀"),
        ("静岡県浜松市浜北区貴布祢3000", "浜松市浜名区", "22139", "貴布祢"),
        ("兵庫県篠山市北新町41", "丹波篠山市", "28221", "北新町"),
        ("福岡県那珂川町西隈1-1-1", "那珂川市", "40231", "西隈"),
        ("埼玉県鳩ヶ谷市三ツ和1-14-3", "川口市", "11203", "三ツ和"),
    ],
)
def test_an_abolished_municipality_leads_to_that_of_today_with_a_warning(text, city, code, town):
    found = parse_address(text, towns=TOWNS)

    assert (found.value.city, found.value.city_code, found.value.town) == (city, code, town)
    assert len(found.warnings) == 1
    assert "廃止" in found.warnings[0].ja


def test_an_abolished_ward_of_two_successors_without_a_town_keeps_the_prefecture():
    found = parse_address("静岡県浜松市北区", towns=TOWNS)

    assert found.value == Address(prefecture="静岡県", rest="浜松市北区")
    assert len(found.warnings) == 1


@pytest.mark.parametrize("gone", ABOLISHED, ids=lambda gone: gone.name)
def test_every_successor_is_a_municipality_of_its_prefecture(gone):
    assert [TOWNS.cities[code].prefecture for code in gone.successors] == [gone.prefecture] * len(
        gone.successors
    )
    assert gone.name not in {city.name for city in TOWNS.cities.values()}


@pytest.mark.parametrize(
    ("text", "prefecture"), [("架空県架空市1-1", ""), ("岡山県架空市 1-1", "岡山県")]
)
def test_an_unknown_place_is_kept_with_a_warning(text, prefecture):
    found = parse_address(text, towns=TOWNS)

    assert found.value == Address(prefecture=prefecture, rest=text.removeprefix(prefecture))
    assert len(found.warnings) == 1


def test_a_postal_code_names_the_municipality_that_is_left_out():
    found = parse_address("山下92", towns=TOWNS, postal="7080022")

    assert found == Parsed(Address("7080022", "岡山県", "津山市", "33203", "山下", "92"))


def test_a_postal_code_of_another_prefecture_names_nothing():
    found = parse_address("東京都山下92", towns=TOWNS, postal="7080022")

    assert found.value == Address("7080022", "東京都", rest="山下92")
    assert len(found.warnings) == 1


def test_a_postal_code_of_another_place_is_a_warning():
    found = parse_address("〒100-0005 大阪市北区梅田1", towns=TOWNS)

    assert found.value.city_code == "27127"
    assert found.value.postal == "1000005"
    assert [warning.en for warning in found.warnings] == [
        "The postal code 1000005 is not one of 大阪市北区."
    ]


def test_seven_digits_after_the_sign_are_a_postal_code():
    assert parse_address("〒7080022津山市山下92", towns=TOWNS).value.postal == "7080022"


@pytest.mark.parametrize(
    ("written", "figures"),
    [
        ("九十二番地", "92番地"),
        ("二〇三番地", "203番地"),
        ("百二十番三号", "120番3号"),
        ("十丁目", "10丁目"),
        ("92番地 三番町ビル", "92番地 三番町ビル"),
    ],
)
def test_kanji_numerals_become_figures(written, figures):
    assert parse_address(f"津山市山下{written}", towns=TOWNS).value.rest == figures


@pytest.mark.parametrize("code", ["01101", "13101", "13303", "22139", "26104", "33203", "47382"])
def test_every_town_of_a_municipality_is_found(code):
    city = TOWNS.cities[code]

    wrong = [
        name
        for name, _ in TOWNS.rows[code]
        if parse_address(f"{city.prefecture}{city.name}{name}９番", towns=TOWNS).value.town != name
    ]

    assert wrong == []


def test_a_town_of_two_postal_codes_gives_none():
    towns = make_towns(
        [
            TownRow("1000001", "13101", "東京都", "千代田区", "千代田"),
            TownRow("1000002", "13101", "東京都", "千代田区", "千代田"),
            TownRow("1000003", "13101", "東京都", "千代田区", "日の出"),
            TownRow("1000004", "13101", "東京都", "千代田区", "日之出"),
        ]
    )

    assert parse_address("千代田区千代田1-1", towns=towns).value.postal == ""
    assert parse_address("千代田区日の出1", towns=towns).value.postal == "1000003"
    assert parse_address("千代田区日之出1", towns=towns).value.postal == "1000004"


def test_an_empty_table_is_refused():
    with pytest.raises(ValueError, match="empty"):
        make_towns([])


SIGNS = "東京都千代田区丸ノ内一丁目９番号〒123-府中市浜松北大字ヶケ 　京上る\u200b"


@given(st.text(max_size=40) | st.text(SIGNS, max_size=30))
def test_no_text_breaks_the_reader_of_addresses(text):
    found = parse_address(text, towns=TOWNS).value

    assert bool(found.city) == bool(found.city_code)
    assert not found.town or found.city
