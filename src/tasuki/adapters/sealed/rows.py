"""Models with sealed fields: their keys, their blind indexes, and what a query set refuses."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.core.exceptions import FieldError
from django.db import models, transaction
from django.db.models import Case, Value, When
from django.db.models.constants import LOOKUP_SEP
from django.db.models.expressions import Expression
from django.db.models.functions import Cast

from tasuki.adapters.sealed.fields import BlindIndexField, SealedField
from tasuki.adapters.sealed.keybox import current_box


def sealed_fields(model: type[models.Model]) -> list[SealedField[Any, Any]]:
    """Return the sealed fields of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]


def index_fields(model: type[models.Model]) -> list[BlindIndexField]:
    """Return the blind indexes of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, BlindIndexField)]


def prepare_keys(rows: Iterable[models.Model]) -> None:
    """Find or make the keys of these rows together instead of one by one."""
    subjects = {row.key_subject() for row in rows if isinstance(row, SealedRows)}
    if subjects:
        current_box().prepare(subjects)


class SealedQuerySet[M: models.Model](models.QuerySet[M, M]):
    """Writes sealed fields in bulk and says no to what ciphertext cannot answer."""

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Insert rows; their keys are found or made together."""
        rows = list(objs)
        if rows and sealed_fields(self.model):
            prepare_keys(rows)
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(
        self, objs: Iterable[M], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        """Update rows; sealed fields and their indexes go in one statement of their own."""
        rows, names = list(objs), with_indexes(self.model, fields)
        sealed = [field for field in sealed_fields(self.model) if field.name in names]
        if not rows or not sealed:
            return super().bulk_update(rows, names, batch_size)
        prepare_keys(rows)
        hidden: list[models.Field[Any, Any]] = [*sealed]
        hidden += [field for field in index_fields(self.model) if field.name in names]
        plain = sorted(names - {field.name for field in hidden})
        with transaction.atomic(using=self.db, savepoint=False):
            count = super().bulk_update(rows, plain, batch_size) if plain else len(rows)
            changes = {field.name: _cases(field, rows) for field in hidden}
            super().filter(pk__in=[row.pk for row in rows]).update(**changes)
        return count

    def update(self, **kwargs: Any) -> int:
        """Update rows; a sealed field can only be emptied so, and its index with it."""
        for field in index_fields(self.model):
            if field.of in kwargs and not isinstance(kwargs[field.of], Expression):
                kwargs[field.name] = b""
        return super().update(**kwargs)

    def order_by(self, *field_names: Any) -> Self:
        """Sort; by a sealed field there is no order.

        Raises:
            FieldError: one of the fields is sealed.
        """
        for name in field_names:
            if isinstance(name, str):
                self._refuse(name.lstrip("-+"), "ordered by")
        return super().order_by(*field_names)

    def _values(self, *fields: Any, **expressions: Any) -> Self:
        for name in fields:
            if isinstance(name, str):
                self._refuse(name, "read without its row by")
        found: Self = super()._values(*fields, **expressions)  # type: ignore[misc]  # not in the stubs
        return found

    def _refuse(self, name: str, what: str) -> None:
        path = name.split(LOOKUP_SEP)
        if len(path) == 1 and not sealed_fields(self.model):
            return
        if name in self.query.annotations:
            return
        _, field, *_ = self.query.names_to_path(path, self.model._meta)
        if isinstance(field, SealedField):
            raise FieldError(f"{field.label} is encrypted: it cannot be {what} {name!r}")


if TYPE_CHECKING:

    class SealedManager[M: models.Model](models.Manager[M]):
        """Finds rows with sealed fields."""

else:

    class SealedManager(models.Manager.from_queryset(SealedQuerySet)):
        """Finds rows with sealed fields."""


class SealedRows(models.Model):
    """A model whose personal fields are sealed with the key of the person they are about."""

    class Meta:
        """No table of its own."""

        abstract = True

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.pk}>"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row; a sealed field takes its blind index along."""
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = with_indexes(type(self), kwargs["update_fields"])
        super().save(*args, **kwargs)

    def key_subject(self) -> UUID:
        """Return whose key seals this row: the row's own, unless the model says otherwise.

        A talent record id stands for a person. A row that is no person's answers with
        ``ORGANISATION_SUBJECT``; its own id gives it a key that dies with it alone.
        """
        own: UUID = self.pk
        return own


def with_indexes(model: type[models.Model], names: Iterable[str]) -> set[str]:
    """Return the fields and the blind indexes that follow them."""
    wanted = set(names)
    return wanted | {field.name for field in index_fields(model) if field.of in wanted}


def _cases[M: models.Model](field: "models.Field[Any, Any]", rows: Sequence[M]) -> Expression:
    raw: models.Field[Any, Any] = models.BinaryField()
    whens = [
        When(pk=row.pk, then=Value(_as_bytes(field.pre_save(row, add=False)), output_field=raw))
        for row in rows
    ]
    return Cast(Case(*whens, output_field=raw), output_field=raw)


def _as_bytes(value: Any) -> bytes | None:
    return None if value is None else bytes(value)
