"""What a person applied for, and the stages it went through."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import SealedJsonField, SealedTextField
from tasuki.apps.base import TenantForeignKey, TenantModel
from tasuki.apps.people.models.records import TalentRecord
from tasuki.core.retention import SELECTION_NOTES, STATISTICS, AtCeiling


class Application(TenantModel):
    """One application of a person; ``raw`` keeps the imported cells as they were."""

    retention = SELECTION_NOTES.by(
        "start_of_selection_notes",
        subject="talent_record_id",
        at_ceiling=AtCeiling.EMPTY,
        also_emptied=("end_reason",),
    )
    personal_fields = ("raw", "note", "decision_reason")
    # Imported cells: words of a system as a rule, and free in fact.
    free_texts = ("job_title", "channel", "stage")

    class Outcome(models.TextChoices):
        """How the selection stands; stored."""

        RUNNING = "running", _("in selection")
        HIRED = "hired", _("hired")
        NOT_SELECTED = "not_selected", _("not selected")
        WITHDREW = "withdrew", _("withdrew")

    talent_record = TenantForeignKey(TalentRecord, verbose_name=_("talent record"))
    number = models.CharField(_("number"), max_length=40)
    job_title = models.CharField(_("job"), max_length=120)
    channel = models.CharField(_("channel"), max_length=60, blank=True, default="")
    stage = models.CharField(_("stage"), max_length=60, blank=True, default="")
    outcome = models.CharField(
        _("outcome"), max_length=20, choices=Outcome.choices, default=Outcome.RUNNING
    )
    end_reason = models.CharField(_("end reason"), max_length=120, blank=True, default="")
    applied_on = models.DateField(_("applied on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    decided_by_id = models.BigIntegerField(_("decided by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_reason = SealedTextField(
        _("reason of the decision"), max_length=300, blank=True, default=""
    )
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)
    import_run_id = models.UUIDField(_("import"), null=True, blank=True)
    note = SealedTextField(_("note"), blank=True, default="")
    raw = SealedJsonField(_("imported cells"), default=dict, blank=True)

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "number"], name="one_application_number"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by_id=None, decided_at=None)
                | models.Q(decided_by_id__isnull=False, decided_at__isnull=False),
                name="decision_has_a_name_and_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-applied_on", "-id"], name="application_newest"),
            models.Index(
                fields=["organisation", "outcome", "-applied_on", "-id"],
                name="application_by_outcome",
            ),
        ]

    def key_subject(self) -> UUID:
        """Return the person: their key seals what was written about them here."""
        return self.talent_record_id


class ApplicationStep(TenantModel):
    """A stage that an application reached: the history that imports usually lose."""

    retention = STATISTICS
    free_texts = ("stage", "outcome")

    application = TenantForeignKey(
        Application, on_delete=models.CASCADE, verbose_name=_("application")
    )
    stage = models.CharField(_("stage"), max_length=60)
    outcome = models.CharField(_("outcome"), max_length=60, blank=True, default="")
    happened_on = models.DateField(_("happened on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("application step")
        verbose_name_plural = _("application steps")
        ordering: ClassVar = ["position"]
