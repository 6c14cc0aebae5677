"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoolConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.pool"
    label = "pool"
    verbose_name = _("talent pool")
