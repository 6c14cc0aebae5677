"""Forget a person's key, and wrap all keys anew after a rotation."""

from collections.abc import Callable, Collection, Iterable
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection, models, transaction

from tasuki.adapters.key_files import list_masters, load_ring, make_master, remove_master
from tasuki.adapters.postgres.context import bound, current_organisation_id
from tasuki.adapters.sealed import (
    SealedField,
    SealedFileField,
    SealedRows,
    box_of,
    find_unreadable,
    find_used_keys,
    rewrap_own_keys,
    sealed_fields,
    sweep_own_rows,
)
from tasuki.apps.keys.models import DataKey
from tasuki.apps.keys.queries import count_keys_by_master, list_organisation_ids, sealed_models
from tasuki.core.sealing import ORGANISATION_SUBJECT, KeyOwner, SealingError, WrappedKey

BATCH_KEYS: Final = 500


def forget_key(*, subject_id: UUID) -> int:
    """Destroy the key of a person or row in the organisation bound now.

    Everything that was sealed under it is unreadable from then on, in every copy: this is the
    erasure of what lies in backups. A person whose records were merged has one key for each of
    them; call it for every record.

    Args:
        subject_id: what ``key_subject()`` of the rows answers: a talent record's id for a
            person, the row's own id for a row with a key of its own.

    Returns:
        1, or 0 when there was none.

    Source: 個人情報保護法 22条, 35条.
    """
    return forget_keys(subject_ids=[subject_id])


def forget_keys(*, subject_ids: Collection[UUID]) -> int:
    """Destroy several keys and return how many there were; see ``forget_key``."""
    rows = DataKey.objects.filter(subject_id__in=list(subject_ids))
    key_ids = list(rows.select_for_update().values_list("id", flat=True))
    rows.filter(id__in=key_ids).delete()
    box_of(current_organisation_id()).forget(key_ids)
    return len(key_ids)


def forget_unused_keys(*, keep: Collection[UUID] = ()) -> int:
    """Destroy the keys of the organisation bound now that seal nothing any more; return how many.

    What was emptied at its ceiling must not open in an old backup either. A key that a running
    transaction uses is waited for and then looked at again.

    Args:
        keep: subjects whose content lies outside the sealed tables.

    Source: 個人情報保護法 22条.
    """
    kept = {ORGANISATION_SUBJECT, *keep, *_subjects_with_files()}
    idle = _unused(DataKey.objects.exclude(subject_id__in=kept).values_list("id", flat=True))
    rows = DataKey.objects.filter(id__in=idle).order_by("id")
    held = _unused(rows.select_for_update().values_list("id", flat=True))
    kept = _subjects_with_files()
    DataKey.objects.filter(id__in=held).exclude(subject_id__in=kept).delete()
    box_of(current_organisation_id()).forget(held)
    return len(held)


def _unused(key_ids: Iterable[UUID]) -> set[UUID]:
    """Return the keys under which no row of any sealed table lies."""
    left = set(key_ids)
    for model in sealed_models():
        if left:
            left -= find_used_keys(model, left)
    return left


def _subjects_with_files() -> set[UUID]:
    """Return whose stored files are still there; they are sealed under the same keys."""
    return {
        row.key_subject()
        for model in sealed_models()
        for field in model._meta.local_fields
        if isinstance(field, SealedFileField)
        for row in model._default_manager.exclude(**{field.name: ""})
    }


def start_rotation() -> int:
    """Make a new master key, which wraps every new data key at once; return its version."""
    load_ring(settings.KEY_FOLDER)  # an installation that lost its keys must not get a new one
    return make_master(settings.KEY_FOLDER)


def rewrap_keys(*, batch_count: int = BATCH_KEYS, progress: Callable[[int], None]) -> int:
    """Wrap every data key that an older master key wraps under the newest one.

    One transaction for each batch, so a run that was stopped goes on where it was.

    Args:
        batch_count: keys in one transaction, >= 1.
        progress: told after each batch how many were done.

    Returns:
        How many keys were wrapped anew.

    Raises:
        SealingError: a key cannot be opened; nothing of its batch was changed.
    """
    done = 0
    for organisation_id in list_organisation_ids():
        while count := _rewrap_batch(organisation_id, batch_count):
            done += count
            progress(done)
    if count := rewrap_own_keys():
        done += count
        progress(done)
    return done


def _rewrap_batch(organisation_id: int, batch_count: int) -> int:
    ring = load_ring(settings.KEY_FOLDER)
    with bound(organisation_id, None):
        old = DataKey.objects.filter(master_version__lt=ring.newest).order_by("id")
        rows = list(old.select_for_update(skip_locked=True)[:batch_count])
        for row in rows:
            owner = KeyOwner(organisation_id, row.subject_id, row.id)
            new = ring.rewrap(WrappedKey(row.master_version, bytes(row.wrapped)), owner)
            row.master_version, row.wrapped = new.master_version, new.blob
        DataKey.objects.bulk_update(rows, ["master_version", "wrapped"])
    return len(rows)


def retire_masters() -> list[int]:
    """Destroy the master keys that wrap nothing any more, all but the newest.

    No key is made while this looks: a transaction that is about to make one waits and then finds
    the newest master key, one that has just made one is waited for and counted.

    Returns:
        The versions that are gone.

    Raises:
        SealingError: a key is still wrapped by an older one.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("lock table keys_datakey, passport_ownkey in share mode")
        newest = load_ring(settings.KEY_FOLDER).newest
        in_use = count_keys_by_master()
        if left := sum(count for version, count in in_use.items() if version < newest):
            raise SealingError(
                f"{left} data keys are still wrapped by an older master key; "
                "run tasuki keys rotate --continue first"
            )
        old = [version for version in list_masters(settings.KEY_FOLDER) if version < newest]
        for version in old:
            remove_master(settings.KEY_FOLDER, version)
    return old


def sweep_forgotten_rows(*, dry_run: bool = False) -> dict[str, int]:
    """Empty the personal fields of rows whose key is gone, in all organisations.

    After a restore this repeats the erasures that came after the backup: the rows are back,
    their keys are not, and what is readable in them (a name) must go again.

    Args:
        dry_run: count only.

    Returns:
        Table -> number of rows.

    Source: 個人情報保護法 22条, 35条.
    """
    counts: dict[str, int] = {}
    for organisation_id in list_organisation_ids():
        with bound(organisation_id, None):
            for model in sealed_models():
                ids = find_unreadable(model)
                if not ids:
                    continue
                table = model._meta.db_table
                counts[table] = counts.get(table, 0) + len(ids)
                if not dry_run:
                    _empty(model, ids)
    return counts | sweep_own_rows(dry_run=dry_run)


def _empty(model: type[SealedRows], ids: Collection[UUID]) -> None:
    """Empty what is personal in rows, and the sealed values with it."""
    retention = getattr(model, "retention", None)
    names = {
        *getattr(model, "personal_fields", ()),
        *getattr(retention, "also_emptied", ()),
        *(one.name for one in sealed_fields(model)),
    }
    fields = [model._meta.get_field(name) for name in names]
    values = {
        field.name: _empty_value(field) for field in fields if isinstance(field, models.Field)
    }
    model._default_manager.filter(pk__in=list(ids)).update(**values)


def _empty_value(field: "models.Field[Any, Any]") -> Any:
    if isinstance(field, SealedField):
        return field.empty()
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""
