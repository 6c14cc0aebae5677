"""What every table of an organisation shares."""

import uuid
from enum import StrEnum
from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import SealedManager, SealedRows
from tasuki.core.retention import Retention
from tasuki.core.states import Machine


class TenantModel(SealedRows):
    """A row that belongs to one organisation and is invisible to all others.

    The migration that creates the table also fences it, see
    ``tasuki.adapters.postgres.migration.Fence``.
    """

    retention: ClassVar[Retention]
    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(_("id"), primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
    )
    created_at = models.DateTimeField(_("created at"), db_default=Now(), editable=False)

    objects: ClassVar[SealedManager[Self]] = SealedManager()

    class Meta:
        """Columns for subclasses; no table of its own."""

        abstract = True


def state_guard[S: StrEnum, E: StrEnum](machine: Machine[S, E]) -> pgtrigger.FSM:
    """Return a trigger that refuses a change of ``state`` which the table does not list.

    So a bulk update or raw SQL obeys the same table as the actions do.
    """
    return pgtrigger.FSM(
        name="state_guard",
        field="state",
        transitions=[(str(before), str(after)) for before, after in machine.pairs()],
    )


class TenantForeignKey(models.ForeignKey[Any, Any]):
    """A foreign key inside one organisation.

    A plain constraint on the id alone accepts rows that the writer cannot see, so Django
    writes none; ``Fence`` adds the composite one that starts with the organisation.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)


class Viewer(models.Model):
    """One organisation that sees one shared object; lists of such objects start here.

    Written by two database functions only, see ``tasuki.adapters.postgres.migration.Share``.
    Subclasses add ``subject``, a foreign key to the shared object.
    """

    retention: ClassVar[Retention]
    personal_fields: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(_("id"), primary_key=True, db_default=RandomUUID(), editable=False)
    organisation = models.ForeignKey(
        "orgs.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organisation"),
    )
    created_at = models.DateTimeField(_("created at"), db_default=Now(), editable=False)

    class Meta:
        """Columns for subclasses; no table of its own."""

        abstract = True
