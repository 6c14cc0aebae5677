"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacementConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.placement"
    label = "placement"
    verbose_name = _("placement")
