"""The postal table is read once; a missing or short one says so."""

import sqlite3
from contextlib import closing

import pytest

from tasuki.adapters import towns
from tasuki.adapters.towns import TownTableError, load_towns, read_towns


def test_the_table_is_read_once():
    table = load_towns()

    assert load_towns() is table
    assert table.cities["33203"].name == "津山市"
    assert table.by_postal["7080022"] == ["33203"]


def test_towns_that_share_a_postal_code_are_all_there():
    table = load_towns()

    names = {name for name, postal in table.rows["21218"] if postal == "5011203"}

    assert names == {"宝珠ハイツ", "文殊"}


def test_a_missing_file_says_so(tmp_path):
    with pytest.raises(TownTableError, match="cannot be read"):
        read_towns(tmp_path / "none.db")


def test_a_short_table_is_refused(tmp_path):
    path = tmp_path / "short.db"
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE postal_data (code, data, prefecture, city, neighborhood)")
        base.commit()

    with pytest.raises(TownTableError, match="holds 0 lines"):
        read_towns(path)


def test_a_missing_package_says_so(monkeypatch):
    monkeypatch.setattr(towns, "_PACKAGE", "no_such_package_of_towns")

    with pytest.raises(TownTableError, match="not installed"):
        towns._table_path()
