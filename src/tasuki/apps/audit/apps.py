"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.audit"
    label = "audit"
    verbose_name = _("audit")
