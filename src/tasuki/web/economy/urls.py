"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from tasuki.web.economy import what_if

urlpatterns: list[URLPattern | URLResolver] = [
    path("", what_if.ResultPage.as_view(), name="what_if"),
    path("levers/", what_if.LeversPage.as_view(), name="levers"),
    path("goal/", what_if.GoalPage.as_view(), name="goal"),
    path("<slug:picture>.csv", what_if.PictureFile.as_view(), name="picture_file"),
]
