"""The page behind the mailed key of the terms of service: read, print, say that it arrived."""

from contextlib import AbstractContextManager
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy

from tasuki.adapters.postgres.context import bound
from tasuki.apps.errors import NotVisibleError, found
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.placement.models import TermsDelivery
from tasuki.apps.placement.queries import find_terms
from tasuki.apps.placement.seeker_papers import terms_pdf
from tasuki.apps.placement.terms import TERMS_LABELS, OpenTerms, confirm_terms, open_terms
from tasuki.web.components import exports
from tasuki.web.person.frame import PersonView, name_of
from tasuki.web.person.registering import link_over


class TermsPage(PersonView):
    """One delivery: opening the page says nothing, the button does."""

    opened: OpenTerms

    def open(self, places: dict[str, Any]) -> HttpResponseBase | None:
        """Open the key; all keys that open nothing give one page."""
        opened = open_terms(key=places["key"], now=self.now)
        if opened is None:
            return link_over(self, NotVisibleError())
        self.opened = opened
        return None

    def entered(self) -> AbstractContextManager[None]:
        """Bind the agency."""
        return bound(self.opened.actor.organisation_id, None)

    def find(self) -> TermsDelivery:
        """Return the delivery, and speak its language."""
        delivery = found(find_terms(terms_id=self.opened.terms_id))
        self.speak(delivery.language)
        return delivery

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Show the terms and the one button."""
        delivery = self.find()
        agency = orgs.find_organisation(organisation_id=self.opened.actor.organisation_id)
        context = {
            "terms": delivery,
            "rows": [
                (label, delivery.content.get(name, "")) for name, label in TERMS_LABELS.items()
            ],
            "agency_name": name_of(agency.name, agency.name_en),
            "key": key,
        }
        return self.show("person/terms.html", context)

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Keep that it arrived."""
        self.find()
        confirm_terms(actor=self.opened.actor, terms_id=self.opened.terms_id, now=self.now)
        messages.success(request, str(gettext_lazy("Thank you. The arrival is recorded.")))
        return redirect("person:terms", key=key)


class TermsPaper(TermsPage):
    """The same as a file to print."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Send the PDF."""
        delivery = self.find()
        language = "en" if (get_language() or "ja").startswith("en") else "ja"
        content = terms_pdf(
            delivery,
            receiver=delivery.job_seeker.name,
            language=language,
            printed_by="",
            now=self.now,
        )
        pdf = exports.FileFormat("pdf", "application/pdf")
        return exports.send_file(content, pdf, name=delivery.job_seeker.number, now=self.now)
