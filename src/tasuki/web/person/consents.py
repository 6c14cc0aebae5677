"""The person's answers at one organisation: what holds, what is over, one tap to withdraw."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps.actor import Actor
from tasuki.apps.consent import queries as consent
from tasuki.apps.consent.actions import ensure_consent_texts, withdraw_consents
from tasuki.apps.consent.models import ConsentEvent, Purpose
from tasuki.apps.consent.shown import open_shown, seal_shown
from tasuki.apps.consent.texts import text_language
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.relay.actions.pool import answer_pool
from tasuki.apps.relay.actions.releases import withdraw_release
from tasuki.apps.relay.queries.pool import OFFERED, may_be_asked
from tasuki.apps.relay.queries.registrations import find_own_record_id
from tasuki.web.person.own import OwnView, as_id

PURPOSES: Final[dict[str, Any]] = {
    Purpose.PLACEMENT: gettext_lazy("Use to find work for me"),
    Purpose.JOB_MAILS: gettext_lazy("Mails about jobs"),
    Purpose.POOL: gettext_lazy("Keep my application and tell me about new openings"),
    Purpose.PROVISION: gettext_lazy("Tell my data to one company"),
}
SAID: Final[dict[str, Any]] = {
    ConsentEvent.Kind.GIVEN: gettext_lazy("You said yes"),
    ConsentEvent.Kind.REFUSED: gettext_lazy("You said no"),
    ConsentEvent.Kind.WITHDRAWN: gettext_lazy("You withdrew"),
    ConsentEvent.Kind.EXPIRED: gettext_lazy("It ran out"),
}
CHANNELS: Final[dict[str, Any]] = {
    "page": gettext_lazy("on a page"),
    "mail": gettext_lazy("on the page of a mail"),
    "api": gettext_lazy("by another program"),
}


def describe_consents(actor: Actor, *, now: datetime) -> list[dict[str, Any]]:
    """Return every question the person answered, the last answer first, with all before it."""
    record_id = find_own_record_id(actor=actor)
    if record_id is None:
        return []
    live = {
        one.id for one in consent.list_live_consents(talent_record_id=record_id, on=localdate(now))
    }
    questions: dict[tuple[str, UUID | None], list[ConsentEvent]] = {}
    for event in consent.list_consents(talent_record_id=record_id):
        questions.setdefault((event.purpose, event.scope_id), []).append(event)
    return [_question(events, live) for events in questions.values()]


def _question(events: list[ConsentEvent], live: set[UUID]) -> dict[str, Any]:
    last = events[0]
    return {
        "last": last,
        "label": PURPOSES.get(last.purpose, last.purpose),
        "company": last.recipient_name,
        "is_live": last.id in live,
        "said": SAID[ConsentEvent.Kind(last.kind)],
        "answers": [
            {
                "event": one,
                "said": SAID[ConsentEvent.Kind(one.kind)],
                "channel": CHANNELS.get(one.channel, ""),
            }
            for one in events
        ],
    }


def describe_offer(actor: Actor, *, variant: str, now: datetime) -> dict[str, Any]:
    """Return the questions of a company's pool that are open to the person; empty if none is."""
    if actor.talent_record_id is None or not may_be_asked(actor=actor):
        return {}
    live = consent.list_live_consents(talent_record_id=actor.talent_record_id, on=localdate(now))
    held = {one.purpose for one in live}
    texts = {
        one.purpose: one
        for one in ensure_consent_texts(actor=actor, now=now)
        if one.language == variant and one.purpose in OFFERED and one.purpose not in held
    }
    if not texts:
        return {}
    return {
        "questions": [
            {"name": str(one), "label": PURPOSES[one], "text": texts[one]}
            for one in OFFERED
            if one in texts
        ],
        "shown": seal_shown(texts.values(), now=now),
    }


def variant_of(*, is_plain: bool) -> str:
    """Return the variant of the texts in which a page speaks."""
    return text_language(get_language() or "ja", is_plain=is_plain)


def keep_answer(
    request: HttpRequest, actor: Actor, *, channel: str, variant: str, now: datetime
) -> None:
    """Withdraw the chosen consent, or keep the answers to the pool; say what was done.

    Raises:
        NotVisibleError: the chosen consent is not the person's, or nothing was asked.
    """
    try:
        if "chosen" in request.POST:
            _withdraw(as_id(request.POST["chosen"]), actor, channel=channel, now=now)
            said = _("The consent was withdrawn. Your data is no longer used for this.")
        else:
            given = _keep_pool(request, actor, channel=channel, variant=variant, now=now)
            said = (
                _("Thank you. You can withdraw at any time, on this page.")
                if given
                else _("Nothing is kept for later openings. Nothing else changes.")
            )
    except (RefusedError, InvalidInputError) as error:
        messages.error(request, error.text)
    else:
        messages.success(request, said)


def _keep_pool(
    request: HttpRequest, actor: Actor, *, channel: str, variant: str, now: datetime
) -> bool:
    asked = [one for one in OFFERED if str(one) in request.POST.getlist("asked")]
    if not asked:
        raise NotVisibleError
    ticked = [] if request.POST.get("answer") == "no" else request.POST.getlist("agree")
    answers = {one: str(one) in ticked for one in asked}
    answer_pool(
        actor=actor,
        answers=answers,
        language=variant,
        channel=channel,
        shown=open_shown(request.POST.get("shown", ""), now=now),
        now=now,
    )
    return any(answers.values())


def _withdraw(chosen: UUID, actor: Actor, *, channel: str, now: datetime) -> None:
    record_id = find_own_record_id(actor=actor)
    if record_id is None:
        raise NotVisibleError
    own = {one.id: one for one in consent.list_consents(talent_record_id=record_id)}
    if chosen not in own:
        raise NotVisibleError
    event = own[chosen]
    if event.scope_id is not None:
        withdraw_release(actor=actor, release_id=event.scope_id, now=now)
        return
    withdraw_consents(
        actor=actor,
        talent_record_id=record_id,
        purposes=(Purpose(event.purpose),),
        channel=channel,
        now=now,
    )


class OwnAnswer(OwnView):
    """One tap on an answer of the own page."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Keep it and show the page."""
        keep_answer(
            request,
            self.actor,
            channel="mail" if self.key else "page",
            variant=variant_of(is_plain=self.is_plain),
            now=self.now,
        )
        return redirect(self.url("home") + self.query())
