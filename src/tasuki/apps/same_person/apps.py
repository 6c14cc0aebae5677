"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SamePersonConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.same_person"
    label = "same_person"
    verbose_name = _("same person")
