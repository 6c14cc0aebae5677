"""The canonical fields of an import, by kind of file.

Refuses to know where they are stored.  A field with parts or repeats is named by a path:
``phone.2`` (second part of a number), ``postal.1``, ``careers.3.company``.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tasuki.core.intake.field_table import FIELD_TABLE
from tasuki.core.words import Words


class Kind(StrEnum):
    """What the rows of a file are."""

    APPLICANTS = "applicants"
    EMPLOYEES = "employees"
    LEAVERS = "leavers"
    OPENINGS = "openings"
    COSTS = "costs"
    HOURS = "sidework_hours"
    KNOWN_PERSONS = "known_persons"
    TOWN_MEMBERS = "town_members"
    SEASON_NEEDS = "season_needs"


KIND_LABELS: Final[dict[Kind, Words]] = {
    Kind.APPLICANTS: Words("応募者", "applicants"),
    Kind.EMPLOYEES: Words("社員", "employees"),
    Kind.LEAVERS: Words("退職者", "leavers"),
    Kind.OPENINGS: Words("求人", "openings"),
    Kind.COSTS: Words("採用費", "hiring costs"),
    Kind.HOURS: Words("副業時間", "hours of side work"),
    Kind.KNOWN_PERSONS: Words("紹介会社の既登録者", "persons known to an agency"),
    Kind.TOWN_MEMBERS: Words("地域会員", "members of a town"),
    Kind.SEASON_NEEDS: Words("季節需要", "needs of a season"),
}

PEOPLE_KINDS: Final = frozenset({Kind.APPLICANTS, Kind.EMPLOYEES, Kind.LEAVERS, Kind.KNOWN_PERSONS})
"""Kinds whose rows are persons and need a name."""

_LETTERS: Final = dict(zip("AELOCHKTS", Kind, strict=True))

CAREER_PARTS: Final[dict[str, Words]] = {
    "company": Words("会社名", "company"),
    "department": Words("部署", "department"),
    "position": Words("役職", "position"),
    "start": Words("始期", "from"),
    "end": Words("終期", "to"),
    "text": Words("詳細", "details"),
}
"""What one row of a career is made of."""

PART_COUNTS: Final = {"phone": 3, "postal": 2, "residential_postal": 2}
"""Fields that some systems cut into pieces, with how many there may be."""


@dataclass(frozen=True, slots=True)
class Field:
    """One canonical field.

    Attributes:
        name: stable, as in the records.
        kinds: kinds of files it belongs to.
        reader: how its cells are read, a key of ``record.READERS``.
        needed_by: kinds that are hardly of use without it.
        label: for the screen.
        words: headings by which files call it, folded.
    """

    name: str
    kinds: frozenset[Kind]
    reader: str
    needed_by: frozenset[Kind]
    label: Words
    words: tuple[str, ...]


def _field(line: str) -> Field:
    name, kinds, reader, needed, ja, en, words = (part.strip() for part in line.split("|"))
    return Field(
        name=name,
        kinds=frozenset(_LETTERS[letter] for letter in kinds),
        reader=reader,
        needed_by=frozenset(_LETTERS[letter] for letter in needed),
        label=Words(ja, en),
        words=tuple(words.split()),
    )


FIELDS: Final[dict[str, Field]] = {
    field.name: field
    for field in map(_field, FIELD_TABLE.replace("\n  ", " ").strip().splitlines())
}
"""All fields by name, in the order of the table."""


def list_fields(kind: Kind | str) -> list[Field]:
    """Return the fields of a kind in the order in which a form shows them."""
    wanted = Kind(kind)
    return [field for field in FIELDS.values() if wanted in field.kinds]


def find_field(path: str) -> Field | None:
    """Return the field of a path such as ``careers.2.company``; None if there is none."""
    base, _, rest = path.partition(".")
    field = FIELDS.get(base)
    if field is None or not rest:
        return field
    if base == "careers":
        number, _, part = rest.partition(".")
        return field if number.isdecimal() and part in CAREER_PARTS else None
    if base in PART_COUNTS:
        return field if rest.isdecimal() and 1 <= int(rest) <= PART_COUNTS[base] else None
    return field if base == "job_group" and rest.isdecimal() else None


def field_label(path: str) -> Words:
    """Return the label of a path; the path itself if nothing is known by it."""
    field = find_field(path)
    if field is None:
        return Words(path, path)
    rest = path.partition(".")[2]
    if not rest:
        return field.label
    number, _, part = rest.partition(".")
    ja, en = f"{field.label.ja}{number}", f"{field.label.en} {number}"
    if part:
        ja, en = f"{ja}の{CAREER_PARTS[part].ja}", f"{en}: {CAREER_PARTS[part].en}"
    return Words(ja, en)
