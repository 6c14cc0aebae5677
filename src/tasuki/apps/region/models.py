"""What companies agreed to have counted for their region."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantModel
from tasuki.core.retention import EVIDENCE


class CountAgreement(TenantModel):
    """A company lets a municipality count its monthly totals. The company's side."""

    retention = EVIDENCE

    municipality_id = models.BigIntegerField(_("municipality"))
    agreed_on = models.DateField(_("agreed on"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("count agreement")
        verbose_name_plural = _("count agreements")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "municipality_id"], name="one_count_agreement"
            ),
        ]


class RegionalCount(TenantModel):
    """One company's totals of one month, without persons. The municipality's side."""

    retention = EVIDENCE

    company_id = models.BigIntegerField(_("company"))
    company_name = models.CharField(_("company's name"), max_length=120)
    month = models.DateField(_("month"))
    informed_count = models.PositiveIntegerField(_("result notices"), default=0)
    registered_count = models.PositiveIntegerField(_("registrations"), default=0)
    counted_count = models.PositiveIntegerField(_("counted"), default=0)
    slot_count = models.PositiveIntegerField(_("slots"), default=0)
    hired_count = models.PositiveIntegerField(_("hires by slot"), default=0)

    class Meta:
        verbose_name = _("regional count")
        verbose_name_plural = _("regional counts")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "company_id", "month"], name="one_regional_count"
            ),
        ]
