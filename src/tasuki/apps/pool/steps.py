"""One step of a pool entry, and its agreement with the consent of the person."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.consent.models import Purpose
from tasuki.apps.consent.queries import find_first_given, find_live_consent
from tasuki.apps.errors import NotVisibleError, RefusedError
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.pool.models import PoolEntry
from tasuki.core.pool.labels import POOL_LABELS
from tasuki.core.pool.machines import LIVE, POOL, READY, PoolEvent, PoolState

_ANEW: Final = (PoolState.EXPIRED, PoolState.DELETE_ME, PoolState.HIRED)


def lock_entry(entry_id: UUID) -> PoolEntry:
    """Return an entry of the organisation bound now, locked.

    Raises:
        NotVisibleError: there is none here.
    """
    rows = PoolEntry.objects.select_for_update(of=("self",)).select_related("talent_record")
    entry = rows.filter(pk=entry_id).first()
    if entry is None:
        raise NotVisibleError
    return entry


def take_step(
    *, actor: Actor, entry: PoolEntry, event: PoolEvent, now: datetime, **changes: Any
) -> None:
    """Move a locked entry along its table, save it and record it.

    Raises:
        RefusedError: the table does not list the step.
    """
    before = PoolState(entry.state)
    if not POOL.can(before, event):
        label = POOL_LABELS[before].label
        raise RefusedError(
            ja=f"「{label.ja}」のため、この操作はできません。"
            "画面を読み込み直し、最新の状態を確認してください。",
            en=f"This is “{label.en}”, so it cannot be done. "
            "Reload the page and check the present state.",
            code="state",
        )
    entry.state = str(POOL.next_state(before, event))
    for name, value in changes.items():
        setattr(entry, name, value)
    entry.save()
    record(actor=actor, entry=entry, act=str(event), before=before, now=now)


def record(
    *, actor: Actor, entry: PoolEntry, act: str, before: str = "", now: datetime, **data: Any
) -> None:
    """Append one event on an entry to the audit chain."""
    audit.record(
        actor=actor,
        kind=f"pool.{act}",
        object_kind="pool_entry",
        object_id=entry.pk,
        now=now,
        before=before,
        after=entry.state,
        data=data,
    )


def follow_consent(*, actor: Actor, talent_record_id: UUID, now: datetime) -> PoolEntry | None:
    """Bring the entry of a person in line with the consent that holds now.

    A consent makes or wakes the entry, a longer one renews it, and without one nothing goes on.

    Args:
        actor: the person, or the clock.
        talent_record_id: the person's record in the organisation bound now.
        now: when.

    Returns:
        The entry; None where the person never agreed.

    Source: 個人情報保護法 18条, 22条; 職業安定法 5条の5.
    """
    live = find_live_consent(
        talent_record_id=talent_record_id, purpose=Purpose.POOL, on=localdate(now)
    )
    rows = PoolEntry.objects.select_for_update(of=("self",)).select_related("talent_record")
    entry = rows.filter(talent_record_id=talent_record_id).first()
    if live is None:
        if entry is not None:
            _end(actor, entry, now=now)
        return entry
    first = find_first_given(talent_record_id=talent_record_id, purpose=Purpose.POOL)
    days = {
        "consented_on": localdate((first or live).happened_at),
        "ends_on": live.expires_on,
    }
    if entry is None:
        entry = PoolEntry.objects.create(
            organisation_id=actor.organisation_id, talent_record_id=talent_record_id
        )
        record(actor=actor, entry=entry, act=str(PoolEvent.INVITE), now=now)
    state = PoolState(entry.state)
    if state in (PoolState.INVITED, *_ANEW) and not _was_hired_since(entry, days):
        take_step(actor=actor, entry=entry, event=PoolEvent.CONSENT, now=now, **days)
        take_step(actor=actor, entry=entry, event=PoolEvent.ACTIVATE, now=now)
    elif state in LIVE and entry.ends_on != live.expires_on:
        if state in READY:
            take_step(actor=actor, entry=entry, event=PoolEvent.RENEW, now=now, **days)
        else:
            for name, value in days.items():
                setattr(entry, name, value)
            entry.save(update_fields=[*days])
            record(actor=actor, entry=entry, act="consent_renewed", now=now)
    return entry


def _was_hired_since(entry: PoolEntry, days: dict[str, Any]) -> bool:
    """Return whether the entry ended with a hire under the consent that still holds."""
    return entry.state == PoolState.HIRED and entry.consented_on == days["consented_on"]


def _end(actor: Actor, entry: PoolEntry, *, now: datetime) -> None:
    state = PoolState(entry.state)
    if state in LIVE:
        take_step(actor=actor, entry=entry, event=PoolEvent.EXPIRE, now=now)
    elif state is PoolState.DELETE_ME and is_emptied(entry.talent_record):
        take_step(actor=actor, entry=entry, event=PoolEvent.DELETE, now=now)


def is_emptied(person: TalentRecord) -> bool:
    """Return whether the person's record was erased or went by its clock."""
    return not (person.family_name or person.given_name or person.mail or person.phone)
