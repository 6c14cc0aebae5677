"""Municipalities as shipped: code, name, reading and where the office stands.

The names of prefectures stand in `tasuki.core.prefectures`.

Source: localgovjp by Code for FUKUI, CC0 1.0.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from tasuki.core.prefectures import PREFECTURES

_FILE: Final = "municipalities.csv"
_HEADER: Final = "code,name,kana,latitude,longitude"
_ROWS_MIN: Final = 1_700
_CODE_DIGITS: Final = 5


class RegionFileError(ValueError):
    """The shipped table of municipalities is not what the program was built with."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality or ward.

    Attributes:
        code: five digits of JIS X 0402; the first two are those of the prefecture.
        name: without 郡, with the city before a ward.
        kana: its reading in hiragana.
        latitude: of the office, degrees north.
        longitude: of the office, degrees east.
    """

    code: str
    name: str
    kana: str
    latitude: float
    longitude: float

    @property
    def prefecture(self) -> str:
        """The name of its prefecture."""
        return PREFECTURES[int(self.code[:2]) - 1].ja


def read_municipalities(lines: Iterable[str]) -> dict[str, Municipality]:
    """Return the municipalities of a table by code.

    Raises:
        RegionFileError: a line is wrong, a code comes twice or lines are missing.
    """
    rows = iter(lines)
    if next(rows, "") != _HEADER:
        raise RegionFileError(f"{_FILE}: the first line must be {_HEADER!r}")
    found: dict[str, Municipality] = {}
    for line in rows:
        place = _municipality(line)
        if place.code in found:
            raise RegionFileError(f"{_FILE}: the code {place.code} comes twice")
        found[place.code] = place
    if len(found) < _ROWS_MIN:
        raise RegionFileError(
            f"{_FILE} holds {len(found)} lines; at least {_ROWS_MIN} belong there"
        )
    return found


@cache
def load_municipalities() -> dict[str, Municipality]:
    """Return the shipped municipalities and wards by code."""
    file = resources.files("tasuki.core.identity").joinpath("data", _FILE)
    return read_municipalities(file.read_text(encoding="utf-8").splitlines())


def prefecture_of_freee(code: int) -> str:
    """Return the prefecture of a `prefecture_code` of that system, which counts from 0 (北海道).

    Args:
        code: 0 to 46; empty for any other number (-1 means unset there).
    """
    return PREFECTURES[code].ja if 0 <= code < len(PREFECTURES) else ""


def _municipality(line: str) -> Municipality:
    try:
        code, name, kana, latitude, longitude = line.split(",")
        place = Municipality(code, name, kana, float(latitude), float(longitude))
    except ValueError as error:
        raise RegionFileError(f"{_FILE}: {line!r} does not fit {_HEADER!r}") from error
    is_code = len(code) == _CODE_DIGITS and code.isdecimal() and code[:2] <= str(len(PREFECTURES))
    if not (is_code and code[:2] >= "01" and name and kana):
        raise RegionFileError(f"{_FILE}: {line!r} has a wrong code or an empty cell")
    return place
