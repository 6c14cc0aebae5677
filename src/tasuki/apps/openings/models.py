"""Openings of a company, with the eleven items of 職業安定法5条の3."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantModel
from tasuki.core.retention import PLACEMENT_BOOK


class Opening(TenantModel):
    """A job that a company offers. ``terms`` holds the eleven items by their keys."""

    retention = PLACEMENT_BOOK

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
    as_of = models.DateField(_("as of"))
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
