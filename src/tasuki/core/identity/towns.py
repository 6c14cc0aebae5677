"""The table of municipalities and towns that addresses are read with: plain data, no files.

Names are compared in one form: ケ ヶ が, ノ の 之, ツ ッ つ, old characters and widths are equal.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tasuki.core.identity.variants import VARIANT_TABLE

_TOWN_TABLE: Final = VARIANT_TABLE | {
    ord(written): plain
    for plain, group in {
        "ケ": "ヶがガヵカか",
        "の": "ノ之乃",
        "つ": "ツッっ",
    }.items()
    for written in group
}
_GUN: Final = re.compile(r".+?郡(?=.+[町村]$)")
_ISLAND: Final = re.compile(r"(?:三宅島|八丈島)(?=.)")
_WARD: Final = re.compile(r"(.+市)(.+区)")


@dataclass(frozen=True, slots=True)
class City:
    """A municipality or ward.

    Attributes:
        code: five digits (JIS X 0402).
        prefecture: its prefecture.
        name: with 郡 and city: 西多摩郡瑞穂町, 浜松市中央区.
    """

    code: str
    prefecture: str
    name: str


@dataclass(frozen=True, slots=True)
class TownRow:
    """One line of the postal table; the town is empty for the rest of a municipality."""

    postal: str
    city_code: str
    prefecture: str
    city: str
    town: str


@dataclass(frozen=True, slots=True)
class Town:
    """A town and its postal code; the code is empty where the town has several."""

    name: str
    postal: str


@dataclass(frozen=True)
class Towns:
    """Every municipality by its names, every town by municipality, every postal code.

    Attributes:
        cities: municipalities by code.
        by_name: codes by the compared name: in full, without 郡, and a city with wards by its own.
        by_postal: codes of municipalities by postal code.
        rows: town and postal code by code of the municipality, as they come.
    """

    cities: Mapping[str, City]
    by_name: Mapping[str, Sequence[str]]
    by_postal: Mapping[str, Sequence[str]]
    rows: Mapping[str, Sequence[tuple[str, str]]]
    name_characters_max: int = 0
    _towns: dict[str, dict[str, Town]] = field(default_factory=dict, repr=False)
    _longest: dict[str, int] = field(default_factory=dict, repr=False)

    def towns_of(self, code: str) -> Mapping[str, Town]:
        """Return the towns of a municipality by their compared name; made at the first use."""
        known = self._towns.get(code)
        if known is None:
            known = {}
            for name, postal in self.rows.get(code, ()):
                # The exact name stands beside the compared one: two towns may share the latter.
                for key in {name, town_key(name)}:
                    before = known.get(key)
                    if before is None or (before.name != name and key == name):
                        known[key] = Town(name, postal)
                    elif before.name == name and before.postal != postal:
                        known[key] = Town(name, "")
            self._towns[code] = known
            self._longest[code] = max(map(len, known), default=0)
        return known

    def find_town(self, code: str, text: str) -> tuple[Town, int] | None:
        """Return the longest town with which a text begins, and how many characters it takes.

        Args:
            code: of the municipality.
            text: NFKC, without spaces.
        """
        towns = self.towns_of(code)
        key = town_key(text[: self._longest[code]])
        for size in range(len(key), 0, -1):
            if town := towns.get(text[:size]) or towns.get(key[:size]):
                return town, size
        return None


def town_key(text: str) -> str:
    """Return a name of a municipality or town as it is compared; the length stays.

    Args:
        text: NFKC, without spaces.
    """
    return text.translate(_TOWN_TABLE)


def make_towns(rows: Iterable[TownRow]) -> Towns:
    """Return the table made of the lines of a postal table.

    Raises:
        ValueError: there is no line.
    """
    cities: dict[str, City] = {}
    by_postal: dict[str, list[str]] = {}
    towns: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        code = row.city_code
        if code not in cities:
            cities[code] = City(code, row.prefecture, unicodedata.normalize("NFKC", row.city))
        codes = by_postal.setdefault(row.postal, [])
        if code not in codes:
            codes.append(code)
        if row.town:
            towns.setdefault(code, []).append((unicodedata.normalize("NFKC", row.town), row.postal))
    if not cities:
        raise ValueError("the postal table is empty")
    by_name: dict[str, list[str]] = {}
    for city in cities.values():
        for name in _names_of(city.name):
            by_name.setdefault(town_key(name), []).append(city.code)
    longest = max(map(len, by_name))
    return Towns(cities, by_name, by_postal, towns, name_characters_max=longest)


def _names_of(name: str) -> set[str]:
    """Return how a municipality is written: in full, without 郡 or island, a city by itself."""
    names = {name, _GUN.sub("", name, count=1), _ISLAND.sub("", name, count=1)}
    if match := _WARD.fullmatch(name):
        names.add(match[1])
    return names
