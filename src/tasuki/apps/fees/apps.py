"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeesConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.fees"
    label = "fees"
    verbose_name = _("fees")
