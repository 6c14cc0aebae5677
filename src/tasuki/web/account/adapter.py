"""How allauth behaves here: nobody signs up without an invitation."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from tasuki.apps.orgs.models import Account
from tasuki.web.account.invitation import PENDING_KEY


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is open to an invited address only; mails leave through Django's mailer."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether this browser opened a valid invitation."""
        return bool(request.session.get(PENDING_KEY))

    def save_user(self, request: HttpRequest, user: Account, form: Any, commit: bool = True) -> Any:
        """Make the account for the invited address, whatever the form says.

        The key came by mail to that address, so holding it proves the mailbox.
        """
        made = super().save_user(request, user, form, commit=False)
        made.email = request.session[PENDING_KEY]
        if commit:
            made.save()
        return made
