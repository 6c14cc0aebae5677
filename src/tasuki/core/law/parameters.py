"""The numbers and dates of law as dated data: what held on which day, by which source.

``parameters.toml`` beside this module is the only place where such a number is written. It is
part of the package, read once, and refused as a whole when a row is unclear: a gap or an overlap
between two rows, a row without a source or without the day on which somebody looked at it.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any, Final

from tasuki.core.dates import add_months
from tasuki.core.words import Words

_FILE: Final = "parameters.toml"
_HEAD_KEYS: Final = frozenset({"ja", "en", "unit", "rows"})
_HEAD_MAY: Final = frozenset({"shown_only"})
_ROW_KEYS: Final = frozenset(
    {
        "value",
        "valid_from",
        "valid_to",
        "source",
        "checked_on",
        "review_by",
        "confirmed",
        "note",
        "note_en",
    }
)
_ROW_NEEDS: Final = ("value", "valid_from", "source", "checked_on")
RECORDS_BEGIN_ON: Final = date(2000, 1, 1)
"""A first row from this day was in force before the records of the product begin."""
_STALE_KEY: Final = "law_check_months"


class ParameterFileError(ValueError):
    """The file of parameters contradicts itself; the text names the key and what is wrong."""


class UnknownParameterError(LookupError):
    """No such key, or nothing is recorded for that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One value of law and the days on which it holds.

    Attributes:
        key: name under which code asks for it.
        label: what it says, for the page of the yearly check.
        value: whole number, exact decimal, text, yes or no, list or table.
        unit: unit of the value: ``years``, ``days``, ``yen``, ``percent``; empty for none.
        valid_from: first day; the first row of a key also stands for "already in force".
        valid_to: last day; None while nothing newer is known.
        source: rule of law or decision behind it.
        checked_on: day on which somebody last compared it with its source.
        is_confirmed: False for a figure that still has to be confirmed with the authority.
        note: what a reader should know; never None for an unconfirmed figure.
        review_by: from this day on it is due to be compared again, where a change is foreseen.
        is_shown_only: no code asks for it; it is kept for people to look up.
    """

    key: str
    label: Words
    value: Any
    unit: str
    valid_from: date
    valid_to: date | None
    source: str
    checked_on: date
    is_confirmed: bool
    note: Words | None = None
    review_by: date | None = None
    is_shown_only: bool = False

    @property
    def next_review_on(self) -> date:
        """The day from which it must be compared with its source again."""
        months = find_number(_STALE_KEY, on=self.checked_on)
        yearly = add_months(self.checked_on, months)
        return min(yearly, self.review_by) if self.review_by else yearly

    def holds_on(self, day: date) -> bool:
        """Return whether the value holds on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def read_parameters(text: str) -> dict[str, tuple[Parameter, ...]]:
    """Return the rows of each key, in the order of their days.

    Args:
        text: a file of parameters (TOML).

    Raises:
        ParameterFileError: a row lacks its source or the day of its check, carries a key that
            nobody reads, or two rows of a parameter leave a gap or overlap.
    """
    tables = tomllib.loads(text, parse_float=Decimal)
    return {key: _read_rows(key, table) for key, table in tables.items()}


def _read_rows(key: str, table: Any) -> tuple[Parameter, ...]:
    keys = frozenset(table.keys() - _HEAD_MAY if isinstance(table, Mapping) else ())
    if keys != _HEAD_KEYS or not table["rows"]:
        raise ParameterFileError(f"{key}: needs ja, en, unit and at least one row, nothing else")
    rows = tuple(_read_row(key, table, row) for row in table["rows"])
    for before, after in pairwise(rows):
        _check_order(before, after)
    if rows[-1].valid_to is not None:
        raise ParameterFileError(f"{key}: a gap after {rows[-1].valid_to}; the last row stays open")
    return rows


def _read_row(key: str, table: Mapping[str, Any], row: Mapping[str, Any]) -> Parameter:
    if missing := [name for name in _ROW_NEEDS if row.get(name) in (None, "")]:
        raise ParameterFileError(f"{key}: a row lacks {', '.join(missing)}")
    if unknown := sorted(row.keys() - _ROW_KEYS):
        raise ParameterFileError(f"{key}: a row carries unknown {', '.join(unknown)}")
    is_confirmed = row.get("confirmed", True)
    if not is_confirmed and not row.get("note"):
        raise ParameterFileError(f"{key}: an unconfirmed row needs a note")
    if bool(row.get("note")) != bool(row.get("note_en")):
        raise ParameterFileError(f"{key}: a note needs note and note_en")
    valid_to = row.get("valid_to")
    if valid_to is not None and valid_to < row["valid_from"]:
        raise ParameterFileError(f"{key}: a row ends on {valid_to}, before it begins")
    return Parameter(
        key=key,
        label=Words(table["ja"], table["en"]),
        value=_freeze(row["value"]),
        unit=table["unit"],
        valid_from=row["valid_from"],
        valid_to=valid_to,
        source=row["source"],
        checked_on=row["checked_on"],
        is_confirmed=is_confirmed,
        note=Words(row["note"], row["note_en"]) if row.get("note") else None,
        review_by=row.get("review_by"),
        is_shown_only=table.get("shown_only", False),
    )


def _freeze(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _check_order(before: Parameter, after: Parameter) -> None:
    key = before.key
    if type(before.value) is not type(after.value):
        raise ParameterFileError(f"{key}: rows of different kinds of value")
    if before.valid_to is None or after.valid_from <= before.valid_to:
        raise ParameterFileError(f"{key}: rows overlap at {after.valid_from}")
    if after.valid_from != before.valid_to + timedelta(days=1):
        raise ParameterFileError(f"{key}: a gap between {before.valid_to} and {after.valid_from}")


@cache
def _stored() -> Mapping[str, tuple[Parameter, ...]]:
    file = resources.files("tasuki.core.law").joinpath(_FILE)
    return read_parameters(file.read_text(encoding="utf-8"))


def find_parameter(key: str, *, on: date) -> Parameter:
    """Return the value of law that holds on a day.

    Args:
        key: name of the parameter.
        on: the day in question; a date in Japan.

    Raises:
        UnknownParameterError: no such key, or nothing is recorded for the day.
    """
    for row in _stored().get(key, ()):
        if row.holds_on(on):
            return row
    raise UnknownParameterError(f"no parameter {key} on {on.isoformat()}")


def is_recorded(key: str, *, on: date) -> bool:
    """Return whether a value of law is recorded for a day; before the rule there is none."""
    return any(row.holds_on(on) for row in _stored().get(key, ()))


def find_number(key: str, *, on: date) -> int:
    """Return a whole number that holds on a day.

    Raises:
        UnknownParameterError: no such key, or nothing is recorded for the day.
        TypeError: the parameter is no whole number.
    """
    value = find_parameter(key, on=on).value
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{key} is no whole number: {value!r}")
    return value


def find_numbers(key: str, *, on: date) -> Sequence[int]:
    """Return a list of whole numbers that holds on a day.

    Raises:
        UnknownParameterError: no such key, or nothing is recorded for the day.
        TypeError: the parameter is no list of whole numbers.
    """
    value = find_parameter(key, on=on).value
    if not isinstance(value, tuple) or not all(type(one) is int for one in value):
        raise TypeError(f"{key} is no list of whole numbers: {value!r}")
    return value


def find_decimal(key: str, *, on: date) -> Decimal:
    """Return an exact number that holds on a day.

    Raises:
        UnknownParameterError: no such key, or nothing is recorded for the day.
        TypeError: the parameter is no number.
    """
    value = find_parameter(key, on=on).value
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"{key} is no number: {value!r}")
    return Decimal(value)


def find_flag(key: str, *, on: date) -> bool:
    """Return whether a rule is in force on a day.

    Raises:
        UnknownParameterError: no such key, or nothing is recorded for the day.
        TypeError: the parameter is no yes or no.
    """
    value = find_parameter(key, on=on).value
    if not isinstance(value, bool):
        raise TypeError(f"{key} is no yes or no: {value!r}")
    return value


def list_keys() -> tuple[str, ...]:
    """Return every key, in the order of the file."""
    return tuple(_stored())


def list_parameters(*, on: date) -> list[Parameter]:
    """Return what holds on a day, in the order of the file; keys without a row are left out."""
    return [row for rows in _stored().values() for row in rows if row.holds_on(on)]


def list_stale(*, on: date) -> list[Parameter]:
    """Return what holds on a day and was last checked more than twelve months before it.

    Source: design (yearly law check, 法令点検).
    """
    limit = add_months(on, -find_number(_STALE_KEY, on=on))
    return [row for row in list_parameters(on=on) if row.checked_on < limit]


def list_due(*, on: date) -> list[Parameter]:
    """Return what holds on a day and must be compared with its source by then.

    The yearly check has come, or the day from which a change was foreseen.

    Source: design (yearly law check, 法令点検).
    """
    stale = {row.key for row in list_stale(on=on)}
    return [
        row
        for row in list_parameters(on=on)
        if row.key in stale or (row.review_by is not None and row.review_by <= on)
    ]


def list_coming(*, on: date) -> list[Parameter]:
    """Return the rows that begin after a day, the nearest first."""
    rows = (row for rows in _stored().values() for row in rows if row.valid_from > on)
    return sorted(rows, key=lambda row: (row.valid_from, row.key))
