"""Addresses of the room; each module declares its own in ``PATTERNS``."""

from django.urls import URLPattern, URLResolver

from tasuki.web.privacy import (
    consents,
    incident_acts,
    keep,
    law,
    provisions,
    quarantine,
    request_acts,
    retention,
)

urlpatterns: list[URLPattern | URLResolver] = [
    *law.PATTERNS,
    *quarantine.PATTERNS,
    *incident_acts.PATTERNS,
    *request_acts.PATTERNS,
    *retention.PATTERNS,
    *consents.PATTERNS,
    *provisions.PATTERNS,
    *keep.PATTERNS,
]
