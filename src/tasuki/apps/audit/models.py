"""Who did what, when and why, in one hash chain for each organisation."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantModel
from tasuki.core.retention import EVIDENCE


class AuditEvent(TenantModel):
    """One act. Holds opaque ids only, no foreign keys: it outlives what it describes."""

    retention = EVIDENCE

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
