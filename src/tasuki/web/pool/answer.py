"""The page behind the mailed key: opening it answers nothing, one tap does."""

from contextlib import AbstractContextManager
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.orgs.queries import find_organisation
from tasuki.apps.pool import queries
from tasuki.apps.pool.actions import answer_contact
from tasuki.apps.pool.models import PoolContact
from tasuki.apps.rights.actions.filing import file_request
from tasuki.core.access import OrganisationKind, Role
from tasuki.core.pool.labels import PoolAnswer
from tasuki.core.pool.machines import POOL, PoolEvent, PoolState
from tasuki.core.rights.requests import RequestKind
from tasuki.web.person.frame import PersonView, name_of
from tasuki.web.person.registering import link_over

_SAID: Final = {
    "yes": gettext_lazy("Thank you. The company will write to you."),
    "not_now": gettext_lazy("Noted. Nobody writes to you for half a year."),
    "delete_me": gettext_lazy(
        "Your consents ended now and nobody writes to you. You get the answer to the deletion "
        "by mail within 14 days."
    ),
}


class AnswerPage(PersonView):
    """One mail about one opening, with three answers of the same weight."""

    company_id: int
    contact_id: UUID

    def open(self, places: dict[str, Any]) -> HttpResponseBase | None:
        """Open the key; all keys that open nothing give one page."""
        found = queries.find_answer_door(key=places["key"], now=self.now)
        if found is None:
            return link_over(self, NotVisibleError())
        self.company_id, self.contact_id = found
        return None

    def entered(self) -> AbstractContextManager[None]:
        """Bind the company that wrote."""
        return bound(self.company_id, None)

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Show the opening and the answers; a mail scanner that comes here changes nothing."""
        contact = self._contact()
        self.speak(contact.entry.talent_record.language)
        company = find_organisation(organisation_id=self.company_id)
        can = POOL.allowed_events(PoolState(contact.entry.state))
        return self.show(
            "pool/answer.html",
            {
                "company": company,
                "company_name": name_of(company.name, company.name_en),
                "opening": queries.find_told_opening(contact=contact),
                "entry": contact.entry,
                "is_open": PoolEvent.SAY_YES in can,
                "may_delete": PoolEvent.SAY_DELETE in can,
            },
        )

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Keep the answer; a wish to be deleted becomes a request with its 14 days."""
        contact = self._contact()
        actor = Actor(
            organisation_id=self.company_id,
            kind=OrganisationKind.COMPANY,
            role=Role.PERSON,
            talent_record_id=contact.entry.talent_record_id,
        )
        answer = request.POST.get("answer", "")
        try:
            answer_contact(
                actor=actor,
                contact_id=contact.pk,
                answer=answer,
                now=self.now,
            )
            if answer == PoolAnswer.DELETE_ME:
                file_request(
                    actor=actor,
                    kind=RequestKind.ERASURE,
                    talent_record_id=contact.entry.talent_record_id,
                    now=self.now,
                )
        except (RefusedError, InvalidInputError) as error:
            messages.error(request, error.text)
        else:
            messages.success(request, str(_SAID[answer]))
        return redirect("own_pool:answer", key=key)

    def _contact(self) -> PoolContact:
        found = queries.find_contact(contact_id=self.contact_id)
        if found is None:
            raise NotVisibleError
        return found
