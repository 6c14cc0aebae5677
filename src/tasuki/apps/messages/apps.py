"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagesConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.messages"
    label = "outbox"
    verbose_name = _("messages")
