"""Addresses of everybody's pages, of home, and of health."""

from django.conf import settings
from django.urls import URLPattern, path

from tasuki.web.account import demo, filters, frame, health, invitation, members, notices, own

home_patterns: list[URLPattern] = [
    path("", frame.home, name="home"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
]

urlpatterns: list[URLPattern] = [
    path("language/", frame.set_language, name="language"),
    path("theme/<int:organisation_id>.css", frame.theme, name="theme"),
    path("organisations/", frame.SidesPage.as_view(), name="organisations"),
    path("organisation/", members.OrganisationPage.as_view(), name="organisation"),
    path("profile/", own.ProfilePage.as_view(), name="profile"),
    path("notices/", notices.NoticesPage.as_view(), name="notices"),
    path("notices/read/", notices.ReadNotices.as_view(), name="notices_read"),
    path("filters/add/", filters.AddFilter.as_view(), name="filter_add"),
    path("filters/", filters.FiltersPage.as_view(), name="filters"),
    path("filters/<uuid:filter_id>/remove/", filters.RemoveFilter.as_view(), name="filter_remove"),
    path("members/", members.MembersPage.as_view(), name="members"),
    path("members/invite/", members.InvitePage.as_view(), name="invite"),
    path("members/<uuid:membership_id>/role/", members.RolePage.as_view(), name="role"),
    path("members/<uuid:membership_id>/end/", members.EndPage.as_view(), name="member_end"),
    path(
        "members/invitations/<uuid:invitation_id>/revoke/",
        members.RevokeInvitation.as_view(),
        name="invitation_revoke",
    ),
    path("invitation/<str:key>/", invitation.InvitationPage.as_view(), name="invitation"),
]

if settings.DEMO:  # without it the address does not exist at all
    home_patterns += [path("demo/", demo.PersonaPage.as_view(), name="demo")]
