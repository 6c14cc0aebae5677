"""Who of a file may be somebody who is known already, inside one organisation.

The mechanism is that of the search for one person: pairs are found by its keys and weighed by its
model behind its guards. Nothing here merges anybody: a sure pair is a ticked proposal, which can
be refused, the rest stays apart until a human decides.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from tasuki.adapters import linkage
from tasuki.apps.imports.rows import Rival, Row
from tasuki.apps.people.models import PersonContact, TalentRecord
from tasuki.apps.same_person import scoring
from tasuki.apps.same_person.scoring import Records
from tasuki.core.linkage.comparisons import BLOCKS
from tasuki.core.linkage.decide import GUARD_TEXTS, Decision, ScoredPair
from tasuki.core.linkage.keys import LinkRow, link_row
from tasuki.core.linkage.population import Population
from tasuki.core.words import Words

NAME_PREFIX_CHARACTERS: Final = 2
RIVALS_MAX: Final = 3
LOOKED_AT_MAX: Final = 6
"""So many people of one key are weighed: of a common name the first few are enough to ask about."""

CHUNK_KEYS: Final = 1_000
"""Keys looked up in one statement."""

_OWN_CONTACT: Final = frozenset({"same", "pair"})
_SPEAKS_BITS: Final = 1.0
"""What weighs less for or against is not said."""


@dataclass(frozen=True, slots=True, repr=False)
class Matches:
    """What was found for the rows of a file.

    Attributes:
        rivals: line -> who may be the same person, the likeliest first.
        stopped: lines about people who asked to stop all use.
    """

    rivals: Mapping[int, list[Rival]]
    stopped: Collection[int]


def find_matches(rows: Sequence[Row], people: Mapping[int, Mapping[str, Any]]) -> Matches:
    """Return who the rows of a file may be about, in the organisation bound now.

    Args:
        rows: of the whole file, in its order.
        people: line -> the person of the row by the fields of a talent record.
    """
    mine = [_row_of(row, people[row.line]) for row in rows]
    records = list(find_known(people.values()))
    known = scoring.read_records(records)
    everybody = [*known.rows, *mine]
    places = list(_find_pairs(everybody, first=len(known.rows)))
    rivals: dict[int, list[tuple[float, Rival]]] = defaultdict(list)
    if places:
        model, _ = scoring.find_model()
        scored = linkage.score_given_pairs(
            places, everybody, population=_population(mine, known), model=model
        )
        lines = [0] * len(known.rows) + [row.line for row in rows]
        for (one, other), pair in zip(places, scored, strict=True):
            level = _level_of(pair, everybody[one], everybody[other])
            if level:
                rival = _rival(pair, level, line=lines[one], known=known)
                rivals[lines[other]].append((pair.probability, rival))
    stopped = [one for one in records if one.stopped_at is not None]
    return Matches(
        rivals={line: _ranked(found) for line, found in rivals.items()},
        stopped=frozenset(_find_stopped(stopped, known, zip(rows, mine, strict=True))),
    )


def _row_of(row: Row, person: Mapping[str, Any]) -> LinkRow:
    """Return a row as it is compared: what is stored of the person, and what only the file says."""
    further = {name: row.text(name) for name in _FURTHER if row.text(name)}
    return link_row({**further, **person}, id=str(row.line))


_FURTHER: Final = (
    "former_family_name", "business_family_name", "mail2", "phone2", "postal", "city_code", "city",
    "age", "age_as_of",
)  # fmt: skip


def _find_pairs(rows: Sequence[LinkRow], *, first: int) -> Iterator[tuple[int, int]]:
    """Yield the places of rows of a file with those before them that share a key.

    Args:
        rows: known people, then the rows of the file.
        first: place of the first row of the file.
    """
    by_key: list[dict[tuple[str, ...], list[int]]] = [defaultdict(list) for _ in BLOCKS]
    for place, row in enumerate(rows):
        if place >= first:
            found: dict[int, None] = {}
            for block, seen in zip(BLOCKS, by_key, strict=True):
                key = tuple(getattr(row, column) for column, _ in block)
                if all(key):
                    found |= dict.fromkeys(seen.get(key, ()))
            yield from ((other, place) for other in found)
        for block, seen in zip(BLOCKS, by_key, strict=True):
            key = tuple(getattr(row, column) for _, column in block)
            if all(key) and len(seen[key]) < LOOKED_AT_MAX:
                seen[key].append(place)


def _population(mine: Sequence[LinkRow], known: Records) -> Population:
    """Return how rare values are among the file and all records of the organisation."""
    total = len(mine) + TalentRecord.objects.count()
    return scoring.count_around(Records(tuple(mine), {}, {}), known, total=total)


def _level_of(pair: ScoredPair, one: LinkRow, other: LinkRow) -> str:
    """Return how sure it is: ``same``, ``possible``, or empty for people who stay apart.

    Who shares an own address, or a number and the beginning of the name, is asked about even
    where the model says no: other systems take the two for one person, and silence would look
    like an oversight.
    """
    if pair.decision != Decision.APART:
        return "same" if pair.decision == Decision.AUTO else "possible"
    levels = {one.field: one.level for one in pair.reasons}
    has_prefix = one.family[:NAME_PREFIX_CHARACTERS] == other.family[:NAME_PREFIX_CHARACTERS]
    shares = levels["mail"] in _OWN_CONTACT or (levels["phone"] in _OWN_CONTACT and has_prefix)
    return "possible" if shares else ""


def _rival(pair: ScoredPair, level: str, *, line: int, known: Records) -> Rival:
    """Return a pair as it is shown: what speaks for it, the weightiest first, then the doubts."""
    said = sorted(pair.reasons, key=lambda reason: -abs(reason.weight_bits))
    pro = [one.text for one in said if one.weight_bits >= _SPEAKS_BITS]
    # What a guard says of a field needs no second sentence.
    told = {str(guard) for guard in pair.guard}
    contra = [
        one.text for one in said if one.weight_bits <= -_SPEAKS_BITS and one.field not in told
    ]
    doubts: list[Words] = [GUARD_TEXTS[guard] for guard in pair.guard]
    person_id = None if line else known.roots[pair.left_id]
    return Rival(person_id, line, level, (*pro, *contra, *doubts), round(pair.probability, 4))


def _ranked(found: Sequence[tuple[float, Rival]]) -> list[Rival]:
    """Return the likeliest few, each person once; a known person before a line of the file."""
    ordered = sorted(found, key=lambda one: (one[1].level != "same", -one[0], one[1].line))
    ranked: dict[tuple[UUID | None, int], Rival] = {}
    for _, rival in ordered:
        ranked.setdefault((rival.person_id, rival.line), rival)
    return list(ranked.values())[:RIVALS_MAX]


def _find_stopped(
    records: Sequence[TalentRecord], known: Records, rows: Iterable[tuple[Row, LinkRow]]
) -> Iterator[int]:
    """Yield the lines with the address, or number and beginning of the name, of such a record."""
    ids = {str(one.pk) for one in records}
    keys = {key for row in known.rows if row.id in ids for key in _contacts(row)}
    yield from (row.line for row, mine in rows if keys.intersection(_contacts(mine)))


def _contacts(row: LinkRow) -> Iterator[tuple[str, ...]]:
    yield from (("mail", mail) for mail in (row.mail, row.mail2) if mail)
    prefix = row.family[:NAME_PREFIX_CHARACTERS]
    yield from (("phone", phone, prefix) for phone in (row.phone, row.phone2) if phone and prefix)


def find_known(people: Collection[Mapping[str, Any]]) -> Iterator[TalentRecord]:
    """Yield the records to which a key of the people of a file points, each once."""
    keys: dict[str, dict[Any, None]] = defaultdict(dict)
    for person in people:
        for name in ("mail", "phone", "birth_date", "name_key", "name_kana"):
            if value := person[name]:
                keys[name][value] = None
    names = {person[name] for person in people for name in ("family_name", "given_name")} - {""}
    seen: set[UUID] = set()
    for name, values in keys.items():
        wanted = list(values)
        for start in range(0, len(wanted), CHUNK_KEYS):
            for record in _look(name, wanted[start : start + CHUNK_KEYS], names):
                if record.pk not in seen:
                    seen.add(record.pk)
                    yield record


def _look(name: str, values: Sequence[Any], names: Collection[str]) -> Iterable[TalentRecord]:
    """Return the records, merged ones too, that hold one of the values."""
    rows: QuerySet[TalentRecord, TalentRecord] = TalentRecord.objects.exclude(
        family_name="", given_name="", name_kana=""
    )
    if name in {"mail", "phone"}:
        others = PersonContact.objects.filter(**{f"{name}__in": values})
        return rows.filter(
            Q(**{f"{name}__in": values}) | Q(pk__in=others.values("talent_record_id"))
        )
    if name == "birth_date":
        either = Q(family_name__in=names) | Q(given_name__in=names)
        return rows.filter(either, birth_date__in=values)
    # Of a common name the newest few are enough to ask about.
    place = Window(RowNumber(), partition_by=[F(name)], order_by=["-created_at", "-id"])
    newest = rows.filter(**{f"{name}__in": values}).annotate(place=place)
    return rows.filter(id__in=newest.filter(place__lte=RIVALS_MAX).values("id"))
