"""What the operator asks about keys: who wraps how many, and what cannot be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Count

from tasuki.adapters.key_files import list_masters, list_open_files, load_ring
from tasuki.adapters.postgres.context import bound
from tasuki.adapters.sealed import SealedRows, find_unreadable, list_own_keys, sealed_fields
from tasuki.apps.keys.models import DataKey
from tasuki.apps.orgs.models import Organisation
from tasuki.core.sealing import KeyOwner, KeyRing, SealingError, WrappedKey


@dataclass(frozen=True, slots=True)
class MasterUse:
    """One version of the master key.

    Attributes:
        version: 1 or more.
        is_here: its file is in the folder.
        is_newest: it wraps what is made or rewrapped.
        key_count: data keys that it wraps, in all organisations.
    """

    version: int
    is_here: bool
    is_newest: bool
    key_count: int


@dataclass(frozen=True, slots=True)
class KeyProblem:
    """What is wrong with the keys, and what to do."""

    code: str
    found: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.found}: {self.remedy}"


def list_organisation_ids() -> list[int]:
    """Return every organisation; keys are counted and wrapped one after the other."""
    return list(Organisation.objects.order_by("id").values_list("id", flat=True))


def list_masters_in_use() -> list[MasterUse]:
    """Return every version that has a file or wraps a data key, oldest first."""
    here = set(list_masters(settings.KEY_FOLDER))
    counts = count_keys_by_master()
    newest = max(here, default=0)
    return [
        MasterUse(version, version in here, version == newest, counts.get(version, 0))
        for version in sorted(here | counts.keys())
    ]


def count_keys_by_master() -> dict[int, int]:
    """Return version -> number of data keys, over all organisations."""
    found: dict[int, int] = {}
    for organisation_id in list_organisation_ids():
        with bound(organisation_id, None):
            counted = DataKey.objects.order_by().values_list("master_version")
            for version, count in counted.annotate(count=Count("id")):
                found[version] = found.get(version, 0) + count
    for _, own_version in list_own_keys():
        if own_version is not None:
            found[own_version] = found.get(own_version, 0) + 1
    return found


def sealed_models() -> list[type[SealedRows]]:
    """Return the models that have sealed fields."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, SealedRows) and sealed_fields(model)
    ]


def find_key_problems() -> list[KeyProblem]:
    """Return missing and unreadable keys, rows without a key, and files open to others."""
    problems = [
        KeyProblem(
            "key_file_open",
            f"{path} can be read or changed by others than its owner",
            f"chmod {'700' if path.is_dir() else '600'} {path}",
        )
        for path in list_open_files(settings.KEY_FOLDER)
    ]
    try:
        ring = load_ring(settings.KEY_FOLDER)
    except SealingError as error:
        return [*problems, KeyProblem("no_master_key", str(error), "no sealed value can be read")]
    lost: dict[str, int] = {}
    for organisation_id in list_organisation_ids():
        with bound(organisation_id, None):
            problems += _unreadable_keys(ring, organisation_id)
            for model in sealed_models():
                name = model._meta.db_table
                lost[name] = lost.get(name, 0) + len(find_unreadable(model))
    own_lost = sum(version is None for _, version in list_own_keys())
    if own_lost:
        lost["passport_passportitem"] = own_lost
    return problems + [
        KeyProblem(
            "key_missing",
            f"{count} rows of {table} are sealed under a data key that is gone",
            "restore the backup of the keys, or run tasuki keys sweep if these persons were erased",
        )
        for table, count in sorted(lost.items())
        if count
    ]


def _unreadable_keys(ring: KeyRing, organisation_id: int) -> Iterator[KeyProblem]:
    """Yield one problem for each master version whose keys do not open."""
    seen: dict[int, tuple[int, str]] = {}
    rows: models.QuerySet[DataKey, Any] = DataKey.objects.order_by("id").values_list(
        "id", "subject_id", "master_version", "wrapped"
    )
    for key_id, subject_id, version, blob in rows.iterator():
        owner = KeyOwner(organisation_id, subject_id, key_id)
        try:
            ring.unwrap(WrappedKey(version, bytes(blob)), owner)
        except SealingError as error:
            count, first = seen.get(version, (0, str(error)))
            seen[version] = count + 1, first
    for version, (count, first) in seen.items():
        yield KeyProblem(
            "key_unreadable",
            f"{count} data keys of organisation {organisation_id} do not open ({first})",
            f"put the file master-{version}.key back that wrapped them",
        )
