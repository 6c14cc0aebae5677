"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PassportConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.passport"
    label = "passport"
    verbose_name = _("passport")
