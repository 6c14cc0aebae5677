"""Forget a person's key, and wrap all keys anew after a rotation."""

from collections.abc import Callable, Collection
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import Count

from tasuki.adapters.key_files import list_masters, load_ring, make_master, remove_master
from tasuki.adapters.postgres.context import bound, current_organisation_id
from tasuki.adapters.sealed import box_of
from tasuki.apps.keys.models import DataKey
from tasuki.apps.orgs.models import Organisation
from tasuki.core.sealing import KeyOwner, SealingError, WrappedKey

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
    for organisation_id in Organisation.objects.order_by("id").values_list("id", flat=True):
        while count := _rewrap_batch(organisation_id, batch_count):
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

    Returns:
        The versions that are gone.

    Raises:
        SealingError: a key is still wrapped by an older one.
    """
    newest = load_ring(settings.KEY_FOLDER).newest
    in_use = _versions_in_use()
    if left := sum(count for version, count in in_use.items() if version < newest):
        raise SealingError(
            f"{left} data keys are still wrapped by an older master key; "
            "run tasuki keys rotate --continue first"
        )
    old = [version for version in list_masters(settings.KEY_FOLDER) if version < newest]
    for version in old:
        remove_master(settings.KEY_FOLDER, version)
    return old


def _versions_in_use() -> dict[int, int]:
    found: dict[int, int] = {}
    for organisation_id in Organisation.objects.order_by("id").values_list("id", flat=True):
        with bound(organisation_id, None):
            counted = DataKey.objects.order_by().values_list("master_version")
            for version, count in counted.annotate(count=Count("id")):
                found[version] = found.get(version, 0) + count
    return found
