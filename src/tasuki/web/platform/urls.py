"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from tasuki.web.platform import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.HomePage.as_view(), name="home"),
]
