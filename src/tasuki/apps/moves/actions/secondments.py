"""Secondments and transfers: from the proposal to the return, one person at a time (H9)."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.moves.linking import find_record_id
from tasuki.apps.moves.models import Secondment
from tasuki.apps.moves.policy import move_facts
from tasuki.apps.moves.queries.secondments import is_lent_out
from tasuki.apps.moves.steps import (
    check_step,
    lock,
    record,
    refuse_by_law,
    require_human,
    require_past,
    require_text,
    take_step,
)
from tasuki.apps.people.actions import take_numbers
from tasuki.core.access import Permission
from tasuki.core.law.secondment import (
    GapReason,
    MoveKind,
    MovePurpose,
    check_burden,
    check_consent,
    check_move,
    check_purpose,
    check_signatures,
    check_start,
    check_term,
)
from tasuki.core.moves.machines import MoveEvent, MoveState

_PAPER: Final = "paper"
_NOT_YET: Final[dict[str, Any]] = {
    "home_conditions_on": None,
    "host_conditions_on": None,
    "consented_on": None,
    "consent_method": "",
    "consent_scan": "",
    "is_consent_single": False,
    "home_signed_on": None,
    "host_signed_on": None,
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SecondmentValues:
    """What a person types for a move; an empty value means: not known yet.

    Attributes:
        kind: ``secondment`` or ``transfer_out``.
        person_name: 1-160 characters.
        person_number: employee number, 1-40 characters; the same for all moves of a person.
        host_name: the other firm, 1-120 characters.
        purpose: one of the four codes; not asked of a transfer.
        actual_cost_yen: cost of the person in a month, >= 0.
        burden_yen: what the host pays of it in a month, >= 0.
        gap_reason: why the home firm bears a part.
        home_conditions, host_conditions: texts that are delivered to the person.
        converts_id: the secondment that a transfer follows.
    """

    kind: str = MoveKind.SECONDMENT
    person_name: str
    person_number: str
    person_mail: str = ""
    employed_since: date | None = None
    host_name: str
    duties: str = ""
    workplace: str = ""
    purpose: str = ""
    purpose_evidence: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    is_seconded_elsewhere: bool = False
    actual_cost_yen: int | None = None
    burden_yen: int = 0
    gap_reason: str = ""
    home_conditions: str = ""
    host_conditions: str = ""
    converts_id: UUID | None = None


@action(act=None)
def propose_secondment(*, actor: Actor, values: SecondmentValues, now: datetime) -> Secondment:
    """Store a proposed move of one person.

    Raises:
        InvalidInputError: ``field`` names what cannot be used.
        NotVisibleError: the secondment that a transfer follows is not here.
    """
    require(actor, Permission.MOVE_EDIT)
    _check_values(values)
    [number] = take_numbers(name="move")
    row = Secondment(
        organisation_id=current_organisation_id(), number=f"M-{number:05d}", **_as_fields(values)
    )
    row.save(force_insert=True)
    record(actor=actor, row=row, act="secondment.propose", now=now)
    return row


@action(act=None)
def edit_secondment(
    *, actor: Actor, secondment_id: UUID, values: SecondmentValues, now: datetime
) -> Secondment:
    """Change a proposed move; later changes begin with ``revise_secondment``.

    Raises:
        InvalidInputError: ``field`` names what cannot be used.
        RefusedError: the terms were delivered already.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(Secondment, secondment_id)
    if row.state != MoveState.PROPOSED:
        raise RefusedError(
            ja="条件を確認した後は、そのまま変更できません。「条件を変更する」で提案に戻してください。",
            en="Terms that were confirmed are not changed. Take the move back to a proposal first.",
            code="state",
        )
    _check_values(values)
    for name, value in _as_fields(values).items():
        setattr(row, name, value)
    row.save()
    record(actor=actor, row=row, act="secondment.edit", now=now)
    return row


@action(act=None)
def revise_secondment(*, actor: Actor, secondment_id: UUID, now: datetime) -> Secondment:
    """Take a move back to a proposal; delivery, consent and signatures fall away.

    Raises:
        RefusedError: it has begun or is over.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(Secondment, secondment_id)
    take_step(actor=actor, row=row, event=MoveEvent.REVISE, now=now, **_NOT_YET)
    return row


@action(act=None)
def confirm_purpose(*, actor: Actor, secondment_id: UUID, now: datetime) -> Secondment:
    """Confirm purpose, term and cost of a secondment.

    Raises:
        RefusedError: H9 names what is missing; or it is a transfer.

    Source: 職業安定法 44条.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(Secondment, secondment_id)
    check_step(row, MoveEvent.CONFIRM_PURPOSE)
    if row.kind != MoveKind.SECONDMENT:
        raise RefusedError(
            ja="転籍では目的の確認は要りません。条件を本人に渡してください。",
            en="A transfer has no purpose to confirm. Deliver the conditions to the person.",
            code="state",
        )
    facts = move_facts(row, is_lent_out=is_lent_out(row))
    refuse_by_law(check_purpose(facts) or check_term(facts) or check_burden(facts))
    take_step(actor=actor, row=row, event=MoveEvent.CONFIRM_PURPOSE, now=now)
    return row


@action(act=None)
def deliver_conditions(
    *, actor: Actor, secondment_id: UUID, delivered_on: date, now: datetime
) -> Secondment:
    """Record that the conditions were delivered to the person: both firms', or the new employer's.

    Raises:
        InvalidInputError: a text of conditions is empty, or the day lies ahead.
        RefusedError: the purpose is not confirmed yet, or H9: there is no lawful first day.

    Source: 労働基準法 15条; 労働契約法 14条.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(Secondment, secondment_id)
    is_secondment = row.kind == MoveKind.SECONDMENT
    event = MoveEvent.EXPLAIN if is_secondment else MoveEvent.DELIVER_CONDITIONS
    check_step(row, event)
    require_past(delivered_on, today=localdate(now), field="delivered_on")
    require_text(
        row.host_conditions,
        field="host_conditions",
        ja="出向先・転籍先の労働条件",
        en="conditions of the other firm",
    )
    changes: dict[str, Any] = {"host_conditions_on": delivered_on}
    if is_secondment:
        require_text(
            row.home_conditions,
            field="home_conditions",
            ja="出向元の労働条件",
            en="conditions of the home firm",
        )
        changes["home_conditions_on"] = delivered_on
    else:
        refuse_by_law(check_start(move_facts(row)))
    take_step(actor=actor, row=row, event=event, now=now, **changes)
    return row


@action(act=None)
def record_consent(
    *,
    actor: Actor,
    secondment_id: UUID,
    consented_on: date,
    scan: str,
    is_single: bool,
    now: datetime,
) -> Secondment:
    """Record the person's consent as signed on paper.

    Args:
        actor: member of the home firm.
        secondment_id: an explained move.
        consented_on: day on the paper.
        scan: where the scanned paper is kept, such as a file name.
        is_single: the paper names this person and this move alone.
        now: when it is recorded.

    Raises:
        InvalidInputError: no scan, or the day lies ahead.
        RefusedError: H9: before the conditions were delivered, or a blanket consent.

    Source: 労働契約法 14条; 民法 625条1項.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(Secondment, secondment_id)
    require_past(consented_on, today=localdate(now), field="consented_on")
    kept = require_text(scan, field="scan", ja="署名済みの書面の保管先", en="file of the paper")
    row.consented_on, row.is_consent_single = consented_on, is_single
    refuse_by_law(check_consent(move_facts(row)))
    take_step(
        actor=actor,
        row=row,
        event=MoveEvent.CONSENT,
        now=now,
        consent_method=_PAPER,
        consent_scan=kept[:200],
    )
    return row


@action(act=None)
def record_refusal_of_person(*, actor: Actor, secondment_id: UUID, now: datetime) -> Secondment:
    """Record that the person said no, or took a yes back; the present job is kept.

    Raises:
        RefusedError: it was not explained yet, has begun or is over.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(Secondment, secondment_id)
    take_step(actor=actor, row=row, event=MoveEvent.DECLINE, now=now, ended_on=localdate(now))
    return row


@action(act=None)
def sign_secondment(
    *,
    actor: Actor,
    secondment_id: UUID,
    home_signed_on: date,
    host_signed_on: date,
    now: datetime,
) -> Secondment:
    """Record the signatures of both firms; the person's consent comes first.

    Raises:
        InvalidInputError: a day lies ahead.
        RefusedError: the person has not consented; or H9: a signature came before the consent.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(Secondment, secondment_id)
    check_step(row, MoveEvent.SIGN)
    _sign(row, home_signed_on, host_signed_on, today=localdate(now))
    refuse_by_law(check_signatures(move_facts(row)))
    take_step(actor=actor, row=row, event=MoveEvent.SIGN, now=now)
    return row


@action(act=None)
def activate_secondment(*, actor: Actor, secondment_id: UUID, now: datetime) -> Secondment:
    """Record the start of a move on or after its first day; all of H9 must hold.

    A transfer that follows a secondment ends it.

    Raises:
        RefusedError: H9 names the missing thing; or the first day has not come.

    Source: 職業安定法 44条; 労働契約法 14条.
    """
    require(actor, Permission.MOVE_APPROVE)
    require_human(actor)
    row = lock(Secondment, secondment_id)
    refuse_by_law(check_move(move_facts(row, is_lent_out=is_lent_out(row))))
    is_secondment = row.kind == MoveKind.SECONDMENT
    event = MoveEvent.ACTIVATE if is_secondment else MoveEvent.HAND_OVER
    check_step(row, event)
    assert row.starts_on is not None
    if localdate(now) < row.starts_on:
        raise RefusedError(
            ja=f"開始日（{row.starts_on:%Y/%m/%d}）になってから、開始を記録してください。",
            en=f"Record the start on or after the first day, {row.starts_on.isoformat()}.",
            code="too_early",
        )
    if not is_secondment and row.converts_id is not None:
        former = lock(Secondment, row.converts_id)
        take_step(actor=actor, row=former, event=MoveEvent.CONVERT, now=now, ended_on=row.starts_on)
    changes: dict[str, Any] = {} if is_secondment else {"ended_on": row.starts_on}
    take_step(actor=actor, row=row, event=event, now=now, **changes)
    return row


@action(act=None)
def extend_secondment(
    *,
    actor: Actor,
    secondment_id: UUID,
    ends_on: date,
    delivered_on: date,
    consented_on: date,
    scan: str,
    home_signed_on: date,
    host_signed_on: date,
    now: datetime,
) -> Secondment:
    """Extend a secondment: conditions are delivered, the person consents, both firms sign anew.

    Raises:
        InvalidInputError: the new last day is not later, no scan, or a day lies ahead.
        RefusedError: H9; or it does not run.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(Secondment, secondment_id)
    check_step(row, MoveEvent.EXTEND)
    today = localdate(now)
    require_past(delivered_on, today=today, field="delivered_on")
    require_past(consented_on, today=today, field="consented_on")
    kept = require_text(scan, field="scan", ja="署名済みの書面の保管先", en="file of the paper")
    former, before = row.consented_on, row.ends_on
    if before is not None and ends_on <= before:
        raise InvalidInputError(
            ja=f"今の終了日（{before:%Y/%m/%d}）より後の日を入力してください。",
            en=f"Enter a day after the present last day, {before.isoformat()}.",
            field="ends_on",
        )
    if former is not None and consented_on <= former:
        raise InvalidInputError(
            ja="延長には、新しい同意が必要です。延長についての同意の日を入力してください。",
            en="An extension needs a new consent. Enter the day of that consent.",
            field="consented_on",
        )
    row.home_conditions_on = row.host_conditions_on = delivered_on
    row.ends_on, row.consented_on = ends_on, consented_on
    _sign(row, home_signed_on, host_signed_on, today=today)
    refuse_by_law(check_move(move_facts(row)))
    take_step(
        actor=actor,
        row=row,
        event=MoveEvent.EXTEND,
        now=now,
        consent_method=_PAPER,
        consent_scan=kept[:200],
    )
    return row


@action(act=None)
def return_secondment(
    *, actor: Actor, secondment_id: UUID, ended_on: date, reason: str = "", now: datetime
) -> Secondment:
    """Record the return of the person, at the end or earlier.

    Raises:
        InvalidInputError: the day lies ahead.
        RefusedError: it does not run.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(Secondment, secondment_id)
    require_past(ended_on, today=localdate(now), field="ended_on")
    take_step(
        actor=actor,
        row=row,
        event=MoveEvent.RETURN,
        now=now,
        ended_on=ended_on,
        end_reason=reason.strip()[:300],
    )
    return row


@action(act=None)
def cancel_secondment(
    *, actor: Actor, secondment_id: UUID, reason: str, now: datetime
) -> Secondment:
    """Drop a move before its start.

    Raises:
        InvalidInputError: no reason.
        RefusedError: it has begun or is over.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(Secondment, secondment_id)
    why = require_text(reason, field="reason", ja="理由", en="reason")
    take_step(
        actor=actor,
        row=row,
        event=MoveEvent.CANCEL,
        now=now,
        ended_on=localdate(now),
        end_reason=why[:300],
    )
    return row


def _sign(row: Secondment, home: date, host: date, *, today: date) -> None:
    for field, day in (("home_signed_on", home), ("host_signed_on", host)):
        require_past(day, today=today, field=field)
        setattr(row, field, day)


def _as_fields(values: SecondmentValues) -> dict[str, Any]:
    found = {field.name: getattr(values, field.name) for field in fields(values)}
    clean = {name: one.strip() if isinstance(one, str) else one for name, one in found.items()}
    return clean | {"talent_record_id": find_record_id(values.person_mail)}


def _check_values(values: SecondmentValues) -> None:
    require_text(values.person_name, field="person_name", ja="氏名", en="name")
    require_text(values.person_number, field="person_number", ja="社員番号", en="employee number")
    require_text(values.host_name, field="host_name", ja="相手の会社", en="other firm")
    for field, value, allowed in (
        ("kind", values.kind, set(MoveKind)),
        ("purpose", values.purpose, {"", *MovePurpose}),
        ("gap_reason", values.gap_reason, {"", *GapReason}),
    ):
        if value not in allowed:
            raise InvalidInputError(
                ja="一覧から選んでください。", en="Choose from the list.", field=field
            )
    if values.converts_id is not None:
        lock(Secondment, values.converts_id)
