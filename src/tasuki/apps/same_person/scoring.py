"""From records to scored pairs: the one place where this area meets the linkage engine.

Sealed contacts are opened here, a chunk at a time, and leave as keys in memory. What comes back
names levels and weights; no value of a person goes into a pair.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q

from tasuki.adapters import linkage
from tasuki.adapters.towns import load_towns
from tasuki.apps.people.models import PersonContact, PersonName, TalentRecord
from tasuki.apps.same_person.models import LinkageModel
from tasuki.core.linkage.comparisons import COMPARISONS
from tasuki.core.linkage.decide import ScoredPair
from tasuki.core.linkage.keys import LinkRow, link_row
from tasuki.core.linkage.model import Model, model_from_json
from tasuki.core.linkage.population import Population, count_population

CHUNK_RECORDS: Final = 2_000
"""Records whose contacts are opened at a time."""

ALL_RECORDS_MAX: Final = 20_000
"""Up to so many records a new one is compared with all; beyond, with those that share a key."""

_CONTACTS: Final = ("phone", "mail")

type Keys = dict[str, set[Any]]
"""Field of a talent record -> values that may lead to somebody who is known."""

_GIVEN_AGREES: Final = frozenset({"same", "sound_only", "sound"})


@dataclass(frozen=True, slots=True)
class Found:
    """Two persons' records, in order, and what the engine says about them."""

    left_id: UUID
    right_id: UUID
    probability: float
    guards: tuple[str, ...]
    reasons: tuple[dict[str, Any], ...]

    @property
    def ids(self) -> tuple[UUID, UUID]:
        """Both ids, the smaller one first."""
        return self.left_id, self.right_id

    @property
    def is_strict(self) -> bool:
        """Whether an own contact and the given name agree, or the whole name and the birth date."""
        levels = {reason["field"]: reason["level"] for reason in self.reasons}
        if levels.get("given_name") not in _GIVEN_AGREES:
            return False
        if any(levels.get(name) == "same" for name in _CONTACTS):
            return True
        return levels.get("birth_date") == levels.get("family_name") == "same"


@dataclass(frozen=True, slots=True, repr=False)
class Records:
    """Records as they are compared, with the one person each stands for.

    Attributes:
        rows: one for each record with a name, merged ones too: their contacts still lead here.
        roots: record id -> id of the record into which it was merged, or its own.
        births: id of a surviving record -> full birth date.
    """

    rows: tuple[LinkRow, ...]
    roots: Mapping[str, UUID]
    births: Mapping[UUID, date | None]


def list_records(
    *, after: UUID | None = None, ids: Collection[UUID] | None = None
) -> list[TalentRecord]:
    """Return the next records of the organisation bound now that still have a name.

    Args:
        after: the last record of the chunk before; None for the first.
        ids: only these and what was merged into them; None for all.

    Returns:
        At most ``CHUNK_RECORDS``; empty when there are no more.
    """
    rows = TalentRecord.objects.exclude(family_name="", given_name="", name_kana="").order_by("id")
    if ids is not None:
        rows = rows.filter(Q(id__in=ids) | Q(merged_into_id__in=ids))
    if after is not None:
        rows = rows.filter(id__gt=after)
    return list(rows[:CHUNK_RECORDS])


def read_records(records: Iterable[TalentRecord]) -> Records:
    """Return records as they are compared; the clear contacts stay in memory."""
    rows, roots, births = [], {}, {}
    people = list(records)
    further = find_further(people)
    towns = load_towns()
    for one in people:
        values = _values_of(one) | further.get(one.id, {})
        rows.append(link_row(values, id=str(one.id), towns=towns))
        roots[str(one.id)] = one.merged_into_id or one.id
        if one.merged_into_id is None:
            births[one.id] = one.birth_date
    return Records(tuple(rows), roots, births)


def join_records(parts: Iterable[Records]) -> Records:
    """Return several chunks as one."""
    rows: list[LinkRow] = []
    roots: dict[str, UUID] = {}
    births: dict[UUID, date | None] = {}
    for part in parts:
        rows += part.rows
        roots |= part.roots
        births |= part.births
    return Records(tuple(rows), roots, births)


def _values_of(record: TalentRecord) -> dict[str, Any]:
    return {
        "family_name": record.family_name,
        "given_name": record.given_name,
        "name_kana": record.name_kana,
        "birth_date": record.birth_date,
        "mail": record.mail,
        "phone": record.phone,
        "address": record.address,
    }


def find_model() -> tuple[Model | None, str]:
    """Return the organisation's own newest model and its version; None for the shipped one."""
    newest = LinkageModel.objects.order_by("-trained_at", "-created_at").first()
    if newest is None:
        return None, linkage.load_default_model().version
    return model_from_json(newest.settings), newest.version


def score_all(records: Records, *, model: Model | None) -> list[Found]:
    """Return all pairs of records that may be one person, most probable first."""
    return _as_found(linkage.score(records.rows, model=model), records.roots)


def count_around(new: Records, known: Records, *, total: int) -> Population:
    """Return how rare values are, of which the known records may be a part only.

    Args:
        new: what arrived.
        known: what it is compared with.
        total: records of the organisation bound now.
    """
    population = count_population([*new.rows, *known.rows])
    if total <= len(new.rows) + len(known.rows):
        return population
    return _widen(population, new.rows, total=total)


def score_new(
    new: Records, *, known: Records, model: Model | None, population: Population
) -> list[Found]:
    """Return the pairs of new records with each other and with known ones.

    Args:
        new: what arrived.
        known: what they are compared with.
        model: weights; None for the shipped ones.
        population: how rare values are in the whole organisation.
    """
    pairs = linkage.score(new.rows, against=known.rows, model=model, population=population)
    return _as_found(pairs, {**known.roots, **new.roots})


def keys_of(records: Sequence[TalentRecord]) -> Keys:
    """Return what may lead from records to others that are the same person."""
    return {
        field: {getattr(one, field) for one in records} - {"", None}
        for field in (*_CONTACTS, "birth_date", "name_key", "name_kana")
    }


def find_candidates(keys: Keys) -> Q:
    """Return the condition for known records that share a key with one of the new ones.

    The keys are those of the blocking of the engine; contacts are looked up by their blind index.
    """
    condition = Q(pk__in=[])
    for field, values in keys.items():
        if not values:
            continue
        condition |= Q(**{f"{field}__in": values})
        if field in _CONTACTS:
            others = PersonContact.objects.filter(**{f"{field}__in": values})
            condition |= Q(pk__in=others.values("talent_record_id"))
    return condition


def _widen(population: Population, rows: Sequence[LinkRow], *, total: int) -> Population:
    """Return frequencies as of the whole organisation, where only a part of it was read."""
    counts = {column: dict(found) for column, found in population.counts.items()}
    for column, field in (("family", "family_name"), ("given", "given_name")):
        values = {getattr(row, column) for row in rows} - {""}
        known = (
            TalentRecord.objects.filter(**{f"{field}__in": values})
            .order_by()
            .values_list(field)
            .annotate(count=Count("id"))
        )
        for value, count in known:
            counts[column][value] = max(count, counts[column].get(value, 0))
    return replace(population, size=total, counts=counts)


def _as_found(pairs: Iterable[ScoredPair], roots: Mapping[str, UUID]) -> list[Found]:
    """Return pairs of persons: of merged records only the most probable pair counts."""
    found: dict[tuple[UUID, UUID], Found] = {}
    for pair in pairs:
        left, right = sorted((roots[pair.left_id], roots[pair.right_id]))
        if left == right or (left, right) in found:
            continue
        found[left, right] = Found(
            left_id=left,
            right_id=right,
            probability=min(max(pair.probability, 0.0), 1.0),
            guards=tuple(str(one) for one in pair.guard),
            reasons=tuple(
                {
                    "field": reason.field,
                    "level": reason.level,
                    "bits": round(reason.weight_bits, 1),
                }
                for reason in pair.reasons
            ),
        )
    return list(found.values())


_NAME_FIELDS: Final = {
    PersonName.Kind.FORMER: "former_family_name",
    PersonName.Kind.BUSINESS: "business_family_name",
}
_CONTACT_FIELDS: Final = {PersonContact.Kind.MAIL: "mail2", PersonContact.Kind.PHONE: "phone2"}


def find_further(records: Sequence[TalentRecord]) -> dict[UUID, dict[str, str]]:
    """Return the newest other names and contacts of records, by the field they are compared in."""
    found: dict[UUID, dict[str, str]] = {}
    for name in PersonName.objects.filter(talent_record__in=records).order_by("created_at", "id"):
        field = _NAME_FIELDS[PersonName.Kind(name.kind)]
        found.setdefault(name.talent_record_id, {})[field] = name.family_name
    contacts = PersonContact.objects.filter(talent_record__in=records, kind__in=_CONTACT_FIELDS)
    for contact in contacts.order_by("created_at", "id"):
        field = _CONTACT_FIELDS[PersonContact.Kind(contact.kind)]
        found.setdefault(contact.talent_record_id, {})[field] = contact.value
    return found


FIELD_LABELS: Final = {one.name: one.label for one in COMPARISONS}
LEVEL_TEXTS: Final = {
    (one.name, level.name): level.text for one in COMPARISONS for level in one.levels
}
"""What a stored reason says in words."""
