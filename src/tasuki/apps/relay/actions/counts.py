"""Whether an accepted person counts toward a slot (R9, R10, R11). Never whether they are served.

The rules are those of the contract version on the registration; a later version changes
nothing. Somebody of the agency decides; silence never counts.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.relay import journal
from tasuki.apps.relay.duplicates import lock_intake
from tasuki.apps.relay.models import Registration, RelayLink, Slot
from tasuki.apps.relay.policy import is_count_standing
from tasuki.apps.relay.queries.registrations import lock_registration, preview_count
from tasuki.apps.relay.steps import check_step, check_version, save_changes, take_step
from tasuki.core.access import Permission
from tasuki.core.law.stops import check_human_decision
from tasuki.core.relay.counting import CountDecision
from tasuki.core.relay.machines import RegistrationEvent, RegistrationState
from tasuki.core.relay.reasons import NOT_COUNTED_CODES, REASON_LABELS, ReasonCode

REVERSAL_CODES: Final = frozenset({ReasonCode.N3, ReasonCode.N4, ReasonCode.N5, ReasonCode.N6})


@dataclass(frozen=True, slots=True)
class CountOutcome:
    """What the decision brought.

    Attributes:
        registration: as it stands now.
        is_counted: it counts toward a slot.
        is_waiting: the monthly cap is reached (N8); decided again on the 1st.
        slots: slots granted by this very count.
        decision: every rule that was looked at.
    """

    registration: Registration
    is_counted: bool
    is_waiting: bool
    slots: list[Slot]
    decision: CountDecision


@action(act=None)
def count_registration(
    *, actor: Actor, registration_id: UUID, expected_version: int, now: datetime
) -> CountOutcome:
    """R9: count an accepted person, where all rules hold; the tenth makes a slot.

    Args:
        actor: the member of the agency who decides.
        registration_id: accepted.
        expected_version: ``row_version`` as the page showed it.
        now: when.

    Raises:
        ConflictError: somebody decided first; names them.
        RefusedError: a rule does not hold; its code is N4, N5, N6 or N7, and the next step
            is to decide "not counted".

    Source: relay rules R9, K2, K4; 職業安定法 32条の3.
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    account_id = named_account(actor)
    lock_intake()
    registration = lock_registration(registration_id=registration_id)
    check_version(registration, expected_version)
    check_step(registration, RegistrationEvent.COUNT)
    decision = preview_count(registration=registration, now=now)
    if decision.code is ReasonCode.N8:
        save_changes(
            registration, count_code=ReasonCode.N8, counted_by_id=account_id, counted_at=now
        )
        return CountOutcome(registration, False, True, [], decision)
    if not decision.counted:
        raise _refuse(decision)
    slots = _count(actor, registration, account_id=account_id, now=now)
    return CountOutcome(registration, True, False, slots, decision)


@action(act=None)
def not_count_registration(
    *,
    actor: Actor,
    registration_id: UUID,
    expected_version: int,
    code: str,
    note: str = "",
    now: datetime,
) -> Registration:
    """R10: an accepted person does not count; the agency serves them all the same.

    Args:
        actor: the member of the agency who decides.
        registration_id: accepted.
        expected_version: ``row_version`` as the page showed it.
        code: N4, N5, N6 or N7.
        note: why, in words; needed where the rules do not say so by themselves.
        now: when.

    Raises:
        ConflictError: somebody decided first.
        InvalidInputError: another code, or the note is missing.
    """
    require(actor, Permission.REGISTRATION_DECIDE)
    account_id = named_account(actor)
    reason = read_code(code, NOT_COUNTED_CODES)
    lock_intake()
    registration = lock_registration(registration_id=registration_id)
    check_version(registration, expected_version)
    check_step(registration, RegistrationEvent.NOT_COUNT)
    found = preview_count(registration=registration, now=now).code
    if found is not reason and not note.strip():
        raise InvalidInputError(
            ja=f"登録の内容からは{reason}と判定されません。理由を入力してください。",
            en=f"The rules do not give {reason} by themselves. Enter the reason.",
            field="note",
        )
    take_step(
        actor=actor,
        registration=registration,
        event=RegistrationEvent.NOT_COUNT,
        now=now,
        reason=f"{reason} {note.strip()}".strip(),
        changes={"count_code": reason, "counted_by_id": account_id, "counted_at": now},
    )
    journal.drop_credit(registration=registration, code=reason, now=now)
    return registration


@action(act=None)
def reverse_registration(
    *,
    actor: Actor,
    registration_id: UUID,
    expected_version: int,
    code: str,
    note: str,
    now: datetime,
) -> Registration:
    """R11: take a count back, because fraud or a duplicate was proven; by two people.

    Of a person who withdrew or paused meanwhile the count goes and the state stays.

    Args:
        actor: a named person other than the one who counted.
        registration_id: counted, also if withdrawn or paused since.
        expected_version: ``row_version`` as the page showed it.
        code: N3, N4, N5 or N6.
        note: what was proven.
        now: when.

    Raises:
        RefusedError: no name or no reason (H12), or the same person counted it.
        ConflictError: somebody decided first.

    Source: relay rules R11, K6; 公正な採用選考の基本 (H12).
    """
    require(actor, Permission.REGISTRATION_REVERSE)
    account_id = named_account(actor, reason=note)
    reason = read_code(code, REVERSAL_CODES)
    lock_intake()
    registration = lock_registration(registration_id=registration_id)
    check_version(registration, expected_version)
    if not is_count_standing(registration):
        check_step(registration, RegistrationEvent.REVERSE)
    if registration.counted_by_id == account_id:
        raise RefusedError(
            ja="数えた人と取り消す人は、別の担当者でなければなりません。"
            "ほかの管理者に依頼してください。",
            en="A count is taken back by another person than the one who counted. "
            "Ask another owner.",
            code="two_people",
        )
    journal.reverse_credit(actor=actor, registration=registration, code=reason, now=now)
    RelayLink.objects.filter(id=registration.link_id, confirmed_count__gt=0).update(
        confirmed_count=F("confirmed_count") - 1
    )
    return _mark_reversed(
        actor,
        registration,
        changes={"count_code": reason, "counted_by_id": account_id, "counted_at": now},
        reason=f"{reason} {note.strip()}",
        now=now,
    )


def decide_again(*, actor: Actor, registration: Registration, now: datetime) -> bool:
    """Decide again on a count that waited at the cap (N8), in the name of who asked for it.

    Args:
        actor: a task of the agency, inside a bound action that holds the intake.
        registration: locked, accepted, with the code N8.
        now: when.

    Returns:
        Whether it counts now. Where another rule fails by now, a person decides.
    """
    decision = preview_count(registration=registration, now=now)
    if decision.counted:
        account_id = registration.counted_by_id
        assert account_id is not None
        _count(actor, registration, account_id=account_id, now=now)
        return True
    if decision.code is not ReasonCode.N8:
        save_changes(registration, count_code="", counted_by_id=None, counted_at=None)
    return False


def named_account(actor: Actor, *, reason: str = "decided by code") -> int:
    """Return the account of the human who decides.

    Raises:
        RefusedError: a program decides, or the reason is missing (H12).

    Source: 公正な採用選考の基本; 個人情報保護法 19条.
    """
    name = "" if actor.is_task or actor.account_id is None else str(actor.account_id)
    if refusal := check_human_decision(decided_by=name, reason=reason):
        raise RefusedError.by_law(refusal)
    assert actor.account_id is not None
    return actor.account_id


def read_code(code: str, allowed: frozenset[ReasonCode]) -> ReasonCode:
    """Return a reason code of a list.

    Raises:
        InvalidInputError: it is not on the list.
    """
    if code in allowed:
        return ReasonCode(code)
    names = "、".join(sorted(allowed))
    raise InvalidInputError(
        ja=f"理由コードを選んでください（{names}）。",
        en=f"Choose a reason code ({', '.join(sorted(allowed))}).",
        field="code",
    )


def _count(
    actor: Actor, registration: Registration, *, account_id: int, now: datetime
) -> list[Slot]:
    take_step(
        actor=actor,
        registration=registration,
        event=RegistrationEvent.COUNT,
        now=now,
        changes={"count_code": "", "counted_by_id": account_id, "counted_at": now},
    )
    RelayLink.objects.filter(id=registration.link_id).update(
        confirmed_count=F("confirmed_count") + 1
    )
    return journal.confirm_credit(actor=actor, registration=registration, now=now)


def _mark_reversed(
    actor: Actor,
    registration: Registration,
    *,
    changes: dict[str, Any],
    reason: str,
    now: datetime,
) -> Registration:
    """Take the step, or note the reversal beside the state of somebody who left or rests."""
    if registration.state == RegistrationState.COUNTED:
        return take_step(
            actor=actor,
            registration=registration,
            event=RegistrationEvent.REVERSE,
            now=now,
            reason=reason,
            changes=changes,
        )
    if registration.state == RegistrationState.PAUSED:
        # Who resumes is served as before and counts no more.
        changes["state_before_pause"] = RegistrationState.NOT_COUNTED
    save_changes(registration, **changes)
    audit.record(
        actor=actor,
        kind=f"registration.{RegistrationEvent.REVERSE}",
        object_kind="registration",
        object_id=registration.id,
        now=now,
        before=registration.state,
        after=registration.state,
        reason=reason,
        data={"contract_version": registration.contract.version},
    )
    return registration


def _refuse(decision: CountDecision) -> RefusedError:
    failed = next(check for check in decision.checks if not check.passed)
    if decision.code is None:
        return RefusedError(
            ja=f"まだ数えられません。満たしていない条件：{failed.text.ja}。先に受理と同意を確認してください。",
            en=f"This cannot be counted yet: {failed.text.en} is missing. "
            "Check acceptance and consent first.",
            code="not_ready",
        )
    label = REASON_LABELS[decision.code]
    return RefusedError(
        ja=f"この登録は数えられません（{decision.code}：{label.ja}）。"
        "「数えない」で理由コードを選んでください。求職者としての支援は続きます。",
        en=f"This registration does not count ({decision.code}: {label.en}). "
        "Choose “Do not count” with the code. The person is served all the same.",
        code=str(decision.code),
    )
