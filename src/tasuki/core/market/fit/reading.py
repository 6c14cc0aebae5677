"""People and openings read from columns: the only door by which rows from outside come in.

Every key must be a field of the closed records; another one is refused with its reason (H5),
whatever it holds. Values are plain JSON.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, Final

from tasuki.core.market.fit.features import FitError, ForbiddenFeature
from tasuki.core.market.fit.records import (
    Experience,
    FitOpening,
    FitPerson,
    FitWishes,
    LanguageLevel,
    SkillLevel,
    Term,
    Time,
)
from tasuki.core.market.fit.traps import find_trap

_DATES: Final = frozenset({"starts_on", "valid_to", "as_of"})
_FIELDS: Final[dict[type[Any], frozenset[str]]] = {
    kind: frozenset(one.name for one in fields(kind)) for kind in (FitPerson, FitOpening, FitWishes)
}
_PAIRS: Final[dict[str, type[Any]]] = {
    "experience": Experience,
    "skills": SkillLevel,
    "languages": LanguageLevel,
}


def read_person(columns: Mapping[str, Any]) -> FitPerson:
    """Return the person of some columns; ``wishes`` holds columns of its own.

    Args:
        columns: field of ``FitPerson`` -> value; a skill is ``[key, level]``, an experience
            ``[code, months]``, a language ``[code, level]``, a day ``YYYY-MM-DD``.

    Raises:
        ForbiddenFeature: a key is not in the closed list.
        FitError: a value is out of range or of another form.
    """
    values = _read(FitPerson, columns)
    wishes = columns.get("wishes")
    if wishes is not None:
        values["wishes"] = FitWishes(**_read(FitWishes, wishes))
    return FitPerson(**values)


def read_opening(columns: Mapping[str, Any]) -> FitOpening:
    """Return the opening of some columns.

    Args:
        columns: field of ``FitOpening`` -> value, as in ``read_person``.

    Raises:
        ForbiddenFeature: a key is not in the closed list.
        FitError: a value is out of range or of another form.
    """
    return FitOpening(**_read(FitOpening, columns))


def _read(kind: type[Any], columns: Mapping[str, Any]) -> dict[str, Any]:
    for name in columns:
        if name not in _FIELDS[kind]:
            raise ForbiddenFeature(name, find_trap(name))
    try:
        return {
            name: _value(name, value)
            for name, value in columns.items()
            if value is not None and name != "wishes"
        }
    except (TypeError, ValueError) as problem:
        raise FitError(f"{kind.__name__} {columns.get('id', '')}: {problem}") from problem


def _value(name: str, value: Any) -> Any:
    if name in _DATES:
        return date.fromisoformat(value)
    if name in _PAIRS:
        return tuple(_PAIRS[name](*one) for one in _listed(value))
    if name == "times":
        return tuple(Time(one) for one in _listed(value))
    if name == "terms":
        return tuple(Term(one) for one in _listed(value))
    if name == "term":
        return Term(value)
    return tuple(_listed(value)) if isinstance(value, list | tuple) else value


def _listed(value: Any) -> Iterable[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"{value!r} is not a list")
    return value
