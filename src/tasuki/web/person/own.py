"""The frame of a person's own pages: entered by the mailed key or signed in, the same pages."""

from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import NotVisibleError, RefusedError
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.orgs.models import Account, Door
from tasuki.apps.relay.models import Registration
from tasuki.apps.relay.queries.registrations import (
    find_own_registration,
    find_person_by_key,
    list_own_registrations,
)
from tasuki.web.person import frame
from tasuki.web.person.me import lead_in, list_own_actors
from tasuki.web.person.registering import link_over


class OwnView(frame.PersonView):
    """A page about the person's own registration.

    Below ``/r/own/<key>/`` the mailed key says who it is, below ``/me/at/<record>/`` the sign-in
    does.
    """

    actor: Actor
    key: str

    def open(self, places: dict[str, Any]) -> HttpResponseBase | None:
        """Find out who it is before anything is read."""
        self.key = places.pop("key", "")
        if self.key:
            kind = Door.Kind.REGISTRATION
            try:
                self.actor = find_person_by_key(kind=kind, key=self.key, now=self.now)
            except (RefusedError, NotVisibleError) as error:
                return link_over(self, error)
            return None
        user = self.request.user
        if not isinstance(user, Account):
            return lead_in(self.request.get_full_path())
        record_id = places.pop("record_id")
        own = [one for one in list_own_actors(user) if one.talent_record_id == record_id]
        if not own:  # nobody's, somebody else's: one answer
            raise NotVisibleError
        self.actor = own[0]
        return None

    def entered(self) -> AbstractContextManager[None]:
        """Bind the agency around reading and rendering."""
        return bound(self.actor.organisation_id, self.actor.account_id)

    def url(self, name: str, **options: Any) -> str:
        """Return the address of another own page, entered the same way."""
        if self.key:
            return reverse(f"person:own_{name}", kwargs=options | {"key": self.key})
        record = {"record_id": self.actor.talent_record_id}
        return reverse(f"person:me_{name}", kwargs=record | options)

    def find_registration(self) -> Registration:
        """Return the registration the key belongs to, or the newest one of the account."""
        found = find_own_registration(actor=self.actor)
        self.speak(found.language)
        return found

    def find_chosen(self, registration_id: str) -> Registration:
        """Return one of the person's registrations, named by a form.

        Raises:
            NotVisibleError: it is not the person's.
        """
        for one in list_own_registrations(actor=self.actor):
            if str(one.id) == registration_id:
                return one
        raise NotVisibleError

    def show(self, template: str, context: dict[str, Any], **options: Any) -> HttpResponse:
        """Render a page with what every own page needs."""
        if not hasattr(self, "actor"):  # the key opened nothing, so nobody is known
            return super().show(template, context, **options)
        agency = orgs.find_organisation(organisation_id=self.actor.organisation_id)
        shared = {
            "agency": agency,
            "agency_name": frame.name_of(agency.name, agency.name_en),
            "home_url": self.url("home"),
            "my_page_url": "" if self.key else reverse("person:home"),
            "record_id": self.actor.talent_record_id,
            "answers_url": self.url("answers"),
            "data_url": self.url("data"),
            "provisions_url": self.url("provisions"),
            "act_urls": {name: self.url("act", act=name) for name in ACT_NAMES},
        }
        return super().show(template, shared | context, **options)


ACT_NAMES = (
    "withdraw",
    "pause",
    "resume",
    "mails_on",
    "mails_off",
    "release_yes",
    "release_no",
    "release_back",
)
"""What a person may do with one tap; ``tasuki.web.person.mine`` says what each calls."""


def as_id(text: str) -> UUID:
    """Return an id that a form sent.

    Raises:
        NotVisibleError: it is none.
    """
    try:
        return UUID(text)
    except ValueError as error:
        raise NotVisibleError from error
