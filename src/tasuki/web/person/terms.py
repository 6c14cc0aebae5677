"""The page behind the mailed key of the terms of service: read, print, say that it arrived."""

from contextlib import AbstractContextManager
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy

from tasuki.adapters.postgres.context import bound
from tasuki.apps.consent.shown import open_shown, seal_shown
from tasuki.apps.errors import NotVisibleError, found
from tasuki.apps.introductions.actions.direct import (
    agree_to_placement,
    find_placement_text,
    has_agreed,
)
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
        } | self._consent(delivery)
        return self.show("person/terms.html", context)

    def _consent(self, delivery: TermsDelivery) -> dict[str, Any]:
        """Return what is asked of somebody who came without a code; nothing once it is over."""
        if has_agreed(terms=delivery, on=localdate(self.now)) or delivery.job_seeker.closed_on:
            return {"consent": None, "has_agreed": delivery.job_seeker.closed_on is None}
        text = find_placement_text(actor=self.opened.actor, terms=delivery, now=self.now)
        return {"consent": text, "shown": seal_shown([text], now=self.now)}

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Keep that it arrived, or the consent; each has its own button."""
        self.find()
        if request.POST.get("act") == "agree":
            agree_to_placement(
                actor=self.opened.actor,
                terms_id=self.opened.terms_id,
                shown=open_shown(request.POST.get("shown", ""), now=self.now),
                now=self.now,
            )
            messages.success(request, str(gettext_lazy("Thank you. Your consent is recorded.")))
            return redirect("person:terms", key=key)
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
