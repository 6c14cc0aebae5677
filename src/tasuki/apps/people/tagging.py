"""Rows of tags, in the organisation bound now: put on, taken off, and back, act by act."""

from collections.abc import Collection
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.people.models import PersonTag, Tag

BLOCK_ROWS: Final = 1_000


def put_tag(
    tag: Tag,
    people: Collection[UUID],
    *,
    remind_on: date | None,
    batch_id: UUID,
    account_id: int | None,
) -> int:
    """Put a tag on people of the organisation bound now and return how many rows came.

    Args:
        tag: the tag.
        people: records that are there, none of them merged into another.
        remind_on: as in ``tag_people``.
        batch_id: names the act, for ``undo_tagging``; safe to repeat for the same people.
        account_id: who tags.
    """
    if remind_on is not None:
        # The row before goes with this act, so that undoing it brings the day before back.
        _live(tag, people).exclude(remind_on=remind_on).update(removed_batch_id=batch_id)
    has = set(_live(tag, people).values_list("talent_record_id", flat=True))
    rows = [
        PersonTag(
            organisation_id=current_organisation_id(),
            talent_record_id=person_id,
            tag=tag,
            added_by_id=account_id,
            remind_on=remind_on,
            batch_id=batch_id,
        )
        for person_id in people
        if person_id not in has
    ]
    PersonTag.objects.bulk_create(rows, batch_size=BLOCK_ROWS)
    return len(rows)


def take_tag(tag: Tag, people: Collection[UUID], *, batch_id: UUID) -> int:
    """Take a tag off people and return how many had it; ``batch_id`` names the act."""
    return _live(tag, people).update(removed_batch_id=batch_id)


def take_back(*, batch_id: UUID) -> int:
    """Remove the tags that an act added, bring back those it took, and return how many."""
    gone = PersonTag.objects.filter(batch_id=batch_id, removed_batch_id=None).delete()[0]
    # Who got the same tag again in between keeps that one.
    again = PersonTag.objects.filter(
        removed_batch_id=None, talent_record=OuterRef("talent_record"), tag=OuterRef("tag")
    )
    removed = PersonTag.objects.filter(~Exists(again), removed_batch_id=batch_id)
    return gone + removed.update(removed_batch_id=None)


def _live(tag: Tag, people: Collection[UUID]) -> "QuerySet[PersonTag, PersonTag]":
    return PersonTag.objects.filter(
        tag=tag, talent_record_id__in=list(people), removed_batch_id=None
    )
