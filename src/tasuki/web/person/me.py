"""The frame of a person's pages over all organisations: signed in, own records and nobody else's.

A mailed key opens the pages of one registration at one agency (``own``); what reaches beyond
that agency needs the sign-in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.orgs.models import Account
from tasuki.apps.rights.bundle import list_person_actors
from tasuki.web.person import frame

HELD_KEY: Final = "tasuki_held"
"""In the session: how many records wait for the birth date; set by a proved address only."""


class MeView(frame.PersonView):
    """A page of the person who is signed in."""

    account: Account

    def open(self, places: dict[str, Any]) -> HttpResponseBase | None:
        """Ask for the sign-in; everybody who has one has own pages, be they empty."""
        user = self.request.user
        if not isinstance(user, Account):
            return lead_in(self.request.get_full_path())
        self.account = user
        self.speak(user.language)
        return None

    def show(self, template: str, context: dict[str, Any], **options: Any) -> HttpResponse:
        """Render a page with what every own page needs."""
        account = getattr(self, "account", None)
        shared = {"account": account, "home_url": reverse("person:home")}
        return super().show(template, shared | context, **options)


def lead_in(path: str) -> HttpResponseBase:
    """Return the way to the entry, and from there back to a page."""
    return redirect(f"{reverse('person:enter')}?{urlencode({'next': path})}")


def list_own_actors(account: Account) -> list[Actor]:
    """Return the person as each organisation that keeps a record knows them."""
    return list_person_actors(account=account)


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Bind the organisation of one own record for a read."""
    with bound(actor.organisation_id, actor.account_id):
        yield
