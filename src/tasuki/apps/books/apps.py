"""Registers the area with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BooksConfig(AppConfig):
    """Registers the area with Django."""

    name = "tasuki.apps.books"
    label = "books"
    verbose_name = _("books")
