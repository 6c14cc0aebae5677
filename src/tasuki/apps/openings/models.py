"""Openings of a company, with the eleven items of 職業安定法5条の3.

That an open one is whole is also a promise of the table (``migrations/law.sql``).
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantModel
from tasuki.core.retention import PLACEMENT_BOOK


class Opening(TenantModel):
    """A job that a company offers. ``terms`` holds the eleven items by their keys."""

    retention = PLACEMENT_BOOK.by("start_of_opening")

    class State(models.TextChoices):
        """How the opening stands; stored."""

        DRAFT = "draft", _("draft")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    number = models.CharField(_("number"), max_length=20)
    title = models.CharField(_("title"), max_length=120)
    occupation = models.CharField(_("occupation"), max_length=120)
    workplace = models.CharField(_("workplace"), max_length=200)
    pay_min_yen = models.PositiveIntegerField(_("lowest pay in yen"), default=0)
    pay_max_yen = models.PositiveIntegerField(_("highest pay in yen"), default=0)
    pay_unit = models.CharField(_("unit of pay"), max_length=10, default="month")
    theoretical_pay_yen = models.PositiveIntegerField(_("theoretical yearly pay in yen"), default=0)
    is_indefinite = models.BooleanField(_("indefinite term"), default=True)
    terms = models.JSONField(_("working conditions"), default=dict)
    prefecture = models.PositiveSmallIntegerField(
        _("prefecture of the workplace"), null=True, blank=True
    )
    work_minutes = models.PositiveIntegerField(_("scheduled minutes of the unit of pay"), default=0)
    age_least = models.PositiveSmallIntegerField(_("youngest age"), null=True, blank=True)
    age_most = models.PositiveSmallIntegerField(_("oldest age"), null=True, blank=True)
    age_code = models.CharField(_("reason code of the age"), max_length=4, blank=True, default="")
    age_reason = models.CharField(_("reason of the age"), max_length=300, blank=True, default="")
    retirement_age = models.PositiveSmallIntegerField(_("retirement age"), null=True, blank=True)
    asks_experience = models.BooleanField(_("asks for experience"), default=False)
    declared_on = models.DateField(_("self-declaration on"), null=True, blank=True)
    as_of = models.DateField(_("as of"))
    external_id = models.CharField(
        _("number in the other system"), max_length=60, blank=True, default=""
    )
    import_run_id = models.UUIDField(_("import"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="one_opening_number"),
            models.CheckConstraint(
                condition=models.Q(pay_max_yen__gte=models.F("pay_min_yen")), name="opening_pay"
            ),
        ]
