"""What the whole of the records tells about one value: how rare it is, and who shares it.

A phone that several given names use belongs to a household or a shop. Such a contact says
little about one person, so it is counted before any two records are compared.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tasuki.core.identity.normalise import plain_kana_key
from tasuki.core.linkage.comparisons import RARITY_COLUMNS
from tasuki.core.linkage.groups import Groups
from tasuki.core.linkage.keys import KEY_CACHE_SIZE, LinkRow

SIZE_MIN = 500
"""Records that a frequency rests on at least: in a short list every name looks frequent."""
PUBLIC_PERSONS_MIN = 20
"""From so many persons on, a number or address is no contact of a person at all."""

type Columns = dict[str, list[str | int | None]]


@dataclass(frozen=True, slots=True, repr=False)
class Population:
    """How many records there are, how often a value stands in them, how many persons share it.

    Attributes:
        size: number of records; >= 1.
        counts: column -> value -> number of records with it.
        persons: column (phone, mail, home) -> value -> number of persons; only where more than one.
    """

    size: int
    counts: Mapping[str, Mapping[str, int]]
    persons: Mapping[str, Mapping[str, int]]

    def frequency(self, column: str, value: str) -> float:
        """Return the share of records (0..1) that hold a value; one record if it is new."""
        found = self.counts[column].get(value, 1)
        return min(1.0, found / max(self.size, SIZE_MIN))


def count_population(rows: Sequence[LinkRow]) -> Population:
    """Return the frequencies and shared contacts of records that belong together."""
    counts: dict[str, Counter[str]] = {}
    for column in RARITY_COLUMNS:
        counts[column] = Counter(value for row in rows if (value := getattr(row, column)))
    for column in ("phone", "mail"):
        counts[column].update(value for row in rows if (value := getattr(row, f"{column}2")))
    return Population(
        size=max(len(rows), 1),
        counts=counts,
        persons={
            "phone": _count_persons(rows, _phones),
            "mail": _count_persons(rows, _mails),
            "home": _count_persons(rows, _homes),
        },
    )


def _phones(row: LinkRow) -> tuple[str, ...]:
    return row.phone, row.phone2


def _mails(row: LinkRow) -> tuple[str, ...]:
    return row.mail, row.mail2


def _homes(row: LinkRow) -> tuple[str, ...]:
    return (row.home,)


def _count_persons(
    rows: Sequence[LinkRow], values_of: Callable[[LinkRow], tuple[str, ...]]
) -> dict[str, int]:
    """Return how many given names stand behind each value that stands in several records."""
    first: dict[str, LinkRow] = {}
    sharing: dict[str, list[LinkRow]] = {}
    for row in rows:
        for value in values_of(row):
            if not value:
                continue
            if value in sharing:
                sharing[value].append(row)
            elif value in first:
                sharing[value] = [first[value], row]
            else:
                first[value] = row
    found = {value: _persons_among(group) for value, group in sharing.items()}
    return {value: persons for value, persons in found.items() if persons > 1}


def _persons_among(rows: Sequence[LinkRow]) -> int:
    """Return the number of persons: records are one if given name, reading or birth agrees."""
    if len({row.given for row in rows}) == 1 and rows[0].given:
        return 1
    groups: Groups[str] = Groups()
    for row in rows:
        signs = [f"{kind}:{value}" for kind, value in _signs(row) if value]
        for sign in signs:
            groups.join(signs[0], sign)
    return groups.count()


def _signs(row: LinkRow) -> tuple[tuple[str, str], ...]:
    full_birth = row.birth if len(row.birth) == 8 else ""
    return (("name", row.given), ("kana", row.given_kana), ("birth", full_birth))


def link_columns(rows: Sequence[LinkRow], population: Population) -> Columns:
    """Return the table that engines compare: one list a column, None where nothing is known.

    `unique_id` is the place of the row in the list.
    """
    found: Columns = {"unique_id": list(range(len(rows)))}
    for column in (
        "family", "given", "family_kana", "given_kana", "former", "birth", "phone", "phone2",
        "mail", "mail2", "mail_local", "postal", "city", "house",
        "birth_year_from", "birth_year_to",
    ):  # fmt: skip
        found[column] = [getattr(row, column) or None for row in rows]
    for name in ("family", "given"):
        found[f"{name}_plain"] = [_plain(value) for value in found[f"{name}_kana"]]
    for name in ("phone", "mail"):
        _add_sharing(found, name, population.persons[name])
    homes = population.persons["home"]
    found["home_persons"] = [homes.get(row.home, 1) for row in rows]
    for name in ("birth", "phone"):
        found[f"{name}_digits"] = [
            "".join(sorted(str(value))) if value else None for value in found[name]
        ]
    return found


def link_frequencies(columns: Columns, population: Population) -> dict[str, dict[str, float]]:
    """Return column -> value -> frequency (0..1) for every value that stands in a table."""
    return {
        column: {
            value: population.frequency(column, value)
            for value in {str(value) for value in columns[column] if value}
        }
        for column in RARITY_COLUMNS
    }


@lru_cache(maxsize=KEY_CACHE_SIZE)
def _plain(kana: object) -> str | None:
    return plain_kana_key(str(kana)) if kana else None


def _add_sharing(columns: Columns, name: str, persons: Mapping[str, int]) -> None:
    """Add the number of persons behind a contact; take away contacts of everybody."""
    firsts, seconds = columns[name], columns[f"{name}2"]
    shared: list[str | int | None] = []
    for place, pair in enumerate(zip(firsts, seconds, strict=True)):
        if pair[1] is None and pair[0] not in persons:
            shared.append(1)
            continue
        known = [
            value for value in pair if value and persons.get(str(value), 1) < PUBLIC_PERSONS_MIN
        ]
        firsts[place] = known[0] if known else None
        seconds[place] = known[1] if len(known) > 1 else None
        shared.append(max((persons.get(str(value), 1) for value in known), default=1))
    columns[f"{name}_persons"] = shared
