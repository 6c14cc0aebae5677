"""What a mailed question about a consent opens: the text as it is today, yes and no.

Opening the page decides nothing; one tap on a button does.
"""

from typing import Any, ClassVar, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tasuki.apps.actor import Actor
from tasuki.apps.consent.actions import LASTING, ensure_consent_texts, withdraw_consents
from tasuki.apps.consent.models import ConsentEvent, Purpose
from tasuki.apps.consent.queries import find_new_demand, list_live_consents
from tasuki.apps.consent.renewals import renew_own_consent
from tasuki.apps.consent.shown import open_shown, seal_shown
from tasuki.apps.consent.texts import text_language
from tasuki.apps.errors import RefusedError
from tasuki.apps.orgs.models import Door
from tasuki.apps.orgs.queries import OpenDoor, find_organisation
from tasuki.core.access import Role
from tasuki.web.components.views import DoorView

CHANNEL: Final = "mail"


class KeepPage(DoorView):
    """The consents of one person that can go on, each with its whole text."""

    door_kind: ClassVar[str] = Door.Kind.CONSENT

    def make_actor(self, door: OpenDoor) -> Actor:
        """Return the person to whom the key was mailed."""
        return Actor(
            organisation_id=door.organisation_id,
            kind=door.kind,
            role=Role.PERSON,
            talent_record_id=door.subject,
        )

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show the questions."""
        now = timezone.now()
        language = self._language()
        texts = {
            one.purpose: one
            for one in ensure_consent_texts(actor=self.actor, now=now)
            if one.language == language
        }
        live = [one for one in self._live() if one.purpose in texts]
        context = {
            "organisation": find_organisation(organisation_id=self.actor.organisation_id),
            "questions": [
                {
                    "event": one,
                    "label": Purpose(one.purpose).label,
                    "text": texts[one.purpose],
                    "is_changed": find_new_demand(event=one, on=timezone.localdate()) is not None,
                }
                for one in live
            ],
            "shown": seal_shown([texts[one.purpose] for one in live], now=now),
            "is_plain": language == "ja-simple",
            "said": list(messages.get_messages(request)),
            "messages": (),
        }
        return render(request, "privacy/keep.html", context)

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """Keep the answer to one question."""
        now = timezone.now()
        name, _sign, answer = request.POST.get("answer", "").partition(":")
        purposes = {one.purpose for one in self._live()}
        if name not in purposes or answer not in {"yes", "no"}:
            return redirect(request.get_full_path())
        try:
            self._answer(Purpose(name), is_yes=answer == "yes", now=now)
        except RefusedError as error:
            messages.error(request, error.text)
        else:
            said = (
                _("Thank you. The consent goes on.")
                if answer == "yes"
                else _("The consent was withdrawn. Your data is no longer used for this.")
            )
            messages.success(request, said)
        return redirect(request.get_full_path())

    def _answer(self, purpose: Purpose, *, is_yes: bool, now: Any) -> None:
        if is_yes:
            renew_own_consent(
                actor=self.actor,
                talent_record_id=self.subject,
                purpose=purpose,
                language=self._language(),
                channel=CHANNEL,
                shown=open_shown(self.request.POST.get("shown", ""), now=now),
                now=now,
            )
        else:
            withdraw_consents(
                actor=self.actor,
                talent_record_id=self.subject,
                purposes=(purpose,),
                channel=CHANNEL,
                now=now,
            )

    def _language(self) -> str:
        return text_language(get_language() or "ja", is_plain=self.request.GET.get("plain") == "1")

    def _live(self) -> list[ConsentEvent]:
        found = list_live_consents(talent_record_id=self.subject, on=timezone.localdate())
        return [one for one in found if one.purpose in LASTING]


PATTERNS = [path("keep/<str:key>/", KeepPage.as_view(), name="keep")]
