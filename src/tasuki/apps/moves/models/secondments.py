"""Secondments (在籍出向) and transfers (転籍) of a company's own people."""

from typing import ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import BlindIndexField, SealedTextField
from tasuki.apps.base import TenantModel, state_guard
from tasuki.core.law.record_kinds import RecordKind
from tasuki.core.moves.machines import MOVE
from tasuki.core.retention import Retention

SECONDMENT_RECORD: Final = Retention(
    kind=RecordKind.SECONDMENT_RECORD,
    starts_at="the tax year of the end is due (taken as 14 months later at most)",
    basis="法人税法施行規則59条: seven years for contract and cost of a secondment",
    clock="ended_on",
    delay_months=14,
)


class Secondment(TenantModel):
    """One move of one person to one other firm.

    What H9 asks for is held by check constraints of the database too: a row without purpose,
    consent, signatures or a last day cannot become active, whoever writes it.
    """

    retention = SECONDMENT_RECORD.by(
        "ended_on",
        subject="talent_record_id",
        also_emptied=(
            "person_mail",
            "purpose_evidence",
            "home_conditions",
            "host_conditions",
            "consent_scan",
            "end_reason",
        ),
        drafts=("proposed",),
    )
    personal_fields = ("person_name", "person_number")

    number = models.CharField(_("number"), max_length=20)
    kind = models.CharField(_("kind of move"), max_length=20)
    person_name = models.CharField(_("person's name"), max_length=160)
    person_number = models.CharField(_("employee number"), max_length=40)
    person_mail = SealedTextField(
        _("person's mail address"),
        max_length=254,
        blank=True,
        default="",
        is_mail=True,
        index="person_mail_index",
    )
    person_mail_index = BlindIndexField(
        _("keyed hash of the mail address"), of="person_mail", kind="mail"
    )
    talent_record_id = models.UUIDField(_("talent record"), null=True, blank=True)
    employed_since = models.DateField(_("employed since"), null=True, blank=True)
    host_name = models.CharField(_("host firm"), max_length=120)
    duties = models.CharField(_("duties"), max_length=300, blank=True, default="")
    workplace = models.CharField(_("workplace"), max_length=200, blank=True, default="")
    purpose = models.CharField(_("purpose"), max_length=20, blank=True, default="")
    purpose_evidence = SealedTextField(
        _("what shows the purpose"), max_length=300, blank=True, default=""
    )
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    is_seconded_elsewhere = models.BooleanField(_("lent out already"), default=False)
    actual_cost_yen = models.PositiveIntegerField(
        _("actual cost of a month in yen"), null=True, blank=True
    )
    burden_yen = models.PositiveIntegerField(_("host's share of a month in yen"), default=0)
    gap_reason = models.CharField(
        _("why the home firm bears a part"), max_length=20, blank=True, default=""
    )
    home_conditions = SealedTextField(_("conditions of the home firm"), blank=True, default="")
    host_conditions = SealedTextField(_("conditions of the host firm"), blank=True, default="")
    home_conditions_on = models.DateField(_("home conditions delivered on"), null=True, blank=True)
    host_conditions_on = models.DateField(_("host conditions delivered on"), null=True, blank=True)
    consented_on = models.DateField(_("consented on"), null=True, blank=True)
    consent_method = models.CharField(
        _("how the consent was given"), max_length=10, blank=True, default=""
    )
    consent_scan = SealedTextField(
        _("file of the signed paper"), max_length=200, blank=True, default=""
    )
    is_consent_single = models.BooleanField(_("names this person and move alone"), default=False)
    home_signed_on = models.DateField(_("signed by the home firm on"), null=True, blank=True)
    host_signed_on = models.DateField(_("signed by the host firm on"), null=True, blank=True)
    converts_id = models.UUIDField(_("secondment that it follows"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, default=MOVE.initial)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = SealedTextField(_("reason of the end"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("secondment or transfer")
        verbose_name_plural = _("secondments and transfers")
        triggers: ClassVar = [state_guard(MOVE)]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_move_number"),
            models.UniqueConstraint(
                fields=["organisation", "person_number"],
                condition=models.Q(state__in=["active", "extended"]),
                name="h9_nobody_is_lent_out_twice",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-created_at", "-id"], name="move_newest"),
        ]
