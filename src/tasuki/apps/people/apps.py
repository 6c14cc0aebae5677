"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.people"
    label = "people"
    verbose_name = _("people")
