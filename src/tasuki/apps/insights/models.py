"""Facts without names, costs, targets, and months as they were closed."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantModel
from tasuki.core.kpi.facts import Ending, HireChannel, HireKind, OutcomeKind
from tasuki.core.retention import EVIDENCE, STATISTICS

_KINDS = [(one.value, one.name) for one in OutcomeKind]
_CHANNELS = [(one.value, one.name) for one in HireChannel]
_HIRE_KINDS = [(one.value, one.name) for one in HireKind]
_ENDINGS = [(one.value, one.name) for one in Ending]


class OutcomeFact(TenantModel):
    """One outcome, or several alike: a day, a number and codes; names nobody."""

    retention = STATISTICS

    kind = models.CharField(_("what happened"), max_length=20, choices=_KINDS)
    happened_on = models.DateField(_("on"))
    count = models.PositiveIntegerField(_("how many"), default=1)
    channel = models.CharField(_("route"), max_length=20, choices=_CHANNELS, blank=True, default="")
    hire_kind = models.CharField(
        _("kind of hire"), max_length=16, choices=_HIRE_KINDS, blank=True, default=""
    )
    job_group = models.CharField(_("job group"), max_length=40, blank=True, default="")
    ending = models.CharField(
        _("how it ended"), max_length=12, choices=_ENDINGS, blank=True, default=""
    )
    is_former = models.BooleanField(_("worked here before"), default=False)
    prefecture = models.CharField(_("prefecture"), max_length=2, blank=True, default="")
    origin = models.CharField(_("from"), max_length=40, blank=True, default="")
    destination = models.CharField(_("to"), max_length=40, blank=True, default="")
    followed_on = models.DateField(_("follow-up on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=20)
    source_key = models.CharField(_("number at the source"), max_length=80)

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "source", "source_key"], name="one_outcome"
            ),
            models.CheckConstraint(condition=models.Q(count__gte=1), name="outcome_counts"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "kind", "happened_on"], name="outcome_day"),
        ]


class CostEntry(TenantModel):
    """What hiring cost in a month; a correction of a closed month is a new entry."""

    retention = EVIDENCE

    class Scope(models.TextChoices):
        """Paid outside, or the company's own hours; stored."""

        EXTERNAL = "external", _("external")
        INTERNAL = "internal", _("internal")

    month = models.DateField(_("month"))
    scope = models.CharField(_("scope"), max_length=10, choices=Scope.choices)
    channel = models.CharField(
        _("route"), max_length=20, choices=_CHANNELS, default=HireChannel.UNKNOWN
    )
    hire_kind = models.CharField(
        _("kind of hire"), max_length=16, choices=_HIRE_KINDS, blank=True, default=""
    )
    job_group = models.CharField(_("job group"), max_length=40, blank=True, default="")
    amount = models.BigIntegerField(_("amount in yen"))
    source = models.CharField(_("source"), max_length=120, blank=True, default="")
    entered_by_id = models.BigIntegerField(_("entered by"), null=True, blank=True)

    class Meta:
        verbose_name = _("cost entry")
        verbose_name_plural = _("cost entries")
        triggers: ClassVar = [pgtrigger.Protect(name="cost_stays", operation=pgtrigger.Update)]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "month"], name="cost_month"),
        ]


class FigurePlan(TenantModel):
    """With which year an organisation compares, and in which scope it counts costs."""

    retention = STATISTICS

    baseline_year = models.PositiveSmallIntegerField(_("base year"), null=True, blank=True)
    counts_internal = models.BooleanField(_("internal costs are counted"), default=False)
    counts_rooms = models.BooleanField(_("rooms of the house are counted"), default=True)
    mails_month = models.BooleanField(_("closed months are mailed"), default=False)

    class Meta:
        verbose_name = _("plan of figures")
        verbose_name_plural = _("plans of figures")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation"], name="one_figure_plan"),
        ]


class FigureTarget(TenantModel):
    """What a figure should reach in a fiscal year, in tenths of a percent."""

    retention = STATISTICS

    definition_id = models.CharField(_("figure"), max_length=40)
    year = models.PositiveSmallIntegerField(_("fiscal year"))
    permille = models.IntegerField(_("target in tenths of a percent"))

    class Meta:
        verbose_name = _("target of a figure")
        verbose_name_plural = _("targets of figures")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "definition_id", "year"], name="one_figure_target"
            ),
        ]


class FigureMonth(TenantModel):
    """The fiscal year up to a month as it stood when the month was closed; never changes."""

    retention = EVIDENCE

    month = models.DateField(_("month"))
    year = models.PositiveSmallIntegerField(_("fiscal year"))
    counts = models.JSONField(_("counts"))
    cells = models.JSONField(_("counts as others may see them"), null=True, blank=True)
    costs = models.JSONField(_("costs"))
    definitions = models.JSONField(_("definitions and their versions"))
    digest = models.CharField(_("digest"), max_length=64)
    closed_at = models.DateTimeField(_("closed at"))
    closed_by_id = models.BigIntegerField(_("closed by"), null=True, blank=True)

    class Meta:
        verbose_name = _("closed month")
        verbose_name_plural = _("closed months")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "month"], name="one_closed_month"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="figures_stay", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
