"""Score rows of a file, which are not stored yet, against the records of the organisation.

Reads and proposes; writes nothing and links nothing. One call for a whole file: an engine is
opened each time.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any, Final
from uuid import UUID

from tasuki.adapters import linkage
from tasuki.adapters.towns import load_towns
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.same_person import scoring
from tasuki.apps.same_person.scoring import Keys, Records
from tasuki.core.identity.normalise import name_key
from tasuki.core.linkage.decide import GUARD_TEXTS, Decision, ScoredPair
from tasuki.core.linkage.keys import link_row
from tasuki.core.words import Words

type Values = Mapping[str, Any]

PROPOSALS_MAX: Final = 3
REASONS_MAX: Final = 3
LOOKUP_ROWS: Final = 500
"""Rows whose keys are looked up in one statement."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who a row may be.

    Attributes:
        record_id: a record of the organisation, the surviving one of merged ones; None where the
            other side is a row of the file.
        row_id: the other row of the file; empty where the other side is a record.
        probability: that both are one person; .30..1.
        is_sure: probable enough for a link by machine, and every guard passed.
        reasons: the weightiest reasons first, then the guards that failed.
    """

    record_id: UUID | None
    row_id: str
    probability: float
    is_sure: bool
    reasons: tuple[Words, ...]


def propose(rows: Mapping[str, Values]) -> dict[str, list[Proposal]]:
    """Return who the rows of a file may be, in the organisation bound now.

    Args:
        rows: the caller's own id of a row -> canonical fields; missing fields are not there.

    Returns:
        Row id -> at most ``PROPOSALS_MAX``, most probable first; rows without any are left out.
    """
    towns = load_towns()
    new = [link_row(values, id=row_id, towns=towns) for row_id, values in rows.items()]
    new = [row for row in new if row.family or row.given or row.given_kana]
    total = TalentRecord.objects.count()
    known = _read_known(list(rows.values()), total=total)
    arrived = Records(tuple(new), {}, {})
    model, _version = scoring.find_model()
    pairs = linkage.score(
        new,
        against=known.rows,
        model=model,
        population=scoring.count_around(arrived, known, total=total + len(new)),
    )
    found: dict[str, list[Proposal]] = defaultdict(list)
    for row_id, proposal in _sides(pairs, known.roots):
        others = found[row_id]
        is_told = any(
            (one.record_id, one.row_id) == (proposal.record_id, proposal.row_id) for one in others
        )
        if len(others) < PROPOSALS_MAX and not is_told:
            others.append(proposal)
    return dict(found)


def _read_known(rows: Sequence[Values], *, total: int) -> Records:
    """Return what rows are compared with: all of a small organisation, else who shares a key."""
    if total <= scoring.ALL_RECORDS_MAX:
        return _read(None)
    ids: set[UUID] = set()
    for block in batched(rows, LOOKUP_ROWS):
        near = TalentRecord.objects.filter(scoring.find_candidates(_keys_of(block)))
        ids |= {row[1] or row[0] for row in near.values_list("id", "merged_into_id")}
    return _read(ids) if ids else Records((), {}, {})


def _read(ids: set[UUID] | None) -> Records:
    parts, last = [], None
    while chunk := scoring.list_records(after=last, ids=ids):
        parts.append(scoring.read_records(chunk))
        last = chunk[-1].id
    return scoring.join_records(parts)


def _keys_of(rows: Sequence[Values]) -> Keys:
    found: Keys = defaultdict(set)
    for values in rows:
        family, given = (str(values.get(f"{one}_name") or "") for one in ("family", "given"))
        whole = family + given or str(values.get("name") or "")
        kana = " ".join(str(values[one]) for one in ("family_kana", "given_kana") if one in values)
        found["name_key"].add(name_key(whole))
        found["name_kana"].add(kana or str(values.get("name_kana") or ""))
        for field in ("mail", "phone"):
            found[field] |= {str(values.get(one) or "") for one in (field, f"{field}2")}
        found["birth_date"].add(_day(values.get("birth_date")))
    return {field: values - {"", None} for field, values in found.items()}


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        return None


def _sides(
    pairs: Sequence[ScoredPair], roots: Mapping[str, UUID]
) -> Iterator[tuple[str, Proposal]]:
    """Give each pair to every row of the file that is in it."""
    for pair in pairs:
        for mine, other in ((pair.left_id, pair.right_id), (pair.right_id, pair.left_id)):
            if mine not in roots:
                yield mine, _proposal(pair, other, roots)


def _proposal(pair: ScoredPair, other: str, roots: Mapping[str, UUID]) -> Proposal:
    told = sorted(
        (one for one in pair.reasons if one.level != "missing"), key=lambda one: -one.weight_bits
    )
    return Proposal(
        record_id=roots.get(other),
        row_id="" if other in roots else other,
        probability=pair.probability,
        is_sure=pair.decision is Decision.AUTO,
        reasons=(
            *(one.text for one in told[:REASONS_MAX]),
            *(GUARD_TEXTS[guard] for guard in pair.guard),
        ),
    )
