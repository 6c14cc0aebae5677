"""Members of the organisation, invitations, and the organisation's own facts."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps.members import actions as member_actions
from tasuki.apps.orgs import actions as orgs_actions
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.orgs.models import Membership, Organisation
from tasuki.core.access import KIND_ROLES, Permission, Role, can_grant
from tasuki.web.account.frame import role_label
from tasuki.web.components.columns import SmallTable, day_column, name_column, text_column
from tasuki.web.components.forms import Form
from tasuki.web.components.views import ActView, FormPage, PageView

_MEMBERS = (
    name_column(
        gettext_lazy("Name"),
        lambda member: member.name or member.email,
        lambda member: reverse("account:role", args=[member.id]),
    ),
    text_column("email", gettext_lazy("Mail address"), lambda member: member.email, css="any"),
    text_column("role", gettext_lazy("Role"), lambda member: role_label(member.role)),
    day_column("since", gettext_lazy("Member since"), lambda member: member.created_at),
)


class MembersPage(PageView):
    """Who acts for the organisation, and who is invited."""

    permission = Permission.MEMBER_VIEW
    template_name = "account/members.html"

    def get_context(self) -> dict[str, Any]:
        """Read members and open invitations."""
        may_invite = self.actor.can(Permission.MEMBER_INVITE)
        columns = _MEMBERS if may_invite else tuple(_without_link(one) for one in _MEMBERS)
        invitations = orgs.list_open_invitations(now=timezone.now())
        return {
            "heading": _("Members"),
            "lead": _("Who acts for the organisation, and in which role."),
            "members": SmallTable.of(_("Members"), columns, orgs.list_members()),
            "invitations": [
                {
                    "id": one.pk,
                    "email": one.email,
                    "role": role_label(Role(one.role)),
                    "until": one.expires_at,
                }
                for one in invitations
            ],
            "may_invite": may_invite,
        }


class InviteForm(Form):
    """To whom and as what."""

    submit_label = gettext_lazy("Send invitation")
    email = forms.EmailField(
        label=gettext_lazy("Mail address"),
        help_text=gettext_lazy("The link in the mail works for 7 days and for this address only."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)


class InvitePage(FormPage):
    """Invite a person by mail."""

    permission = Permission.MEMBER_INVITE
    form_class = InviteForm
    heading = gettext_lazy("Invite a member")
    back_label = gettext_lazy("Back to members")

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Offer the roles that the actor may hand out."""
        form = super().make_form(data, files)
        _offer_roles(form, self)
        return form

    def act(self, form: Form) -> str:
        """Send the invitation."""
        email = form.cleaned_data["email"]
        member_actions.invite_member(
            actor=self.actor,
            email=email,
            role=Role(form.cleaned_data["role"]),
            language=get_language() or "ja",
            now=timezone.now(),
        )
        return _("The invitation to %(email)s was sent.") % {"email": email}

    def get_success_url(self) -> str:
        """Go back to the members."""
        return reverse("account:members")

    get_back_url = get_success_url


class RoleForm(Form):
    """A member's role."""

    submit_label = gettext_lazy("Change role")
    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)


class RolePage(FormPage):
    """Change a member's role."""

    permission = Permission.MEMBER_INVITE
    template_name = "account/role.html"
    form_class = RoleForm
    heading = gettext_lazy("Role of a member")
    back_label = gettext_lazy("Back to members")

    def get_context(self) -> dict[str, Any]:
        """Name the member."""
        return {"membership": self._membership()}

    def get_initial(self) -> dict[str, Any]:
        """Start with the present role."""
        return {"role": self._membership().role}

    def make_form(self, data: Any = None, files: Any = None) -> Form:
        """Offer the roles that the actor may hand out."""
        form = super().make_form(data, files)
        _offer_roles(form, self)
        return form

    def act(self, form: Form) -> str:
        """Change it."""
        orgs_actions.change_role(
            actor=self.actor,
            membership_id=self.kwargs["membership_id"],
            role=Role(form.cleaned_data["role"]),
            now=timezone.now(),
        )
        return _("The role was changed.")

    def get_success_url(self) -> str:
        """Go back to the members."""
        return reverse("account:members")

    get_back_url = get_success_url

    def _membership(self) -> Membership:
        membership_id: UUID = self.kwargs["membership_id"]
        return orgs.find_visible_membership(membership_id=membership_id)


class EndPage(ActView):
    """End a membership."""

    permission = Permission.MEMBER_INVITE

    def act(self) -> str:
        """End it."""
        orgs_actions.end_membership(
            actor=self.actor, membership_id=self.kwargs["membership_id"], now=timezone.now()
        )
        return _("The membership was ended.")

    def get_success_url(self) -> str:
        """Go back to the members."""
        return reverse("account:members")


class RevokeInvitation(ActView):
    """End an invitation."""

    permission = Permission.MEMBER_INVITE

    def act(self) -> str:
        """End it."""
        orgs_actions.revoke_invitation(
            actor=self.actor, invitation_id=self.kwargs["invitation_id"], now=timezone.now()
        )
        return _("The invitation was ended.")

    def get_success_url(self) -> str:
        """Go back to the members."""
        return reverse("account:members")


class OrganisationForm(Form):
    """Public facts and colours."""

    name = forms.CharField(label=gettext_lazy("Name of the organisation"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120, required=False)
    postal_code = forms.CharField(label=gettext_lazy("Postal code"), max_length=8, required=False)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)
    representative = forms.CharField(
        label=gettext_lazy("Representative"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Office and name; stands in provision and receipt records."),
    )
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=20, required=False)
    contact_mail = forms.EmailField(label=gettext_lazy("Contact mail"), required=False)
    complaint_contact = forms.CharField(
        label=gettext_lazy("Contact for complaints"), max_length=200, required=False
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("Colours"), choices=Organisation.Theme.choices, widget=forms.RadioSelect
    )
    key_colour = forms.CharField(
        label=gettext_lazy("Own key colour"),
        max_length=7,
        required=False,
        help_text=gettext_lazy("Such as #006173. Colours that are hard to read are not accepted."),
    )


class OrganisationPage(FormPage):
    """The organisation's public facts."""

    permission = Permission.ORGANISATION_EDIT
    form_class = OrganisationForm
    heading = gettext_lazy("Organisation")
    lead = gettext_lazy("Shown to your partners and on the registration page.")

    def get_initial(self) -> dict[str, Any]:
        """Start with the present facts."""
        found = orgs.find_organisation(organisation_id=self.actor.organisation_id)
        return {name: getattr(found, name) for name in OrganisationForm.base_fields}

    def act(self, form: Form) -> str:
        """Save the changes."""
        orgs_actions.update_organisation(
            actor=self.actor, values=form.cleaned_data, now=timezone.now()
        )
        return _("The organisation was saved.")

    def get_success_url(self) -> str:
        """Stay here."""
        return reverse("account:organisation")


def _offer_roles(form: Form, page: FormPage) -> None:
    granter = page.actor.role
    assert granter is not None, "a page is never a task"
    form.fields["role"].choices = [  # type: ignore[attr-defined]
        (role.value, role_label(role))
        for role in KIND_ROLES[page.actor.kind]
        if can_grant(granter=granter, role=role, kind=page.actor.kind)
    ]


def _without_link(column: Any) -> Any:
    return replace(column, link=None)
