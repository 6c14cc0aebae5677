"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeysConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.keys"
    label = "keys"
    verbose_name = _("data keys")
