"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UpkeepConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.upkeep"
    label = "upkeep"
    verbose_name = _("retention")
