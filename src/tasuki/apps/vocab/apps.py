"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VocabConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.vocab"
    label = "vocab"
    verbose_name = _("vocabularies")
