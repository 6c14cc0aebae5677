"""Write what the engine found: automatic links behind their guards, the rest into the queue.

A decision of a human is never touched; where a newer model sees it otherwise, the pair says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.same_person.models import Merge, Pair, RecordLink
from tasuki.apps.same_person.scoring import Found
from tasuki.core.linkage.decide import Guard
from tasuki.core.same_person.clusters import find_guarded
from tasuki.core.same_person.queue import AUTOMATIC_FROM, REVIEW_FROM, may_link

BLOCK_PAIRS: Final = 500
"""Pairs written in one transaction."""

_SCORES: Final = (
    "probability",
    "reasons",
    "guards",
    "is_strict",
    "is_contradicted",
    "state",
    "model_version",
    "scored_at",
)


@dataclass(slots=True)
class Written:
    """What a block of pairs changed."""

    linked: int = 0
    asked: int = 0
    changed: int = 0
    made: list[RecordLink] = field(default_factory=list)


def _would_link(one: Found) -> bool:
    """Return whether two records would be linked but for the group that they are in.

    The scorer holds back what would make a group too large; here the whole group waits.
    """
    guards = tuple(guard for guard in one.guards if guard != Guard.GROUP)
    return may_link(probability=one.probability, guards=guards)


def guard_groups(
    found: Sequence[Found], *, births: Mapping[UUID, date | None]
) -> dict[tuple[UUID, UUID], str]:
    """Return the automatic links that a human must see first, because of the group they make.

    Args:
        found: everything that a search found.
        births: full birth dates of the records.
    """
    wanted = {one.ids for one in found if _would_link(one)}
    standing = RecordLink.objects.filter(undone_at=None).values_list("left_id", "right_id")
    merged = Merge.objects.filter(state=Merge.State.DONE).values_list("survivor_id", "absorbed_id")
    guarded = find_guarded([*wanted, *standing, *merged], birth_dates=births)
    return {ids: str(guard) for ids, guard in guarded.items() if ids in wanted}


def list_apart() -> set[tuple[UUID, UUID]]:
    """Return the persons who were said to be two, by their surviving records.

    A record that was merged takes along what was said about it: nobody is asked again.
    """
    apart = Pair.objects.filter(state=Pair.State.DIFFERENT).values_list(
        "left_id", "left__merged_into_id", "right_id", "right__merged_into_id"
    )
    pairs = (
        (left_root or left, right_root or right) for left, left_root, right, right_root in apart
    )
    return {(min(pair), max(pair)) for pair in pairs}


def write_pairs(
    *,
    actor: Actor,
    found: Sequence[Found],
    guarded: Mapping[tuple[UUID, UUID], str],
    version: str,
    now: datetime,
) -> Written:
    """Store a block of pairs in the organisation bound now.

    Args:
        actor: the task that searches.
        found: at most ``BLOCK_PAIRS`` pairs.
        guarded: links that the group guard holds back, with the guard.
        version: of the model.
        now: when they were compared.
    """
    known = _lock_known(found)
    apart = list_apart()
    written = Written()
    new: list[Pair] = []
    seen: list[Pair] = []
    for one in found:
        if one.ids in apart and one.ids not in known:
            continue
        guards = (*one.guards, *((guarded[one.ids],) if one.ids in guarded else ()))
        pair = known.get(one.ids) or Pair(
            organisation_id=current_organisation_id(),
            left_id=one.left_id,
            right_id=one.right_id,
            state=Pair.State.REVIEW,
        )
        is_new = one.ids not in known
        _rescore(pair, one, guards, version=version, now=now)
        if pair.state == Pair.State.REVIEW and pair.undone_at is None:
            _try_link(pair, guards, is_new=is_new, written=written, now=now)
        written.changed += pair.is_contradicted
        (new if is_new else seen).append(pair)
    Pair.objects.bulk_create(new)
    Pair.objects.bulk_update(seen, _SCORES)
    RecordLink.objects.bulk_create(written.made)
    for link in written.made:
        audit.record(
            actor=actor,
            kind="same_person.link",
            object_kind="pair",
            object_id=link.pair_id,
            now=now,
            after=Pair.State.AUTO,
            data={"left": str(link.left_id), "right": str(link.right_id), "model": version},
        )
    return written


def drop_unasked(*, before: datetime) -> int:
    """Forget questions that the newest search of all records no longer asks; decisions stay.

    Args:
        before: start of that search.
    """
    stale = Pair.objects.filter(
        state=Pair.State.REVIEW, scored_at__lt=before, undone_at=None
    ).exclude(id__in=RecordLink.objects.values("pair_id"))
    return int(stale.delete()[1].get("same_person.Pair", 0))


def _lock_known(found: Sequence[Found]) -> dict[tuple[UUID, UUID], Pair]:
    ids = {either for one in found for either in one.ids}
    rows = (
        Pair.objects.select_for_update(of=("self",))
        .filter(Q(left_id__in=ids) & Q(right_id__in=ids))
        .order_by("id")
    )
    return {(row.left_id, row.right_id): row for row in rows}


def _rescore(
    pair: Pair, found: Found, guards: Sequence[str], *, version: str, now: datetime
) -> None:
    pair.is_strict = found.is_strict
    pair.reasons = list(found.reasons)
    pair.model_version = version
    pair.scored_at = now
    sees_one = may_link(probability=found.probability, guards=tuple(guards))
    pair.is_contradicted = (pair.state == Pair.State.DIFFERENT and sees_one) or (
        pair.state in {Pair.State.SAME, Pair.State.AUTO} and found.probability < REVIEW_FROM
    )
    if pair.state == Pair.State.AUTO and not sees_one:
        # The link stands with the figures by which it was made; the pair says that it is doubted.
        pair.is_contradicted = True
        return
    pair.probability, pair.guards = found.probability, list(guards)


def _try_link(
    pair: Pair, guards: Sequence[str], *, is_new: bool, written: Written, now: datetime
) -> None:
    """Link by machine where nothing speaks against it, else leave the question."""
    if pair.probability >= AUTOMATIC_FROM and not guards:
        pair.state = Pair.State.AUTO
        written.made.append(
            RecordLink(
                organisation_id=pair.organisation_id,
                pair=pair,
                left_id=pair.left_id,
                right_id=pair.right_id,
                made_at=now,
            )
        )
        written.linked += 1
    else:
        written.asked += is_new
