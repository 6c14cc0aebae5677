"""Presets for the files of other systems, and which of them a file looks like."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from tasuki.core.intake.fields import Kind
from tasuki.core.intake.headings import exact_key

NOT_TAKEN: Final = "-"
"""Field of a column that is known and left out on purpose."""

_FILE: Final = "profiles.toml"
_HITS_MIN: Final = 3
_OWN_SHARE_MIN: Final = 0.6
_FILE_SHARE_MIN: Final = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How one system calls its columns.

    Attributes:
        name: stable.
        label: the system's name as people know it.
        kind: what its rows are.
        columns: heading -> field; ``NOT_TAKEN`` for one that is left out.
        seen: ``headers`` (as on the maker's page), ``groups`` (wording differs by customer),
            ``own`` (our template) or ``none`` (no column known).
        key: field by which its rows are told apart; may be empty.
        encoding: what the system reads; empty = not known.
        dates: the only form of dates it reads; empty = several.
        required: headings our own template needs.
        is_history: one person has several rows; the newest is the present.
        remark: what to tell who imports such a file; Japanese, may be empty.
    """

    name: str
    label: str
    kind: Kind
    columns: dict[str, str]
    seen: str
    key: str = ""
    encoding: str = ""
    dates: str = ""
    required: tuple[str, ...] = ()
    is_history: bool = False
    remark: str = ""

    def field_of(self, header: str) -> str:
        """Return the field of a heading; empty if the profile does not know it."""
        return _keys(self.name).get(exact_key(header), "")


@cache
def list_profiles() -> tuple[Profile, ...]:
    """Return all presets in the order of the table."""
    text = resources.files("tasuki.core.intake").joinpath(_FILE).read_text(encoding="utf-8")
    return tuple(
        Profile(
            name=name,
            label=values["label"],
            kind=Kind(values["kind"]),
            columns=dict(values.get("columns", {})),
            seen=values["seen"],
            key=values.get("key", ""),
            encoding=values.get("encoding", ""),
            dates=values.get("dates", ""),
            required=tuple(values.get("required", ())),
            is_history=values.get("is_history", False),
            remark=values.get("remark", ""),
        )
        for name, values in tomllib.loads(text).items()
    )


def get_profile(name: str) -> Profile | None:
    """Return a preset by its name; None if there is none."""
    return next((profile for profile in list_profiles() if profile.name == name), None)


@cache
def _keys(name: str) -> dict[str, str]:
    profile = get_profile(name)
    columns = profile.columns if profile else {}
    return {exact_key(header): field for header, field in columns.items()}


def find_profile(headers: Sequence[str], *, kind: Kind | str | None = None) -> Profile | None:
    """Return the preset that a file's headings look like; None if none is close.

    Args:
        headers: as they stand in the file.
        kind: only presets of this kind; None = of all.
    """
    keys = {exact_key(header) for header in headers if header}
    best: tuple[float, Profile] | None = None
    for profile in list_profiles():
        if kind is not None and profile.kind != Kind(kind):
            continue
        rating = _rating(keys, set(_keys(profile.name)))
        if rating and (best is None or rating > best[0]):
            best = (rating, profile)
    return best[1] if best else None


def _rating(keys: set[str], known: set[str]) -> float:
    """How well headings and a preset cover each other; 0 = not enough to say."""
    hits = len(keys & known)
    if not known or hits < min(_HITS_MIN, len(known)):
        return 0.0
    own, of_file = hits / len(known), hits / len(keys)
    if own < _OWN_SHARE_MIN and of_file < _OWN_SHARE_MIN:
        return 0.0
    return own + of_file + hits / 100 if of_file >= _FILE_SHARE_MIN else 0.0
