"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RelayConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.relay"
    label = "relay"
    verbose_name = _("relay")
