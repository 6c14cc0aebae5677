"""Tags on people, one or many at once; every act on many can be undone as one.

A tag may have a day on which the team is reminded of it. Tags are no place for merits or for
what selection must not know.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.people.actions.common import line_of
from tasuki.apps.people.models import PersonTag, Tag, TalentRecord
from tasuki.apps.people.tagging import put_tag, take_back, take_tag
from tasuki.core.access import Permission
from tasuki.core.identity.normalise import name_key

TAGS_MAX: Final = 200
TAG_CHARACTERS_MAX: Final = 40


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
    check_day(remind_on, now)
    people = _people(talent_record_ids)
    found = find_or_make_tag(tag)
    batch_id = uuid4()
    count = put_tag(
        found, people, remind_on=remind_on, batch_id=batch_id, account_id=actor.account_id
    )
    _record(actor, "tag", found, count, now)
    return Tagging(batch_id=batch_id, tag=found, count=count)


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
    count = take_tag(found, _people(talent_record_ids), batch_id=batch_id)
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
    count = take_back(batch_id=batch_id)
    if not count:
        raise NotVisibleError
    audit.record(
        actor=actor,
        kind="people.untagging",
        object_kind="act",
        object_id=batch_id,
        now=now,
        data={"count": count},
    )
    return count


def check_day(day: date | None, now: datetime) -> None:
    """Refuse a day for a reminder that is over.

    Raises:
        InvalidInputError: today or before.
    """
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


def find_or_make_tag(name: str) -> Tag:
    """Return the tag that a word means; a new word becomes a new tag.

    Raises:
        RefusedError: H5, the word names what selection must not know.
        InvalidInputError: no word, or too many tags.
    """
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
