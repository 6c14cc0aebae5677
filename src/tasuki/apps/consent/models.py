"""Consents as they were shown and given, and the records of every transfer."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantForeignKey, TenantModel
from tasuki.core.retention import (
    CONSENT_LOG,
    EVIDENCE,
    PROVISION_RECORD,
    STATISTICS,
    WHILE_CUSTOMER,
)


class Purpose(models.TextChoices):
    """What personal data is used for; stored."""

    PLACEMENT = "placement", _("job placement")
    JOB_MAILS = "job_mails", _("job mails")
    POOL = "pool", _("keeping past applicants")
    PROVISION = "provision", _("passing on to one company")


class ConsentText(TenantModel):
    """One version of a consent text in one language; never changed once shown."""

    retention = EVIDENCE

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    language = models.CharField(_("language"), max_length=10)
    version = models.PositiveIntegerField(_("version"))
    body = models.TextField(_("text"))
    parts = models.JSONField(_("parts with their holes"), default=dict, blank=True)
    items = models.JSONField(_("items"), default=list, blank=True)
    valid_from = models.DateField(_("valid from"))
    is_standard = models.BooleanField(_("standard text"), default=True)
    needs_new_consent = models.BooleanField(_("needs new consent"), default=False)
    old_stops_on = models.DateField(_("old consents stop on"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

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


class ConsentDraft(TenantModel):
    """The next version of a text while somebody works on it; nobody was shown it."""

    retention = WHILE_CUSTOMER

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    language = models.CharField(_("language"), max_length=10)
    parts = models.JSONField(_("parts with their holes"), default=dict)
    items = models.JSONField(_("items"), default=list)
    saved_by_id = models.BigIntegerField(_("saved by"), null=True, blank=True)

    class Meta:
        verbose_name = _("draft of a consent text")
        verbose_name_plural = _("drafts of consent texts")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "purpose", "language"], name="one_consent_draft"
            ),
        ]


class ConsentEvent(TenantModel):
    """A consent given or withdrawn by the person's own act, or ended by the clock: append-only.

    ``shown_text`` holds what was shown where it differs from the text's body (a named company);
    ``scope_id`` binds such a consent to the one question it answers.
    """

    retention = CONSENT_LOG.by("start_of_consent", subject="talent_record_id")

    class Kind(models.TextChoices):
        """What happened; stored."""

        GIVEN = "given", _("given")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")
        EXPIRED = "expired", _("expired")

    talent_record_id = models.UUIDField(_("talent record"), db_index=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    text = TenantForeignKey(ConsentText, verbose_name=_("consent text"))
    text_hash = models.CharField(_("hash of the text"), max_length=64)
    shown_text = models.TextField(_("text as shown"), blank=True, default="")
    shown_at = models.DateTimeField(_("shown at"), null=True, blank=True)
    channel = models.CharField(_("channel"), max_length=20)
    items = models.JSONField(_("items"), default=list, blank=True)
    scope_id = models.UUIDField(_("question"), null=True, blank=True, db_index=True)
    recipient_id = models.BigIntegerField(_("recipient"), null=True, blank=True)
    recipient_name = models.CharField(_("recipient's name"), max_length=120, blank=True, default="")
    happened_at = models.DateTimeField(_("happened at"))
    expires_on = models.DateField(_("expires on"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent event")
        verbose_name_plural = _("consent events")
        indexes: ClassVar = [
            models.Index(fields=["organisation", "expires_on"], name="consent_expiry"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="consent_event_stays", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    @property
    def words_shown(self) -> str:
        """The text exactly as the person saw it."""
        return self.shown_text or self.text.body


class ConsentLimit(TenantModel):
    """What a merge of two records left of the answers given before it; a later answer counts whole.

    Ledger rows are never rewritten: the limit stands beside them and goes when the merge is undone.
    """

    retention = STATISTICS

    merge_id = models.UUIDField(_("merge of records"), db_index=True)
    talent_record_id = models.UUIDField(_("talent record"), db_index=True)
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    scope_id = models.UUIDField(_("question"), null=True, blank=True)
    answers_until = models.DateTimeField(_("answers given until"))
    live_until = models.DateField(_("live until"), null=True, blank=True)

    class Meta:
        verbose_name = _("limit of a consent")
        verbose_name_plural = _("limits of consents")


class Basis(models.TextChoices):
    """On what a transfer rests; stored."""

    CONSENT = "consent", _("consent of the person")
    LAW = "law", _("order by law")


class Method(models.TextChoices):
    """How data went over; stored."""

    SCREEN = "screen", _("on the recipient's pages")
    API = "api", _("by the API")
    MAIL = "mail", _("by mail")
    FILE = "file", _("as a file")
    PAPER = "paper", _("on paper")


class ProvisionRecord(TenantModel):
    """提供記録: what was handed to whom (個人情報保護法29条). The giver's side."""

    retention = PROVISION_RECORD.by("start_of_provision", subject="talent_record_id")
    personal_fields = ("subject_name",)

    talent_record_id = models.UUIDField(_("talent record"))
    subject_name = models.CharField(_("person's name"), max_length=170, blank=True, default="")
    recipient_id = models.BigIntegerField(_("recipient"), null=True, blank=True)
    recipient_name = models.CharField(_("recipient's name"), max_length=120)
    recipient_address = models.CharField(
        _("recipient's address"), max_length=200, blank=True, default=""
    )
    recipient_representative = models.CharField(
        _("recipient's representative"), max_length=120, blank=True, default=""
    )
    purpose = models.CharField(_("purpose"), max_length=200)
    items = models.JSONField(_("items"))
    basis = models.CharField(
        _("basis"), max_length=10, choices=Basis.choices, default=Basis.CONSENT
    )
    consent = TenantForeignKey(ConsentEvent, null=True, blank=True, verbose_name=_("consent event"))
    document_number = models.CharField(
        _("number of the document"), max_length=80, blank=True, default=""
    )
    consent_reference = models.CharField(_("consent"), max_length=80, blank=True, default="")
    method = models.CharField(
        _("method"), max_length=10, choices=Method.choices, default=Method.SCREEN
    )
    payload_hash = models.CharField(
        _("hash of what was handed over"), max_length=64, blank=True, default=""
    )
    provided_at = models.DateTimeField(_("provided at"))
    keep_until = models.DateField(_("keep at least until"))

    class Meta:
        verbose_name = _("provision record")
        verbose_name_plural = _("provision records")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(basis="consent", consent__isnull=False)
                | (Q(basis="law") & ~Q(document_number="")),
                name="provision_has_a_basis",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-provided_at", "-id"], name="provision_newest"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="provision_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class ReceiptRecord(TenantModel):
    """受領記録: what was received from whom (個人情報保護法30条). The receiver's side."""

    retention = PROVISION_RECORD.by("start_of_receipt", subject="provision_record_id")
    personal_fields = ("subject_name",)

    provision_record_id = models.UUIDField(_("provision record"))
    subject_name = models.CharField(_("person's name"), max_length=170, blank=True, default="")
    provider_id = models.BigIntegerField(_("provider"))
    provider_name = models.CharField(_("provider's name"), max_length=120)
    provider_address = models.CharField(
        _("provider's address"), max_length=200, blank=True, default=""
    )
    provider_representative = models.CharField(
        _("provider's representative"), max_length=120, blank=True, default=""
    )
    acquired_how = models.CharField(
        _("how the provider had got the data"), max_length=200, blank=True, default=""
    )
    purpose = models.CharField(_("purpose"), max_length=200)
    items = models.JSONField(_("items"))
    basis = models.CharField(
        _("basis"), max_length=10, choices=Basis.choices, default=Basis.CONSENT
    )
    method = models.CharField(
        _("method"), max_length=10, choices=Method.choices, default=Method.SCREEN
    )
    payload_hash = models.CharField(_("hash of what was received"), max_length=64)
    received_at = models.DateTimeField(_("received at"))
    keep_until = models.DateField(_("keep at least until"))

    class Meta:
        verbose_name = _("receipt record")
        verbose_name_plural = _("receipt records")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provision_record_id"], name="one_receipt"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-received_at", "-id"], name="receipt_newest"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="receipt_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class StopNotice(TenantModel):
    """Tells a recipient to stop using what it received; kept on the recipient's side."""

    retention = PROVISION_RECORD.by("start_of_stop_notice")

    class Reason(models.TextChoices):
        """Why the use ends; stored."""

        WITHDRAWN = "withdrawn", _("the person withdrew the consent")
        EXPIRED = "expired", _("the consent ended")

    receipt = TenantForeignKey(ReceiptRecord, verbose_name=_("receipt record"))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    told_at = models.DateTimeField(_("told at"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by_id = models.BigIntegerField(_("done by"), null=True, blank=True)

    class Meta:
        verbose_name = _("stop notice")
        verbose_name_plural = _("stop notices")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "receipt"], name="one_stop_notice"),
        ]
