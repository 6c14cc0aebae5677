"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuarantineConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.quarantine"
    label = "quarantine"
    verbose_name = _("quarantine")
