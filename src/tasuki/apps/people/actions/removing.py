"""Take parts of a person away and bring them back; after seven days they are gone for good."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ConflictError, NotVisibleError
from tasuki.apps.people.actions.common import lock_part, lock_person, note_act
from tasuki.apps.people.actions.contacts import check_new_contact
from tasuki.apps.people.actions.names import refresh_names
from tasuki.apps.people.models import (
    Career,
    PersonContact,
    PersonDocument,
    PersonName,
    PersonNote,
    PersonSkill,
    RemovablePart,
    TalentRecord,
)
from tasuki.core.access import Permission

UNDO_DAYS: Final = 7
MODELS: Final[Mapping[str, type[RemovablePart]]] = {
    "name": PersonName,
    "contact": PersonContact,
    "career": Career,
    "skill": PersonSkill,
    "note": PersonNote,
    "document": PersonDocument,
}


@action(act=None)
def remove_part(*, actor: Actor, part: str, part_id: UUID, now: datetime) -> UUID:
    """Take a row away from a person and return the person's id; ``restore_part`` undoes it.

    Args:
        actor: who removes it.
        part: a key of ``MODELS``.
        part_id: the row.
        now: when; for ``UNDO_DAYS`` from then on it can come back.

    Raises:
        NotVisibleError: no such row.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    if part not in MODELS:
        raise NotVisibleError
    row = lock_part(MODELS[part], part_id)
    person = lock_person(row.talent_record_id)
    row.removed_at = now
    row.save(update_fields=["removed_at"])
    _follow(row, person)
    note_act(actor=actor, act=f"{part}_remove", talent_record_id=person.id, now=now)
    return person.id


@action(act=None)
def restore_part(*, actor: Actor, part_id: UUID, now: datetime) -> UUID:
    """Bring a removed row back and return the person's id.

    Args:
        actor: who undoes it.
        part_id: the row, of whatever part.
        now: at most ``UNDO_DAYS`` after it was removed.

    Raises:
        NotVisibleError: no such row was removed, or too long ago.
        ConflictError: what came in between is the same.
    """
    require(actor, Permission.APPLICATION_DECIDE)
    part, row = _lock_removed(part_id)
    if row.removed_at is None or row.removed_at <= now - timedelta(days=UNDO_DAYS):
        raise NotVisibleError
    person = lock_person(row.talent_record_id)
    if check := _CHECKS.get(type(row)):
        check(row, person)
    row.removed_at = None
    row.save(update_fields=["removed_at", *(["skill"] if isinstance(row, PersonSkill) else [])])
    _follow(row, person)
    note_act(actor=actor, act=f"{part}_restore", talent_record_id=person.id, now=now)
    return person.id


def forget_removed(*, now: datetime) -> int:
    """Delete what was removed ``UNDO_DAYS`` ago, in the organisation bound now; safe to repeat.

    Returns:
        How many rows went.
    """
    count = 0
    for model in MODELS.values():
        rows = model.everything.filter(removed_at__lte=now - timedelta(days=UNDO_DAYS))
        for row in rows.select_for_update():
            if isinstance(row, PersonDocument) and row.file.name:
                transaction.on_commit(partial(row.file.storage.delete, row.file.name))
            row.delete()
            count += 1
    return count


def _lock_removed(part_id: UUID) -> tuple[str, RemovablePart]:
    for part, model in MODELS.items():
        rows = model.everything.select_for_update(of=("self",)).exclude(removed_at=None)
        row = rows.filter(id=part_id).first()
        if row is not None:
            return part, row
    raise NotVisibleError


def _follow(row: RemovablePart, person: TalentRecord) -> None:
    if isinstance(row, PersonName):
        refresh_names(person)


def _check_contact(row: Any, person: TalentRecord) -> None:
    check_new_contact(person, row.kind, row.value)


def _check_skill(row: Any, person: TalentRecord) -> None:
    """Follow a merge of skills; who has the skill again keeps the newer row."""
    if row.skill.merged_into_id is not None:
        row.skill_id = row.skill.merged_into_id
    same = PersonSkill.objects.filter(talent_record=person, source=row.source)
    if same.filter(skill_id=row.skill_id).exists():
        raise ConflictError


_CHECKS: Final[Mapping[type, Callable[[Any, TalentRecord], None]]] = {
    PersonContact: _check_contact,
    PersonSkill: _check_skill,
}
