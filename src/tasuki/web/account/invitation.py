"""The page behind an invitation's key: who invites, as what, and the button to accept."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tasuki.apps.actor import Actor
from tasuki.apps.orgs import actions as orgs_actions
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.orgs.models import Account, Door
from tasuki.core.access import Role
from tasuki.web.account.frame import role_label
from tasuki.web.components.views import DoorView, toast
from tasuki.web.middleware import SESSION_KEY, organisation_side

PENDING_KEY = "tasuki_invitation"
"""The invited address, kept in the session so that only this address may sign up."""


class InvitationPage(DoorView):
    """Opening the link changes nothing; accepting is a POST (mail scanners open links)."""

    door_kind = Door.Kind.INVITATION

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show who invites; people without an account may make one for the invited address."""
        invitation = orgs.find_visible_invitation(invitation_id=self.subject, now=timezone.now())
        organisation = orgs.find_organisation(organisation_id=self.actor.organisation_id)
        request.session[PENDING_KEY] = invitation.email
        context: dict[str, Any] = {
            "heading": _("Invitation"),
            "organisation": organisation,
            "role": role_label(Role(invitation.role)),
            "until": invitation.expires_at,
            "email": invitation.email,
            "is_signed_in": request.user.is_authenticated,
            "has_account": orgs.find_account_by_mail(email=invitation.email) is not None,
        }
        return render(request, "account/invitation.html", context)

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Accept for the account that is signed in."""
        account = request.user
        if not isinstance(account, Account):
            return redirect("account_login")
        orgs_actions.accept_invitation(key=key, account=account, now=timezone.now())
        request.session.pop(PENDING_KEY, None)
        request.session[SESSION_KEY] = organisation_side(self.actor.organisation_id)
        toast(request, _("You are now a member."))
        return redirect("home")

    def make_actor(self, door: orgs.OpenDoor) -> Actor:
        """Nobody acts yet: the invited person has no role before accepting."""
        return Actor(organisation_id=door.organisation_id, kind=door.kind, role=Role.PERSON)
