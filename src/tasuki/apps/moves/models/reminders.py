"""Which reminder was sent about which case, so that none is sent twice."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantModel
from tasuki.core.retention import STATISTICS


class MoveReminder(TenantModel):
    """One mark of one case, delivery or sheet that was brought to mind; says nothing else."""

    retention = STATISTICS

    case_id = models.UUIDField(_("case"))
    mark = models.CharField(_("mark"), max_length=40)

    class Meta:
        verbose_name = _("reminder of a move")
        verbose_name_plural = _("reminders of moves")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "case_id", "mark"], name="one_reminder_for_a_mark"
            ),
        ]
