"""Home, language, colours, and the choice between the sides an account may take."""

from http import HTTPStatus
from typing import Any, Final, cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from tasuki.apps.actor import Actor
from tasuki.apps.orgs import actions as orgs_actions
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.orgs.models import Account
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.colour import theme_of
from tasuki.web.components.views import Request
from tasuki.web.middleware import SESSION_KEY, list_actors

_YEAR_SECONDS: Final = 31_536_000
HOME_OF: Final[dict[OrganisationKind, str]] = {
    OrganisationKind.COMPANY: "company:home",
    OrganisationKind.AGENCY: "agency:home",
    OrganisationKind.MUNICIPALITY: "region:home",
    OrganisationKind.PLATFORM: "platform:home",
}


def home_name(actor: Actor) -> str:
    """Return the name of the page where an actor starts."""
    return "person:home" if actor.role is Role.PERSON else HOME_OF[actor.kind]


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the first page of the side that was chosen."""
    actor = cast("Request", request).actor
    return redirect(home_name(actor) if actor else "account:organisations")


def safe_next(request: HttpRequest) -> str:
    """Return the page to go back to, on this site only."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    # A word without a slash would be taken for the name of an address.
    return wanted if is_ours and wanted.startswith("/") else "/"


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the language in a cookie and, when signed in, with the account; stay on the page."""
    language = request.POST.get("language", "")
    response = redirect(safe_next(request))
    if language not in dict(settings.LANGUAGES):
        return response
    if isinstance(request.user, Account):
        orgs_actions.change_language(account=request.user, language=language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=_YEAR_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@login_not_required
@require_GET
@cache_control(public=True, max_age=3600)
def theme(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Send the four colours of an organisation as a style sheet."""
    organisation = orgs.find_organisation(organisation_id=organisation_id)
    colours = theme_of(preset=organisation.theme, key_colour=organisation.key_colour)
    lines = "".join(f"--{name}: {value}; " for name, value in colours.as_dict().items())
    return HttpResponse(f"@layer values {{ :root {{ {lines}}} }}\n", content_type="text/css")


class SidesPage(View):
    """The organisations an account acts for and its own records; choosing one switches."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the sides as buttons."""
        return self._show(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Switch to a side that the account really has."""
        chosen = request.POST.get("side", "")
        if chosen not in list_actors(_account(request)):
            return self._show(request, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        request.session[SESSION_KEY] = chosen
        return redirect("home")

    def _show(self, request: HttpRequest, status: int = HTTPStatus.OK) -> HttpResponse:
        actors = list_actors(_account(request))
        sides = [
            {
                "key": key,
                "name": orgs.find_organisation(organisation_id=actor.organisation_id).name,
                "role": role_label(actor.role) if actor.role else "",
                "is_current": actor == cast("Request", request).actor,
            }
            for key, actor in actors.items()
        ]
        context: dict[str, Any] = {"sides": sides, "heading": _("Organisations")}
        return render(request, "account/sides.html", context, status=status)


def _account(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account), "LoginRequiredMiddleware lets nobody else in"
    return request.user


ROLE_LABELS: Final[dict[Role, Any]] = {
    Role.COMPANY_OWNER: _("Owner (company)"),
    Role.COMPANY_HR: _("HR"),
    Role.COMPANY_MANAGER: _("Hiring manager"),
    Role.COMPANY_VIEWER: _("Viewer (company)"),
    Role.AGENCY_OWNER: _("Owner (agency)"),
    Role.AGENCY_ADVISOR: _("Advisor"),
    Role.AGENCY_CLERK: _("Clerk"),
    Role.MUNICIPALITY_OPERATOR: _("Municipality staff"),
    Role.MUNICIPALITY_VIEWER: _("Viewer (municipality)"),
    Role.PLATFORM_ADMIN: _("Operator"),
    Role.PERSON: _("The person"),
}


def role_label(role: Role) -> str:
    """Return the words of a role."""
    return str(ROLE_LABELS[role])
