"""Append to the audit chain of an organisation."""

import hashlib
import itertools
import json
import secrets
from datetime import UTC, datetime
from typing import Any, Final

from django.db import connection

from tasuki.adapters.postgres.context import before_commit, current_organisation_id
from tasuki.apps.actor import Actor
from tasuki.apps.audit.models import AuditCut, AuditEvent

GENESIS: Final = "0" * 64
REASON_CHARACTERS_MAX: Final = 300
_places = itertools.count()


def record(
    *,
    actor: Actor,
    kind: str,
    object_kind: str,
    object_id: object,
    now: datetime,
    before: str = "",
    after: str = "",
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """Append one event to the chain of the organisation bound now.

    The row is written just before the transaction commits, chains in the order of their
    organisations: so two actions that write on both sides never wait for each other.

    Args:
        actor: who acts; account and role are kept, the name is not.
        kind: the act, such as ``registration.accept``.
        object_kind: what it was done to, such as ``registration``.
        object_id: an opaque id; never a name or an address.
        now: when it happened.
        before: the state it had, if it has states.
        after: the state it has now.
        reason: in words, when the act asks for one; cut at 300 characters.
        data: more opaque facts; whole numbers, codes and ids only.
    """
    organisation_id = current_organisation_id()
    event = AuditEvent(
        organisation_id=organisation_id,
        happened_at=now,
        actor_id=actor.account_id,
        actor_role=str(actor.role or "task"),
        kind=kind,
        object_kind=object_kind,
        object_id=str(object_id),
        before=before,
        after=after,
        reason=reason[:REASON_CHARACTERS_MAX],
        data=data or {},
    )
    if event.reason:
        event.reason_salt = secrets.token_hex(16)
        event.reason_digest = digest_reason(event.reason, salt=event.reason_salt)
    # Chains in the order of organisations, events of one chain in the order of their making.
    before_commit((f"audit:{organisation_id:020d}", next(_places)), lambda: _append(event))


def record_refusal(*, actor: Actor, act: str, code: str, reason: str, now: datetime) -> None:
    """Append that an act was refused, by which rule and why."""
    record(
        actor=actor,
        kind="refused",
        object_kind="act",
        object_id=act[:40],
        now=now,
        reason=reason,
        data={"code": code},
    )


def digest_reason(reason: str, *, salt: str) -> str:
    """Return what the chain holds of a reason; without the salt nobody can guess the words."""
    return hashlib.sha256(f"{salt}{reason}".encode()).hexdigest()


def is_reason_true(event: AuditEvent) -> bool:
    """Return whether the reason is the one of the chain, or was forgotten with its salt."""
    if not event.reason_salt:
        return not event.reason
    return digest_reason(event.reason, salt=event.reason_salt) == event.reason_digest


def cut_chain(last: AuditEvent | None) -> None:
    """Keep the hash of the last event that goes, so that the rest of the chain has a root."""
    if last is not None:
        AuditCut.objects.create(
            organisation_id=last.organisation_id, number=last.number, hash=last.hash
        )


def hash_event(event: AuditEvent) -> str:
    """Return the hash of an event: SHA-256 over the previous hash and a JSON array.

    The array keeps the borders between values; times enter as UTC so that no session's
    time zone can change a hash.
    """
    values = [
        event.organisation_id,
        event.number,
        event.happened_at.astimezone(UTC).isoformat(),
        event.actor_id,
        event.actor_role,
        event.kind,
        event.object_kind,
        event.object_id,
        event.before,
        event.after,
        event.reason_digest,
        event.data,
    ]
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256((event.previous_hash + text).encode()).hexdigest()


def _append(event: AuditEvent) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended('audit:' || %s, 0))",
            [event.organisation_id],
        )
    last = (
        AuditEvent.objects.filter(organisation_id=event.organisation_id).order_by("-number").first()
    )
    cut = None if last else AuditCut.objects.order_by("-number").first()
    before = last or cut
    event.number = before.number + 1 if before else 1
    event.previous_hash = before.hash if before else GENESIS
    event.hash = hash_event(event)
    event.save(force_insert=True)
