"""Whether two registrations are one person: a member of the agency says so, and may undo it."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.audit.queries import list_events_of
from tasuki.apps.errors import NotVisibleError, RefusedError
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.relay.actions.counts import named_account
from tasuki.apps.relay.duplicates import (
    APART,
    MERGED,
    find_hit,
    find_root,
    lock_intake,
    merge_records,
    own_record_id,
    split_records,
)
from tasuki.apps.relay.models import Registration
from tasuki.apps.relay.policy import UNDO_MERGE_DAYS
from tasuki.apps.relay.queries.registrations import find_duplicate, lock_registration
from tasuki.apps.relay.steps import check_version, save_changes
from tasuki.core.access import Permission
from tasuki.core.relay.machines import RegistrationState
from tasuki.core.relay.parameters import parameters_from_json

_OPEN: Final = frozenset({RegistrationState.AGENCY_QUEUE, RegistrationState.HELD})
_EVENT: Final = "registration.resolve_duplicate"


@action(act=None)
def resolve_duplicate(
    *, actor: Actor, registration_id: UUID, expected_version: int, is_same: bool, now: datetime
) -> Registration:
    """Say whether a registration is of a person the agency knows.

    A registration that was merged by itself, on the confirmed address, can be kept apart too.
    Kept apart from one record, it is compared with the others: a further hit asks anew.

    Args:
        actor: the member of the agency who looked at both.
        registration_id: with a suspected duplicate, before the agency decided.
        expected_version: ``row_version`` as the page showed it.
        is_same: one person (merge) or two (keep apart).
        now: when.

    Raises:
        ConflictError: somebody decided first.
        RefusedError: nothing is suspected, or the registration was decided already.
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    named_account(actor)
    lock_intake()
    registration = lock_registration(registration_id=registration_id)
    check_version(registration, expected_version)
    _check_open(registration)
    before = registration.duplicate_resolution
    if is_same and before != MERGED:
        suspected = find_duplicate(registration=registration)
        if suspected is None:
            raise NotVisibleError
        merge_records(registration=registration, root=find_root(suspected))
    elif not is_same:
        if before == MERGED:
            split_records(registration=registration)
        _keep_apart(registration)
    save_changes(registration)
    _record(actor, registration, before=before, now=now)
    return registration


@action(act=None)
def undo_duplicate(
    *, actor: Actor, registration_id: UUID, expected_version: int, now: datetime
) -> Registration:
    """Take the answer about a duplicate back within seven days; the question is open again.

    Raises:
        RefusedError: the days are over, nothing was answered, or the registration was decided.
        ConflictError: somebody decided first.
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    named_account(actor)
    lock_intake()
    registration = lock_registration(registration_id=registration_id)
    check_version(registration, expected_version)
    _check_open(registration)
    before = registration.duplicate_resolution
    if not (before or registration.kept_apart) or _is_over(registration, now=now):
        raise RefusedError(
            ja=f"元に戻せるのは、選んでから{UNDO_MERGE_DAYS}日以内です。"
            "必要なときは、もう一度「まとめる」か「別の方」を選んでください。",
            en=f"This can be undone within {UNDO_MERGE_DAYS} days. "
            "If needed, choose “One person” or “Keep apart” again.",
            code="too_late",
        )
    if before == MERGED:
        split_records(registration=registration)
    elif registration.kept_apart:
        *earlier, (record_id, key) = registration.kept_apart
        registration.kept_apart = earlier
        registration.duplicate_of_id, registration.duplicate_reason = UUID(record_id), key
    registration.duplicate_resolution = ""
    save_changes(registration)
    _record(actor, registration, before=before, now=now)
    return registration


def _keep_apart(registration: Registration) -> None:
    """Note the record that is another person and look for the next one that may be the same."""
    registration.kept_apart = [
        *registration.kept_apart,
        (str(registration.duplicate_of_id), registration.duplicate_reason),
    ]
    hit = find_hit(
        registration=registration,
        record=TalentRecord.objects.get(id=own_record_id(registration)),
        parameters=parameters_from_json(registration.contract.parameters),
    )
    if hit is None:
        registration.duplicate_resolution = APART
        return
    # Somebody looks at this person already: even the same address only asks now.
    registration.duplicate_of_id, registration.duplicate_reason = hit.record.id, hit.key
    registration.duplicate_resolution = ""


def _check_open(registration: Registration) -> None:
    if registration.duplicate_of_id is None:
        raise RefusedError(
            ja="重複の疑いはありません。画面を読み込み直してください。",
            en="No duplicate is suspected here. Reload the page.",
            code="duplicate",
        )
    if registration.state not in _OPEN:
        raise RefusedError(
            ja="すでに判断済みの登録です。受理から10分以内なら、受理を取り消してから選び直せます。",
            en="This registration was decided already. Within ten minutes the acceptance can be "
            "taken back and the answer changed.",
            code="state",
        )


def _is_over(registration: Registration, *, now: datetime) -> bool:
    """Return whether the answer is older than the days; one made on the address counts from R4."""
    events = list_events_of(object_kind="registration", object_id=registration.id)
    answered = [event.happened_at for event in events if event.kind == _EVENT]
    since = answered[0] if answered else registration.completed_at
    return since is None or now > since + timedelta(days=UNDO_MERGE_DAYS)


def _record(actor: Actor, registration: Registration, *, before: str, now: datetime) -> None:
    audit.record(
        actor=actor,
        kind=_EVENT,
        object_kind="registration",
        object_id=registration.id,
        now=now,
        before=before,
        after=registration.duplicate_resolution,
    )
