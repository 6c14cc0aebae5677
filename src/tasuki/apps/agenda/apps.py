"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.agenda"
    label = "agenda"
    verbose_name = _("calendar")
