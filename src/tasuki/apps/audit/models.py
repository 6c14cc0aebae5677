"""Who did what, when and why, in one hash chain for each organisation."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantModel
from tasuki.core.retention import AUDIT_LOG, STATISTICS


class AuditEvent(TenantModel):
    """One act. Holds opaque ids only, no foreign keys: it outlives what it describes.

    ``reason`` alone is free text, so the chain holds a salted digest of it: it can be forgotten
    with its salt, and the chain stays whole.
    """

    retention = AUDIT_LOG.by(
        "happened_at", subject="object_id", also_emptied=("reason_salt",), in_order="number"
    )
    personal_fields = ("reason",)

    number = models.PositiveBigIntegerField(_("number"))
    happened_at = models.DateTimeField(_("happened at"))
    actor_id = models.BigIntegerField(_("actor"), null=True, blank=True)
    actor_role = models.CharField(_("role"), max_length=30, blank=True, default="")
    kind = models.CharField(_("act"), max_length=60)
    object_kind = models.CharField(_("kind of object"), max_length=40)
    object_id = models.CharField(_("object"), max_length=40)
    before = models.CharField(_("before"), max_length=40, blank=True, default="")
    after = models.CharField(_("after"), max_length=40, blank=True, default="")
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")
    reason_salt = models.CharField(_("salt of the reason"), max_length=32, blank=True, default="")
    reason_digest = models.CharField(
        _("digest of the reason"), max_length=64, blank=True, default=""
    )
    data = models.JSONField(_("details"), default=dict)
    previous_hash = models.CharField(_("previous hash"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_audit_number"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "object_kind", "object_id", "number"],
                name="audit_of_object",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="audit_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class AuditCut(TenantModel):
    """Where a chain begins now: everything up to this event went at its ceiling."""

    retention = STATISTICS

    number = models.PositiveBigIntegerField(_("last number deleted"))
    hash = models.CharField(_("hash of the last event deleted"), max_length=64)

    class Meta:
        verbose_name = _("cut of the audit chain")
        verbose_name_plural = _("cuts of the audit chain")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_audit_cut"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="audit_cut_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
