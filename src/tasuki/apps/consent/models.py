"""Consents as they were shown and given, and the records of every transfer."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantForeignKey, TenantModel
from tasuki.core.retention import EVIDENCE, PROVISION_RECORD


class Purpose(models.TextChoices):
    """What personal data is used for; stored."""

    PLACEMENT = "placement", _("job placement")
    JOB_MAILS = "job_mails", _("job mails")


class ConsentText(TenantModel):
    """One version of a consent text in one language; never changed once shown."""

    retention = EVIDENCE

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    language = models.CharField(_("language"), max_length=8)
    version = models.PositiveIntegerField(_("version"))
    body = models.TextField(_("text"))
    valid_from = models.DateField(_("valid from"))

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "purpose", "language", "version"],
                name="one_consent_text_version",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="consent_text_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]


class ConsentEvent(TenantModel):
    """A consent given or withdrawn by the person's own act: append-only."""

    retention = EVIDENCE

    class Kind(models.TextChoices):
        """What the person did; stored."""

        GIVEN = "given", _("given")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    talent_record_id = models.UUIDField(_("talent record"), db_index=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    text = TenantForeignKey(ConsentText, verbose_name=_("consent text"))
    text_hash = models.CharField(_("hash of the text"), max_length=64)
    channel = models.CharField(_("channel"), max_length=20)
    happened_at = models.DateTimeField(_("happened at"))
    expires_on = models.DateField(_("expires on"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent event")
        verbose_name_plural = _("consent events")
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="consent_event_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]


class ProvisionRecord(TenantModel):
    """提供記録: what was handed to whom (個人情報保護法29条). The giver's side."""

    retention = PROVISION_RECORD
    personal_fields = ("items",)

    talent_record_id = models.UUIDField(_("talent record"))
    recipient_id = models.BigIntegerField(_("recipient"))
    recipient_name = models.CharField(_("recipient's name"), max_length=120)
    purpose = models.CharField(_("purpose"), max_length=200)
    items = models.JSONField(_("items"))
    consent_reference = models.CharField(_("consent"), max_length=80)
    provided_at = models.DateTimeField(_("provided at"))

    class Meta:
        verbose_name = _("provision record")
        verbose_name_plural = _("provision records")
        triggers: ClassVar = [
            pgtrigger.Protect(name="provision_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class ReceiptRecord(TenantModel):
    """受領記録: what was received from whom (個人情報保護法30条). The receiver's side."""

    retention = PROVISION_RECORD
    personal_fields = ("items",)

    provision_record_id = models.UUIDField(_("provision record"))
    provider_id = models.BigIntegerField(_("provider"))
    provider_name = models.CharField(_("provider's name"), max_length=120)
    purpose = models.CharField(_("purpose"), max_length=200)
    items = models.JSONField(_("items"))
    received_at = models.DateTimeField(_("received at"))

    class Meta:
        verbose_name = _("receipt record")
        verbose_name_plural = _("receipt records")
        triggers: ClassVar = [
            pgtrigger.Protect(name="receipt_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
