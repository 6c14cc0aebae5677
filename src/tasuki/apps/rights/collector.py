"""How the rows of one table that are about a person are found and written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import FileField, Model, Q
from django.utils import timezone

from tasuki.adapters.sealed import BlindIndexField
from tasuki.apps.rights.subjects import Subject
from tasuki.core.words import Words

_TECHNICAL: Final = frozenset(
    {"organisation", "name_key", "search_key", "further_names", "row_version"}
)
ROWS_MAX: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Collector:
    """How the rows of one table that are about a person are found and written.

    Attributes:
        name: key in the JSON file.
        words: heading in the list.
        purpose: what the data is used for, as the person is told it.
        model: the table.
        find: condition for the rows of a person.
        keeps: whether a row is really the person's, where its content is encrypted.
        left_out: field -> why it is not disclosed.
        assessments: fields that hold opinions about the person; left out where the answer
            names a ground for it (33条2項2号).
        values: writes a row by other means than its fields.
    """

    name: str
    words: Words
    purpose: Words
    model: type[Model]
    find: Callable[[Subject], Q]
    keeps: Callable[[Any, Subject], bool] | None = None
    left_out: Mapping[str, str] = field(default_factory=dict)
    assessments: tuple[str, ...] = ()
    values: Callable[[Any, Subject], dict[str, Any]] | None = None

    def rows(self, subject: Subject) -> list[Any]:
        """Return the rows about a person in the organisation bound now, oldest first."""
        found = self.model._default_manager.filter(self.find(subject)).order_by("created_at", "pk")
        if self.keeps is None:
            return list(found[:ROWS_MAX])
        return [one for one in found.iterator() if self.keeps(one, subject)][:ROWS_MAX]

    def write(self, row: Model, subject: Subject, *, without_assessments: bool) -> dict[str, Any]:
        """Return a row as plain values by field name; technical columns are left out."""
        if self.values is not None:
            return self.values(row, subject)
        hidden = {*_TECHNICAL, *self.left_out}
        if without_assessments:
            hidden |= set(self.assessments)
        return {
            one.attname: plain(_read(row, one))
            for one in row._meta.concrete_fields
            if not isinstance(one, BlindIndexField)
            and one.name not in hidden
            and one.attname not in hidden
        }


def _read(row: Model, one: Any) -> Any:
    value = getattr(row, one.attname)
    return bool(value) if isinstance(one, FileField) else value


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it; times are local to Tokyo."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def records_at(path: str) -> Callable[[Subject], Q]:
    """Return the condition for rows whose path leads to one of the person's records."""
    return lambda subject: Q(**{f"{path}__in": subject.record_ids})


SELECTION: Final = Words("採用選考と結果の連絡", "selection and telling the result")
WORK: Final = Words("契約と労務の管理", "managing the contract and the work")
