"""The shipped list of surnames with one reading each: for splitting names, not for facts.

A surname has other readings and families write it otherwise; nothing here says how a person's
name is read.

Source: japanese-personal-name-dataset, MIT; licence beside the data file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from typing import Final

from tasuki.core.identity.kana import kana_key, normalise_kana
from tasuki.core.identity.romaji import romaji_key
from tasuki.core.identity.variants import fold

_FILE: Final = "data/surnames.csv"
_HEADER: Final = "surname,reading"
_ROWS_MIN: Final = 1_000


class SurnameFileError(ValueError):
    """The list of surnames is not what the program was built with."""


@dataclass(frozen=True)
class Surnames:
    """Surnames by their folded form.

    Attributes:
        readings: one reading in full-width katakana by folded surname.
    """

    readings: Mapping[str, str]
    longest: int = field(init=False)

    def __post_init__(self) -> None:
        """Keep the length of the longest, in characters."""
        object.__setattr__(self, "longest", max(map(len, self.readings), default=0))

    def __contains__(self, surname: str) -> bool:
        """Return whether a surname, as written, is in the list."""
        return fold(surname) in self.readings

    def reading_of(self, surname: str) -> str:
        """Return the one reading of the list; empty if the surname is not there."""
        return self.readings.get(fold(surname), "")

    @cached_property
    def kana_keys(self) -> frozenset[str]:
        """The kana keys of all readings."""
        return frozenset(map(kana_key, self.readings.values()))

    @cached_property
    def romaji_keys(self) -> frozenset[str]:
        """The romaji keys of all readings."""
        return frozenset(map(romaji_key, self.readings.values()))


def read_surnames(lines: Iterable[str]) -> Surnames:
    """Return the list of a file.

    Raises:
        SurnameFileError: the header, a line or the number of lines is wrong.
    """
    rows = iter(lines)
    if next(rows, "").strip() != _HEADER:
        raise SurnameFileError(f"{_FILE}: the first line must be {_HEADER!r}")
    readings: dict[str, str] = {}
    for number, line in enumerate(rows, 2):
        surname, _, reading = line.strip().partition(",")
        if not (surname and reading) or "," in reading:
            raise SurnameFileError(
                f"{_FILE}, line {number}: {line.strip()!r} is no name and reading"
            )
        readings.setdefault(fold(surname), normalise_kana(reading))
    if len(readings) < _ROWS_MIN:
        raise SurnameFileError(
            f"{_FILE}: {len(readings)} surnames; at least {_ROWS_MIN} belong there"
        )
    return Surnames(readings)


def load_surnames() -> Surnames:
    """Return the shipped list."""
    file = resources.files("tasuki.core.identity").joinpath(_FILE)
    return read_surnames(file.read_text(encoding="utf-8").splitlines())


SURNAMES: Final = load_surnames()
