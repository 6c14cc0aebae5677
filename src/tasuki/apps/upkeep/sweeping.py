"""Look for a person's words in texts that are not about one person: notices, notes, files."""

from collections.abc import Iterator
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Replace

from tasuki.adapters.sealed import SealedField, SealedRows, sealed_fields
from tasuki.apps.base import TenantModel, Viewer
from tasuki.apps.upkeep.declarations import list_rules
from tasuki.apps.upkeep.engine import past_the_edits
from tasuki.apps.upkeep.subjects import Subject
from tasuki.core.sealing import ORGANISATION_SUBJECT

MARK: Final = "（消去済み）"
_TEXTS: Final = (models.CharField, models.TextField, models.JSONField)


def sweep_texts(subject: Subject) -> int:
    """Replace the person's words in the texts of all rows; return how many rows changed.

    Rows that are about one person are left to the rules: a namesake's own record keeps its
    name. A namesake's name in a free note is replaced too: of two errors, the smaller one.
    """
    count = 0
    for model in _models_without_subject():
        rows = model._default_manager.all()
        for field in _plain_texts(model):
            for needle in subject.needles:
                count += _replace_plain(model, rows, field, needle)
        if sealed_fields(model):
            count += sum(_replace_sealed(row, subject.needles) for row in rows)
    return count


def _models_without_subject() -> "Iterator[type[models.Model]]":
    for model in dict.fromkeys(rule.model for rule in list_rules()):
        is_ours = issubclass(model, TenantModel) and not issubclass(model, Viewer)
        retention = model.retention  # type: ignore[attr-defined]  # declared by ours
        is_about_one = bool(retention.subject and model.personal_fields)  # type: ignore[attr-defined]
        if is_ours and (not is_about_one or _has_rows_of_members(model)):
            yield model


def _has_rows_of_members(model: "type[models.Model]") -> bool:
    """Return whether some rows are written to members, who may read a person's name there."""
    return model._meta.label == "outbox.OutboxMail"


def _plain_texts(model: "type[models.Model]") -> "list[models.Field[Any, Any]]":
    return [
        field
        for field in model._meta.local_concrete_fields
        if isinstance(field, _TEXTS)
        and not isinstance(field, (SealedField, ArrayField))
        and not field.choices
        and not field.name.endswith(("hash", "digest", "salt"))
    ]


def _replace_plain(
    model: "type[models.Model]",
    rows: "models.QuerySet[Any, Any]",
    field: "models.Field[Any, Any]",
    needle: str,
) -> int:
    text = Cast(F(field.name), TextField())
    hits = rows.annotate(swept=text).filter(swept__contains=needle)
    keys = list(hits.values_list("pk", flat=True))
    if not keys:
        return 0
    clean: Any = Replace(text, Value(needle), Value(MARK))
    if isinstance(field, models.JSONField):
        clean = Cast(clean, models.JSONField())
    with past_the_edits(model):
        return model._default_manager.filter(pk__in=keys).update(**{field.name: clean})


def _replace_sealed(row: models.Model, needles: list[str]) -> int:
    """Open the sealed texts of a row that belongs to the organisation and clean them."""
    assert isinstance(row, SealedRows)
    if row.key_subject() not in {ORGANISATION_SUBJECT, row.pk}:
        return 0
    changed = []
    for field in sealed_fields(type(row)):
        before = getattr(row, field.name)
        after = _clean(before, needles)
        if after != before:
            setattr(row, field.name, after)
            changed.append(field.name)
    if changed:
        with past_the_edits(type(row)):
            row.save(update_fields=changed)
    return int(bool(changed))


def _clean(value: Any, needles: list[str]) -> Any:
    """Replace words in a text; a line of a list that betrays the person is left out as a whole."""
    if isinstance(value, str):
        for needle in needles:
            value = value.replace(needle, MARK)
        return value
    if isinstance(value, list):
        return [_clean(one, needles) for one in value if not _betrays(one, needles)]
    if isinstance(value, dict):
        return {key: _clean(one, needles) for key, one in value.items()}
    return value


def _betrays(value: Any, needles: list[str]) -> bool:
    if isinstance(value, dict):
        return any(_betrays(one, needles) for one in value.values())
    if isinstance(value, list):
        return any(_betrays(one, needles) for one in value)
    return isinstance(value, str) and any(needle in value for needle in needles)
