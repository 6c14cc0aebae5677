"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.rights"
    label = "rights"
    verbose_name = _("rights of persons")
