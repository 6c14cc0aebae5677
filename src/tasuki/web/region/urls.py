"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from tasuki.web.region import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.HomePage.as_view(), name="home"),
    path("months.csv", home.MonthsCsv.as_view(), name="months_csv"),
]
