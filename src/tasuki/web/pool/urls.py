"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from tasuki.web.pool import answer, entry, listing

urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.PoolList.as_view(), name="entries"),
    path("sendings/<uuid:batch_id>/back/", listing.TakeBack.as_view(), name="back"),
    path("<uuid:entry_id>/", entry.EntryPage.as_view(), name="entry"),
    path("<uuid:entry_id>/edit/", entry.EditEntry.as_view(), name="edit"),
    path("<uuid:entry_id>/select/", entry.BeginSelection.as_view(), name="select"),
    path("<uuid:entry_id>/result/", entry.EndSelection.as_view(), name="result"),
]
own_patterns: list[URLPattern | URLResolver] = [
    path("pool/<str:key>/", answer.AnswerPage.as_view(), name="answer"),
]
