"""The data keys that one transaction needs, loaded together and forgotten with it.

A value that comes from the database announces its key here; the first one that is read loads
every announced key of the organisation with one query. Rows keep their box, so that what was
read in a transaction can still be opened after it.

The table ``keys_datakey`` stands behind the fence like every other: a box sees the keys of the
organisation that was bound when its rows were read.
"""

from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection

from tasuki.adapters.key_files import load_ring
from tasuki.adapters.postgres import context
from tasuki.core.sealing import KEY_ID_END, DataKey, KeyOwner, SealingError, WrappedKey

_FIND_BY_ID: Final = """
    select id, subject_id, master_version, wrapped from keys_datakey where id = any(%s)
"""
# A key that somebody is about to forget is not used any more, and one in use is not forgotten
# before the transaction that uses it is over.
_FIND_BY_SUBJECT: Final = """
    select id, subject_id, master_version, wrapped from keys_datakey
     where subject_id = any(%s) order by id for key share
"""
# A master key is retired only while nobody makes keys; so the ring read after this stays true.
_KEEP_MASTERS: Final = "lock table keys_datakey in row exclusive mode"
_INSERT: Final = """
    insert into keys_datakey (id, organisation_id, subject_id, master_version, wrapped)
    select * from unnest(%s::uuid[], %s::bigint[], %s::uuid[], %s::integer[], %s::bytea[])
    on conflict (organisation_id, subject_id) do nothing
"""

type Savepoints = tuple[str | None, ...]


class ForgottenError(SealingError):
    """The data key is gone: the person was erased, or the keys were not restored."""


class KeyBox:
    """The open data keys of one organisation in one transaction."""

    def __init__(self, organisation_id: int) -> None:
        self.organisation_id = organisation_id
        self._awaited: set[bytes] = set()
        self._open: dict[UUID, DataKey] = {}
        self._of_subject: dict[UUID, tuple[UUID, Savepoints]] = {}

    def __repr__(self) -> str:
        return f"<key box of organisation {self.organisation_id}>"

    def announce(self, sealed: bytes) -> None:
        """Remember that a value came in; called for every value of every row."""
        self._awaited.add(sealed[1:KEY_ID_END])

    def key(self, key_id: UUID) -> DataKey:
        """Return an open key; loads all that were announced.

        Raises:
            ForgottenError: there is no such key any more.
            SealingError: its master key is missing or wrong.
        """
        if key_id not in self._open:
            self._awaited.add(key_id.bytes)
            self._load()
        try:
            return self._open[key_id]
        except KeyError:
            raise ForgottenError(
                f"data key {key_id} of organisation {self.organisation_id} is gone: "
                "the person was erased, or the backup of the keys was not restored"
            ) from None

    def key_for(self, subject_id: UUID) -> tuple[UUID, DataKey]:
        """Return the key under which a person's values are written; made when there is none."""
        self.prepare((subject_id,))
        key_id, _ = self._of_subject[subject_id]
        return key_id, self._open[key_id]

    def prepare(self, subject_ids: Collection[UUID]) -> None:
        """Find or make the keys of these persons with at most four statements."""
        wanted = {one for one in subject_ids if not self._is_known(one)}
        if not wanted:
            return
        with self._bound():
            missing = wanted - self._find(wanted)
            if missing:
                self._make(missing)
                self._find(missing)

    def forget(self, key_ids: Iterable[UUID]) -> None:
        """Drop keys that were deleted from the table."""
        gone = set(key_ids)
        for key_id in gone:
            self._open.pop(key_id, None)
        self._of_subject = {
            subject: known for subject, known in self._of_subject.items() if known[0] not in gone
        }

    def _is_known(self, subject_id: UUID) -> bool:
        """Return whether the key is surely still there.

        A savepoint that was rolled back may have taken a new key with it. What was seen inside a
        savepoint therefore counts only as long as that savepoint stands.
        """
        known = self._of_subject.get(subject_id)
        return known is not None and _savepoints()[: len(known[1])] == known[1]

    def _load(self) -> None:
        awaited, self._awaited = self._awaited, set()
        wanted = [key_id for one in awaited if (key_id := UUID(bytes=one)) not in self._open]
        with self._bound(), connection.cursor() as cursor:
            cursor.execute(_FIND_BY_ID, [wanted])
            self._take(cursor.fetchall())

    def _find(self, subject_ids: Collection[UUID]) -> set[UUID]:
        with connection.cursor() as cursor:
            cursor.execute(_FIND_BY_SUBJECT, [list(subject_ids)])
            rows = cursor.fetchall()
        self._take(rows)
        seen_in = _savepoints()
        for key_id, subject_id, *_ in rows:
            self._of_subject[subject_id] = (key_id, seen_in)
        return {row[1] for row in rows}

    def _make(self, subject_ids: Iterable[UUID]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_KEEP_MASTERS)
        ring = load_ring(settings.KEY_FOLDER)
        rows = []
        for subject_id in sorted(subject_ids):
            owner = KeyOwner(self.organisation_id, subject_id, uuid4())
            wrapped = ring.wrap(DataKey.new(), owner)
            rows.append(
                (
                    owner.key_id,
                    owner.organisation_id,
                    subject_id,
                    wrapped.master_version,
                    wrapped.blob,
                )
            )
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [list(column) for column in zip(*rows, strict=True)])

    def _take(self, rows: Iterable[tuple[UUID, UUID, int, bytes]]) -> None:
        new = [row for row in rows if row[0] not in self._open]
        if not new:
            return
        ring = load_ring(settings.KEY_FOLDER)
        for key_id, subject_id, version, blob in new:
            owner = KeyOwner(self.organisation_id, subject_id, key_id)
            self._open[key_id] = ring.unwrap(WrappedKey(version, bytes(blob)), owner)

    def _bound(self) -> AbstractContextManager[None]:
        if context.is_bound() and context.current_organisation_id() == self.organisation_id:
            return nullcontext()
        return context.bound(self.organisation_id, None)


def current_box() -> KeyBox:
    """Return the box of the organisation bound now.

    Raises:
        NotBoundError: none is bound.
    """
    found = find_box()
    return box_of(context.current_organisation_id()) if found is None else found


def find_box() -> KeyBox | None:
    """Return the box of the organisation bound now; None when none is bound."""
    memory = context.find_memory(KeyBox)
    if memory is None:
        return None
    organisation_id, boxes = memory
    return boxes.get(organisation_id) or box_of(organisation_id)


def box_of(organisation_id: int) -> KeyBox:
    """Return the box of one organisation in the transaction that is open now.

    Raises:
        NotBoundError: none is bound.
    """
    memory = context.find_memory(KeyBox)
    if memory is None:
        raise context.NotBoundError("no organisation is bound, so there are no keys")
    boxes = memory[1]
    found = boxes.get(organisation_id)
    if found is None:
        found = boxes[organisation_id] = KeyBox(organisation_id)
    return found


def _savepoints() -> Savepoints:
    return tuple(connection.savepoint_ids)
