"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MovesConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.moves"
    label = "moves"
    verbose_name = _("moves")
