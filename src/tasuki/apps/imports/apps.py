"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.imports"
    label = "imports"
    verbose_name = _("imports")
