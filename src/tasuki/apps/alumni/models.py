"""Memberships of former employees in the alumni network."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import BlindIndexField, SealedTextField
from tasuki.apps.base import TenantModel, state_guard
from tasuki.core.alumni.labels import LeaveCode, VisibleField, Willingness
from tasuki.core.alumni.machines import ALUMNI
from tasuki.core.retention import TALENT_POOL, AtCeiling


def _sealed(words: object, length: int) -> SealedTextField:
    return SealedTextField(words, max_length=length, blank=True, default="")


class AlumniMember(TenantModel):
    """One former employee of one company, from the exit interview on.

    ``leave_words`` are the person's own, seen by the staff office only; ``leave_code`` is the
    company's and stands behind an access of its own. ``kept_since`` is the day of the first
    consent: 24 months later everything personal is empty. ``hidden_from`` holds one employer a
    line.
    """

    retention = TALENT_POOL.by(
        "kept_since",
        subject="talent_record_id",
        at_ceiling=AtCeiling.EMPTY,
    )
    personal_fields = (
        "person_name",
        "employee_number",
        "person_mail",
        "destination",
        "leave_words",
        "current_company",
        "current_role",
        "skills",
        "hidden_from",
        "next_action",
    )

    person_name = models.CharField(_("person's name"), max_length=160, blank=True, default="")
    employee_number = models.CharField(_("employee number"), max_length=40, blank=True, default="")
    person_mail = SealedTextField(
        _("private mail address"),
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
    language = models.CharField(_("language"), max_length=5, default="ja")
    units = models.CharField(_("former units"), max_length=200, blank=True, default="")
    joined_company_on = models.DateField(_("employed from"), null=True, blank=True)
    left_on = models.DateField(_("left on"))
    last_grade = models.CharField(_("last grade"), max_length=40, blank=True, default="")
    destination = _sealed(_("destination"), 120)
    leave_words = _sealed(_("reason in own words"), 1000)
    leave_code = models.CharField(
        _("reason code of leaving"),
        max_length=15,
        choices=[(one.value, one.name) for one in LeaveCode],
        blank=True,
        default="",
    )
    contact_agreed_on = models.DateField(_("agreed to be written to on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=15, default=ALUMNI.initial)
    kept_since = models.DateField(_("kept since"))
    consent_version = models.PositiveIntegerField(_("version of the consent"), default=0)
    consent_hash = models.CharField(_("hash of the text"), max_length=64, blank=True, default="")
    consented_at = models.DateTimeField(_("consented at"), null=True, blank=True)
    ends_on = models.DateField(_("consent until"), null=True, blank=True)
    batch_id = models.UUIDField(_("sending"), null=True, blank=True)
    invited_on = models.DateField(_("invited on"), null=True, blank=True)
    asked_on = models.DateField(_("asked to renew on"), null=True, blank=True)
    seen_on = models.DateField(_("last sign on"), null=True, blank=True)
    current_company = _sealed(_("present company"), 120)
    current_role = _sealed(_("present work"), 120)
    skills = _sealed(_("skills gained"), 600)
    willingness = ArrayField(
        models.CharField(max_length=10, choices=[(one.value, one.name) for one in Willingness]),
        verbose_name=_("open to"),
        default=list,
    )
    visible_fields = ArrayField(
        models.CharField(max_length=10, choices=[(one.value, one.name) for one in VisibleField]),
        verbose_name=_("visible to members"),
        default=list,
    )
    hidden_from = _sealed(_("hidden from employers"), 600)
    last_contact_on = models.DateField(_("last contact on"), null=True, blank=True)
    coordinator_id = models.BigIntegerField(_("coordinator"), null=True, blank=True)
    next_action = _sealed(_("next action"), 200)
    next_action_on = models.DateField(_("next action on"), null=True, blank=True)

    class Meta:
        verbose_name = _("alumni member")
        verbose_name_plural = _("alumni members")
        triggers: ClassVar = [state_guard(ALUMNI)]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-created_at", "-id"], name="alumni_newest"),
            models.Index(fields=["organisation", "person_mail_index"], name="alumni_mail"),
        ]
