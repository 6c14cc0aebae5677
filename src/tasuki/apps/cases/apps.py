"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.cases"
    label = "cases"
    verbose_name = _("cases of moves")
