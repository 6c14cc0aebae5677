"""Personal values as ciphertext: one data key for each person, bound to one place, forgettable.

A value is sealed with AES-GCM under a data key; the place where it belongs (table, column,
organisation, row) is the associated data, so that it opens nowhere else. The data key is
stored wrapped by a master key that lives outside the database. Rotation wraps the data keys
anew and touches no value; whoever destroys a data key has destroyed everything under it.

A blind index finds an exact value inside one organisation. Mail addresses and phone numbers
can be guessed: whoever holds the index key can test guesses, so it lives beside the master keys.

Source: 個人情報保護法 23条 (安全管理措置); 22条 (消去) for the destruction of keys.
"""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
INDEX_BYTES: Final = 16
ENVELOPE: Final = 1
"""First byte of every sealed value: how the rest is laid out."""

ORGANISATION_SUBJECT: Final = UUID(int=0)
"""Whose key seals a row that belongs to no person: the organisation's own."""

KEY_ID_END: Final = 17
"""Where the id of the data key ends that stands behind the first byte."""

_SEALED_BYTES_MIN: Final = KEY_ID_END + NONCE_BYTES + 16


class SealingError(RuntimeError):
    """A sealed value or a key cannot be read; never answered with an empty value."""


class UnknownMasterError(SealingError):
    """A data key is wrapped by a master key that is not here."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value belongs; it opens nowhere else."""

    table: str
    column: str
    organisation_id: int
    row_id: str

    def as_bytes(self) -> bytes:
        """Return the place as unambiguous bytes: each part behind its length."""
        return _joined(self.table, self.column, str(self.organisation_id), self.row_id)


@dataclass(frozen=True, slots=True)
class KeyOwner:
    """Whose data key it is; a wrapped key opens for nobody else."""

    organisation_id: int
    subject_id: UUID
    key_id: UUID

    def as_bytes(self) -> bytes:
        """Return the owner as unambiguous bytes."""
        return _joined(
            "data key", str(self.organisation_id), str(self.subject_id), str(self.key_id)
        )


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A data key as it is stored: 60 bytes, and the version of the master key around it."""

    master_version: int
    blob: bytes


class DataKey:
    """An open data key; its bytes are shown by nothing."""

    __slots__ = ("_bytes", "_cipher")

    def __init__(self, key: bytes) -> None:
        _check_length(key)
        self._bytes = key
        self._cipher = AESGCM(key)

    def __repr__(self) -> str:
        return "<data key>"

    @classmethod
    def new(cls) -> Self:
        """Return a new random key."""
        return cls(secrets.token_bytes(KEY_BYTES))

    def seal(self, data: bytes, place: Place, *, key_id: UUID) -> bytes:
        """Return the sealed value: 45 bytes longer than the data.

        Args:
            data: what is hidden.
            place: where the result will stand.
            key_id: names this key inside the value, so that a reader knows which one to load.
        """
        nonce = secrets.token_bytes(NONCE_BYTES)
        cipher = self._cipher.encrypt(nonce, data, place.as_bytes())
        return bytes((ENVELOPE,)) + key_id.bytes + nonce + cipher

    def open(self, sealed: bytes, place: Place) -> bytes:
        """Return what was sealed.

        Raises:
            SealingError: it was changed, stands in another place, or belongs to another key.
        """
        nonce = sealed[KEY_ID_END : KEY_ID_END + NONCE_BYTES]
        try:
            return self._cipher.decrypt(nonce, sealed[KEY_ID_END + NONCE_BYTES :], place.as_bytes())
        except (InvalidTag, ValueError) as error:
            raise SealingError(
                f"{place.table}.{place.column} of row {place.row_id} does not open: "
                "it was changed, moved from another place, or sealed under another key"
            ) from error

    def wrapped_by(self, master: AESGCM, owner: KeyOwner) -> bytes:
        """Return the key as ciphertext under a master key."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + master.encrypt(nonce, self._bytes, owner.as_bytes())


class KeyRing:
    """The master keys by version; the newest wraps, every one unwraps."""

    def __init__(self, masters: Mapping[int, bytes]) -> None:
        """Take the master keys.

        Args:
            masters: version (>= 1) -> 32 bytes; at least one.

        Raises:
            SealingError: there is none, or one has another length.
        """
        if not masters:
            raise SealingError("no master key is here")
        for key in masters.values():
            _check_length(key)
        self._masters = {version: AESGCM(key) for version, key in masters.items()}
        self.newest = max(masters)

    def __repr__(self) -> str:
        return f"<key ring {self.versions}>"

    @property
    def versions(self) -> tuple[int, ...]:
        """The versions that are here, oldest first."""
        return tuple(sorted(self._masters))

    def wrap(self, key: DataKey, owner: KeyOwner) -> WrappedKey:
        """Return a data key wrapped by the newest master key."""
        return WrappedKey(self.newest, key.wrapped_by(self._masters[self.newest], owner))

    def unwrap(self, wrapped: WrappedKey, owner: KeyOwner) -> DataKey:
        """Return the open data key.

        Raises:
            UnknownMasterError: its master key is not here.
            SealingError: it was changed, is another owner's, or the master key is not the one
                that wrapped it.
        """
        master = self._masters.get(wrapped.master_version)
        if master is None:
            raise UnknownMasterError(
                f"data key {owner.key_id} needs master key {wrapped.master_version}, "
                f"but only {', '.join(map(str, self.versions))} are here"
            )
        nonce, cipher = wrapped.blob[:NONCE_BYTES], wrapped.blob[NONCE_BYTES:]
        try:
            return DataKey(master.decrypt(nonce, cipher, owner.as_bytes()))
        except (InvalidTag, ValueError) as error:
            raise SealingError(
                f"data key {owner.key_id} does not open under master key {wrapped.master_version}: "
                "it was changed, or the file holds another key than the one that wrapped it"
            ) from error

    def rewrap(self, wrapped: WrappedKey, owner: KeyOwner) -> WrappedKey:
        """Return the same data key under the newest master key; no value is touched.

        Raises:
            SealingError: see ``unwrap``.
        """
        return self.wrap(self.unwrap(wrapped, owner), owner)


def key_id_of(sealed: bytes) -> UUID:
    """Return the id of the data key under which a value was sealed.

    Raises:
        SealingError: these bytes are no sealed value.
    """
    if len(sealed) < _SEALED_BYTES_MIN or sealed[0] != ENVELOPE:
        raise SealingError("these bytes are no sealed value")
    return UUID(bytes=sealed[1:KEY_ID_END])


def blind_index(value: str, *, key: bytes, organisation_id: int, kind: str) -> bytes:
    """Return 16 bytes that are equal for equal values of one organisation and kind.

    The organisation is part of the input: two organisations cannot compare their indexes,
    which would be a transfer of personal data.

    Args:
        value: as stored; width, case and outer spaces make no difference.
        key: 32 bytes from outside the database.
        organisation_id: whose row it is.
        kind: what sort of value, such as ``mail``.

    Source: 個人情報保護法 27条1項.
    """
    _check_length(key)
    folded = unicodedata.normalize("NFKC", value).strip().lower()
    message = _joined("blind index", kind, str(organisation_id), folded)
    return hmac.digest(key, message, hashlib.sha256)[:INDEX_BYTES]


def _joined(*parts: str) -> bytes:
    encoded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def _check_length(key: bytes) -> None:
    if len(key) != KEY_BYTES:
        raise SealingError(f"a key has {KEY_BYTES} bytes, not {len(key)}")
