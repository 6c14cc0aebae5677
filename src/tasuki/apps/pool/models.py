"""Entries of the talent pool and the mails that were sent to them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantForeignKey, TenantModel, state_guard
from tasuki.apps.people.models import TalentRecord
from tasuki.core.pool.machines import POOL
from tasuki.core.retention import STATISTICS


class PoolEntry(TenantModel):
    """One past applicant of one company; what is known of the person stays in the record.

    The person's record goes by its own clocks (12 months, renewed, never over 24); an entry of
    an emptied record says nothing about anybody.
    """

    retention = STATISTICS

    talent_record = TenantForeignKey(
        TalentRecord, on_delete=models.CASCADE, verbose_name=_("talent record")
    )
    state = models.CharField(_("state"), max_length=15, default=POOL.initial)
    tags = ArrayField(models.CharField(max_length=15), verbose_name=_("tags"), default=list)
    end_reason = models.CharField(_("reason code"), max_length=20, blank=True, default="")
    consented_on = models.DateField(_("consented on"), null=True, blank=True)
    ends_on = models.DateField(_("consent until"), null=True, blank=True)
    next_contact_on = models.DateField(_("next contact on"), null=True, blank=True)
    contacted_on = models.DateField(_("last written to on"), null=True, blank=True)
    replied_on = models.DateField(_("last reply on"), null=True, blank=True)
    reply = models.CharField(_("last reply"), max_length=10, blank=True, default="")

    class Meta:
        verbose_name = _("pool entry")
        verbose_name_plural = _("pool entries")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "talent_record"], name="one_pool_entry")
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-created_at", "-id"], name="pool_newest")
        ]
        triggers: ClassVar = [state_guard(POOL)]


class PoolContact(TenantModel):
    """One mail to one pool member about one opening, decided by a named member (H12)."""

    retention = STATISTICS

    entry = TenantForeignKey(PoolEntry, on_delete=models.CASCADE, verbose_name=_("pool entry"))
    opening_id = models.UUIDField(_("opening"))
    batch_id = models.UUIDField(_("sending"))
    decided_by_id = models.BigIntegerField(_("decided by"))
    sent_at = models.DateTimeField(_("sent at"))
    answer = models.CharField(_("answer"), max_length=10, blank=True, default="")
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    taken_back_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail to a pool member")
        verbose_name_plural = _("mails to pool members")
        indexes: ClassVar = [
            models.Index(fields=["organisation", "batch_id"], name="pool_contact_batch")
        ]
