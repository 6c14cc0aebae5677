"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from tasuki.web.cases import adding, listing, one

urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.CaseList.as_view(), name="cases"),
    path("add/", adding.AddCase.as_view(), name="add"),
    path("<uuid:move_case_id>/", one.CasePage.as_view(), name="case"),
]
