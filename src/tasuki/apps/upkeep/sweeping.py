"""Look for a person's words in texts that are not about one person: notices, notes, files.

Only columns that a model names in ``free_texts`` are touched: words that members type or the
product writes for them. What is hashed, signed or kept below a floor of law stays as it is.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.db import models
from django.db.models import F, Q, TextField
from django.db.models.functions import Cast

from tasuki.adapters.sealed import ForgottenError, SealedField, SealedRows
from tasuki.apps.audit.models import AuditEvent
from tasuki.apps.upkeep.declarations import list_rules
from tasuki.apps.upkeep.engine import past_the_edits
from tasuki.apps.upkeep.holds import list_held_ids
from tasuki.apps.upkeep.subjects import Subject
from tasuki.apps.upkeep.words import Words
from tasuki.core.sealing import ORGANISATION_SUBJECT

MARK: Final = "（消去済み）"


def sweep_texts(subject: Subject, *, on: date) -> int:
    """Replace the person's words in the free texts of all rows; return how many rows changed.

    Rows that are about one person are left to the rules: a namesake's own record keeps its
    name. A namesake's name in a free note is replaced too: of two errors, the smaller one.

    Args:
        subject: the person.
        on: the day whose legal holds keep what they hold.
    """
    words = words_of(subject)
    count = _forget_reasons(words, on=on)
    for model, names in list_free_texts():
        fields = [model._meta.get_field(name) for name in names]
        count += sum(_clean_row(row, fields, words) for row in _suspects(model, fields, words))
    return count


def words_of(subject: Subject) -> Words:
    """Return the words by which texts betray a person."""
    return Words(subject.needles, family_names=subject.family_names, mark=MARK)


def list_free_texts() -> "Iterator[tuple[type[models.Model], tuple[str, ...]]]":
    """Yield the models with free texts that are not about one person, and those columns."""
    for model in dict.fromkeys(rule.model for rule in list_rules()):
        names: tuple[str, ...] = getattr(model, "free_texts", ())
        if names:
            yield model, names


def _forget_reasons(words: Words, *, on: date) -> int:
    """Empty the reasons that betray the person; the chain holds a digest of them and verifies."""
    held = {str(one) for one in list_held_ids(on=on)}
    events = AuditEvent.objects.exclude(reason="").exclude(object_id__in=held).only("reason")
    hits = [event.pk for event in events.iterator() if words.are_in(event.reason)]
    if not hits:
        return 0
    with past_the_edits(AuditEvent):
        return AuditEvent.objects.filter(pk__in=hits).update(reason="", reason_salt="")


def _suspects(
    model: "type[models.Model]", fields: "list[Any]", words: Words
) -> "list[models.Model]":
    """Return the rows whose plain texts hold a word; sealed ones have to be opened to know."""
    rows = model._default_manager.all()
    if any(isinstance(field, SealedField) for field in fields):
        return list(rows)
    found = Q()
    for field in fields:
        rows = rows.annotate(**{f"text_of_{field.name}": Cast(F(field.name), TextField())})
        for word in words.roots:
            found |= Q(**{f"text_of_{field.name}__contains": word})
    return list(rows.filter(found)) if found else []


def _clean_row(row: models.Model, fields: "list[Any]", words: Words) -> int:
    """Clean the texts of one row that belongs to the organisation and not to another person."""
    is_own = not isinstance(row, SealedRows) or row.key_subject() in {ORGANISATION_SUBJECT, row.pk}
    changed = []
    for field in fields:
        if isinstance(field, SealedField) and not is_own:
            continue
        try:
            before = getattr(row, field.name)
        except ForgottenError:
            continue  # nobody can read it any more
        after = words.clean(before)
        if after != before:
            setattr(row, field.name, after)
            changed.append(field.name)
    if changed:
        with past_the_edits(type(row)):
            row.save(update_fields=changed)
    return int(bool(changed))
