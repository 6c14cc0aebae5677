"""Model fields whose values stand in the database as ciphertext.

In Python they are ordinary texts, dates and containers. The row keeps bytes that open with the
person's data key and in this very row only. An exact value is found through a blind index, a
column of its own that the field names; everything else (parts, ranges, order) is refused.
"""

import json
from datetime import date
from types import GenericAlias
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.conf import settings
from django.core import validators
from django.core.exceptions import EmptyResultSet, FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.expressions import Col
from django.db.models.lookups import IsNull, Lookup
from django.db.models.query_utils import DeferredAttribute
from django.utils.dateparse import parse_date

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.adapters.sealed.keybox import KeyBox, current_box, find_box
from tasuki.core.sealing import INDEX_BYTES, DataKey, Place, SealingError, blind_index, key_id_of

if TYPE_CHECKING:

    class _Field[S, G](models.Field[S, G]):
        pass

    class _BinaryField(models.BinaryField[bytes, bytes]):
        pass

    class _Lookup(Lookup[Any]):
        pass

else:

    class _Field(models.Field):
        __class_getitem__ = classmethod(GenericAlias)

    _BinaryField = models.BinaryField
    _Lookup = Lookup

_NO_ROW: Final = (
    "{field} is sealed for one row: read it from an instance of the model and write it with "
    "save, bulk_create or bulk_update"
)


class Sealed:
    """A value as it came from the database, not opened yet."""

    __slots__ = ("blob", "box")

    def __init__(self, blob: bytes, box: KeyBox | None) -> None:
        self.blob = blob
        self.box = box

    def __repr__(self) -> str:
        return "<sealed>"

    def __str__(self) -> str:
        raise SealingError(_NO_ROW.format(field="this value"))

    def __deepcopy__(self, memo: dict[int, Any]) -> "Sealed":
        return self


class SealedBytes(bytes):
    """Bytes that were sealed for a row, on their way into the database."""

    __slots__ = ()


class SealedAttribute(DeferredAttribute):
    """Opens a value when it is read for the first time; the instance keeps it open."""

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        if instance is None:
            return self
        values = instance.__dict__
        name = self.field.attname
        value = values[name] if name in values else super().__get__(instance, cls)
        if isinstance(value, Sealed):
            field = self.field
            assert isinstance(field, SealedField)
            value = values[name] = field.open(value, instance)
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField[S, G](_Field[S, G]):
    """What the sealed fields share; ``index`` names the field of the blind index."""

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, index: str = "", **kwargs: Any) -> None:
        self.index = index
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Say how the field is made again."""
        name, path, args, kwargs = super().deconstruct()
        if self.index:
            kwargs["index"] = self.index
        return name, path.replace("sealed.fields", "sealed"), list(args), dict(kwargs)

    def get_internal_type(self) -> str:
        """Bytes in the database."""
        return "BinaryField"

    def encode(self, value: Any) -> bytes:
        """Return what is sealed."""
        return str(value).encode()

    def decode(self, data: bytes) -> Any:
        """Return what was sealed."""
        return data.decode()

    def index_text(self, value: Any) -> str:
        """Return the text whose blind index is kept."""
        return str(value)

    def is_empty(self, value: Any) -> bool:
        """Return whether a value says nothing; that much is not hidden."""
        return bool(value == "")

    def empty(self) -> Any:
        """Return the value that says nothing."""
        return ""

    @property
    def label(self) -> str:
        """The field as messages name it."""
        return f"{self.model._meta.label}.{self.name}"

    def place_in(self, instance: models.Model) -> Place:
        """Return where the value of this field in this row belongs."""
        organisation_id: int = instance.organisation_id  # type: ignore[attr-defined]  # TenantModel
        return Place(self.model._meta.db_table, str(self.column), organisation_id, str(instance.pk))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Take bytes from the database and announce their key."""
        if value is None:
            return None
        blob = bytes(value)
        if not blob:
            return self.empty()
        box = find_box()
        if box is not None:
            box.announce(blob)
        return Sealed(blob, box)

    def open(self, sealed: Sealed, instance: models.Model) -> Any:
        """Return the value in clear.

        Raises:
            SealingError: its key is gone or it does not belong here.
        """
        if sealed.box is None:
            raise SealingError(f"{self.label} was read without an organisation bound")
        key = sealed.box.key(key_id_of(sealed.blob))
        return self.decode(key.open(sealed.blob, self.place_in(instance)))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Seal the value for its row; one that nobody opened is written as it came."""
        stored = model_instance.__dict__.get(self.attname)
        if isinstance(stored, Sealed) and not model_instance._state.adding:
            return SealedBytes(stored.blob)
        value = getattr(model_instance, self.attname)
        if value is None or hasattr(value, "resolve_expression"):
            return value
        if self.is_empty(value):
            return SealedBytes()
        key_id, key = self.key_for(model_instance)
        place = self.place_in(model_instance)
        return SealedBytes(key.seal(self.encode(value), place, key_id=key_id))

    def key_for(self, instance: models.Model) -> tuple[UUID, DataKey]:
        """Return the key under which the value of this row is written; made when there is none."""
        return current_box().key_for(instance.key_subject())  # type: ignore[attr-defined]  # SealedRows

    def get_prep_value(self, value: Any) -> Any:
        """Leave the value as it is; only ``pre_save`` knows the row."""
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Return bytes for the database.

        Raises:
            SealingError: a value in clear that was not sealed for a row.
        """
        if value is None:
            return None
        if not isinstance(value, SealedBytes):
            if not self.is_empty(value):
                raise SealingError(_NO_ROW.format(field=self.label))
            value = SealedBytes()
        return connection.Database.Binary(bytes(value))

    def get_lookup(self, lookup_name: str) -> "type[Lookup[Any]] | None":
        """Return how to look a value up: exact and in, where there is a blind index.

        Raises:
            FieldError: any other way.
        """
        found = {"exact": SealedExact, "in": SealedIn, "isnull": IsNull}.get(lookup_name)
        if found is None:
            raise FieldError(
                f"{self.label} is encrypted: it can be looked up by exact value only, "
                f"not by {lookup_name!r}"
            )
        return found

    def get_transform(self, lookup_name: str) -> Any:
        """Refuse: nothing inside a sealed value can be looked at by the database.

        Raises:
            FieldError: always.
        """
        raise FieldError(f"{self.label} is encrypted: {lookup_name!r} cannot look inside it")


class SealedTextField(SealedField[str, str]):
    """A text; ``max_length`` in characters is checked by validation."""

    def __init__(self, *args: Any, is_mail: bool = False, **kwargs: Any) -> None:
        self.is_mail = is_mail
        super().__init__(*args, **kwargs)
        if self.max_length is not None:
            self.validators.append(validators.MaxLengthValidator(self.max_length))
        if is_mail:
            self.validators.append(validators.validate_email)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Say how the field is made again."""
        name, path, args, kwargs = super().deconstruct()
        if self.is_mail:
            kwargs["is_mail"] = True
        return name, path, args, kwargs

    def to_python(self, value: Any) -> Any:
        """Return text."""
        return value if value is None or isinstance(value, str) else str(value)


class SealedDateField(SealedField[date | None, date | None]):
    """A calendar date, None where unknown."""

    def is_empty(self, value: Any) -> bool:
        """Nothing: an unknown date is null."""
        return bool(value == "")

    def empty(self) -> Any:
        """Return the unknown date."""
        return None

    def encode(self, value: Any) -> bytes:
        """Return the date as ISO 8601."""
        return self.index_text(value).encode()

    def decode(self, data: bytes) -> date | None:
        """Return the date."""
        return date.fromisoformat(data.decode())

    def index_text(self, value: Any) -> str:
        """Return the date as ISO 8601."""
        return value.isoformat() if isinstance(value, date) else str(value)

    def to_python(self, value: Any) -> Any:
        """Return a date."""
        return parse_date(value) if isinstance(value, str) else value


class SealedJsonField(SealedField[Any, Any]):
    """Lists and mappings; empty ones are stored as nothing."""

    def encode(self, value: Any) -> bytes:
        """Return JSON."""
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).encode()

    def decode(self, data: bytes) -> Any:
        """Return the container."""
        return json.loads(data)

    def is_empty(self, value: Any) -> bool:
        """Return whether it is the empty container of this field."""
        return bool(value == self.empty())

    def empty(self) -> Any:
        """Return the default's empty container."""
        return self.default() if callable(self.default) else None


class BlindIndexField(_BinaryField):
    """The keyed hash of a sealed field in the same row, for exact look-ups.

    Args:
        of: the name of the sealed field.
        kind: what sort of value; equal kinds can be compared inside an organisation.
        part: the key of a mapping whose value is indexed; empty for the whole value.
    """

    def __init__(
        self, *args: Any, of: str = "", kind: str = "", part: str = "", **kwargs: Any
    ) -> None:
        self.of = of
        self.kind = kind
        self.part = part
        kwargs.setdefault("max_length", INDEX_BYTES)
        kwargs.setdefault("default", b"")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Say how the field is made again."""
        name, path, args, kwargs = super().deconstruct()
        own = {"of": self.of, "kind": self.kind} | ({"part": self.part} if self.part else {})
        return name, path.replace("sealed.fields", "sealed"), list(args), {**kwargs, **own}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Follow the sealed value."""
        stored = model_instance.__dict__.get(self.of)
        if not isinstance(stored, Sealed) or model_instance._state.adding:
            value = getattr(model_instance, self.of)
            organisation_id: int = model_instance.organisation_id  # type: ignore[attr-defined]  # TenantModel
            setattr(model_instance, self.attname, self.digest(value, organisation_id))
        return super().pre_save(model_instance, add)

    def get_prep_value(self, value: Any) -> Any:
        """Take a text in clear in look-ups: its index in the organisation bound now."""
        if isinstance(value, str):
            return self._digest_text(value, current_organisation_id())
        return super().get_prep_value(value)

    def digest(self, value: Any, organisation_id: int) -> bytes:
        """Return the index of a value in an organisation; empty for an empty value."""
        source = self.model._meta.get_field(self.of)
        assert isinstance(source, SealedField)
        if self.part:
            value = value.get(self.part) if isinstance(value, dict) else None
        if value is None or value == "" or source.is_empty(value):
            return b""
        text = str(value) if self.part else source.index_text(value)
        return self._digest_text(text, organisation_id)

    def _digest_text(self, text: str, organisation_id: int) -> bytes:
        return blind_index(
            text,
            key=settings.INDEX_KEY,
            organisation_id=organisation_id,
            kind=self.kind,
        )


class _SealedLookup(_Lookup):
    """Compares the blind index of the row instead of the value."""

    prepare_rhs = False

    def _columns(self, compiler: Any) -> tuple[str, str, BlindIndexField]:
        """Return the sealed column, its index column and the field of the index.

        Raises:
            FieldError: the field has no blind index, or is not a plain column.
        """
        column = self.lhs
        field = column.output_field
        assert isinstance(field, SealedField)
        if not isinstance(column, Col):
            raise FieldError(f"{field.label} is encrypted: only its column can be compared")
        own, _ = compiler.compile(column)
        if not field.index:
            return own, "", BlindIndexField()
        index = field.model._meta.get_field(field.index)
        assert isinstance(index, BlindIndexField)
        other, _ = compiler.compile(index.get_col(column.alias))
        return own, other, index

    def _digest(self, index: BlindIndexField, value: Any) -> bytes:
        field: SealedField[Any, Any] = self.lhs.output_field
        if hasattr(value, "resolve_expression") or hasattr(value, "as_sql"):
            raise FieldError(f"{field.label} is encrypted: compare it with a value, not a column")
        if not field.index:
            raise FieldError(
                f"{field.label} is encrypted and has no blind index: "
                "it can be asked only whether it is empty"
            )
        return index.digest(value, current_organisation_id())


class SealedExact(_SealedLookup):
    """``field = value``."""

    lookup_name = "exact"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison."""
        own, other, index = self._columns(compiler)
        if self.lhs.output_field.is_empty(self.rhs):
            return f"{own} = %s", (b"",)
        return f"{other} = %s", (self._digest(index, self.rhs),)


class SealedIn(_SealedLookup):
    """``field in (values)``."""

    lookup_name = "in"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the comparison."""
        if hasattr(self.rhs, "as_sql") or hasattr(self.rhs, "resolve_expression"):
            raise FieldError(f"{self.lhs.output_field.label} is encrypted: list the values")
        own, other, index = self._columns(compiler)
        values = list(self.rhs)
        is_empty = self.lhs.output_field.is_empty
        digests = [self._digest(index, value) for value in values if not is_empty(value)]
        parts = [f"{other} = any(%s)"] if digests else []
        parts += [f"{own} = %s"] if any(is_empty(value) for value in values) else []
        if not parts:
            raise EmptyResultSet
        params = [
            *([digests] if digests else []),
            *([b""] if len(parts) > len(digests[:1]) else []),
        ]
        return f"({' or '.join(parts)})", tuple(params)
