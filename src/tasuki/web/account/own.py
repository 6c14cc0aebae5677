"""A person's own settings: name, language, keys; sign-in is managed beside them."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from tasuki.apps.orgs import actions as orgs_actions
from tasuki.apps.orgs.models import Account
from tasuki.web.components.forms import Form
from tasuki.web.components.views import toast


class ProfileForm(Form):
    """What everybody may change about the own account."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    shortcuts_enabled = forms.BooleanField(
        label=gettext_lazy("Use keyboard shortcuts"),
        required=False,
        help_text=gettext_lazy("Keys such as / and j work on lists when nothing is typed."),
    )


class ProfilePage(View):
    """The own settings; outside of any organisation."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the present values."""
        account = request.user
        assert isinstance(account, Account), "LoginRequiredMiddleware lets nobody else in"
        initial = {
            "name": account.name,
            "language": account.language,
            "shortcuts_enabled": account.shortcuts_enabled,
        }
        return self._show(request, ProfileForm(initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save and say so."""
        form = ProfileForm(request.POST)
        if not form.is_valid():
            return self._show(request, form, status=422)
        account = request.user
        assert isinstance(account, Account), "LoginRequiredMiddleware lets nobody else in"
        orgs_actions.change_profile(account=account, **form.cleaned_data)
        toast(request, _("Your settings were saved."))
        response = redirect("account:profile")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            form.cleaned_data["language"],
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    def _show(self, request: HttpRequest, form: Form, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {"form": form, "heading": _("Profile")}
        return render(request, "account/profile.html", context, status=status)
