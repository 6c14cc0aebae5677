"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoundsConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.rounds"
    label = "rounds"
    verbose_name = _("rounds")
