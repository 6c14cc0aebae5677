"""Conditions of lists, kept under a name."""

from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.apps.orgs import actions as orgs_actions
from tasuki.apps.orgs import queries as orgs
from tasuki.core.access import Permission
from tasuki.web.account.frame import safe_next
from tasuki.web.components.forms import Form
from tasuki.web.components.views import ActView, FormPage, PageView


class FilterForm(Form):
    """The name under which a list's conditions are kept."""

    submit_label = gettext_lazy("Save conditions")
    name = forms.CharField(label=gettext_lazy("Name of the conditions"), max_length=40)
    is_for_team = forms.BooleanField(label=gettext_lazy("Show to the whole team"), required=False)
    page = forms.CharField(widget=forms.HiddenInput, max_length=60)
    query = forms.CharField(widget=forms.HiddenInput, max_length=500)
    next = forms.CharField(widget=forms.HiddenInput, required=False)


class AddFilter(FormPage):
    """Keep the conditions of a list as a tab."""

    permission = Permission.ORGANISATION_VIEW
    form_class = FilterForm
    heading = gettext_lazy("Save conditions")
    back_label = gettext_lazy("Back to the list")

    def get_initial(self) -> dict[str, Any]:
        """Take the list's conditions from the address."""
        return {key: self.request.GET.get(key, "") for key in ("page", "query", "next")}

    def act(self, form: Form) -> str:
        """Keep them."""
        values = form.cleaned_data
        orgs_actions.save_filter(
            actor=self.actor,
            page=values["page"],
            name=values["name"],
            query=values["query"],
            is_for_team=values["is_for_team"],
            now=timezone.now(),
        )
        return _("The conditions were saved as “%(name)s”.") % {"name": values["name"]}

    def get_success_url(self) -> str:
        """Go back to the list."""
        return safe_next(self.request)

    def get_back_url(self) -> str:
        """Go back to the list."""
        return safe_next(self.request)


class FiltersPage(PageView):
    """All saved conditions the member may remove."""

    permission = Permission.ORGANISATION_VIEW
    template_name = "account/filters.html"

    def get_context(self) -> dict[str, Any]:
        """Read them."""
        found = orgs.list_all_saved_filters(account_id=self.actor.account_id)
        return {"heading": _("Saved conditions"), "filters": found}


class RemoveFilter(ActView):
    """Forget saved conditions."""

    permission = Permission.ORGANISATION_VIEW

    def act(self) -> str:
        """Remove them."""
        filter_id: UUID = self.kwargs["filter_id"]
        orgs_actions.remove_filter(actor=self.actor, filter_id=filter_id, now=timezone.now())
        return _("The conditions were removed.")

    def get_success_url(self) -> str:
        """Stay on the list of conditions."""
        return reverse("account:filters")
