"""Stored files whose content is ciphertext; small enough to be held in memory whole."""

from typing import IO, Any
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import models
from django.db.models.fields.files import FieldFile

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.adapters.sealed.keybox import current_box
from tasuki.core.sealing import Place, key_id_of


class SealedFieldFile(FieldFile):
    """A file of one row: sealed when it is saved, opened when it is read."""

    def save(self, name: str, content: "File[Any]", save: bool = True) -> None:
        """Store the content as ciphertext under the key of the row's person."""
        content.seek(0)
        row: Any = self.instance
        key_id, key = current_box().key_for(row.key_subject())
        sealed = key.seal(content.read(), self._place(), key_id=key_id)
        super().save(name, ContentFile(sealed), save)

    def open(self, mode: str | None = "rb", *_args: Any, **_kwargs: Any) -> "SealedFieldFile":
        """Open the content in clear, for reading only.

        Raises:
            SealingError: its key is gone, or it was changed or swapped.
        """
        self.file.seek(0)
        return self

    def _get_file(self) -> "IO[bytes] | File[Any]":
        if not self.name:
            raise ValueError(f"{self.field.name} has no file")
        found = getattr(self, "_file", None)
        if found is None:
            with self.storage.open(self.name, "rb") as stored:
                sealed = stored.read()
            key = current_box().key(key_id_of(sealed))
            found = self._file = ContentFile(key.open(sealed, self._place()), name=self.name)
        return found

    def _set_file(self, file: Any) -> None:
        self._file = file

    def _del_file(self) -> None:
        del self._file

    file = property(_get_file, _set_file, _del_file)

    def _place(self) -> Place:
        row: Any = self.instance
        column = f"{self.field.column} content"
        return Place(row._meta.db_table, column, row.organisation_id, str(row.pk))


class SealedFileField(models.FileField):
    """A file field whose files are sealed; the row keeps the name only."""

    attr_class = SealedFieldFile

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Say how the field is made again."""
        name, path, args, kwargs = super().deconstruct()
        return name, path.replace("sealed.files", "sealed"), list(args), dict(kwargs)


def store_sealed(folder: str, data: bytes, *, subject_id: UUID) -> str:
    """Store bytes as ciphertext for the organisation bound now and return the path.

    Args:
        folder: in the file store, without slashes at the ends.
        data: what to keep.
        subject_id: whose key; names the file.
    """
    key_id, key = current_box().key_for(subject_id)
    sealed = key.seal(data, _place_of(folder, subject_id), key_id=key_id)
    return default_storage.save(f"{folder}/{subject_id}", ContentFile(sealed))


def read_sealed(path: str, *, folder: str, subject_id: UUID) -> bytes:
    """Return the bytes of a file of the organisation bound now.

    Raises:
        SealingError: its key is gone, or it was changed or swapped.
    """
    with default_storage.open(path) as stored:
        sealed = stored.read()
    return current_box().key(key_id_of(sealed)).open(sealed, _place_of(folder, subject_id))


def _place_of(folder: str, subject_id: UUID) -> Place:
    return Place("file", folder, current_organisation_id(), str(subject_id))
