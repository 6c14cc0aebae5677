"""What a person notes down for nobody else, sealed under one key of the account.

The same form as the fields of organisations, with an account in the place of the organisation:
the keys stand in ``passport_ownkey`` behind the fence by account, wrapped by the same master
keys, and are left out of the backup of the rows.
"""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID, uuid4

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from psycopg import sql

from tasuki.adapters.key_files import load_ring
from tasuki.adapters.postgres.own import owned, owner_now
from tasuki.adapters.sealed.fields import Sealed, SealedTextField
from tasuki.adapters.sealed.keybox import ForgottenError
from tasuki.core.sealing import (
    DataKey,
    KeyOwner,
    Place,
    SealingError,
    WrappedKey,
    blind_index,
    key_id_of,
)

NO_ORGANISATION: Final = 0
"""Stands where an organisation stands else; no organisation has this id."""

_FIND: Final = "select id, master_version, wrapped from passport_ownkey where id = %s"
# As for the keys of organisations: a key in use is not forgotten before the use is over.
_FIND_OWN: Final = "select id, master_version, wrapped from passport_ownkey for key share"
_KEEP_MASTERS: Final = "lock table passport_ownkey in row exclusive mode"
_INSERT: Final = """
    insert into passport_ownkey (id, account_id, master_version, wrapped)
    values (%s, %s, %s, %s) on conflict (account_id) do nothing
"""
_LOOKED_ONLY: Final = "rollback to savepoint looked"
_DONE: Final = "release savepoint looked"
_LOST: Final = """
    delete from {table} t where length(t.{column}) > 0 and not exists (
        select from passport_ownkey k
         where k.id = encode(substring(t.{column} from 2 for 16), 'hex')::uuid)
"""


class OwnBox:
    """The key of one account; loaded when the first value is opened."""

    def __init__(self, account_id: int) -> None:
        self.account_id = account_id
        self._open: dict[UUID, DataKey] = {}

    def __repr__(self) -> str:
        return f"<key box of account {self.account_id}>"

    def key(self, key_id: UUID) -> DataKey:
        """Return the open key.

        Raises:
            ForgottenError: there is no such key any more.
        """
        if key_id not in self._open:
            with owned(self.account_id), connection.cursor() as cursor:
                cursor.execute(_FIND, [key_id])
                row = cursor.fetchone()
            if row is None:
                raise ForgottenError(
                    f"data key {key_id} of account {self.account_id} is gone: the passport was "
                    "erased, or the backup of the keys was not restored"
                )
            self._open[key_id] = unwrap_own(self.account_id, *row)
        return self._open[key_id]


def unwrap_own(account_id: int, key_id: UUID, version: int, wrapped: bytes) -> DataKey:
    """Return the open key of an account as its table holds it."""
    ring = load_ring(settings.KEY_FOLDER)
    return ring.unwrap(WrappedKey(version, bytes(wrapped)), _owner(account_id, key_id))


def open_own(blob: bytes, key: DataKey, *, table: str, column: str, row_id: UUID) -> str:
    """Return a text that was read as ciphertext by a database function."""
    if not blob:
        return ""
    return key.open(bytes(blob), Place(table, column, NO_ORGANISATION, str(row_id))).decode()


def own_index(text: str, *, kind: str) -> bytes:
    """Return the keyed hash by which the notes of persons are compared, without organisation."""
    key = settings.INDEX_KEY
    return blind_index(text, key=key, organisation_id=NO_ORGANISATION, kind=kind)


class OwnTextField(SealedTextField):
    """A text of a person's own table, sealed under the key of its account."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Say how the field is made again."""
        name, path, args, kwargs = super().deconstruct()
        return name, path.replace("sealed.own", "sealed"), args, kwargs

    def place_in(self, instance: models.Model) -> Place:
        """Return where the value of this field in this row belongs."""
        table = self.model._meta.db_table
        return Place(table, str(self.column), NO_ORGANISATION, str(instance.pk))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Take bytes from the database; the row itself names the account."""
        if value is None:
            return None
        return Sealed(bytes(value), None) if value else self.empty()

    def open(self, sealed: Sealed, instance: models.Model) -> Any:
        """Return the value in clear; the row keeps the key for its other fields.

        Raises:
            SealingError: its key is gone or it does not belong here.
        """
        box = instance.__dict__.get("_own_box")
        if box is None:
            account_id: int = instance.account_id  # type: ignore[attr-defined]  # OwnModel
            box = instance.__dict__["_own_box"] = OwnBox(account_id)
        key = box.key(key_id_of(sealed.blob))
        return self.decode(key.open(sealed.blob, self.place_in(instance)))

    def key_for(self, instance: models.Model) -> tuple[UUID, DataKey]:
        """Return the key of the account, which must be bound; made when there is none.

        Raises:
            SealingError: another account is bound, or none.
        """
        return _key_for(instance.account_id)  # type: ignore[attr-defined]  # OwnModel


def share_box(rows: Iterable[models.Model], account_id: int) -> None:
    """Let rows of one account open with one look at its key."""
    box = OwnBox(account_id)
    for row in rows:
        row.__dict__["_own_box"] = box


def rewrap_own_keys() -> int:
    """Wrap the keys of accounts under the newest master key; return how many were wrapped."""
    ring = load_ring(settings.KEY_FOLDER)
    done = 0
    for account_id, version in list_own_keys():
        if version is None or version >= ring.newest:
            continue
        with owned(account_id), connection.cursor() as cursor:
            cursor.execute("select id, master_version, wrapped from passport_ownkey for update")
            for key_id, old, wrapped in cursor.fetchall():
                owner = _owner(account_id, key_id)
                new = ring.rewrap(WrappedKey(old, bytes(wrapped)), owner)
                cursor.execute(
                    "update passport_ownkey set master_version = %s, wrapped = %s where id = %s",
                    [new.master_version, new.blob, key_id],
                )
                done += 1
    return done


def list_own_keys() -> list[tuple[int, int | None]]:
    """Return account -> version of the master key; None for rows whose key is gone."""
    with connection.cursor() as cursor:
        cursor.execute("select * from tasuki.own_keys()")
        return [(account_id, version) for account_id, version in cursor.fetchall()]


def sweep_own_rows(*, dry_run: bool = False) -> dict[str, int]:
    """Delete the notes of persons whose key is gone; return table -> number of rows."""
    counts: dict[str, int] = {}
    for account_id, version in list_own_keys():
        if version is not None:
            continue
        with owned(account_id), connection.cursor() as cursor:
            for table, column in _sealed_columns():
                cursor.execute("savepoint looked")
                names = {"table": sql.Identifier(table), "column": sql.Identifier(column)}
                cursor.execute(sql.SQL(_LOST).format(**names))
                if cursor.rowcount:
                    counts[table] = counts.get(table, 0) + cursor.rowcount
                cursor.execute(_LOOKED_ONLY if dry_run else _DONE)
    return counts


def _sealed_columns() -> list[tuple[str, str]]:
    """Return the sealed column of each table that is never empty; it comes first."""
    found: dict[str, str] = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, OwnTextField):
                found.setdefault(model._meta.db_table, str(field.column))
    return list(found.items())


def _key_for(account_id: int) -> tuple[UUID, DataKey]:
    """Return the key under which an account's values are written; made when there is none.

    Raises:
        SealingError: another account is bound, or none.
    """
    if owner_now() != account_id:
        raise SealingError("a person's own notes are written while the account is bound only")
    with connection.cursor() as cursor:
        cursor.execute(_FIND_OWN)
        row = cursor.fetchone()
        if row is None:
            cursor.execute(_KEEP_MASTERS)
            key_id = uuid4()
            ring = load_ring(settings.KEY_FOLDER)
            new = ring.wrap(DataKey.new(), _owner(account_id, key_id))
            cursor.execute(_INSERT, [key_id, account_id, new.master_version, new.blob])
            cursor.execute(_FIND_OWN)
            row = cursor.fetchone()
    if row is None:
        raise SealingError(f"account {account_id} has no key and none could be made")
    return row[0], unwrap_own(account_id, *row)


def _owner(account_id: int, key_id: UUID) -> KeyOwner:
    return KeyOwner(NO_ORGANISATION, UUID(int=account_id), key_id)
