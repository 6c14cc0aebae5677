"""Legal holds, runs of the retention job, and what stays locked after an erasure."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantForeignKey, TenantModel
from tasuki.core.retention import AUDIT_LOG, STATISTICS, Retention


class LegalHold(TenantModel):
    """Nothing of one person, or of one kind of record, is deleted while it stands."""

    retention = AUDIT_LOG.by("ended_on")
    personal_fields = ("reason", "lift_reason")

    subject_id = models.UUIDField(_("person or row"), null=True, blank=True)
    record_name = models.CharField(_("kind of record"), max_length=60, blank=True, default="")
    reason = models.CharField(_("reason"), max_length=300)
    placed_by_id = models.BigIntegerField(_("placed by"), null=True, blank=True)
    placed_by_name = models.CharField(_("name of who placed it"), max_length=80)
    placed_at = models.DateTimeField(_("placed at"))
    until = models.DateField(_("until"), null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by_id = models.BigIntegerField(_("lifted by"), null=True, blank=True)
    lift_reason = models.CharField(_("reason of lifting"), max_length=300, blank=True, default="")
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(subject_id__isnull=False, record_name="")
                | (models.Q(subject_id=None) & ~models.Q(record_name="")),
                name="hold_on_a_person_or_a_kind",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="hold_has_a_reason"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "subject_id"],
                condition=models.Q(lifted_at=None),
                name="live_hold_on_a_person",
            ),
        ]


class DisposalRun(TenantModel):
    """One run of the retention job; its certificate is printed from this row alone.

    ``lines`` says for each rule what was planned and done; ``digest`` runs over the opaque ids
    of all rows in their order, so equal lists have equal digests.
    """

    retention = STATISTICS

    class State(models.TextChoices):
        """How far the run is; stored."""

        RUNNING = "running", _("running")
        DONE = "done", _("done")

    number = models.PositiveIntegerField(_("number"))
    as_of = models.DateTimeField(_("as of"))
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.RUNNING
    )
    started_by_id = models.BigIntegerField(_("started by"), null=True, blank=True)
    started_by_name = models.CharField(_("name of who started it"), max_length=80)
    total_count = models.PositiveIntegerField(_("rows planned"), default=0)
    done_count = models.PositiveIntegerField(_("rows done"), default=0)
    held_count = models.PositiveIntegerField(_("rows under a hold"), default=0)
    lines = models.JSONField(_("by rule"), default=list)
    planned_digest = models.CharField(_("hash of the list"), max_length=64)
    digest = models.CharField(_("hash of what was done"), max_length=64)
    certificate_hash = models.CharField(
        _("hash of the certificate"), max_length=64, blank=True, default=""
    )

    class Meta:
        verbose_name = _("run of the retention job")
        verbose_name_plural = _("runs of the retention job")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_disposal_number"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(state="running"),
                name="one_open_disposal_run",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="disposal_run_stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="finished_run_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="done"),
            ),
        ]


class LockedRecord(TenantModel):
    """Fields that a law orders to keep after an erasure. Their content is not readable here.

    The content lies in ``retention.locked``, which the serving role cannot read; a database
    function hands it out for a reason and writes down who asked.
    """

    retention = Retention(
        starts_at="the floor of the row that it stands for is over",
        ceiling_days=1,
        basis="個人情報保護法22条: kept no longer than the law orders",
        clock="start_of_locked",
    )

    source = models.CharField(_("kind of record"), max_length=60)
    source_id = models.UUIDField(_("row"))
    field_names = models.JSONField(_("items"), default=list)
    basis = models.CharField(_("basis"), max_length=200)
    ground = models.CharField(_("ground of the erasure"), max_length=20)
    locked_at = models.DateTimeField(_("locked at"))
    kept_through = models.DateField(_("kept through"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("deleted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("locked record")
        verbose_name_plural = _("locked records")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "source", "source_id"],
                condition=models.Q(dropped_at=None),
                name="one_lock_for_a_row",
            ),
        ]


class LockedAccess(TenantModel):
    """Somebody opened a locked record, and why. Written by the database."""

    retention = AUDIT_LOG.by("opened_at")

    locked_record = TenantForeignKey(LockedRecord, verbose_name=_("locked record"))
    account_id = models.BigIntegerField(_("opened by"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    opened_at = models.DateTimeField(_("opened at"))

    class Meta:
        verbose_name = _("look at a locked record")
        verbose_name_plural = _("looks at locked records")
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="locked_access_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
