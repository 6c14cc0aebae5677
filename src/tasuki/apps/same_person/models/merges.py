"""One record that went into another, and the way back."""

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import SealedJsonField
from tasuki.apps.base import TenantModel
from tasuki.core.retention import AtCeiling, Retention
from tasuki.core.same_person.queue import UNDO_DAYS

_UNDO_COPY = Retention(
    starts_at="merged",
    ceiling_days=UNDO_DAYS + 1,
    basis="design: the values that a merge replaced go when it cannot be undone any more",
)


class Merge(TenantModel):
    """One record went into another: who, when, which side of each field stayed, and the way back.

    ``before_values`` holds what the surviving record said before, ``after_values`` what the merge
    wrote; both only for the changed fields and only while the merge can be undone.
    """

    retention = _UNDO_COPY.by("merged_at", subject="survivor_id", at_ceiling=AtCeiling.EMPTY)
    personal_fields = ("before_values", "after_values")

    class State(models.TextChoices):
        """How far it is; stored."""

        PROPOSED = "proposed", _("waits for a second person")
        DONE = "done", _("merged")
        UNDONE = "undone", _("undone")
        DROPPED = "dropped", _("not done")

    survivor_id = models.UUIDField(_("record that stays"), db_index=True)
    absorbed_id = models.UUIDField(_("record that went into it"), db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    choices = models.JSONField(_("choice for each field"), default=dict)
    before_values = SealedJsonField(_("values before"), default=dict, blank=True)
    after_values = SealedJsonField(_("values after"), default=dict, blank=True)
    moved_ids = ArrayField(
        models.UUIDField(), default=list, blank=True, verbose_name=_("records moved along")
    )
    limited_purposes = ArrayField(
        models.CharField(max_length=20),
        default=list,
        blank=True,
        verbose_name=_("consents that it narrows"),
    )
    suppressed = models.JSONField(_("stops of mail that it added"), default=list, blank=True)
    survivor_start = models.DateField(_("clock of the record that stays"), null=True, blank=True)
    absorbed_start = models.DateField(_("clock of the other record"), null=True, blank=True)
    proposed_by_id = models.BigIntegerField(_("proposed by"), null=True, blank=True)
    proposed_at = models.DateTimeField(_("proposed at"), null=True, blank=True)
    merged_by_id = models.BigIntegerField(_("merged by"), null=True, blank=True)
    merged_at = models.DateTimeField(_("merged at"), null=True, blank=True)
    undone_by_id = models.BigIntegerField(_("undone by"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge of records")
        verbose_name_plural = _("merges of records")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "dropped"])
                | Q(merged_at__isnull=False, merged_by_id__isnull=False),
                name="merge_has_a_name",
            ),
            # Two named users wherever a merge narrows what the person agreed to.
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "dropped"])
                | Q(limited_purposes__len=0)
                | (Q(proposed_by_id__isnull=False) & ~Q(proposed_by_id=F("merged_by_id"))),
                name="narrowing_merge_has_two_names",
            ),
            models.UniqueConstraint(
                fields=["organisation", "absorbed_id"],
                condition=Q(state="done"),
                name="one_standing_merge",
            ),
            models.UniqueConstraint(
                fields=["organisation", "survivor_id", "absorbed_id"],
                condition=Q(state="proposed"),
                name="one_proposed_merge",
            ),
        ]

    def key_subject(self) -> UUID:
        """Return the person: what was replaced goes unreadable with their key."""
        return self.survivor_id
