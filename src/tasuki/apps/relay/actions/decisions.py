"""What the agency decides about a registration: serve it or not, look closer, one person or two.

Two members who decide about the same row never overwrite each other: every action takes the
version that its page showed, and the slower one is told who was first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError, InvalidInputError, NotAllowedError, RefusedError
from tasuki.apps.messages.actions import cancel_mails
from tasuki.apps.placement.actions import accept_job_seeker, cancel_job_seeker
from tasuki.apps.placement.queries import find_open_job_seeker
from tasuki.apps.placement.terms import record_relay_terms
from tasuki.apps.policy import check_licence_on, require_licence
from tasuki.apps.relay import journal, mails
from tasuki.apps.relay.actions.counts import (
    CountOutcome,
    count_registration,
    named_account,
    not_count_registration,
    read_code,
    reverse_registration,
)
from tasuki.apps.relay.actions.sameness import resolve_duplicate, undo_duplicate
from tasuki.apps.relay.duplicates import lock_intake
from tasuki.apps.relay.models import Registration
from tasuki.apps.relay.policy import (
    HOLD_DAYS,
    UNDO_ACCEPT_MINUTES,
    has_open_duplicate,
    is_clean,
)
from tasuki.apps.relay.queries.registrations import lock_registration, lock_registrations
from tasuki.apps.relay.steps import check_step, check_version, take_step
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.law.acts import Act
from tasuki.core.relay.machines import RegistrationEvent, RegistrationState
from tasuki.core.relay.reasons import REFUSAL_CODES
from tasuki.core.words import Words

__all__ = [
    "BulkOutcome",
    "CountOutcome",
    "accept_clean",
    "accept_registration",
    "count_registration",
    "hold_registration",
    "not_count_registration",
    "refuse_registration",
    "resolve_duplicate",
    "reverse_registration",
    "review_registration",
    "undo_acceptance",
    "undo_duplicate",
]

NOTE_CHARACTERS_MAX = 250


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What became of the rows of a bulk acceptance; every skipped one says why."""

    accepted: list[UUID] = field(default_factory=list)
    skipped: dict[UUID, Words] = field(default_factory=dict)


@action(act=Act.RECOMMEND)
def accept_registration(
    *, actor: Actor, registration_id: UUID, expected_version: int, now: datetime
) -> Registration:
    """R5: take the person as a job seeker (求職受理) and write the row of the book.

    Args:
        actor: the member of the agency who decides.
        registration_id: in the queue.
        expected_version: ``row_version`` as the page showed it.
        now: when; the licence must be valid that day.

    Raises:
        ConflictError: somebody decided first; names them.
        RefusedError: no valid licence or work that may not be placed (H1), an open question
            about a duplicate, or the registration is not in the queue.

    Source: 職業安定法 5条の7, 30条, 32条の13.
    """
    _require_agency(actor, Permission.REGISTRATION_DECIDE)
    lock_intake()
    registration = lock_registration(registration_id=registration_id)
    check_version(registration, expected_version)
    if registration.state == RegistrationState.HELD:
        raise _held()
    return _accept(actor, registration, now=now)


@action(act=None)
def undo_acceptance(
    *, actor: Actor, registration_id: UUID, expected_version: int, now: datetime
) -> Registration:
    """Take an acceptance back within ten minutes, before a count and before the mail left.

    Raises:
        RefusedError: the minutes are over, a count was asked for, or it was reviewed.
        ConflictError: somebody changed it in between.
    """
    _require_agency(actor, Permission.REGISTRATION_DECIDE)
    named_account(actor)
    lock_intake()
    registration = lock_registration(registration_id=registration_id)
    check_version(registration, expected_version)
    check_step(registration, RegistrationEvent.UNDO_ACCEPT)
    decided_at = registration.decided_at
    is_late = decided_at is None or now > decided_at + timedelta(minutes=UNDO_ACCEPT_MINUTES)
    if is_late or registration.count_code or registration.risk_flags:
        raise RefusedError(
            ja=f"受理を取り消せるのは、数える前の{UNDO_ACCEPT_MINUTES}分以内です。"
            "必要なときは「数えない」を選び、本人に連絡してください。",
            en=f"An acceptance can be taken back within {UNDO_ACCEPT_MINUTES} minutes and before "
            "the count. If needed, choose “Do not count” and contact the person.",
            code="too_late",
        )
    if mail_ids := mails.list_waiting_acceptances(registration_id=registration.id):
        task = Actor.for_task(organisation_id=actor.organisation_id, kind=actor.kind)
        cancel_mails(actor=task, mail_ids=mail_ids, now=now)
    _cancel_own_row(actor, registration, now=now)
    return take_step(
        actor=actor,
        registration=registration,
        event=RegistrationEvent.UNDO_ACCEPT,
        now=now,
        changes={"decided_by_id": None, "decided_at": None},
    )


@action(act=Act.RECOMMEND)
def accept_clean(*, actor: Actor, versions: Mapping[UUID, int], now: datetime) -> BulkOutcome:
    """Accept several registrations that need no closer look; the others are left as they are.

    Args:
        actor: the member of the agency who decides.
        versions: ``row_version`` as the page showed it, by registration.
        now: when.

    Raises:
        RefusedError: no valid licence (H1); then none is accepted.
        NotVisibleError: one of them does not exist.
    """
    _require_agency(actor, Permission.REGISTRATION_DECIDE)
    named_account(actor)
    lock_intake()
    outcome = BulkOutcome()
    for registration in lock_registrations(registration_ids=set(versions)):
        try:
            check_version(registration, versions[registration.id])
            check_step(registration, RegistrationEvent.ACCEPT)
            _check_range(registration, now=now)
        except ActionError as error:
            outcome.skipped[registration.id] = Words(error.ja, error.en)
            continue
        if not is_clean(registration):
            outcome.skipped[registration.id] = _NEEDS_A_LOOK
            continue
        _accept(actor, registration, now=now)
        outcome.accepted.append(registration.id)
    return outcome


@action(act=None)
def refuse_registration(
    *,
    actor: Actor,
    registration_id: UUID,
    expected_version: int,
    code: str,
    note: str = "",
    now: datetime,
) -> Registration:
    """R6: do not serve the person, for a coded reason; the person is told by mail.

    Args:
        actor: the named person who decides.
        registration_id: in the queue.
        expected_version: ``row_version`` as the page showed it.
        code: N1, N2, N3 or N9; an agency takes everybody in its range.
        note: stays inside the agency.
        now: when.

    Raises:
        ConflictError: somebody decided first.
        InvalidInputError: another code.
        RefusedError: no human decides (H12), or the registration is not in the queue.

    Source: 職業安定法 5条の7.
    """
    _require_agency(actor, Permission.REGISTRATION_DECIDE)
    lock_intake()
    registration = lock_registration(registration_id=registration_id)
    check_version(registration, expected_version)
    if registration.state == RegistrationState.HELD:
        raise _held()
    return _refuse(actor, registration, code=code, note=note, now=now)


@action(act=None)
def hold_registration(
    *, actor: Actor, registration_id: UUID, expected_version: int, note: str, now: datetime
) -> Registration:
    """R7: put a registration aside for a reviewer, who has 14 days.

    Raises:
        ConflictError: somebody decided first.
        InvalidInputError: no note says what to look at.
    """
    _require_agency(actor, Permission.REGISTRATION_DECIDE)
    text = _read_note(note)
    named_account(actor, reason=text)
    lock_intake()
    registration = lock_registration(registration_id=registration_id)
    check_version(registration, expected_version)
    return take_step(
        actor=actor,
        registration=registration,
        event=RegistrationEvent.HOLD,
        now=now,
        reason=text,
        changes={"due_on": localdate(now) + timedelta(days=HOLD_DAYS)},
    )


@action(act=None)
def review_registration(
    *,
    actor: Actor,
    registration_id: UUID,
    expected_version: int,
    is_accepted: bool,
    code: str = "",
    note: str,
    now: datetime,
) -> Registration:
    """R8: a reviewer decides about a held registration.

    Args:
        actor: a named reviewer who does not look after the company.
        registration_id: held.
        expected_version: ``row_version`` as the page showed it.
        is_accepted: take the person, or refuse with a code.
        code: N1, N2, N3 or N9 for a refusal.
        note: what the reviewer found.
        now: when.

    Raises:
        RefusedError: the reviewer is the account manager, no human decides (H12), the
            licence is not valid (H1), or the registration is not held.
        ConflictError: somebody decided first.
    """
    _require_agency(actor, Permission.REGISTRATION_REVIEW)
    text = _read_note(note)
    account_id = named_account(actor, reason=text)
    lock_intake()
    registration = lock_registration(registration_id=registration_id)
    check_version(registration, expected_version)
    if registration.state != RegistrationState.HELD:
        raise _not_held()
    if registration.contract.account_manager_id == account_id:
        raise RefusedError(
            ja="この会社の担当者は、保留の確認をできません。ほかの担当者に依頼してください。",
            en="The account manager of this company cannot review its people. "
            "Ask another reviewer.",
            code="account_manager",
        )
    if is_accepted:
        return _accept(actor, registration, now=now, note=text)
    return _refuse(actor, registration, code=code, note=text, now=now)


def _accept(
    actor: Actor, registration: Registration, *, now: datetime, note: str = ""
) -> Registration:
    account_id = named_account(actor)
    check_step(registration, RegistrationEvent.ACCEPT)
    _check_range(registration, now=now)
    if has_open_duplicate(registration):
        raise RefusedError(
            ja="同じ方の登録かもしれません。先に「まとめる」か「別の方」を選んでください。",
            en="This may be a person you know. First choose “One person” or “Keep apart”.",
            code="duplicate",
        )
    record_id, completed_at = registration.talent_record_id, registration.completed_at
    assert record_id is not None
    assert completed_at is not None
    seeker = accept_job_seeker(
        actor=actor,
        talent_record_id=record_id,
        wishes=registration.wishes,
        first_contact_on=localdate(completed_at),
        now=now,
    )
    take_step(
        actor=actor,
        registration=registration,
        event=RegistrationEvent.ACCEPT,
        now=now,
        reason=note,
        changes={"decided_by_id": account_id, "decided_at": now, "decision_code": ""},
    )
    terms = record_relay_terms(
        actor=actor,
        job_seeker=seeker,
        wished_on=localdate(completed_at),
        refund_rule=registration.contract.refund_rule,
        language=registration.language,
        now=now,
    )
    mails.mail_acceptance(
        actor=actor,
        registration=registration,
        terms=terms,
        now=now,
        delay_seconds=UNDO_ACCEPT_MINUTES * 60,
    )
    return registration


def _check_range(registration: Registration, *, now: datetime) -> None:
    """R5: the licence is valid, and the work that is wished for may be placed at all.

    Raises:
        RefusedError: it is not (H1).

    Source: 職業安定法 30条, 32条の11.
    """
    today = localdate(now)
    require_licence(on=today)
    if refusal := check_licence_on(on=today, occupation=_wished_occupation(registration)):
        raise RefusedError.by_law(
            replace(
                refusal,
                next_ja="本人にほかの希望を確認するか、"
                "「N1 取扱職種・地域の範囲外」で見送ってください。",
                next_en="Ask the person for another wish, or refuse with N1, outside the range.",
            )
        )


def _wished_occupation(registration: Registration) -> str:
    return str(registration.wishes.get("occupation", ""))


def _refuse(
    actor: Actor, registration: Registration, *, code: str, note: str, now: datetime
) -> Registration:
    reason = read_code(code, REFUSAL_CODES)
    account_id = named_account(actor, reason=reason)
    take_step(
        actor=actor,
        registration=registration,
        event=RegistrationEvent.REFUSE,
        now=now,
        reason=f"{reason} {note.strip()[:NOTE_CHARACTERS_MAX]}".strip(),
        changes={"decided_by_id": account_id, "decided_at": now, "decision_code": reason},
    )
    journal.drop_credit(registration=registration, code=reason, now=now)
    mails.mail_refusal(actor=actor, registration=registration, code=reason, now=now)
    return registration


def _cancel_own_row(actor: Actor, registration: Registration, *, now: datetime) -> None:
    """Mark the row that this acceptance wrote; a search that was open before stays open."""
    record_id = registration.talent_record_id
    if record_id is None or registration.decided_at is None:
        return
    row = find_open_job_seeker(talent_record_id=record_id)
    accepted = Registration.objects.filter(
        talent_record_id=record_id,
        decided_at__lt=registration.decided_at,
        decision_code="",
        ended_at=None,
    ).exclude(id=registration.id)
    is_own = row is not None and row.accepted_on == localdate(registration.decided_at)
    if is_own and not accepted.exists():
        cancel_job_seeker(actor=actor, talent_record_id=record_id, now=now)


def _require_agency(actor: Actor, permission: Permission) -> None:
    require(actor, permission)
    if actor.kind is not OrganisationKind.AGENCY:
        raise NotAllowedError


def _read_note(note: str) -> str:
    if not note.strip():
        raise InvalidInputError(
            ja="確認した内容を入力してください。", en="Enter what you found.", field="note"
        )
    return note.strip()[:NOTE_CHARACTERS_MAX]


def _held() -> RefusedError:
    return RefusedError(
        ja="この登録は保留中です。確認の担当者が判断します。",
        en="This registration is on hold. A reviewer decides about it.",
        code="held",
    )


def _not_held() -> RefusedError:
    return RefusedError(
        ja="この登録は保留中ではありません。画面を読み込み直し、最新の状態を確認してください。",
        en="This registration is not on hold. Reload the page and check the present state.",
        code="state",
    )


_NEEDS_A_LOOK = Words(
    "確認が必要なため、まとめて受理できません。1件ずつ開いて判断してください。",
    "This one needs a look and was not accepted. Open it and decide.",
)
