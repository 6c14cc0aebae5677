"""The conditions of an opening as they were shown, version by version (D8, D9)."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from tasuki.apps.base import TenantForeignKey, TenantModel
from tasuki.apps.openings.models.opening import Opening
from tasuki.core.retention import PLACEMENT_BOOK


class OpeningVersion(TenantModel):
    """What an opening said from one day on; kept, never changed.

    ``content`` holds the text of each condition by its key, ``changes`` what differs from the
    version before: key, kind, before, after.

    Source: 職業安定法 5条の3第3項 (old and new before the contract), 施行規則 4条の2 (record).
    """

    retention = PLACEMENT_BOOK.by("start_of_opening_version")

    opening = TenantForeignKey(Opening, verbose_name=_("opening"))
    version = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("conditions"))
    changes = models.JSONField(_("changes"), default=list)
    made_on = models.DateField(_("made on"))
    made_by_name = models.CharField(_("made by"), max_length=120)

    class Meta:
        verbose_name = _("version of an opening")
        verbose_name_plural = _("versions of openings")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "opening", "version"], name="one_opening_version"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="opening_version_stays", operation=pgtrigger.Update)
        ]
