"""Requesting a slot for a job, and answering a candidate before the interview.

The slot is kept by the agency; a company acts on it through these actions, which bind the
agency for the shared row, the journal and the agency's books in the same transaction.

Source: relay rules L2, L3, L5, L6.
"""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.messages.actions import notify
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.placement import books
from tasuki.apps.policy import require_licence
from tasuki.apps.relay import candidates, slot_moves
from tasuki.apps.relay.candidacy import look_again, withdraw_candidate
from tasuki.apps.relay.models import Slot
from tasuki.apps.relay.slot_moves import rules_of
from tasuki.apps.relay.slot_rules import (
    EMPTY_REQUEST,
    check_opening,
    find_complete_opening,
    require_named_human,
)
from tasuki.core.access import Permission
from tasuki.core.law.acts import Act
from tasuki.core.law.equality import check_equal_terms
from tasuki.core.law.forbidden import check_forbidden_data
from tasuki.core.relay import slots
from tasuki.core.relay.machines import SlotEvent
from tasuki.core.relay.notes import DECLINE_REASONS
from tasuki.core.relay.parameters import PARAMETER_RANGES, RelayParameters

CONDITION_KINDS: Final = ("must", "want")
CONDITION_LINES_MAX: Final = 20
CONDITION_CHARACTERS_MAX: Final = 200


@action(act=Act.LIST_JOBS)
def request_slot(
    *,
    actor: Actor,
    slot_id: UUID,
    opening_id: UUID,
    conditions: dict[str, list[str]] | None = None,
    find_by: date | None = None,
    now: datetime,
) -> Slot:
    """L2: the company asks the agency for one person for one of its jobs.

    Args:
        actor: a member of the company.
        slot_id: a slot that a statement showed.
        opening_id: an open job with all eleven items (H6).
        conditions: ``must`` and ``want``, at most 20 lines of 200 characters each; no matter
            that selection must not know (H5), no limit of age or sex (H6).
        find_by: last day to present somebody; None for the days of the contract.
        now: when.

    Raises:
        RefusedError: H1, H5, H6, a job outside the contract, pay above its limit, or the slot
            is not free.
        InvalidInputError: ``find_by``, ``opening_id`` or ``conditions`` cannot be used.
    """
    require(actor, Permission.SLOT_REQUEST)
    named = _check_conditions(conditions or {})
    opening = find_complete_opening(opening_id, on=localdate(now))
    company = Organisation.objects.get(id=actor.organisation_id)
    with slot_moves.keeper_of(slot_id, actor=actor) as slot:
        slot_moves.check_step(slot, SlotEvent.REQUEST)
        rules, today = rules_of(slot.contract), localdate(now)
        check_opening(opening, rules)
        require_licence(on=today, occupation=opening.occupation)
        last_day = _find_by(find_by, rules, today=today)
        if slot.expires_on < today:
            raise _refused_expired(slot)
        slot_moves.hold(slot, now=now)
        books.open_job_order(
            slot_id=slot.id, opening=opening, employer=company, valid_to=last_day, now=now
        )
        changes = {
            "opening_id": opening.id,
            "opening_title": opening.title,
            "conditions": named,
            "find_by": last_day,
            "requested_at": now,
        }
        slot_moves.move_slot(
            actor=actor,
            slot=slot,
            event=SlotEvent.REQUEST,
            now=now,
            note=opening.title,
            changes=changes,
        )
        notify(
            actor=actor,
            text=f"{slot.company_name}から枠 {slot.label} の申し込みがありました："
            f"{opening.title}（{last_day:%Y/%m/%d}まで）",
            text_en=f"{slot.company_name} requested slot {slot.label}: {opening.title} "
            f"(by {last_day.isoformat()})",
            url=f"/agency/slots/{slot.id}/",
        )
        return slot


@action(act=None)
def cancel_request(*, actor: Actor, slot_id: UUID, now: datetime) -> Slot:
    """L3: the company takes its request back; the slot is free again."""
    require(actor, Permission.SLOT_REQUEST)
    with slot_moves.keeper_of(slot_id, actor=actor) as slot:
        return free_slot(actor=actor, slot=slot, event=SlotEvent.CANCEL_REQUEST, now=now)


def free_slot(
    *, actor: Actor, slot: Slot, event: SlotEvent, now: datetime, expires_on: date | None = None
) -> Slot:
    """Make a requested slot usable again: hold, job order, questions and request are over."""
    slot_moves.check_step(slot, event)
    slot_moves.release_hold(slot, now=now, reason="L3")
    books.close_job_order(slot_id=slot.id, now=now)
    candidates.close_releases(actor=actor, slot=slot, now=now)
    changes = EMPTY_REQUEST | {"expires_on": expires_on or slot.expires_on}
    return slot_moves.move_slot(actor=actor, slot=slot, event=event, now=now, changes=changes)


@action(act=Act.RANK_OWN)
def decline_candidate(*, actor: Actor, slot_id: UUID, reason_code: str, now: datetime) -> Slot:
    """L5: the company does not want to meet the candidate; the agency goes on looking.

    Args:
        actor: a member of the company, never a task (H12).
        slot_id: a slot with a candidate presented.
        reason_code: one of ``DECLINE_REASONS``.
        now: when.

    Raises:
        RefusedError: H12, or the contract promises an interview.
        InvalidInputError: unknown reason.
    """
    require(actor, Permission.SLOT_ANSWER)
    if reason_code not in DECLINE_REASONS:
        raise InvalidInputError(
            ja="理由を一覧から選んでください。", en="Choose a reason.", field="reason_code"
        )
    require_named_human(actor, reason=reason_code)
    with slot_moves.keeper_of(slot_id, actor=actor) as slot:
        slot_moves.check_step(slot, SlotEvent.DECLINE)
        if rules_of(slot.contract).promised_interview:
            raise RefusedError(
                ja="この契約は面談を約束しているため、会わずに見送ることはできません。"
                "面談の日時を記録してください。",
                en="This contract promises an interview, so a candidate cannot be declined "
                "unseen. Record the interview.",
                code="promised_interview",
            )
        candidates.close_candidate(actor=actor, slot=slot, outcome="declined", code=reason_code)
        books.record_outcome(slot_id=slot.id, outcome=books.Outcome.NOT_HIRED)
        return look_again(
            actor=actor,
            slot=slot,
            event=SlotEvent.DECLINE,
            now=now,
            note=f"declined:{reason_code}",
        )


@action(act=Act.RELAY_MSG)
def candidate_withdraws(*, actor: Actor, slot_id: UUID, now: datetime) -> Slot:
    """L6: the candidate does not want to go on; this is no return of the slot."""
    require(actor, Permission.SLOT_FILL)
    with slot_moves.keeper_of(slot_id, actor=actor) as slot:
        return withdraw_candidate(actor=actor, slot=slot, now=now)


def _find_by(find_by: date | None, rules: RelayParameters, *, today: date) -> date:
    if find_by is None:
        return slots.request_deadline(today, find_days=rules.find_days)
    least, most = PARAMETER_RANGES["find_days"]
    if not today + timedelta(days=least) <= find_by <= today + timedelta(days=most):
        raise InvalidInputError(
            ja=f"候補者を探す期限は、今日から{least}日後〜{most}日後にしてください。",
            en=f"Give {least} to {most} days from today to find a candidate.",
            field="find_by",
        )
    return find_by


def _check_conditions(conditions: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the conditions without blanks; refuse what no job may ask for."""
    named: dict[str, list[str]] = {}
    for kind, lines in conditions.items():
        texts = [line.strip() for line in lines if line.strip()]
        is_long = any(len(text) > CONDITION_CHARACTERS_MAX for text in texts)
        if kind not in CONDITION_KINDS or len(texts) > CONDITION_LINES_MAX or is_long:
            raise InvalidInputError(
                ja=f"条件は、1行{CONDITION_CHARACTERS_MAX}文字以内、"
                f"{CONDITION_LINES_MAX}行以内で入力してください。",
                en=f"Give at most {CONDITION_LINES_MAX} conditions of "
                f"{CONDITION_CHARACTERS_MAX} characters.",
                field=kind,
            )
        for text in texts:
            if refusal := check_forbidden_data(text) or check_equal_terms(text):
                error = RefusedError.by_law(refusal)
                error.field = kind
                raise error
        named[kind] = texts
    return named


def _refused_expired(slot: Slot) -> RefusedError:
    return RefusedError(
        ja=f"枠 {slot.label} の期限（{slot.expires_on:%Y/%m/%d}）が過ぎています。"
        "別の枠を選んでください。",
        en=f"Slot {slot.label} expired on {slot.expires_on.isoformat()}. Choose another.",
        code="expired",
    )
