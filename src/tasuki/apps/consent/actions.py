"""Keep what a person agreed to: the text as it was shown, the answer, the moment."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.consent.models import ConsentEvent, ConsentText, Purpose
from tasuki.apps.consent.queries import find_live_consent, find_text
from tasuki.apps.consent.texts import CONSENT_MONTHS, LANGUAGES, is_valid_on, render_text
from tasuki.apps.errors import NotAllowedError, NotVisibleError
from tasuki.apps.orgs.models import Licence, Organisation
from tasuki.core.access import Permission, Role
from tasuki.core.dates import last_day_of_period


def hash_text(body: str) -> str:
    """Return the SHA-256 of a text, as it stands on every answer to it."""
    return hashlib.sha256(body.encode()).hexdigest()


@action
def ensure_consent_texts(*, actor: Actor, now: datetime) -> list[ConsentText]:
    """Make sure that the texts say what holds today: a change makes a new version.

    Args:
        actor: anybody who acts for the organisation, the person included.
        now: when; the licence of that day stands in the text.

    Returns:
        The texts in force, one for each purpose and language.
    """
    today = localdate(now)
    organisation = Organisation.objects.get(id=actor.organisation_id)
    licences = Licence.objects.order_by("-valid_to")
    licence = next((one for one in licences if is_valid_on(one, today)), None)
    return [
        _ensure(
            purpose,
            language,
            render_text(purpose, language, organisation=organisation, licence=licence),
            valid_from=today,
        )
        for purpose in Purpose
        for language in LANGUAGES
    ]


def _ensure(purpose: Purpose, language: str, body: str, *, valid_from: date) -> ConsentText:
    current = find_text(purpose=purpose, language=language)
    if current is not None and current.body == body:
        return current
    texts = ConsentText.objects.filter(purpose=purpose, language=language)
    last = texts.aggregate(last=Max("version"))["last"] or 0
    # Two first visitors at once write the same version; one of them finds it.
    text, _ = ConsentText.objects.get_or_create(
        organisation_id=current_organisation_id(),
        purpose=purpose,
        language=language,
        version=last + 1,
        defaults={"body": body, "valid_from": valid_from},
    )
    return text


@action
def give_consents(
    *,
    actor: Actor,
    talent_record_id: UUID,
    answers: Mapping[Purpose, bool],
    language: str,
    channel: str,
    now: datetime,
) -> list[ConsentEvent]:
    """Keep a person's answers, one row for each question, the no as well as the yes.

    Args:
        actor: the person; nobody can answer for somebody else.
        talent_record_id: the person's record.
        answers: yes or no by purpose.
        language: language in which the texts were shown.
        channel: where the answer was given, such as ``page``.
        now: when.

    Raises:
        NotAllowedError: the actor is not the person.

    Source: 個人情報保護法 27条1項; 職業安定法 5条の5.
    """
    _require_person(actor)
    texts = {
        (text.purpose, text.language): text for text in ensure_consent_texts(actor=actor, now=now)
    }
    shown_in = "en" if language.startswith("en") else "ja"
    expires_on = last_day_of_period(localdate(now), CONSENT_MONTHS)
    events = []
    for purpose, is_yes in answers.items():
        kind = ConsentEvent.Kind.GIVEN if is_yes else ConsentEvent.Kind.REFUSED
        text = texts[(purpose.value, shown_in)]
        expires = expires_on if is_yes else None
        events.append(_append(actor, talent_record_id, kind, text, channel, now, expires))
    return events


@action
def withdraw_consents(
    *,
    actor: Actor,
    talent_record_id: UUID,
    purposes: Collection[Purpose] = (),
    channel: str,
    now: datetime,
) -> list[ConsentEvent]:
    """Withdraw live consents of a person; it holds from this moment on.

    Args:
        actor: the person.
        talent_record_id: the person's record.
        purposes: which ones; empty for all.
        channel: where the person withdrew.
        now: when.

    Returns:
        One row for each consent that was live; empty when none was.

    Raises:
        NotAllowedError: the actor is not the person.
    """
    _require_person(actor)
    events = []
    for purpose in purposes or tuple(Purpose):
        live = find_live_consent(
            talent_record_id=talent_record_id, purpose=purpose, on=localdate(now)
        )
        if live is not None:
            kind = ConsentEvent.Kind.WITHDRAWN
            events.append(
                _append(actor, live.talent_record_id, kind, live.text, channel, now, None)
            )
    return events


def _require_person(actor: Actor) -> None:
    if actor.role is not Role.PERSON or not actor.can(Permission.OWN_DATA_DECIDE):
        raise NotAllowedError
    if actor.registration_id is None and actor.talent_record_id is None:
        raise NotVisibleError


def _append(
    actor: Actor,
    talent_record_id: UUID,
    kind: ConsentEvent.Kind,
    text: ConsentText,
    channel: str,
    now: datetime,
    expires_on: date | None,
) -> ConsentEvent:
    event = ConsentEvent.objects.create(
        organisation_id=current_organisation_id(),
        talent_record_id=talent_record_id,
        kind=kind,
        purpose=text.purpose,
        text=text,
        text_hash=hash_text(text.body),
        channel=channel,
        happened_at=now,
        expires_on=expires_on,
    )
    audit.record(
        actor=actor,
        kind=f"consent.{kind}",
        object_kind="consent",
        object_id=event.id,
        now=now,
        after=text.purpose,
        data={"text_version": text.version},
    )
    return event
