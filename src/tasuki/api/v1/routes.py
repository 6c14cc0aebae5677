"""Version 1: all areas under one address."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path

from tasuki.api.auth import SessionAuth, TokenAuth
from tasuki.api.document import DocsPage, TasukiApi
from tasuki.api.problems import install_handlers, not_found
from tasuki.api.throttling import CallerThrottle
from tasuki.api.v1 import (
    alumni,
    applications,
    books,
    cases,
    consents,
    contracts,
    credits,
    economy,
    fees,
    figures,
    imports,
    incidents,
    introductions,
    job_seekers,
    law,
    links,
    me,
    moves,
    notices,
    openings,
    orders,
    organisation,
    people,
    person,
    person_parts,
    pool,
    quarantine,
    region,
    registrations,
    retention,
    rights,
    rounds,
    same_person,
    side_work,
    skills,
    slots,
    statements,
)

api = TasukiApi(
    title="Tasuki",
    version="1",
    description="The acts of the pages, for machines. Texts of refusals come in the language "
    "of Accept-Language (ja or en); lists page by after and limit.",
    docs=DocsPage(),
    urls_namespace="api:v1",
    auth=[TokenAuth(), SessionAuth()],
    throttle=[CallerThrottle()],
)
install_handlers(api)
for _area in (
    organisation.area,
    applications.area,
    imports.area,
    people.area,
    person_parts.area,
    skills.area,
    openings.area,
    orders.area,
    notices.area,
    contracts.area,
    links.area,
    links.public,
    registrations.area,
    job_seekers.area,
    person.area,
    me.area,
    slots.area,
    introductions.area,
    credits.area,
    statements.area,
    fees.area,
    region.area,
    moves.area,
    pool.area,
    cases.area,
    alumni.area,
    side_work.area,
    consents.area,
    consents.own,
    law.area,
    quarantine.area,
    retention.area,
    rights.area,
    rights.own,
    rounds.area,
    rounds.own,
    same_person.area,
    incidents.area,
    books.area,
    economy.area,
    figures.area,
):
    api.add_router("", _area)


@login_not_required
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer for an address that does not exist, as a problem and not as a page."""
    return not_found(request)


def _open(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Let the API answer 401 by itself; the sign-in page is for people."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = login_not_required(pattern.callback)
    return patterns


_patterns, _application, _namespace = api.urls
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((_open(_patterns), _application), namespace=_namespace)),
    re_path(r"^(?P<rest>.*)$", nothing_here),
]
