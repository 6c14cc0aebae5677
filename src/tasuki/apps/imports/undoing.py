"""Take a whole import back: remove what it made, restore what it changed, unless used since.

Used is what somebody acted on: an audit event names it, another row refers to it, or its value
is no longer the one that the import wrote. Such a row stays as it is.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import models

from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.imports.ledger import find_model
from tasuki.apps.imports.models import ImportChange, ImportRun
from tasuki.apps.people.models import RecordView
from tasuki.apps.quarantine.actions import forget_passages
from tasuki.apps.quarantine.models import HeldText

_BATCH_ROWS: Final = 1_000
_NO_USE: Final = (HeldText, RecordView)
"""Rows that refer to people and say nothing about their use: held texts go with the import, and
who looked at a record did not act on it."""
_NAMES: Final = {
    "people.TalentRecord": "talent_record_id",
    "people.Application": "application_id",
    "openings.Opening": "opening_id",
}
"""Columns by which tables of other areas refer to a row without a foreign key."""
_COUNTED: Final = frozenset({"people.Application", "people.Employment", "openings.Opening"})
"""What a row of a file becomes; people and stages go with it."""


@dataclass(slots=True)
class Undone:
    """What taking back did.

    Attributes:
        removed: applications, employments and openings that are gone.
        restored: rows that hold again what they held before.
        kept: rows that stayed, because somebody used them since.
    """

    removed: int = 0
    restored: int = 0
    kept: int = 0


def take_back(run: ImportRun) -> Undone:
    """Take back what an import of the organisation bound now did; the caller checks the time."""
    done = Undone()
    touched = _touched_since(run)
    for change in ImportChange.objects.filter(run=run, object_id__isnull=False).iterator():
        _restore(change, done)
    forget_passages(run_id=run.id)
    made = _made(run)
    for label in _children_first(made):
        _remove(label, made[label], touched, made, done)
    ImportChange.objects.filter(run=run).delete()
    return done


def _made(run: ImportRun) -> dict[str, set[UUID]]:
    found: dict[str, set[UUID]] = defaultdict(set)
    for change in ImportChange.objects.filter(run=run, object_id=None):
        found[change.label].update(change.made_ids)
    return found


def _touched_since(run: ImportRun) -> set[str]:
    """Return the ids of everything that somebody acted on since the import began."""
    events = AuditEvent.objects.filter(created_at__gte=run.created_at)
    return set(events.exclude(object_kind="import").values_list("object_id", flat=True))


def _restore(change: ImportChange, done: Undone) -> None:
    model = find_model(change.label)
    row: Any = model._default_manager.filter(pk=change.object_id).first()
    if row is None:
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
        done.kept += 1


def _value(field: "models.Field[Any, Any]", stored: Any) -> Any:
    return None if stored is None else field.to_python(stored)


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


def _remove(
    label: str,
    ids: set[UUID],
    touched: set[str],
    made: dict[str, set[UUID]],
    done: Undone,
) -> None:
    model = find_model(label)
    ordered = sorted(ids)
    for start in range(0, len(ordered), _BATCH_ROWS):
        batch = ordered[start : start + _BATCH_ROWS]
        used = {one for one in batch if str(one) in touched}
        used |= _used(model, batch, made)
        free = [one for one in batch if one not in used]
        gone = model._default_manager.filter(pk__in=free).delete()[1].get(label, 0)
        # What stays is a use of the rows that it refers to.
        ids -= used
        if label in _COUNTED:
            done.removed += gone
            done.kept += len(used)


def _used(model: type[models.Model], ids: Sequence[UUID], made: dict[str, set[UUID]]) -> set[UUID]:
    """Return those of the rows to which something refers that the import did not make."""
    used: set[UUID] = set()
    for other, column in _references(model):
        rows = other._default_manager.filter(**{f"{column}__in": ids})
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
        for field in other._meta.local_fields:
            is_key = field.is_relation and field.related_model is model
            if is_key or (loose and field.attname == loose):
                yield other, field.attname
