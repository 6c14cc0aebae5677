"""From the interview to the end of the guarantee: what a company reports about a candidate.

Source: relay rules L7-L10, L12.
"""

from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from django.utils.timezone import localdate, localtime

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.free_text import require_lawful_text
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.placement import books
from tasuki.apps.policy import require_charge
from tasuki.apps.relay import candidates, journal, slot_moves
from tasuki.apps.relay.models import Slot
from tasuki.apps.relay.slot_moves import rules_of
from tasuki.apps.relay.slot_rules import EMPTY_REQUEST, check_pay, require_named_human
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.dates import round_yen
from tasuki.core.law.acts import Act
from tasuki.core.relay import slots
from tasuki.core.relay.machines import SlotEvent
from tasuki.core.relay.notes import RESULTS
from tasuki.core.relay.parameters import ConsumeAt
from tasuki.core.relay.slots import LeavingOutcome

REASON_CHARACTERS_MAX: Final = 300


@action(act=Act.RANK_OWN)
def hold_interview(*, actor: Actor, slot_id: UUID, interview_at: datetime, now: datetime) -> Slot:
    """L7: the company met the candidate.

    Args:
        actor: a member of the company.
        slot_id: a slot with a candidate presented.
        interview_at: when they met; after the presentation and not in the future.
        now: when it is recorded.
    """
    require(actor, Permission.SLOT_ANSWER)
    if interview_at > now:
        raise InvalidInputError(
            ja="面接した日時を入力してください。未来の日時は記録できません。",
            en="Enter when the interview took place; it cannot lie in the future.",
            field="interview_at",
        )
    with slot_moves.keeper_of(slot_id, actor=actor) as slot:
        slot_moves.check_step(slot, SlotEvent.HOLD_INTERVIEW)
        _check_after_presentation(slot, interview_at)
        if rules_of(slot.contract).consume_at is ConsumeAt.INTERVIEW:
            slot_moves.use(slot, now=now, reason="L7")
        changes = {"interview_at": interview_at, "answer_by": None}
        return slot_moves.move_slot(
            actor=actor, slot=slot, event=SlotEvent.HOLD_INTERVIEW, now=now, changes=changes
        )


@action(act=Act.RANK_OWN)
def record_result(
    *, actor: Actor, slot_id: UUID, reason: str, outcome: str = "not_hired", now: datetime
) -> Slot:
    """L8, L9: no hire after the interview; the slot comes back, or its returns are used up.

    Args:
        actor: a named member of the company.
        slot_id: a slot whose interview was held.
        reason: the reason in words (H12), at most 300 characters; it stays with the company,
            the agency learns the outcome.
        outcome: ``not_hired`` or ``offer_declined``.
        now: when.

    Raises:
        RefusedError: H12, or H5 where the reason holds what selection must not know.
        InvalidInputError: unknown outcome, or the reason is too long.
    """
    require(actor, Permission.SLOT_ANSWER)
    if outcome not in RESULTS:
        raise InvalidInputError(
            ja="結果を一覧から選んでください。", en="Choose a result.", field="outcome"
        )
    _check_reason(actor, reason)
    with slot_moves.keeper_of(slot_id, actor=actor) as slot:
        rules = rules_of(slot.contract)
        can_return = slot.return_count < rules.slot_max_returns
        event = SlotEvent.RETURN if can_return else SlotEvent.CLOSE
        slot_moves.check_step(slot, event)
        candidates.close_candidate(actor=actor, slot=slot, outcome=outcome)
        books.record_outcome(slot_id=slot.id, outcome=_book_outcome(outcome))
        books.close_job_order(slot_id=slot.id, now=now)
        candidates.close_releases(actor=actor, slot=slot, now=now)
        changes: dict[str, Any] = {"answer_by": None, "find_by": None}
        if can_return:
            slot_moves.release_hold(slot, now=now, reason="L8")
            changes = EMPTY_REQUEST | {
                "return_count": slot.return_count + 1,
                "expires_on": slots.returned_slot_last_day(
                    slot.expires_on, returned_on=localdate(now)
                ),
            }
        elif slot.reservation_key:
            slot_moves.release_hold(slot, now=now, reason="L9")
            slot_moves.end(slot, now=now, reason="L9")
        slot_moves.move_slot(
            actor=actor,
            slot=slot,
            event=event,
            now=now,
            note=f"result:{outcome}",
            company_note=reason.strip(),
            changes=changes,
        )
        journal.mint_slots(actor=actor, book_id=slot.book_id, now=now)
        return slot


@action(act=Act.RANK_OWN)
def join(
    *,
    actor: Actor,
    slot_id: UUID,
    hired_on: date,
    theoretical_pay_yen: int,
    is_indefinite: bool,
    is_conditions_notice_sent: bool,
    now: datetime,
) -> Slot:
    """L10: the person joined; the fee is 0 and the slot is used.

    Args:
        actor: a named member of the company.
        slot_id: a slot whose interview was held.
        hired_on: first day of work, from the day of the interview to today.
        theoretical_pay_yen: monthly pay x 12 + fixed bonus + fixed allowances, yen, > 0.
        is_indefinite: 無期雇用; starts the two years without solicitation.
        is_conditions_notice_sent: the 労働条件通知書 was handed to the person.
        now: when it is recorded.

    Raises:
        RefusedError: H1, the agency has no licence or no filed fee table on the day of the
            charge; no notice of conditions, or pay above the contract's limit.
        InvalidInputError: date or pay cannot be used.

    Source: relay rule L10; 労働基準法 15条; 職業安定法 30条, 32条の3; 施行規則24条の7.
    """
    require(actor, Permission.SLOT_ANSWER)
    _check_hire(hired_on, theoretical_pay_yen, is_conditions_notice_sent, today=localdate(now))
    with slot_moves.keeper_of(slot_id, actor=actor) as slot:
        slot_moves.check_step(slot, SlotEvent.JOIN)
        _check_after_interview(slot, hired_on)
        rules = rules_of(slot.contract)
        check_pay(theoretical_pay_yen, rules, field="theoretical_pay_yen")
        # The company reports; it is the agency that charges, so the law is asked at its side.
        require_charge(
            kind=OrganisationKind(Organisation.objects.get(id=slot.organisation_id).kind),
            fee_table_version=slot.contract.fee_table_version,
            on=localdate(now),
        )
        slot_moves.use(slot, now=now, reason="L10")
        _write_books(
            slot,
            hired_on=hired_on,
            is_indefinite=is_indefinite,
            theoretical_pay_yen=theoretical_pay_yen,
            now=now,
        )
        candidates.close_releases(actor=actor, slot=slot, now=now)
        candidates.close_candidate(actor=actor, slot=slot, outcome="hired")
        changes = {
            "hired_on": hired_on,
            "theoretical_pay_yen": theoretical_pay_yen,
            "avoided_fee_yen": _avoided_fee_yen(slot, theoretical_pay_yen),
            "guarantee_until": slots.guarantee_until(hired_on, guarantee_days=rules.guarantee_days),
            "find_by": None,
            "answer_by": None,
        }
        slot_moves.move_slot(actor=actor, slot=slot, event=SlotEvent.JOIN, now=now, changes=changes)
        journal.mint_slots(actor=actor, book_id=slot.book_id, now=now)
        return slot


def _write_books(
    slot: Slot, *, hired_on: date, is_indefinite: bool, theoretical_pay_yen: int, now: datetime
) -> None:
    """Write the hire, its row of zero yen and the end of the order."""
    introduction = books.find_open_introduction(slot_id=slot.id)
    if introduction is None:
        raise NotVisibleError
    books.record_hire(
        introduction=introduction,
        hired_on=hired_on,
        is_indefinite=is_indefinite,
        theoretical_pay_yen=theoretical_pay_yen,
        now=now,
    )
    books.charge_zero_fee(
        introduction=introduction,
        slot_id=slot.id,
        slot_label=slot.label,
        yearly_pay_yen=theoretical_pay_yen,
        now=now,
    )
    books.close_job_order(slot_id=slot.id, now=now)


@action(act=None)
def record_leaving(
    *, actor: Actor, slot_id: UUID, left_on: date, is_employer_at_fault: bool, now: datetime
) -> Slot:
    """L12: the person left within the guarantee; the slot is given once more, or not.

    Args:
        actor: a member of the company or of the agency.
        slot_id: a slot in its guarantee.
        left_on: last day of employment, between the hire and today.
        is_employer_at_fault: then the slot is not given again.
        now: when it is recorded.

    Raises:
        RefusedError: the guarantee was over.
        InvalidInputError: the date cannot be used.
    """
    is_company = actor.kind == OrganisationKind.COMPANY
    require(actor, Permission.SLOT_ANSWER if is_company else Permission.SLOT_FILL)
    with slot_moves.keeper_of(slot_id, actor=actor) as slot:
        slot_moves.check_step(slot, SlotEvent.REPLACE)
        outcome = _leaving_outcome(slot, left_on, is_employer_at_fault, today=localdate(now))
        books.record_separation(slot_id=slot.id, left_on=left_on, now=now)
        if outcome is LeavingOutcome.NOT_REPLACED:
            return slot_moves.move_slot(
                actor=actor, slot=slot, event=SlotEvent.LEAVE_UNREPLACED, now=now
            )
        slot_moves.release_hold(slot, now=now, reason="L12")
        changes = EMPTY_REQUEST | {
            "hired_on": None,
            "theoretical_pay_yen": None,
            "avoided_fee_yen": None,
            "guarantee_until": None,
            "return_count": slot.return_count + 1,
            "expires_on": slots.replaced_slot_last_day(slot.expires_on, left_on=left_on),
        }
        return slot_moves.move_slot(
            actor=actor, slot=slot, event=SlotEvent.REPLACE, now=now, changes=changes
        )


def _check_reason(actor: Actor, reason: str) -> None:
    require_named_human(actor, reason=reason)
    if len(reason.strip()) > REASON_CHARACTERS_MAX:
        raise InvalidInputError(
            ja=f"理由は{REASON_CHARACTERS_MAX}文字以内で入力してください。",
            en=f"Give the reason in at most {REASON_CHARACTERS_MAX} characters.",
            field="reason",
        )
    require_lawful_text(reason, field="reason")


def _check_after_presentation(slot: Slot, interview_at: datetime) -> None:
    # To the minute, as people type it.
    begin = slot.presented_at and slot.presented_at.replace(second=0, microsecond=0)
    if begin and interview_at < begin:
        raise InvalidInputError(
            ja=f"面接の日時は、候補者が提示された{localtime(begin):%Y/%m/%d %H:%M}以後に"
            "してください。",
            en=f"The candidate was presented on {localtime(begin):%Y-%m-%d %H:%M}; enter an "
            "interview after that.",
            field="interview_at",
        )


def _check_after_interview(slot: Slot, hired_on: date) -> None:
    met_on = localdate(slot.interview_at) if slot.interview_at else None
    if met_on and hired_on < met_on:
        raise InvalidInputError(
            ja=f"入社日は、面接の日（{met_on:%Y/%m/%d}）以後にしてください。",
            en=f"The joining day cannot lie before the interview ({met_on.isoformat()}).",
            field="hired_on",
        )


def _check_hire(
    hired_on: date, theoretical_pay_yen: int, is_conditions_notice_sent: bool, *, today: date
) -> None:
    if hired_on > today:
        raise InvalidInputError(
            ja="入社日に未来の日付は使えません。入社した日に記録してください。",
            en="The joining day cannot lie in the future. Record it on the day.",
            field="hired_on",
        )
    if theoretical_pay_yen < 1:
        raise InvalidInputError(
            ja="理論年収（円）を入力してください。",
            en="Enter the theoretical yearly pay in yen.",
            field="theoretical_pay_yen",
        )
    if not is_conditions_notice_sent:
        raise RefusedError(
            ja="労働条件通知書を本人に渡してから、入社を記録してください。",
            en="Hand the notice of working conditions to the person before recording the hire.",
            code="conditions_notice",
        )


def _avoided_fee_yen(slot: Slot, theoretical_pay_yen: int) -> int | None:
    rate = slot.contract.fee_rate_permille
    return None if rate is None else round_yen(Fraction(theoretical_pay_yen * rate, 1000))


def _leaving_outcome(
    slot: Slot, left_on: date, is_employer_at_fault: bool, *, today: date
) -> LeavingOutcome:
    if slot.hired_on is None or not slot.hired_on <= left_on <= today:
        raise InvalidInputError(
            ja="退職日は、入社日から今日までの日付にしてください。",
            en="The last day must lie between the joining day and today.",
            field="left_on",
        )
    rules = rules_of(slot.contract)
    outcome = slots.leaving_outcome(
        joined_on=slot.hired_on,
        left_on=left_on,
        guarantee_days=rules.guarantee_days,
        is_employer_at_fault=is_employer_at_fault,
        returns=slot.return_count,
        slot_max_returns=rules.slot_max_returns,
    )
    if outcome is LeavingOutcome.NOTHING:
        raise RefusedError(
            ja=f"保証期間（{slot.guarantee_until:%Y/%m/%d}まで）の後の退職のため、枠は戻りません。",
            en=f"The guarantee ended on {slot.guarantee_until}; the slot does not come back.",
            code="guarantee_over",
        )
    return outcome


def _book_outcome(outcome: str) -> books.Outcome:
    is_hers = outcome == "offer_declined"
    return books.Outcome.WITHDREW if is_hers else books.Outcome.NOT_HIRED
