"""Sign-in as a sample persona by one click. Routed in demo mode only, and checks it again."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from tasuki.apps.orgs import queries as orgs

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@method_decorator(login_not_required, name="dispatch")
class PersonaPage(View):
    """Cards of the sample personas."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the cards."""
        _check_demo()
        context = {"heading": _("Look around as"), "personas": orgs.list_demo_accounts()}
        return render(request, "account/demo.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sign in as the chosen persona; only sample accounts can be chosen."""
        _check_demo()
        wanted = request.POST.get("account", "")
        found = orgs.list_demo_accounts().filter(pk=wanted if wanted.isdecimal() else 0).first()
        if found is None:
            raise Http404
        request.session.flush()
        login(request, found, backend=_BACKEND)
        return redirect("home")


def _check_demo() -> None:
    if not settings.DEMO:
        raise Http404
