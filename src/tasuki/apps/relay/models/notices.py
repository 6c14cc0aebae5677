"""The company's side: result notices and the invitation line in them.

No row here knows whether a person registered; that is the promise of the relay.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantForeignKey, TenantModel, state_guard
from tasuki.core.relay.machines import INVITE
from tasuki.core.retention import EVIDENCE, SELECTION_NOTES, AtCeiling


class PurposeNotice(TenantModel):
    """What applicants were told at application time about the use of their data."""

    retention = EVIDENCE

    version = models.PositiveIntegerField(_("version"))
    text = models.TextField(_("text"))
    covers_relay = models.BooleanField(_("covers the relay guidance"), default=False)
    shown_from = models.DateField(_("shown from"))

    class Meta:
        verbose_name = _("purpose notice")
        verbose_name_plural = _("purpose notices")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "version"], name="one_purpose_notice_version"
            ),
        ]


class NoticeTemplate(TenantModel):
    """One version of a result notice; a change makes a new version."""

    retention = EVIDENCE

    name = models.CharField(_("name"), max_length=25)
    version = models.PositiveIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=5, default="ja")
    subject = models.CharField(_("subject"), max_length=100)
    body = models.TextField(_("body"), max_length=10_000)
    relay_line = models.TextField(_("relay line"), max_length=2_000, blank=True, default="")
    label_text = models.CharField(_("label: text variant"), max_length=60, blank=True, default="")
    is_current = models.BooleanField(_("in use"), default=True)
    saved_by_id = models.BigIntegerField(_("saved by"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice template")
        verbose_name_plural = _("notice templates")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "name", "language", "version"], name="one_template_version"
            ),
            models.UniqueConstraint(
                fields=["organisation", "name", "language"],
                condition=models.Q(is_current=True),
                name="one_current_template",
            ),
        ]


class Invite(TenantModel):
    """A person not selected was told the result, with or without the relay line."""

    retention = SELECTION_NOTES.by(
        "start_of_invite",
        subject="application__talent_record_id",
        at_ceiling=AtCeiling.EMPTY,
        values=(("result_reason", "消去済み"),),
    )
    personal_fields = ("result_reason",)

    class Channel(models.TextChoices):
        """How the line reaches the person; stored."""

        RESULT_LINE = "result_line", _("line in the result notice")
        RESULT_PAGE = "result_page", _("result page")
        SEPARATE_MAIL = "separate_mail", _("separate mail")
        PAPER = "paper", _("paper")

    application = TenantForeignKey("people.Application", verbose_name=_("application"))
    book_id = models.UUIDField(_("book"), null=True, blank=True)
    code = models.CharField(_("company code"), max_length=30, blank=True, default="")
    channel = models.CharField(
        _("channel"), max_length=15, choices=Channel.choices, default=Channel.RESULT_LINE
    )
    template = TenantForeignKey(
        NoticeTemplate, null=True, blank=True, verbose_name=_("notice template")
    )
    purpose_notice_version = models.PositiveIntegerField(
        _("version of the purpose notice"), null=True, blank=True
    )
    result_decided_by_id = models.BigIntegerField(_("result decided by"))
    result_decided_by_name = models.CharField(_("name of the decider"), max_length=80)
    result_reason = models.CharField(_("reason of the result"), max_length=300)
    result_notified_at = models.DateTimeField(_("result notified at"), null=True, blank=True)
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=16, default="draft")
    skip_code = models.CharField(_("code for no invitation"), max_length=2, blank=True, default="")
    mail_id = models.UUIDField(_("mail"), null=True, blank=True)
    batch_id = models.UUIDField(_("batch"), null=True, blank=True)

    class Meta:
        verbose_name = _("invite")
        verbose_name_plural = _("invites")
        triggers: ClassVar = [state_guard(INVITE)]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "application"], name="one_invite_for_an_application"
            ),
            models.CheckConstraint(
                condition=models.Q(result_decided_by_id__gt=0)
                & ~models.Q(result_decided_by_name="")
                & ~models.Q(result_reason=""),
                name="h12_named_human_and_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "invited_at"], name="invite_by_month"),
        ]
