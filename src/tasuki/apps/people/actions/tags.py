"""Tags on people, one or many at once; every act on many can be undone as one.

A tag may have a day on which the team is reminded of it. Tags are no place for merits or for
what selection must not know.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.people.actions.common import line_of
from tasuki.apps.people.models import PersonTag, Tag, TalentRecord
from tasuki.core.access import Permission
from tasuki.core.identity.normalise import name_key

TAGS_MAX: Final = 200
TAG_CHARACTERS_MAX: Final = 40
BLOCK_ROWS: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagging:
    """What an act on tags did.

    Attributes:
        batch_id: by which ``undo_tagging`` finds it.
        tag: the tag.
        count: people whose tags changed.
    """

    batch_id: UUID
    tag: Tag
    count: int


@action(act=None)
def tag_people(
    *,
    actor: Actor,
    talent_record_ids: Collection[UUID],
    tag: str,
    remind_on: date | None = None,
    now: datetime,
) -> Tagging:
    """Put a tag on people; a new word becomes a new tag, people who have it keep it.

    Args:
        actor: who tags.
        talent_record_ids: people of the organisation; others are left out.
        tag: the word, 1-40 characters.
        remind_on: a day after today on which the team is reminded; also of people who have
            the tag already.
        now: when.

    Raises:
        RefusedError: H5, the word names what selection must not know.
        InvalidInputError: no word, too many tags, or a day that is over.
        NotVisibleError: none of the people is here.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    _check_day(remind_on, now)
    people = _people(talent_record_ids)
    found = _find_or_make_tag(tag)
    batch_id = uuid4()
    if remind_on is not None:
        # The row before goes with this act, so that undoing it brings the day before back.
        _live(found, people).exclude(remind_on=remind_on).update(removed_batch_id=batch_id)
    has = set(_live(found, people).values_list("talent_record_id", flat=True))
    rows = [
        PersonTag(
            organisation_id=current_organisation_id(),
            talent_record_id=person_id,
            tag=found,
            added_by_id=actor.account_id,
            remind_on=remind_on,
            batch_id=batch_id,
        )
        for person_id in people
        if person_id not in has
    ]
    PersonTag.objects.bulk_create(rows, batch_size=BLOCK_ROWS)
    _record(actor, "tag", found, len(rows), now)
    return Tagging(batch_id=batch_id, tag=found, count=len(rows))


@action(act=None)
def untag_people(
    *, actor: Actor, talent_record_ids: Collection[UUID], tag_id: UUID, now: datetime
) -> Tagging:
    """Take a tag off people; ``undo_tagging`` puts it back.

    Raises:
        NotVisibleError: no such tag, or none of the people is here.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    found = Tag.objects.filter(id=tag_id).first()
    if found is None:
        raise NotVisibleError
    batch_id = uuid4()
    count = _live(found, _people(talent_record_ids)).update(removed_batch_id=batch_id)
    _record(actor, "untag", found, count, now)
    return Tagging(batch_id=batch_id, tag=found, count=count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Untagging:
    """A tag that one person lost; ``undo_tagging`` finds it by the act."""

    batch_id: UUID
    person_id: UUID


@action(act=None)
def untag_one(*, actor: Actor, person_tag_id: UUID, now: datetime) -> Untagging:
    """Take one tag off one person; ``undo_tagging`` puts it back.

    Raises:
        NotVisibleError: no such tag on anybody here.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    rows = PersonTag.objects.filter(id=person_tag_id, removed_batch_id=None)
    row = rows.select_related("tag").first()
    if row is None:
        raise NotVisibleError
    done = untag_people(
        actor=actor, talent_record_ids=[row.talent_record_id], tag_id=row.tag_id, now=now
    )
    return Untagging(batch_id=done.batch_id, person_id=row.talent_record_id)


@action(act=None)
def undo_tagging(*, actor: Actor, batch_id: UUID, now: datetime) -> int:
    """Take one act on tags back and return how many rows came back or went.

    Raises:
        NotVisibleError: no such act, or it was undone already.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    added = PersonTag.objects.filter(batch_id=batch_id, removed_batch_id=None)
    gone = added.delete()[0]
    removed = PersonTag.objects.filter(removed_batch_id=batch_id)
    # Who got the same tag again in between keeps that one.
    again = PersonTag.objects.filter(
        removed_batch_id=None, talent_record__in=removed.values("talent_record")
    ).values_list("talent_record_id", "tag_id")
    taken = Q()
    for person_id, tag_id in again:
        taken |= Q(talent_record_id=person_id, tag_id=tag_id)
    back = (removed.exclude(taken) if taken else removed).update(removed_batch_id=None)
    if not gone + back:
        raise NotVisibleError
    audit.record(
        actor=actor,
        kind="people.untagging",
        object_kind="act",
        object_id=batch_id,
        now=now,
        data={"count": gone + back},
    )
    return gone + back


def _check_day(day: date | None, now: datetime) -> None:
    if day is not None and day <= localdate(now):
        raise InvalidInputError(
            ja="明日以降の日付を入力してください。",
            en="Enter a day after today.",
            field="remind_on",
        )


def _people(ids: Collection[UUID]) -> list[UUID]:
    people = TalentRecord.objects.filter(id__in=list(ids), merged_into_id=None)
    found = list(people.order_by("id").values_list("id", flat=True))
    if not found:
        raise NotVisibleError
    return found


def _live(tag: Tag, people: Collection[UUID]) -> "QuerySet[PersonTag, PersonTag]":
    return PersonTag.objects.filter(
        tag=tag, talent_record_id__in=list(people), removed_batch_id=None
    )


def _find_or_make_tag(name: str) -> Tag:
    read = line_of(TAG_CHARACTERS_MAX)(name, "tag")
    if not read:
        raise InvalidInputError(ja="タグを入力してください。", en="Enter the tag.", field="tag")
    key = name_key(read)[:TAG_CHARACTERS_MAX]
    known = Tag.objects.filter(key=key).first()
    if known is not None:
        return known
    if Tag.objects.count() >= TAGS_MAX:
        raise InvalidInputError(
            ja=f"タグは{TAGS_MAX}個までです。今あるタグから選んでください。",
            en=f"There are {TAGS_MAX} tags already. Choose one of them.",
            field="tag",
        )
    return Tag.objects.create(organisation_id=current_organisation_id(), name=read, key=key)


def find_or_make_tags(*, names: Iterable[str]) -> tuple[dict[str, Tag], list[Tag]]:
    """Return the tags that words mean; unknown words become tags while there is room for them.

    Args:
        names: words without what selection must not know; longer ones are cut at 40 characters.

    Returns:
        Word -> tag, and the tags that were made. A word without a tag found no room.
    """
    keys = {name: name_key(name)[:TAG_CHARACTERS_MAX] for name in names}
    known = {tag.key: tag for tag in Tag.objects.filter(key__in=set(keys.values()))}
    room = max(0, TAGS_MAX - Tag.objects.count())
    unknown = {key: name for name, key in keys.items() if key and key not in known}
    made = [
        Tag(organisation_id=current_organisation_id(), name=name[:TAG_CHARACTERS_MAX], key=key)
        for key, name in list(unknown.items())[:room]
    ]
    Tag.objects.bulk_create(made)
    known |= {tag.key: tag for tag in made}
    return {name: known[key] for name, key in keys.items() if key in known}, made


def _record(actor: Actor, act: str, tag: Tag, count: int, now: datetime) -> None:
    audit.record(
        actor=actor,
        kind=f"people.{act}",
        object_kind="tag",
        object_id=tag.pk,
        now=now,
        data={"count": count},
    )
