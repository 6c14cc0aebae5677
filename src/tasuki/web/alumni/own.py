"""The person's own page behind the mailed key: opening it decides nothing."""

from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.alumni import own, queries
from tasuki.apps.alumni.models import AlumniMember
from tasuki.apps.errors import ActionError, NotVisibleError
from tasuki.apps.orgs.queries import find_organisation
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.alumni.labels import FIELD_LABELS, WILLINGNESS_LABELS
from tasuki.core.alumni.machines import ALUMNI, IN_NETWORK, AlumniEvent, AlumniState
from tasuki.core.alumni.rules import can_go_on
from tasuki.web.components import formats
from tasuki.web.components.forms import Form
from tasuki.web.person.frame import PersonView, name_of
from tasuki.web.person.registering import link_over


class ChoicesForm(Form):
    """What the person is open to and shows; nothing is chosen beforehand."""

    willingness = forms.MultipleChoiceField(
        label=gettext_lazy("I am open to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    shown = forms.MultipleChoiceField(
        label=gettext_lazy("Other members may see"),
        help_text=gettext_lazy("Without the name you are not listed at all."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, labels in (
            ("willingness", WILLINGNESS_LABELS),
            ("shown", FIELD_LABELS),
        ):
            self.fields[name].choices = [
                (str(key), formats.say(one)) for key, one in labels.items()
            ]


class JoinForm(ChoicesForm):
    """Joining: one unticked box below the text."""

    is_agreed = forms.BooleanField(
        label=gettext_lazy("I read the text and agree to it"), required=False
    )


class ProfileForm(ChoicesForm):
    """What a member writes about the time since."""

    current_company = forms.CharField(
        label=gettext_lazy("Present company"), required=False, max_length=120
    )
    current_role = forms.CharField(
        label=gettext_lazy("Present work"), required=False, max_length=120
    )
    skills = forms.CharField(
        label=gettext_lazy("Skills gained"),
        help_text=gettext_lazy("You can paste a part of a résumé."),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    hidden_from = forms.CharField(
        label=gettext_lazy("Hide me from people of these employers"),
        help_text=gettext_lazy("One name a line."),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = (
        "current_company",
        "current_role",
        "skills",
        "willingness",
        "shown",
        "hidden_from",
    )


class OwnPage(PersonView):
    """Join, write, stay, leave: four buttons of the person and of nobody else."""

    company_id: int
    member_id: UUID

    def open(self, places: dict[str, Any]) -> HttpResponseBase | None:
        """Open the key; all keys that open nothing give one page."""
        found = queries.find_own_door(key=places["key"], now=self.now)
        if found is None:
            return link_over(self, NotVisibleError())
        self.company_id, self.member_id = found
        return None

    def entered(self) -> AbstractContextManager[None]:
        """Bind the company of the network."""
        return bound(self.company_id, None)

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Show the page; a mail scanner that comes here changes nothing."""
        return self._page(self._member())

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Do what the button says; what was typed stays when it is refused."""
        member = self._member()
        chosen = request.POST.get("act", "")
        form = self._form(member, chosen, request.POST)
        if not form.is_valid():
            return self._page(member, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            said = self._do(chosen, form.cleaned_data)
        except ActionError as error:
            form.add_refusal(error)
            return self._page(member, form, status=error.status)
        if chosen == "leave":
            return self.show("alumni/left.html", {"company_name": self._company_name()})
        messages.success(request, said)
        return redirect("own_alumni:mine", key=key)

    def _do(self, chosen: str, values: dict[str, Any]) -> str:
        actor = Actor(
            organisation_id=self.company_id,
            kind=OrganisationKind.COMPANY,
            role=Role.PERSON,
            case_id=self.member_id,
        )
        given: dict[str, Any] = {"actor": actor, "member_id": self.member_id, "now": self.now}
        if "shown" in values:
            values = {**values, "visible_fields": values["shown"]}
            del values["shown"]
        if chosen == "join":
            own.join_network(**given, **values)
            return _("You are a member now. You can change everything below.")
        if chosen == "save":
            own.save_profile(**given, **values)
            return _("Your page was saved.")
        if chosen == "renew":
            own.renew_membership(**given)
            return _("You stay. Thank you.")
        if chosen == "leave":
            own.leave_network(**given)
            return ""
        raise NotVisibleError

    def _form(self, member: AlumniMember, chosen: str, data: Any = None) -> Form:
        form_class = {"join": JoinForm, "save": ProfileForm}.get(chosen, Form)
        names = form_class.base_fields
        initial = {name: getattr(member, name) for name in names if hasattr(member, name)}
        initial["shown"] = member.visible_fields
        return form_class(data, initial=initial)

    def _page(
        self, member: AlumniMember, form: Form | None = None, *, status: int = HTTPStatus.OK
    ) -> HttpResponseBase:
        self.speak(member.language)
        can = ALUMNI.allowed_events(AlumniState(member.state))
        is_member = member.state in IN_NETWORK
        may_renew = (
            AlumniEvent.RENEW in can
            and member.ends_on is not None
            and can_go_on(first_on=member.kept_since, ends_on=member.ends_on)
        )
        company = find_organisation(organisation_id=self.company_id)
        context = {
            "member": member,
            "company": company,
            "company_name": self._company_name(),
            "consent": formats.say(own.text_for(member)),
            "may_join": AlumniEvent.JOIN in can,
            "is_member": is_member,
            "may_renew": may_renew,
            "may_leave": AlumniEvent.LEAVE in can,
            "form": form or self._form(member, "save" if is_member else "join"),
            "peers": queries.list_peers(viewer=member),
        }
        return self.show("alumni/own.html", context, status=status)

    def _company_name(self) -> str:
        company = find_organisation(organisation_id=self.company_id)
        return name_of(company.name, company.name_en) if company else ""

    def _member(self) -> AlumniMember:
        found = queries.find_member(member_id=self.member_id)
        if found is None:
            raise NotVisibleError
        return found
