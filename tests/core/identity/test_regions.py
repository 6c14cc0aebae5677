"""The shipped table of municipalities is whole, and a damaged one is refused."""

import gzip
from importlib import resources

import pytest

from tasuki.adapters.towns import load_towns
from tasuki.core.identity.regions import (
    RegionFileError,
    load_municipalities,
    prefecture_of_freee,
    read_municipalities,
)

HEADER = "code,name,kana,latitude,longitude"
LINE = "01101,札幌市中央区,さっぽろしちゅうおうく,43.06,141.34"
DATA = resources.files("tasuki.core.identity").joinpath("data")


def test_municipalities_are_known_by_code():
    places = load_municipalities()

    assert places["33203"].name == "津山市"
    assert places["33203"].kana == "つやまし"
    assert places["33203"].prefecture == "岡山県"
    assert places["22138"].name == "浜松市中央区"
    assert len({place.prefecture for place in places.values()}) == 47


def test_every_municipality_of_the_postal_table_is_shipped():
    assert set(load_towns().cities) <= set(load_municipalities())


def test_no_municipality_is_shipped_that_is_no_more():
    """Cities with wards have a code of their own that the postal table does not need."""
    rest = {
        place.name
        for code, place in load_municipalities().items()
        if code not in load_towns().cities
    }

    assert len(rest) == 20
    assert {name[-1] for name in rest} == {"市"}


@pytest.mark.parametrize(("code", "name"), [(0, "北海道"), (46, "沖縄県"), (47, ""), (-1, "")])
def test_freee_counts_prefectures_from_zero(code, name):
    assert prefecture_of_freee(code) == name


@pytest.mark.parametrize(
    ("_case", "lines", "words"),
    [
        ("no header", [], "first line"),
        ("a cell is missing", [HEADER, "01101,札幌市中央区"], "does not fit"),
        ("no place", [HEADER, LINE.replace("43.06", "x")], "does not fit"),
        ("code twice", [HEADER, LINE, LINE], "twice"),
        ("short code", [HEADER, LINE[1:]], "wrong code"),
        ("no such prefecture", [HEADER, "48" + LINE[2:]], "wrong code"),
        ("before the first", [HEADER, "00" + LINE[2:]], "wrong code"),
        ("empty cell", [HEADER, LINE.replace("札幌市中央区", "")], "empty cell"),
        ("too few", [HEADER, LINE], "1 lines"),
    ],
)
def test_a_damaged_table_is_refused(_case, lines, words):
    with pytest.raises(RegionFileError, match=words):
        read_municipalities(lines)


def test_the_data_files_stay_small():
    size = sum(len(gzip.compress(file.read_bytes())) for file in DATA.iterdir() if file.is_file())

    assert size < 300_000


def test_the_licence_stands_beside_the_surnames():
    text = DATA.joinpath("surnames.LICENSE.txt").read_text(encoding="utf-8")

    assert "Copyright (c) 2022 shuheilocale" in text
