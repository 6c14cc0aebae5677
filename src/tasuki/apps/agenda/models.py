"""Duties as tasks, and what an organisation settles about each kind of them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantModel
from tasuki.core.agenda.kinds import AgendaKind
from tasuki.core.retention import STATISTICS, WHILE_CUSTOMER

_KINDS = [(one.value, one.name) for one in AgendaKind]


class AgendaTask(TenantModel):
    """One duty with its days; ``subject`` names a case by its number, never a person."""

    retention = STATISTICS

    class State(models.TextChoices):
        """How it stands; stored."""

        OPEN = "open", _("open")
        DONE = "done", _("done")
        VOID = "void", _("no longer due")

    kind = models.CharField(_("kind"), max_length=20, choices=_KINDS)
    key = models.CharField(_("key"), max_length=80)
    subject = models.CharField(_("case"), max_length=60)
    starts_on = models.DateField(_("from"))
    due_on = models.DateField(_("due on"))
    url = models.CharField(_("page"), max_length=200, blank=True, default="")
    owner_id = models.BigIntegerField(_("owner"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by_id = models.BigIntegerField(_("done by"), null=True, blank=True)
    reminded_on = models.DateField(_("reminded on"), null=True, blank=True)

    class Meta:
        verbose_name = _("task of the calendar")
        verbose_name_plural = _("tasks of the calendar")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "key"], name="one_task_for_a_key"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "state", "due_on"], name="agenda_due"),
        ]


class AgendaRule(TenantModel):
    """What an organisation settled about a kind: who does it, and whether it concerns it."""

    retention = WHILE_CUSTOMER

    kind = models.CharField(_("kind"), max_length=20, choices=_KINDS)
    owner_id = models.BigIntegerField(_("owner"), null=True, blank=True)
    is_on = models.BooleanField(_("in the calendar"), default=True)

    class Meta:
        verbose_name = _("rule of the calendar")
        verbose_name_plural = _("rules of the calendar")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="one_rule_for_a_kind"),
        ]
