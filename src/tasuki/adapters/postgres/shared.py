"""Models whose rows several organisations see."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models


class SharedRows(models.Model):
    """Insert first and read the database's defaults afterwards.

    ``INSERT ... RETURNING`` asks the select policy at once, and the visibility row that it
    looks for is written by a trigger after the insert.  Django returns every column with a
    default of the database, so such a model inserts without and reads them by its key.
    """

    class Meta:
        """No table of its own."""

        abstract = True

    def _do_insert(
        self,
        manager: "models.Manager[Any]",
        using: str,
        fields: "Iterable[models.Field[Any, Any]]",
        returning_fields: "Sequence[models.Field[Any, Any]]",
        raw: bool,
    ) -> list[tuple[Any, ...]]:
        """Insert the row, then read what the caller wanted returned."""
        super()._do_insert(manager, using, fields, [], raw)  # type: ignore[misc]  # not in the stubs
        if not returning_fields:
            return []
        names = [field.attname for field in returning_fields]
        return list(manager.using(using).filter(pk=self.pk).values_list(*names))
