"""What waits, what was decided, and how one pair of records looks side by side."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.relay.models import Invite
from tasuki.apps.same_person.models import LinkageRun, Merge, Pair, RecordLink
from tasuki.core.relay.machines import InviteState
from tasuki.core.same_person.queue import is_long, minutes_left

QUEUE: Final = "review"
AUTOMATIC: Final = "auto"
DECIDED: Final = "decided"
UNDONE: Final = "undone"
SEEN_OTHERWISE: Final = "contradicted"
VIEWS: Final = (QUEUE, AUTOMATIC, DECIDED, UNDONE, SEEN_OTHERWISE)

_OPEN: Final = (Pair.State.REVIEW, Pair.State.LATER)
_RELAY: Final = (InviteState.RESULT_NOTIFIED, InviteState.COOLING, InviteState.INVITED)
_OPEN_APPLICATION, _INVITED, _NEITHER, _PUT_OFF = 3.0, 2.0, 1.0, 0.0
_RANK_STEP: Final = 2.0


@dataclass(frozen=True, slots=True)
class QueueCount:
    """How much waits: pairs, those found by the strictest keys, and minutes of work."""

    pairs: int
    strict_pairs: int
    minutes: int
    is_long: bool


@dataclass(frozen=True, slots=True)
class PairDetail:
    """A pair with both records, its link and the merge that joins them, where there is one."""

    pair: Pair
    left: TalentRecord
    right: TalentRecord
    link: RecordLink | None
    merge: Merge | None
    applications: dict[UUID, tuple[Application, ...]]


def list_pairs(*, view: str = QUEUE, is_strict_only: bool = False) -> "QuerySet[Pair, Pair]":
    """Return pairs of the organisation bound now; what waits comes by impact, then probability.

    Args:
        view: one of ``VIEWS``.
        is_strict_only: only those found by the strictest keys.
    """
    rows = Pair.objects.select_related("left", "right")
    if view == QUEUE:
        rows = rows.filter(state__in=_OPEN, left__merged_into_id=None, right__merged_into_id=None)
    elif view == AUTOMATIC:
        rows = rows.filter(state=Pair.State.AUTO)
    elif view == DECIDED:
        rows = rows.filter(state__in=[Pair.State.SAME, Pair.State.DIFFERENT])
    elif view == SEEN_OTHERWISE:
        rows = rows.filter(is_contradicted=True)
    else:
        rows = rows.filter(undone_at__isnull=False, state__in=_OPEN)
    if is_strict_only:
        rows = rows.filter(is_strict=True)
    return _by_impact(rows)


def _by_impact(rows: "QuerySet[Pair, Pair]") -> "QuerySet[Pair, Pair]":
    """Open applications first, then relay invitations; what was put off comes last."""

    def touched(found: "QuerySet[Application, Application]") -> Exists:
        return Exists(
            found.filter(
                Q(talent_record_id=OuterRef("left_id")) | Q(talent_record_id=OuterRef("right_id"))
            )
        )

    running = Application.objects.filter(outcome=Application.Outcome.RUNNING, archived_at=None)
    told = Application.objects.filter(
        id__in=Invite.objects.filter(state__in=_RELAY).values("application_id")
    )
    # One number, so that a long list is paged by it: probabilities never reach the next rank.
    rank = Case(
        When(state=Pair.State.LATER, then=Value(_PUT_OFF)),
        When(touched(running), then=Value(_OPEN_APPLICATION)),
        When(touched(told), then=Value(_INVITED)),
        default=Value(_NEITHER),
        output_field=FloatField(),
    )
    return rows.annotate(urgency=rank * _RANK_STEP + F("probability")).order_by("-urgency", "id")


def count_queue() -> QueueCount:
    """Return how much waits in the organisation bound now."""
    rows = Pair.objects.filter(
        state=Pair.State.REVIEW, left__merged_into_id=None, right__merged_into_id=None
    )
    counted = rows.aggregate(pairs=Count("id"), strict_pairs=Count("id", filter=Q(is_strict=True)))
    pairs = counted["pairs"]
    return QueueCount(pairs, counted["strict_pairs"], minutes_left(pairs), is_long(pairs))


def find_next(*, after: UUID | None = None, is_strict_only: bool = False) -> Pair | None:
    """Return the pair to look at next; None when the queue is empty.

    Args:
        after: the pair that was just looked at, which is not it.
        is_strict_only: only those found by the strictest keys.
    """
    rows = list_pairs(is_strict_only=is_strict_only).filter(state=Pair.State.REVIEW)
    return (rows.exclude(id=after) if after else rows).first()


def find_pair(*, pair_id: UUID) -> PairDetail | None:
    """Return a pair with both records; None where there is none here."""
    pair = Pair.objects.select_related("left", "right").filter(id=pair_id).first()
    if pair is None:
        return None
    both = (pair.left_id, pair.right_id)
    applications = Application.objects.filter(talent_record_id__in=both).order_by(
        "-applied_on", "-id"
    )
    return PairDetail(
        pair=pair,
        left=pair.left,
        right=pair.right,
        link=RecordLink.objects.filter(pair=pair, undone_at=None).first(),
        merge=Merge.objects.filter(
            survivor_id__in=both,
            absorbed_id__in=both,
            state__in=[Merge.State.DONE, Merge.State.PROPOSED],
        ).first(),
        applications={
            one: tuple(row for row in applications if row.talent_record_id == one) for one in both
        },
    )


def find_pair_of(*, record_ids: tuple[UUID, UUID]) -> Pair | None:
    """Return the pair of two records, in whatever order they are named."""
    left, right = sorted(record_ids)
    return Pair.objects.filter(left_id=left, right_id=right).first()


def list_merges(*, state: str = "") -> "QuerySet[Merge, Merge]":
    """Return merges with the numbers of both records, newest first.

    Args:
        state: a value of ``Merge.State``; empty for all.
    """
    rows = Merge.objects.annotate(
        survivor_number=_number_of("survivor_id"), absorbed_number=_number_of("absorbed_id")
    ).order_by("-created_at", "-id")
    return rows.filter(state=state) if state else rows


def _number_of(field: str) -> Subquery:
    return Subquery(TalentRecord.objects.filter(id=OuterRef(field)).values("number")[:1])


def find_merge(*, merge_id: UUID) -> Merge | None:
    """Return a merge; None where there is none here."""
    return Merge.objects.filter(id=merge_id).first()


def list_runs() -> "QuerySet[LinkageRun, LinkageRun]":
    """Return the searches, newest first."""
    return LinkageRun.objects.order_by("-started_at", "-id")


def find_run(*, run_id: UUID) -> LinkageRun | None:
    """Return one search; None where there is none here."""
    return LinkageRun.objects.filter(id=run_id).first()


def list_linked_ids(*, talent_record_id: UUID) -> set[UUID]:
    """Return the records that links or merges make one person with a record, itself included."""
    found, waiting = {talent_record_id}, {talent_record_id}
    while waiting:
        links = RecordLink.objects.filter(
            Q(left_id__in=waiting) | Q(right_id__in=waiting), undone_at=None
        ).values_list("left_id", "right_id")
        merged = TalentRecord.objects.filter(
            Q(id__in=waiting) | Q(merged_into_id__in=waiting)
        ).values_list("id", "merged_into_id")
        near = {one for row in (*links, *merged) for one in row if one is not None}
        waiting = near - found
        found |= near
    return found
