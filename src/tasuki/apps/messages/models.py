"""Mail that leaves only after its transaction, and what people are told inside Tasuki."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import BlindIndexField, SealedTextField
from tasuki.apps.base import TenantModel
from tasuki.core.retention import SEND_LOG, SHORT_LIVED, SUPPRESSED
from tasuki.core.sealing import ORGANISATION_SUBJECT


class OutboxMail(TenantModel):
    """One mail to one address; written with the rows that caused it, sent by a task."""

    retention = SEND_LOG.by("start_of_mail", subject="person_id")
    personal_fields = ("to_address", "subject", "text", "calendar")
    # Mails to members may name a person; those to the person go by the rule.
    free_texts = ("to_address", "subject", "text", "calendar")

    class State(models.TextChoices):
        """How far the mail is; stored."""

        QUEUED = "queued", _("waiting")
        SENT = "sent", _("sent")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")
        BOUNCED = "bounced", _("bounced")
        SUPPRESSED = "suppressed", _("not sent: stopped by the recipient")

    kind = models.CharField(_("kind"), max_length=40)
    person_id = models.UUIDField(_("person written to"), null=True, blank=True)
    to_address = SealedTextField(_("to"), max_length=254, is_mail=True, index="to_index")
    to_index = BlindIndexField(_("keyed hash of the address"), of="to_address", kind="mail")
    subject = models.CharField(_("subject"), max_length=200)
    text = SealedTextField(_("text"))
    calendar = SealedTextField(_("invitation for calendars"), blank=True, default="")
    language = models.CharField(_("language"), max_length=5, default="ja")
    message_id = models.CharField(_("message id"), max_length=120)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.QUEUED)
    send_after = models.DateTimeField(_("not before"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    attempt_count = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=300, blank=True, default="")
    reference_kind = models.CharField(_("about"), max_length=40, blank=True, default="")
    reference_id = models.UUIDField(_("about id"), null=True, blank=True)
    batch_id = models.UUIDField(_("batch"), null=True, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-created_at", "-id"], name="outbox_newest"),
            models.Index(
                fields=["organisation", "send_after"],
                condition=models.Q(state="queued"),
                name="outbox_due",
            ),
            models.Index(fields=["organisation", "to_index"], name="outbox_address"),
        ]

    def key_subject(self) -> UUID:
        """Return the person written to; mails to members are sealed for the organisation."""
        return self.person_id or ORGANISATION_SUBJECT


class Suppression(TenantModel):
    """An address that must not be written to, kept as a keyed hash only."""

    retention = SUPPRESSED

    class Reason(models.TextChoices):
        """Why nothing is sent; stored."""

        OPT_OUT = "opt_out", _("opted out")
        BOUNCE = "bounce", _("address does not work")
        STOP_USE = "stop_use", _("use stopped")

    address_index = models.BinaryField(_("keyed hash of the address"), max_length=32)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    is_shared = models.BooleanField(_("taken over from a merged record"), default=False)

    class Meta:
        verbose_name = _("suppression")
        verbose_name_plural = _("suppressions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "address_index"], name="one_suppression"
            ),
        ]


class Notification(TenantModel):
    """A line in the notices of an organisation or of one of its members."""

    retention = SHORT_LIVED
    free_texts = ("text", "text_en", "url")

    account_id = models.BigIntegerField(_("account"), null=True, blank=True)
    text = models.CharField(_("text"), max_length=300)
    text_en = models.CharField(_("text in English"), max_length=300)
    url = models.CharField(_("address"), max_length=200, blank=True, default="")
    needs = models.CharField(_("right to see it"), max_length=40, blank=True, default="")
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-created_at", "-id"], name="notice_newest"),
        ]
