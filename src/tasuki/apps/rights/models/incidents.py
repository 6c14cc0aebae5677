"""An incident with personal data: what happened, whom it touches, what was done and by when."""

from dataclasses import replace
from typing import ClassVar
from uuid import UUID

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import BlindIndexField, SealedTextField
from tasuki.apps.base import TenantForeignKey, TenantModel, state_guard
from tasuki.core.law.record_kinds import RecordKind
from tasuki.core.retention import Retention
from tasuki.core.rights.breach import INCIDENT, IncidentState

INCIDENT_FILE = Retention(
    kind=RecordKind.INCIDENT_RECORD,
    starts_at="closed",
    basis="design: proof of reports and notices (個人情報保護法26条), three to five years",
    clock="closed_at",
)
_CLOSED = IncidentState.CLOSED.value
# Steps and persons go with their incident; their clock is the clock of the incident.
INCIDENT_PART = replace(INCIDENT_FILE, clock="incident__closed_at")


class Incident(TenantModel):
    """漏えい等 (個人情報保護法26条): the file of one incident with its clocks."""

    retention = INCIDENT_FILE

    number = models.CharField(_("number"), max_length=20)
    title = models.CharField(_("title"), max_length=120)
    state = models.CharField(_("state"), max_length=12, default=IncidentState.OPEN.value)
    happened_on = models.DateField(_("happened on"), null=True, blank=True)
    known_at = models.DateTimeField(_("known at"))
    triggers = models.JSONField(_("cases of the report"), default=list, blank=True)
    is_encrypted = models.BooleanField(_("strongly encrypted"), default=False)
    encryption_note = models.CharField(
        _("why nobody can read it"), max_length=300, blank=True, default=""
    )
    is_reportable = models.BooleanField(_("report due"), default=False)
    stated_count = models.PositiveIntegerField(_("number of persons"), default=0)
    overview = models.TextField(_("what happened"), blank=True, default="")
    data_items = models.TextField(_("items of data"), blank=True, default="")
    cause = models.TextField(_("cause"), blank=True, default="")
    secondary_damage = models.TextField(_("secondary damage"), blank=True, default="")
    response = models.TextField(_("done for the persons"), blank=True, default="")
    publication = models.TextField(_("publication"), blank=True, default="")
    prevention = models.TextField(_("prevention"), blank=True, default="")
    other = models.TextField(_("other matters"), blank=True, default="")
    preliminary_by = models.DateField(_("preliminary report by"))
    final_by = models.DateField(_("final report by"))
    preliminary_at = models.DateTimeField(_("preliminary report sent at"), null=True, blank=True)
    preliminary_receipt = models.CharField(
        _("receipt of the preliminary report"), max_length=60, blank=True, default=""
    )
    final_at = models.DateTimeField(_("final report sent at"), null=True, blank=True)
    final_receipt = models.CharField(
        _("receipt of the final report"), max_length=60, blank=True, default=""
    )
    persons_told_at = models.DateTimeField(_("persons told at"), null=True, blank=True)
    persons_told_how = models.CharField(
        _("persons told how"), max_length=200, blank=True, default=""
    )
    substitute = models.TextField(_("measure instead of a notice"), blank=True, default="")
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by_id = models.BigIntegerField(_("closed by"), null=True, blank=True)
    closed_by_name = models.CharField(_("closed by (name)"), max_length=80, blank=True, default="")
    controller_ids = models.JSONField(_("controllers told"), default=list, blank=True)
    is_told_controller = models.BooleanField(_("the controller reports"), default=False)
    processor_name = models.CharField(_("told by"), max_length=120, blank=True, default="")
    link_id = models.UUIDField(_("registration link"), null=True, blank=True)
    reminded = models.JSONField(_("reminders sent"), default=list, blank=True)
    opened_by_id = models.BigIntegerField(_("opened by"), null=True, blank=True)
    opened_by_name = models.CharField(_("opened by (name)"), max_length=80, blank=True, default="")

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        triggers: ClassVar = [state_guard(INCIDENT)]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_incident_number"),
            models.CheckConstraint(
                condition=~models.Q(state=_CLOSED)
                | models.Q(is_reportable=False)
                | models.Q(final_at__isnull=False)
                & (models.Q(persons_told_at__isnull=False) | ~models.Q(substitute="")),
                name="incident_persons_told_before_closing",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=_CLOSED)
                | models.Q(closed_at__isnull=False, closed_by_id__gt=0)
                & ~models.Q(closed_by_name=""),
                name="incident_closing_is_named",
            ),
            models.CheckConstraint(
                condition=models.Q(is_encrypted=False) | ~models.Q(encryption_note=""),
                name="incident_exemption_is_explained",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-known_at", "-id"], name="incident_newest"),
        ]


class IncidentStep(TenantModel):
    """One line of the log of an incident: append-only."""

    retention = INCIDENT_PART

    incident = TenantForeignKey(Incident, verbose_name=_("incident"))
    kind = models.CharField(_("kind"), max_length=30)
    text = models.TextField(_("text"), blank=True, default="")
    happened_at = models.DateTimeField(_("happened at"))
    by_id = models.BigIntegerField(_("by"), null=True, blank=True)
    by_name = models.CharField(_("by (name)"), max_length=80, blank=True, default="")

    class Meta:
        verbose_name = _("step of an incident")
        verbose_name_plural = _("steps of an incident")
        triggers: ClassVar = [pgtrigger.Protect(name="step_stays", operation=pgtrigger.Update)]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "incident", "happened_at"], name="incident_steps"),
        ]


class IncidentPerson(TenantModel):
    """One person an incident touches, and the notice that person got."""

    retention = INCIDENT_PART
    personal_fields = ("name", "mail")

    class Source(models.TextChoices):
        """How the person came onto the list; stored."""

        LINK = "link", _("registration link")
        IMPORT = "import", _("import")
        EXPORT = "export", _("export")
        MAILS = "mails", _("mail batch")
        HAND = "hand", _("chosen by hand")

    incident = TenantForeignKey(Incident, verbose_name=_("incident"))
    source = models.CharField(_("source"), max_length=8, choices=Source.choices)
    talent_record_id = models.UUIDField(_("talent record"), null=True, blank=True)
    registration_id = models.UUIDField(_("registration"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=160, blank=True, default="")
    mail = SealedTextField(
        _("mail address"), max_length=254, blank=True, default="", is_mail=True, index="mail_index"
    )
    mail_index = BlindIndexField(_("keyed hash of the mail address"), of="mail", kind="mail")
    mail_id = models.UUIDField(_("mail"), null=True, blank=True)
    told_at = models.DateTimeField(_("told at"), null=True, blank=True)

    class Meta:
        verbose_name = _("person of an incident")
        verbose_name_plural = _("persons of an incident")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "incident", "talent_record_id"],
                condition=models.Q(talent_record_id__isnull=False),
                name="incident_person_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "incident", "id"], name="incident_persons"),
        ]

    def key_subject(self) -> UUID:
        """Return the row itself: the file outlives the erasure of the person (26条)."""
        return self.id
