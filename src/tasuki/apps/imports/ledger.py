"""What an import made and changed, written down as it happens, so that it can be taken back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from tasuki.apps.imports.models import ImportChange, ImportRun


@dataclass(slots=True)
class Ledger:
    """The changes of one block, stored with it in one transaction.

    Attributes:
        run: the import.
        now: when the block is written.
    """

    run: ImportRun
    now: datetime
    _made: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    _changed: list[ImportChange] = field(default_factory=list)

    def made(self, rows: Iterable[models.Model]) -> None:
        """Remember rows that the import made."""
        for row in rows:
            self._made[row._meta.label].append(row.pk)

    def changed(
        self, row: models.Model, before: Mapping[str, Any], *, subject_id: UUID | None
    ) -> None:
        """Remember what a row held before; what it holds now is what the import wrote.

        Args:
            row: after the change.
            before: field -> value before, of the fields that changed.
            subject_id: the person that the row is about; None where there is none.
        """
        if not before:
            return
        self._changed.append(
            ImportChange(
                organisation_id=self.run.organisation_id,
                run=self.run,
                label=row._meta.label,
                object_id=row.pk,
                subject_id=subject_id,
                before=dict(before),
                after={name: getattr(row, name) for name in before},
            )
        )

    def save(self) -> None:
        """Store what was remembered."""
        made = [
            ImportChange(
                organisation_id=self.run.organisation_id, run=self.run, label=label, made_ids=ids
            )
            for label, ids in self._made.items()
        ]
        ImportChange.objects.bulk_create([*made, *self._changed])
        self._made.clear()
        self._changed.clear()


def put(row: models.Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """Set fields of a row and return what those that changed held before."""
    before = {}
    for name, value in values.items():
        old = getattr(row, name)
        if old != value:
            before[name] = old
            setattr(row, name, value)
    return before


def find_model(label: str) -> type[models.Model]:
    """Return the model by its label."""
    return apps.get_model(label)
