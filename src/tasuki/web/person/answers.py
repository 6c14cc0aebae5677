"""The pages behind mailed keys that are no registration: one company's question, a result, stop."""

from contextlib import AbstractContextManager
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import get_language

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.consent.models import ConsentText
from tasuki.apps.consent.texts import text_language
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.orgs.models import Door
from tasuki.apps.relay.actions import notice_doors
from tasuki.apps.relay.actions import releases as release_actions
from tasuki.apps.relay.models import Release
from tasuki.apps.relay.policy import person_actor
from tasuki.apps.relay.queries.notices import find_result
from tasuki.apps.relay.queries.slots import find_release
from tasuki.apps.relay.release_words import find_question_text, say_question
from tasuki.core.relay.machines import ReleaseState
from tasuki.web.person.consents import (
    describe_consents,
    describe_offer,
    keep_answer,
    variant_of,
)
from tasuki.web.person.frame import PersonView, name_of
from tasuki.web.person.mine import (
    LIVE_RELEASES,
    RELEASE_SAID,
    describe_items,
    describe_state,
    say_passport,
    say_reasons,
)
from tasuki.web.person.registering import link_over


class ReleasePage(PersonView):
    """One company's question: may these items go there? Opening the page answers nothing."""

    door: orgs.OpenDoor

    def open(self, places: dict[str, Any]) -> HttpResponseBase | None:
        """Open the key; all keys that open nothing give one page."""
        door = orgs.find_door(kind=Door.Kind.RELEASE, key=places["key"], now=self.now)
        if door is None:
            return link_over(self, NotVisibleError())
        self.door = door
        return None

    def entered(self) -> AbstractContextManager[None]:
        """Bind the agency that asks."""
        return bound(self.door.organisation_id, None)

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Show company, job, items, the last day, and both answers with the same weight."""
        release = find_release(release_id=self.door.subject)
        agency = orgs.find_organisation(organisation_id=self.door.organisation_id)
        context = describe_state(release) | {
            "release": release,
            "agency": agency,
            "agency_name": name_of(agency.name, agency.name_en),
            "items": describe_items(release.fields),
            "passport": say_passport(release),
            "no_reasons": say_reasons(),
            "words": say_question(release, self._text(release)),
            "words_version": self._text(release).version,
            "is_open": release.state == ReleaseState.ASKED
            and localdate(self.now) <= release.answer_by,
            "is_live": release.state in LIVE_RELEASES,
        }
        return self.show("person/release.html", context)

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Keep the answer, or take a yes back."""
        answer = request.POST.get("answer", "")
        actor = self._actor(find_release(release_id=self.door.subject))
        try:
            if answer == "release_back":
                release_actions.withdraw_release(
                    actor=actor, release_id=self.door.subject, now=self.now
                )
            elif answer in RELEASE_SAID:
                release_actions.answer_release(
                    actor=actor,
                    release_id=self.door.subject,
                    is_yes=answer == "release_yes",
                    reason=request.POST.get("reason", ""),
                    language=self._variant(),
                    now=self.now,
                )
            else:
                return redirect("person:release", key=key)
        except (RefusedError, InvalidInputError) as error:
            messages.error(request, error.text)
        else:
            messages.success(request, str(RELEASE_SAID[answer]))
        return redirect("person:release", key=key)

    def _variant(self) -> str:
        return text_language(get_language() or "ja", is_plain=self.is_plain)

    def _text(self, release: Release) -> ConsentText:
        """Return the version that was in force when the person was asked, as it is kept."""
        return find_question_text(
            actor=self._actor(release), release=release, language=self._variant()
        )

    def _actor(self, release: Release) -> Actor:
        return person_actor(
            organisation_id=self.door.organisation_id,
            registration_id=release.registration_id,
            talent_record_id=release.talent_record_id,
        )


class ResultPage(PersonView):
    """The company's result first and whole; the way to the agency stands below it.

    Below both the company's own question for later openings: unticked, and no part of the result.
    """

    actor: Actor

    def open(self, places: dict[str, Any]) -> HttpResponseBase | None:
        """Find the applicant; all keys that open nothing give one page."""
        actor = notice_doors.find_applicant(key=places["key"], now=self.now)
        if actor is None:
            return link_over(self, NotVisibleError())
        self.actor = actor
        return None

    def entered(self) -> AbstractContextManager[None]:
        """Bind the company that tells the result."""
        return bound(self.actor.organisation_id, None)

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Show it; the company is not told what the person does with the page below."""
        result = notice_doors.open_result(key=key, now=self.now)
        if result is None:
            return link_over(self, NotVisibleError())
        self.speak(result.language)
        variant = variant_of(is_plain=self.is_plain)
        context = {
            "result": result,
            "key": key,
            "consents": describe_consents(self.actor, now=self.now),
            "offer": describe_offer(self.actor, variant=variant, now=self.now),
            "answers_url": self.request.get_full_path(),
        }
        return self.show("person/result.html", context)

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Keep the answer to the company's own question, or its withdrawal."""
        result = find_result(key=key, now=self.now)
        if result is None:
            return link_over(self, NotVisibleError())
        self.speak(result.language)
        variant = variant_of(is_plain=self.is_plain)
        keep_answer(request, self.actor, channel="mail", variant=variant, now=self.now)
        return redirect(request.get_full_path())


class StopPage(PersonView):
    """A button that ends all further notices of one company."""

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Show the button; opening the link stops nothing."""
        door = notice_doors.find_stop_door(key=key, now=self.now)
        if door is None:
            return link_over(self, NotVisibleError())
        self.speak(door.language)
        return self.show("person/stop.html", {"door": door})

    def post(self, request: HttpRequest, key: str) -> HttpResponseBase:
        """Stop."""
        door = notice_doors.stop_notices(key=key, now=self.now)
        if door is None:
            return link_over(self, NotVisibleError())
        self.speak(door.language)
        return self.show("person/stopped.html", {"door": door})
