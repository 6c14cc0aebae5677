"""Addresses of the API."""

from django.urls import URLPattern, URLResolver, include, path

from tasuki.api.v1.routes import urlpatterns as version_1

urlpatterns: list[URLPattern | URLResolver] = [path("v1/", include(version_1))]
