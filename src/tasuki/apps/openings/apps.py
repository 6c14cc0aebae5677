"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpeningsConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.openings"
    label = "openings"
    verbose_name = _("openings")
