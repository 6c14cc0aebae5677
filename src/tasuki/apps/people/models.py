"""A person as one organisation knows them, and what that person applied for."""

from typing import ClassVar
from uuid import UUID

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import (
    BlindIndexField,
    SealedDateField,
    SealedJsonField,
    SealedTextField,
)
from tasuki.apps.base import TenantForeignKey, TenantModel
from tasuki.core.retention import (
    PROVISION_RECORD,
    SELECTION_DATA,
    SELECTION_NOTES,
    STATISTICS,
    TALENT_POOL,
    WHILE_CUSTOMER,
    AtCeiling,
    Retention,
)


class TalentRecord(TenantModel):
    """One person in one organisation; organisations never share a record."""

    retention = SELECTION_DATA.by(
        "start_of_rejected_person",
        subject="id",
        at_ceiling=AtCeiling.EMPTY,
        also_emptied=("name_key",),
    )
    further_retention: ClassVar[tuple[Retention, ...]] = (
        TALENT_POOL.by(
            "start_of_pooled_person",
            subject="id",
            at_ceiling=AtCeiling.EMPTY,
            also_emptied=("name_key",),
        ),
    )
    personal_fields = (
        "family_name",
        "given_name",
        "name_kana",
        "mail",
        "phone",
        "birth_date",
        "address",
    )

    number = models.CharField(_("number"), max_length=20)
    family_name = models.CharField(_("family name"), max_length=80, blank=True, default="")
    given_name = models.CharField(_("given name"), max_length=80, blank=True, default="")
    name_kana = models.CharField(_("name in kana"), max_length=160, blank=True, default="")
    name_key = models.CharField(_("search key of the name"), max_length=200, blank=True, default="")
    mail = SealedTextField(
        _("mail address"), max_length=254, blank=True, default="", is_mail=True, index="mail_index"
    )
    mail_index = BlindIndexField(_("keyed hash of the mail address"), of="mail", kind="mail")
    phone = SealedTextField(_("phone"), max_length=20, blank=True, default="", index="phone_index")
    phone_index = BlindIndexField(_("keyed hash of the phone"), of="phone", kind="phone")
    birth_date = SealedDateField(_("birth date"), null=True, blank=True, index="birth_index")
    birth_index = BlindIndexField(
        _("keyed hash of the birth date"), of="birth_date", kind="birth_date"
    )
    address = SealedTextField(_("address"), max_length=200, blank=True, default="")
    language = models.CharField(_("language"), max_length=5, default="ja")
    stopped_at = models.DateTimeField(_("use stopped at"), null=True, blank=True)
    merged_into_id = models.UUIDField(_("merged into"), null=True, blank=True)

    class Meta:
        verbose_name = _("talent record")
        verbose_name_plural = _("talent records")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_record_number"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-created_at", "-id"], name="talent_newest"),
            models.Index(fields=["organisation", "mail_index"], name="talent_mail"),
            models.Index(fields=["organisation", "phone_index"], name="talent_phone"),
            models.Index(
                fields=["merged_into_id"],
                name="talent_merged",
                condition=models.Q(merged_into_id__isnull=False),
            ),
            GinIndex(fields=["name_key"], name="talent_name_trigram", opclasses=["gin_trgm_ops"]),
        ]

    @property
    def full_name(self) -> str:
        """Family and given name with a half-width space, one of them where that is all."""
        return f"{self.family_name} {self.given_name}".strip()


class Application(TenantModel):
    """One application of a person; ``raw`` keeps the imported cells as they were."""

    retention = SELECTION_NOTES.by(
        "start_of_selection_notes",
        subject="talent_record_id",
        at_ceiling=AtCeiling.EMPTY,
        also_emptied=("end_reason",),
    )
    personal_fields = ("raw", "note", "decision_reason")
    # Imported cells: words of a system as a rule, and free in fact.
    free_texts = ("job_title", "channel", "stage")

    class Outcome(models.TextChoices):
        """How the selection stands; stored."""

        RUNNING = "running", _("in selection")
        HIRED = "hired", _("hired")
        NOT_SELECTED = "not_selected", _("not selected")
        WITHDREW = "withdrew", _("withdrew")

    talent_record = TenantForeignKey(TalentRecord, verbose_name=_("talent record"))
    number = models.CharField(_("number"), max_length=40)
    job_title = models.CharField(_("job"), max_length=120)
    channel = models.CharField(_("channel"), max_length=60, blank=True, default="")
    stage = models.CharField(_("stage"), max_length=60, blank=True, default="")
    outcome = models.CharField(
        _("outcome"), max_length=20, choices=Outcome.choices, default=Outcome.RUNNING
    )
    end_reason = models.CharField(_("end reason"), max_length=120, blank=True, default="")
    applied_on = models.DateField(_("applied on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    decided_by_id = models.BigIntegerField(_("decided by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_reason = SealedTextField(
        _("reason of the decision"), max_length=300, blank=True, default=""
    )
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True)
    import_run_id = models.UUIDField(_("import"), null=True, blank=True)
    note = SealedTextField(_("note"), blank=True, default="")
    raw = SealedJsonField(_("imported cells"), default=dict, blank=True)

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "number"], name="one_application_number"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by_id=None, decided_at=None)
                | models.Q(decided_by_id__isnull=False, decided_at__isnull=False),
                name="decision_has_a_name_and_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-applied_on", "-id"], name="application_newest"),
            models.Index(
                fields=["organisation", "outcome", "-applied_on", "-id"],
                name="application_by_outcome",
            ),
        ]

    def key_subject(self) -> UUID:
        """Return the person: their key seals what was written about them here."""
        return self.talent_record_id


class ApplicationStep(TenantModel):
    """A stage that an application reached: the history that imports usually lose."""

    retention = STATISTICS
    free_texts = ("stage", "outcome")

    application = TenantForeignKey(
        Application, on_delete=models.CASCADE, verbose_name=_("application")
    )
    stage = models.CharField(_("stage"), max_length=60)
    outcome = models.CharField(_("outcome"), max_length=60, blank=True, default="")
    happened_on = models.DateField(_("happened on"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("application step")
        verbose_name_plural = _("application steps")
        ordering: ClassVar = ["position"]


class NumberSeries(TenantModel):
    """The last number given out of a series, locked while the next one is taken."""

    retention = WHILE_CUSTOMER

    name = models.CharField(_("name"), max_length=30)
    last_number = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="one_series_name"),
        ]


class RecordView(TenantModel):
    """Somebody of the organisation looked at a person's record: once a member, way and day.

    Shown to the person with organisation, role and purpose; the member's name is not.
    """

    retention = PROVISION_RECORD.by("viewed_on", subject="talent_record_id")

    class Way(models.TextChoices):
        """How it was looked at; stored."""

        OPENED = "opened", _("opened")
        EXPORTED = "exported", _("exported")
        PRINTED = "printed", _("printed")

    talent_record_id = models.UUIDField(_("talent record"))
    viewer_id = models.BigIntegerField(_("seen by"))
    role = models.CharField(_("role"), max_length=30)
    way = models.CharField(_("way"), max_length=10, choices=Way.choices, default=Way.OPENED)
    viewed_on = models.DateField(_("seen on"))
    first_at = models.DateTimeField(_("first seen at"))

    class Meta:
        verbose_name = _("view of a record")
        verbose_name_plural = _("views of records")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "talent_record_id", "viewer_id", "way", "viewed_on"],
                name="one_view_a_day",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="record_view_stays", operation=pgtrigger.Update)
        ]
