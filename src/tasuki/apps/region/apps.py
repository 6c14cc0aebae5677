"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegionConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.region"
    label = "region"
    verbose_name = _("region")
