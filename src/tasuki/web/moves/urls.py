"""Addresses of the room; each module declares its own in ``PATTERNS``."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
