"""The shipped tables of places are whole, and a damaged one is refused."""

import gzip
from importlib import resources

import pytest

from tasuki.core.identity.regions import (
    PREFECTURES,
    RegionFileError,
    load_municipalities,
    prefecture_of_freee,
    read_municipalities,
    read_prefectures,
)

PREFECTURE_HEADER = "code,name,kana,name_en,latitude,longitude"
MUNICIPALITY_HEADER = "code,name,kana,latitude,longitude"
DATA = resources.files("tasuki.core.identity").joinpath("data")


def test_there_are_47_prefectures_in_the_order_of_their_codes():
    assert len(PREFECTURES) == 47
    assert [PREFECTURES[place].name for place in (0, 12, 32, 46)] == [
        "北海道",
        "東京都",
        "岡山県",
        "沖縄県",
    ]
    assert PREFECTURES[32].name_en == "Okayama"


def test_municipalities_are_known_by_code():
    places = load_municipalities()

    assert places["33203"].name == "津山市"
    assert places["33203"].kana == "つやまし"
    assert places["22138"].name == "浜松市中央区"
    assert "22131" not in places
    assert {code[:2] for code in places} == {one.code for one in PREFECTURES}


@pytest.mark.parametrize(("code", "name"), [(0, "北海道"), (46, "沖縄県"), (47, ""), (-1, "")])
def test_freee_counts_prefectures_from_zero(code, name):
    assert prefecture_of_freee(code) == name


@pytest.mark.parametrize(
    ("_case", "lines", "words"),
    [
        ("no header", [], "first line"),
        ("a cell is missing", [PREFECTURE_HEADER, "01,北海道,ほっかいどう"], "does not fit"),
        ("no place", [PREFECTURE_HEADER, "01,北海道,ほっかいどう,Hokkaido,x,1"], "no place"),
        ("too few", [PREFECTURE_HEADER, "01,北海道,ほっかいどう,Hokkaido,43,141"], "01 to 47"),
    ],
)
def test_a_damaged_table_of_prefectures_is_refused(_case, lines, words):
    with pytest.raises(RegionFileError, match=words):
        read_prefectures(lines)


@pytest.mark.parametrize(
    ("_case", "lines", "words"),
    [
        ("code twice", [MUNICIPALITY_HEADER, *["01101,中央区,ちゅうおうく,43,141"] * 2], "twice"),
        ("short code", [MUNICIPALITY_HEADER, "1101,中央区,ちゅうおうく,43,141"], "wrong"),
        ("too few", [MUNICIPALITY_HEADER, "01101,中央区,ちゅうおうく,43,141"], "1 lines"),
        ("empty cell", [MUNICIPALITY_HEADER, "01101,,ちゅうおうく,43,141"], "does not fit"),
    ],
)
def test_a_damaged_table_of_municipalities_is_refused(_case, lines, words):
    with pytest.raises(RegionFileError, match=words):
        read_municipalities(lines)


def test_the_data_files_stay_small():
    size = sum(len(gzip.compress(file.read_bytes())) for file in DATA.iterdir() if file.is_file())

    assert size < 300_000


def test_the_licence_stands_beside_the_surnames():
    text = DATA.joinpath("surnames.LICENSE.txt").read_text(encoding="utf-8")

    assert "Copyright (c) 2022 shuheilocale" in text
