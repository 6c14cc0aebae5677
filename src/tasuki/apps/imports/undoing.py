"""Take a whole import back: remove what it made, restore what it changed, unless used since.

Used is what somebody acted on since: an audit event names it, another row refers to it, its value
is no longer the one that the import wrote, or a member added a note, a paper or a tag to its
person. Such rows stay as they are, and each is told with the reason.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import models

from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.imports.ledger import find_model
from tasuki.apps.imports.models import ImportChange, ImportRun
from tasuki.apps.people.models import (
    Application,
    ApplicationStep,
    Employment,
    PersonPart,
    RecordView,
    TalentRecord,
)
from tasuki.apps.people.queries.people import list_worked_on
from tasuki.apps.quarantine.actions import forget_passages
from tasuki.apps.quarantine.models import HeldText
from tasuki.apps.same_person.models import Pair, RecordLink
from tasuki.core.words import Words

_BATCH_ROWS: Final = 1_000
KEPT_LISTED: Final = 500
"""So many kept rows are told one by one; all are counted."""

_NO_USE: Final = (HeldText, RecordView)
"""Rows that refer to people and say nothing about their use: held texts go with the import, and
who looked at a record did not act on it."""
_BY_HUMANS: Final[dict[type[models.Model], str]] = {Pair: "decided_by_id", RecordLink: "made_by_id"}
"""Rows that a search makes, too: only those with a name in this column are a use."""
_NAMES: Final = {
    "people.TalentRecord": "talent_record_id",
    "people.Application": "application_id",
    "openings.Opening": "opening_id",
}
"""Columns by which tables of other areas refer to a row without a foreign key."""
_COUNTED: Final = frozenset({"people.Application", "people.Employment", "openings.Opening"})
"""What a row of a file becomes; people and stages go with it."""


class Why(StrEnum):
    """Why a row stayed; stored."""

    WORKED = "worked"
    ACTED = "acted"
    USED = "used"
    CHANGED = "changed"


WHY_TEXTS: Final = {
    Why.WORKED: Words(
        "取り込みのあとに、メモ・書類・タグが付けられました",
        "a note, a paper or a tag was added since",
    ),
    Why.ACTED: Words("取り込みのあとに、担当者が操作しました", "a member acted on it since"),
    Why.USED: Words("ほかのデータがこれを使っています", "other data uses it"),
    Why.CHANGED: Words("取り込みのあとに、値が変更されました", "its value was changed since"),
}


@dataclass(slots=True)
class Undone:
    """What taking back did.

    Attributes:
        removed: applications, employments and openings that are gone.
        restored: rows that hold again what they held before.
        kept: rows that stayed, because somebody used them since.
        reasons: table and id of such rows -> why.
        is_waiting: nothing was done yet; a task takes the large import back.
    """

    removed: int = 0
    restored: int = 0
    kept: int = 0
    reasons: dict[tuple[str, UUID], Why] = field(default_factory=dict)
    is_waiting: bool = False

    def keep(self, label: str, row_id: UUID, why: Why) -> None:
        """Count a row that stays, once."""
        if (label, row_id) not in self.reasons:
            self.kept += 1
            self.reasons[label, row_id] = why

    def as_json(self) -> list[list[str]]:
        """Return the rows that stayed as plain values: table, id, why."""
        listed = list(self.reasons.items())[:KEPT_LISTED]
        return [[label, str(row_id), str(why)] for (label, row_id), why in listed]


def undo_run(*, actor: Actor, run: ImportRun, now: datetime) -> Undone:
    """Take an import back, write down what stayed, and save the run; the caller locked it."""
    done = take_back(run)
    run.state, run.undone_at = ImportRun.State.UNDONE, now
    run.kept = done.as_json()
    run.save(update_fields=["state", "undone_at", "kept"])
    audit.record(
        actor=actor,
        kind="import.undo",
        object_kind="import",
        object_id=run.id,
        now=now,
        data={"count": done.removed, "restored": done.restored, "kept": done.kept},
    )
    return done


def take_back(run: ImportRun) -> Undone:
    """Take back what an import of the organisation bound now did; the caller checks the time."""
    done = Undone()
    made = _made(run)
    touched = _touched_since(run.created_at)
    worked = _find_worked(run, made, touched)
    for change in ImportChange.objects.filter(run=run, object_id__isnull=False).iterator():
        _restore(change, worked, done)
    forget_passages(run_id=run.id)
    stays = _find_stays(made, touched, worked)
    for label in _children_first(made):
        _remove(label, made[label], stays[label], done)
    ImportChange.objects.filter(run=run).delete()
    return done


def _made(run: ImportRun) -> dict[str, set[UUID]]:
    found: dict[str, set[UUID]] = defaultdict(set)
    for change in ImportChange.objects.filter(run=run, object_id=None):
        found[change.label].update(change.made_ids)
    return found


def _touched_since(moment: datetime) -> set[str]:
    """Return the ids of everything that somebody acted on since the import began."""
    events = AuditEvent.objects.filter(created_at__gte=moment)
    return set(events.exclude(object_kind="import").values_list("object_id", flat=True))


def _find_worked(run: ImportRun, made: dict[str, set[UUID]], touched: set[str]) -> dict[UUID, Why]:
    """Return the people of the import on whom somebody worked since, and how."""
    changed = ImportChange.objects.filter(run=run).values_list("subject_id", flat=True)
    people = set(made.get(TalentRecord._meta.label, ()))
    people |= {one for one in changed if one is not None}
    for model in (Application, Employment):
        for batch in _batches(made.get(model._meta.label, ())):
            rows = model._default_manager.filter(pk__in=batch)
            people |= set(rows.values_list("talent_record_id", flat=True))
    found = {one: Why.ACTED for one in people if str(one) in touched}
    for batch in _batches(people):
        marked = list_worked_on(
            talent_record_ids=batch, since=run.created_at, except_batch_id=run.pk
        )
        found |= dict.fromkeys(marked, Why.WORKED)
    return found


def _batches(ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _BATCH_ROWS):
        yield ordered[start : start + _BATCH_ROWS]


def _restore(change: ImportChange, worked: dict[UUID, Why], done: Undone) -> None:
    model = find_model(change.label)
    row: Any = model._default_manager.filter(pk=change.object_id).first()
    if row is None:
        return
    if change.subject_id in worked:
        done.keep(change.label, row.pk, worked[change.subject_id])
        return
    restored = []
    for name, old in change.before.items():
        field: Any = model._meta.get_field(name)
        if getattr(row, name) == _value(field, change.after[name]):
            setattr(row, name, _value(field, old))
            restored.append(name)
    if restored:
        row.save(update_fields=restored)
        done.restored += 1
    if len(restored) < len(change.before):
        done.keep(change.label, row.pk, Why.CHANGED)


def _value(field: "models.Field[Any, Any]", stored: Any) -> Any:
    return None if stored is None else field.to_python(stored)


def _find_stays(
    made: dict[str, set[UUID]], touched: set[str], worked: dict[UUID, Why]
) -> dict[str, dict[UUID, Why]]:
    """Return the rows that stay, by table: those in use, what they stand on, and their parts."""
    stays: dict[str, dict[UUID, Why]] = {label: {} for label in made}
    for label, ids in made.items():
        model = find_model(label)
        for batch in _batches(ids):
            kept = stays[label]
            kept |= {one: Why.ACTED for one in batch if str(one) in touched}
            for row_id in _used(model, batch, made):
                kept.setdefault(row_id, Why.USED)
            kept |= _of_worked(model, batch, worked)
    new = {label: set(kept) for label, kept in stays.items()}
    while any(new.values()):
        near = [
            (label, row_id, why)
            for label, ids in new.items()
            if ids
            for label, row_id, why in _neighbours(label, ids, stays, made)
        ]
        new = {label: set() for label in made}
        for label, row_id, why in near:
            if row_id in made.get(label, ()) and row_id not in stays[label]:
                stays[label][row_id] = why
                new[label].add(row_id)
    return stays


def _of_worked(
    model: type[models.Model], ids: Sequence[UUID], worked: dict[UUID, Why]
) -> dict[UUID, Why]:
    """Return the rows that are people on whom somebody worked, or are about them."""
    if not worked:
        return {}
    if model is TalentRecord:
        return {one: worked[one] for one in ids if one in worked}
    if not any(one.attname == "talent_record_id" for one in model._meta.local_fields):
        return {}
    rows = model._default_manager.filter(pk__in=ids, talent_record_id__in=worked)
    return {row_id: worked[person] for row_id, person in rows.values_list("pk", "talent_record_id")}


def _neighbours(
    label: str, ids: set[UUID], stays: dict[str, dict[UUID, Why]], made: dict[str, set[UUID]]
) -> Iterator[tuple[str, UUID, Why]]:
    """Yield what rows that stay refer to, and the parts that belong to them alone."""
    model = find_model(label)
    for one in model._meta.local_fields:
        if one.is_relation and one.related_model is not None:
            parent = one.related_model._meta.label
            rows = model._default_manager.filter(pk__in=ids)
            for target in rows.values_list(one.attname, flat=True):
                yield parent, target, Why.USED
    for other in made:
        column = _part_of(find_model(other), model)
        if column:
            rows = find_model(other)._default_manager.filter(**{f"{column}__in": ids})
            for row_id, owner in rows.values_list("pk", column):
                yield other, row_id, stays[label][owner]


def _part_of(model: type[models.Model], owner: type[models.Model]) -> str:
    """Return the column by which rows are a part of others; empty if they are not."""
    if model is ApplicationStep and owner is Application:
        return "application_id"
    is_part = issubclass(model, PersonPart) and model is not Employment
    return "talent_record_id" if is_part and owner is TalentRecord else ""


def _children_first(labels: Collection[str]) -> list[str]:
    """Return the tables in an order in which no row is removed before those that refer to it."""
    waiting = {label: find_model(label) for label in labels}
    ordered: list[str] = []
    while waiting:
        targets = {
            field.related_model
            for model in waiting.values()
            for field in model._meta.local_fields
            if field.is_relation and field.related_model is not model
        }
        free = sorted(label for label, model in waiting.items() if model not in targets)
        assert free, f"tables refer to each other: {sorted(waiting)}"
        ordered += free
        for label in free:
            del waiting[label]
    return ordered


def _remove(label: str, ids: set[UUID], stays: dict[UUID, Why], done: Undone) -> None:
    model = find_model(label)
    for batch in _batches(ids - set(stays)):
        gone = model._default_manager.filter(pk__in=batch).delete()[1].get(label, 0)
        if label in _COUNTED:
            done.removed += gone
    if label in _COUNTED:
        for row_id, why in stays.items():
            done.keep(label, row_id, why)


def _used(model: type[models.Model], ids: Sequence[UUID], made: dict[str, set[UUID]]) -> set[UUID]:
    """Return those of the rows to which something refers that the import did not make."""
    used: set[UUID] = set()
    for other, column in _references(model):
        rows = other._default_manager.filter(**{f"{column}__in": ids})
        if name := _BY_HUMANS.get(other):
            rows = rows.exclude(**{name: None})
        own = made.get(other._meta.label, set())
        for row_id, target in rows.values_list("pk", column):
            if row_id not in own:
                used.add(target)
    return used


def _references(model: type[models.Model]) -> "Iterator[tuple[type[models.Model], str]]":
    """Yield the tables and columns that may refer to rows of a table."""
    loose = _NAMES.get(model._meta.label)
    for other in apps.get_models():
        if (
            other in _NO_USE
            or other._meta.app_label == "imports"
            or not hasattr(other, "retention")
        ):
            continue
        for column in other._meta.local_fields:
            is_key = column.is_relation and column.related_model is model
            if is_key or (loose and column.attname == loose):
                yield other, column.attname
