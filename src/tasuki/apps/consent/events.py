"""Append what a person answered, and hold the person while something rests on the answer.

Knows no other area than people: the areas that use data call it, never the other way round.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.consent.models import ConsentEvent, ConsentText
from tasuki.apps.errors import NotAllowedError, NotVisibleError
from tasuki.core.access import Permission, Role


def hash_text(body: str) -> str:
    """Return the SHA-256 of a text, as it stands on every answer to it."""
    return hashlib.sha256(body.encode()).hexdigest()


def lock_person(talent_record_id: UUID) -> None:
    """Let withdrawals and uses of one person's data come one after the other.

    Taken before slots and releases are locked, so whoever comes second sees what the first one
    did: a use after a withdrawal is refused, a withdrawal after a use reaches the recipient.
    """
    with connection.cursor() as cursor:
        cursor.execute("select tasuki.lock_person(%s)", [talent_record_id])


def require_person(actor: Actor) -> None:
    """Refuse everybody who is not the person: nobody consents for somebody else.

    Raises:
        NotAllowedError: a member, a task, or a key without the right.
        NotVisibleError: a person without any record or registration.
    """
    if actor.role is not Role.PERSON or not actor.can(Permission.OWN_DATA_DECIDE):
        raise NotAllowedError
    if actor.registration_id is None and actor.talent_record_id is None:
        raise NotVisibleError


def append_event(
    *,
    actor: Actor,
    talent_record_id: UUID,
    kind: ConsentEvent.Kind,
    text: ConsentText,
    channel: str,
    now: datetime,
    shown_text: str = "",
    shown_at: datetime | None = None,
    items: Sequence[str] | None = None,
    scope_id: UUID | None = None,
    recipient_id: int | None = None,
    recipient_name: str = "",
    expires_on: date | None = None,
) -> ConsentEvent:
    """Append one event with what was shown; the database checks hash and author.

    Args:
        actor: who acts; for a yes or no the person.
        talent_record_id: whose.
        kind: what happened.
        text: the version that was shown.
        channel: where, such as ``page`` or ``mail``.
        now: when.
        shown_text: what was shown where it differs from the body of the version.
        shown_at: when it was shown; the moment of the answer if nobody knows better.
        items: what the consent names; those of the text when None.
        scope_id: the one question that it answers.
        recipient_id: the organisation that may receive; None = stays here.
        recipient_name: its name.
        expires_on: last day.
    """
    event = ConsentEvent.objects.create(
        organisation_id=current_organisation_id(),
        talent_record_id=talent_record_id,
        kind=kind,
        purpose=text.purpose,
        text=text,
        text_hash=hash_text(shown_text or text.body),
        shown_text=shown_text,
        shown_at=shown_at or now,
        channel=channel,
        items=sorted(text.items if items is None else items),
        scope_id=scope_id,
        recipient_id=recipient_id,
        recipient_name=recipient_name,
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
        data={"text_version": text.version, "language": text.language},
    )
    return event


def end_event(
    *, actor: Actor, live: ConsentEvent, kind: ConsentEvent.Kind, channel: str, now: datetime
) -> ConsentEvent:
    """Append the end of a consent: withdrawn by the person, or run out."""
    return append_event(
        actor=actor,
        talent_record_id=live.talent_record_id,
        kind=kind,
        text=live.text,
        channel=channel,
        now=now,
        shown_text=live.shown_text,
        shown_at=live.shown_at,
        items=live.items,
        scope_id=live.scope_id,
        recipient_id=live.recipient_id,
        recipient_name=live.recipient_name,
    )
