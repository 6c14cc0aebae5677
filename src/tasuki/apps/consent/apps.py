"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsentConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.consent"
    label = "consent"
    verbose_name = _("consent")
