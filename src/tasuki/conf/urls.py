"""Addresses: pages by audience, the API, and health."""

from django.urls import include, path

from tasuki.api.urls import urlpatterns as api_urls
from tasuki.web.urls import urlpatterns as web_urls

urlpatterns = [
    path("api/", include((api_urls, "api"))),
    *web_urls,
]
