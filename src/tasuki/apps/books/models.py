"""What the books add to the rows that others write: frozen figures, surveys after six months."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantModel
from tasuki.core.retention import EVIDENCE, STATISTICS


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
