"""Addresses of the room."""

from django.urls import URLPattern, path

from tasuki.web.agenda import pages

urlpatterns: list[URLPattern] = [
    path("", pages.TasksPage.as_view(), name="tasks"),
    path("plan/", pages.PlanNow.as_view(), name="plan"),
    path("rules/", pages.RulesPage.as_view(), name="rules"),
    path("rules/<slug:kind>/", pages.RulePage.as_view(), name="rule"),
    path("feed/open/", pages.OpenFeed.as_view(), name="feed_open"),
    path("feed/close/", pages.CloseFeed.as_view(), name="feed_close"),
    path("feed/<str:key>.ics", pages.Feed.as_view(), name="feed"),
    path("<uuid:task_id>/", pages.TaskPage.as_view(), name="task"),
    path("<uuid:task_id>/done/", pages.FinishTask.as_view(), name="done"),
    path("<uuid:task_id>/reopen/", pages.ReopenTask.as_view(), name="reopen"),
]
