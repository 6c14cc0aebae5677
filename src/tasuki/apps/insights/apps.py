"""The area's registration with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.insights"
    label = "insights"
    verbose_name = _("figures")
