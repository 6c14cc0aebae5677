"""The pages as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers the pages; templates, texts and static files are found by the settings."""

    name = "tasuki.web"
    label = "web"
