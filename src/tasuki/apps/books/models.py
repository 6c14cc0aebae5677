"""What the books add to the rows that others write: frozen figures, surveys after six months."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.adapters.sealed import SealedFileField, SealedJsonField
from tasuki.apps.base import TenantModel
from tasuki.core.retention import EVIDENCE, IMPORT_WORK, STATISTICS


class ReportFreeze(TenantModel):
    """The figures of a year as they were handed in; append-only, a correction is a new version."""

    retention = EVIDENCE

    year = models.PositiveSmallIntegerField(_("business year"))
    version = models.PositiveSmallIntegerField(_("version"))
    cut_off_on = models.DateField(_("as of"))
    figures = models.JSONField(_("figures"))
    frozen_at = models.DateTimeField(_("frozen at"))
    frozen_by_id = models.BigIntegerField(_("frozen by"))

    class Meta:
        verbose_name = _("frozen report")
        verbose_name_plural = _("frozen reports")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "year", "version"], name="one_version_of_a_report"
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="report_stays", operation=pgtrigger.Update)]


class SeparationSurvey(TenantModel):
    """An employer was asked whether a hire stayed six months; says nothing else."""

    retention = STATISTICS

    introduction_id = models.UUIDField(_("introduction"))
    asked_on = models.DateField(_("asked on"))
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)
    closes_on = models.DateField(_("taken as unknown from"))
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("survey after six months")
        verbose_name_plural = _("surveys after six months")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "introduction_id"], name="one_survey_for_a_hire"
            ),
        ]


class BookRun(TenantModel):
    """A book that is printed in the background; the file stays for seven days.

    What was asked may name a person who was searched for: it goes with the last row.
    """

    retention = IMPORT_WORK
    personal_fields = ("asked", "file")

    class Document(models.TextChoices):
        """Which book; stored."""

        ORDERS = "D1", _("book of job orders")
        SEEKERS = "D2", _("book of job seekers")
        FEES = "D3", _("book of fees")

    class State(models.TextChoices):
        """How far it is; stored."""

        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    document = models.CharField(_("book"), max_length=4, choices=Document.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.RUNNING
    )
    asked = SealedJsonField(_("what was asked"), default=dict, blank=True)
    total_count = models.PositiveIntegerField(_("rows chosen"), default=0)
    done_count = models.PositiveIntegerField(_("rows printed"), default=0)
    file = SealedFileField(_("file"), upload_to="books/prints/", blank=True, default="")
    file_type = models.CharField(_("type of the file"), max_length=4, default="pdf")
    problem = models.TextField(_("problem"), blank=True, default="")
    started_by_id = models.BigIntegerField(_("started by"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("printing of a book")
        verbose_name_plural = _("printings of books")
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-created_at"], name="book_run_newest"),
        ]
