"""Prefectures and municipalities as shipped: code, name, reading and where the office stands.

Source: localgovjp by Code for FUKUI, CC0 1.0.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

_PREFECTURE_COUNT: Final = 47
_MUNICIPALITIES_MIN: Final = 1_700
_PREFECTURE_HEADER: Final = "code,name,kana,name_en,latitude,longitude"
_MUNICIPALITY_HEADER: Final = "code,name,kana,latitude,longitude"


class RegionFileError(ValueError):
    """A shipped table of places is not what the program was built with."""


@dataclass(frozen=True, slots=True)
class Prefecture:
    """A prefecture: two digits of JIS X 0401, names, and its office in degrees."""

    code: str
    name: str
    kana: str
    name_en: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality or ward: five digits of JIS X 0402, names, and its office in degrees.

    The name has no 郡; the first two digits of the code are those of the prefecture.
    """

    code: str
    name: str
    kana: str
    latitude: float
    longitude: float


def read_prefectures(lines: Iterable[str]) -> tuple[Prefecture, ...]:
    """Return the prefectures of a table in the order of their codes.

    Raises:
        RegionFileError: a line is wrong or there are not 47.
    """
    found = tuple(
        Prefecture(code, name, kana, name_en, *_place(latitude, longitude))
        for code, name, kana, name_en, latitude, longitude in _cells(lines, _PREFECTURE_HEADER)
    )
    if [one.code for one in found] != [f"{n:02d}" for n in range(1, _PREFECTURE_COUNT + 1)]:
        raise RegionFileError("prefectures.csv must hold the codes 01 to 47 in their order")
    return found


def read_municipalities(lines: Iterable[str]) -> dict[str, Municipality]:
    """Return the municipalities of a table by code.

    Raises:
        RegionFileError: a line is wrong, a code comes twice or lines are missing.
    """
    found: dict[str, Municipality] = {}
    for code, name, kana, latitude, longitude in _cells(lines, _MUNICIPALITY_HEADER):
        if len(code) != 5 or not code.isdigit() or code in found:
            raise RegionFileError(f"municipalities.csv: the code {code!r} is wrong or comes twice")
        found[code] = Municipality(code, name, kana, *_place(latitude, longitude))
    if len(found) < _MUNICIPALITIES_MIN:
        raise RegionFileError(f"municipalities.csv holds {len(found)} lines; some are missing")
    return found


def load_prefectures() -> tuple[Prefecture, ...]:
    """Return the 47 shipped prefectures."""
    return read_prefectures(_lines("prefectures.csv"))


@cache
def load_municipalities() -> dict[str, Municipality]:
    """Return the shipped municipalities and wards by code."""
    return read_municipalities(_lines("municipalities.csv"))


def prefecture_of_freee(code: int) -> str:
    """Return the prefecture of a `prefecture_code` of freee, which counts from 0 (北海道).

    Args:
        code: 0 to 46; empty for any other number (-1 means unset there).
    """
    return PREFECTURES[code].name if 0 <= code < len(PREFECTURES) else ""


def _lines(name: str) -> list[str]:
    file = resources.files("tasuki.core.identity").joinpath("data", name)
    return file.read_text(encoding="utf-8").splitlines()


def _cells(lines: Iterable[str], header: str) -> Iterator[list[str]]:
    rows = iter(lines)
    if next(rows, "") != header:
        raise RegionFileError(f"the first line must be {header!r}")
    for line in rows:
        cells = line.split(",")
        if len(cells) != header.count(",") + 1 or not all(cells):
            raise RegionFileError(f"{line!r} does not fit {header!r}")
        yield cells


def _place(latitude: str, longitude: str) -> tuple[float, float]:
    try:
        return float(latitude), float(longitude)
    except ValueError as error:
        raise RegionFileError(f"{latitude},{longitude} is no place") from error


PREFECTURES: Final = load_prefectures()
