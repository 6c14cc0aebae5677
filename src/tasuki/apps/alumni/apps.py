"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlumniConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.alumni"
    label = "alumni"
    verbose_name = _("alumni network")
