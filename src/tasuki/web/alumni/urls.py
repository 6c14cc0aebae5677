"""Addresses of the room."""

from django.urls import URLPattern, URLResolver, path

from tasuki.web.alumni import listing, member, own

urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.MemberList.as_view(), name="members"),
    path("exit/", member.ExitInterview.as_view(), name="exit"),
    path("import/", member.ImportLeavers.as_view(), name="import"),
    path("sendings/<uuid:batch_id>/back/", listing.TakeBack.as_view(), name="back"),
    path("<uuid:member_id>/", member.MemberPage.as_view(), name="member"),
    path("<uuid:member_id>/edit/", member.EditRelation.as_view(), name="edit"),
]
own_patterns: list[URLPattern | URLResolver] = [
    path("alumni/<str:key>/", own.OwnPage.as_view(), name="mine"),
]
