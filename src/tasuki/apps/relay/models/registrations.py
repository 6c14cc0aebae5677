"""The agency's side: who registered. No other organisation can read a row of it."""

from typing import ClassVar
from uuid import UUID, uuid5

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import (
    BlindIndexField,
    SealedDateField,
    SealedFileField,
    SealedJsonField,
    SealedTextField,
)
from tasuki.apps.base import TenantForeignKey, TenantModel, state_guard
from tasuki.apps.relay.models.contracts import RelayContract, RelayLink
from tasuki.core.identity.names import full_name
from tasuki.core.relay.machines import REGISTRATION
from tasuki.core.retention import SELECTION_DATA, AtCeiling


class Registration(TenantModel):
    """One person's own registration through a company code."""

    retention = SELECTION_DATA.by(
        "start_of_registration",
        subject="id",
        at_ceiling=AtCeiling.EMPTY,
        also_emptied=("risk_source",),
    )
    personal_fields = (
        "mail",
        "family_name",
        "given_name",
        "name_kana",
        "phone",
        "birth_date",
        "wishes",
        "proof_file",
    )

    link = TenantForeignKey(RelayLink, verbose_name=_("registration link"))
    contract = TenantForeignKey(RelayContract, verbose_name=_("relay contract"))
    book_id = models.UUIDField(_("book"))
    company_id = models.BigIntegerField(_("company"))
    company_name = models.CharField(_("company's name"), max_length=120)
    state = models.CharField(_("state"), max_length=15, default="started")
    state_before_pause = models.CharField(
        _("state before the pause"), max_length=15, blank=True, default=""
    )
    language = models.CharField(_("language"), max_length=5, default="ja")
    mail = SealedTextField(_("mail address"), max_length=254, is_mail=True, index="mail_index")
    mail_index = BlindIndexField(_("keyed hash of the mail address"), of="mail", kind="mail")
    stage_declared = models.CharField(_("stage reached (declared)"), max_length=30)
    result_month = models.DateField(_("month of the result"), null=True, blank=True)
    proof_file = SealedFileField(
        _("proof of the stage"), upload_to="relay/proof/", blank=True, default=""
    )
    family_name = models.CharField(_("family name"), max_length=80, blank=True, default="")
    given_name = models.CharField(_("given name"), max_length=80, blank=True, default="")
    name_kana = models.CharField(_("name in kana"), max_length=160, blank=True, default="")
    phone = SealedTextField(_("phone"), max_length=20, blank=True, default="")
    birth_date = SealedDateField(_("birth date"), null=True, blank=True)
    wishes = SealedJsonField(_("wishes"), default=dict, blank=True)
    note_index = BlindIndexField(
        _("keyed hash of the note in the wishes"), of="wishes", kind="wish_note", part="note"
    )
    referrer_name_shown = models.BooleanField(_("name of the company shown"), default=False)
    talent_record_id = models.UUIDField(_("talent record"), null=True, blank=True)
    mail_verified_at = models.DateTimeField(_("mail confirmed at"), null=True, blank=True)
    consented_at = models.DateTimeField(_("consented at"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)
    due_on = models.DateField(_("answer due on"), null=True, blank=True)
    duplicate_of_id = models.UUIDField(_("possible duplicate of"), null=True, blank=True)
    duplicate_reason = models.CharField(
        _("reason of the suspicion"), max_length=40, blank=True, default=""
    )
    duplicate_resolution = models.CharField(
        _("resolution of the suspicion"), max_length=10, blank=True, default=""
    )
    kept_apart = models.JSONField(_("records of other people"), default=list, blank=True)
    risk_flags = models.JSONField(_("risk flags"), default=list, blank=True)
    risk_source = models.CharField(
        _("keyed hash of the device"), max_length=64, blank=True, default=""
    )
    decision_code = models.CharField(_("reason code"), max_length=2, blank=True, default="")
    decided_by_id = models.BigIntegerField(_("decided by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    count_code = models.CharField(
        _("reason code of the count"), max_length=2, blank=True, default=""
    )
    counted_by_id = models.BigIntegerField(_("counted by"), null=True, blank=True)
    counted_at = models.DateTimeField(_("count decided at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    row_version = models.PositiveIntegerField(_("row version"), default=1)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        triggers: ClassVar = [state_guard(REGISTRATION)]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(decided_by_id=None, decided_at=None)
                | models.Q(decided_by_id__isnull=False, decided_at__isnull=False),
                name="registration_decision_is_named",
            ),
            models.CheckConstraint(
                condition=models.Q(counted_by_id=None, counted_at=None)
                | models.Q(counted_by_id__isnull=False, counted_at__isnull=False),
                name="registration_count_is_named",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "state", "due_on", "id"], name="registration_queue"
            ),
            models.Index(fields=["organisation", "mail_index"], name="registration_mail"),
            models.Index(fields=["organisation", "-created_at", "-id"], name="registration_newest"),
        ]

    def key_subject(self) -> UUID:
        """Return the record that this registration makes: one key for both, merged or not."""
        return uuid5(self.pk, "talent-record")

    @property
    def full_name(self) -> str:
        """Family and given name, or the mail address while no name was given."""
        return full_name(self.family_name, self.given_name) or self.mail
