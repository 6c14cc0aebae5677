"""One act on many people: how far it is, what it made, and how it is taken back."""

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import SealedFileField, SealedJsonField
from tasuki.apps.base import TenantForeignKey, TenantModel
from tasuki.apps.people.models.marks import Tag
from tasuki.core.retention import IMPORT_WORK


class BulkRun(TenantModel):
    """An act on people that a member chose in the list.

    What it makes carries its id as ``batch_id``: undoing it finds its rows by that. What was
    asked is emptied with the last person; a file stays with the row, for seven days.
    """

    retention = IMPORT_WORK
    personal_fields = ("asked", "file")

    class Act(models.TextChoices):
        """What is done; stored."""

        TAG = "tag", _("add a tag")
        UNTAG = "untag", _("remove a tag")
        NOTE = "note", _("add a note")
        EXPORT = "export", _("export")

    class State(models.TextChoices):
        """How far it is; stored."""

        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")

    act = models.CharField(_("act"), max_length=10, choices=Act.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.RUNNING
    )
    tag = TenantForeignKey(
        Tag, on_delete=models.CASCADE, null=True, blank=True, verbose_name=_("tag")
    )
    asked = SealedJsonField(_("what was asked"), default=dict, blank=True)
    person_ids = ArrayField(models.UUIDField(), verbose_name=_("people"), default=list, blank=True)
    total_count = models.PositiveIntegerField(_("people chosen"), default=0)
    done_count = models.PositiveIntegerField(_("people dealt with"), default=0)
    changed_count = models.PositiveIntegerField(_("people changed or written"), default=0)
    file = SealedFileField(_("file"), upload_to="people/exports/", blank=True, default="")
    problem = models.TextField(_("problem"), blank=True, default="")
    started_by_id = models.BigIntegerField(_("started by"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta:
        verbose_name = _("act on many people")
        verbose_name_plural = _("acts on many people")
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-created_at"], name="bulk_run_newest"),
        ]

    def key_subject(self) -> UUID:
        """Return the act: what was asked and its file go unreadable with one key."""
        found: UUID = self.id
        return found

    @property
    def is_busy(self) -> bool:
        """Return whether a task works on it now."""
        return self.state in {self.State.RUNNING, self.State.UNDOING}
