"""Companies that never get a proposal about me: search, add, remove."""

from http import HTTPStatus
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.errors import ActionError
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.passport import actions
from tasuki.apps.passport import queries as passport
from tasuki.apps.rights.blocking import hide_from_company, list_still_seen
from tasuki.core.identity.firms import firm_key
from tasuki.web.components.forms import Form
from tasuki.web.components.views import toast
from tasuki.web.person.me import MeView
from tasuki.web.person.own import as_id

FOUND_MAX: Final = 20


class NameForm(Form):
    """A company that is not registered here, by its name."""

    name = forms.CharField(
        label=gettext_lazy("Name of the company"),
        max_length=120,
        help_text=gettext_lazy(
            "It is compared without legal forms such as K.K., spaces and widths. A part of a name "
            "of three signs or more also hides companies whose name contains it."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "done"}),
    )
    is_employer = forms.BooleanField(label=gettext_lazy("This is where I work now"), required=False)


class CompaniesPage(MeView):
    """The list, a search among registered companies, and a field for any other name."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list and what the search found."""
        return self._show(NameForm(initial={"name": request.GET.get("q", "")}))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Block a registered company, or a typed name."""
        chosen = request.POST.get("company", "")
        form = NameForm(request.POST)
        if not chosen and not form.is_valid():
            return self._show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            hidden = hide_from_company(
                account=self.account,
                company_id=int(chosen) if chosen.isdecimal() else None,
                name="" if chosen else form.cleaned_data["name"],
                is_employer=request.POST.get("is_employer") == "on",
                now=self.now,
            )
        except ActionError as error:
            form.is_valid()
            form.add_refusal(error)
            return self._show(form, status=error.status)
        toast(request, _("%(name)s gets no proposal about you.") % {"name": hidden.block.name})
        if ended := hidden.refused + hidden.taken_back:
            toast(request, _("Questions and answers ended with it: %(count)s.") % {"count": ended})
        return redirect("person:companies")

    def _show(self, form: Form, *, status: int = HTTPStatus.OK) -> HttpResponse:
        blocks = passport.find_blocks(account_id=self.account.pk)
        hidden = passport.list_hidden_companies(account_id=self.account.pk)
        wanted = self.request.GET.get("q", "").strip()
        blocked = {name for names in hidden.values() for name in names}
        context: dict[str, Any] = {
            "form": form,
            "wanted": wanted,
            "found": _search(wanted),
            "blocked": blocked,
            "blocks": [{"block": one, "hidden": hidden.get(one.id, [])} for one in blocks],
            "still_seen": [
                {
                    "release": one.release,
                    "back_url": reverse(
                        "person:me_act", args=[one.actor.talent_record_id, "release_back"]
                    ),
                }
                for one in list_still_seen(account=self.account)
            ],
        }
        return self.show("person/companies.html", context, status=status)


class UnblockCompany(MeView):
    """One tap: the company may get proposals again."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Remove it."""
        name = actions.unblock_company(
            account_id=self.account.pk,
            block_id=as_id(request.POST.get("chosen", "")),
            now=self.now,
        )
        toast(request, _("%(name)s is no longer hidden from.") % {"name": name})
        return redirect("person:companies")


def _search(wanted: str) -> list[Any]:
    key = firm_key(wanted)
    if not key:
        return []
    return [one for one in orgs.list_companies() if key in firm_key(one.name)][:FOUND_MAX]
