"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgsConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.orgs"
    label = "orgs"
    verbose_name = _("organisations")
