"""Contract work: the notice of nine items, deliveries and payment, the end with notice (H11)."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils.timezone import localdate, make_aware

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.moves.linking import find_record_id
from tasuki.apps.moves.models import ContractWork
from tasuki.apps.moves.policy import SIGNS, laws_of, notice_items
from tasuki.apps.moves.queries.contract_work import has_unpaid
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
from tasuki.apps.orgs.queries import find_organisation
from tasuki.apps.people.actions import take_numbers
from tasuki.core.access import Permission
from tasuki.core.law.contract_work import (
    EndException,
    WorkKind,
    check_end,
    check_notice,
    check_notice_first,
    check_pay_day,
)
from tasuki.core.moves.machines import ContractWorkEvent, ContractWorkState


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractWorkValues:
    """What a person types for a contract; an empty value means: not known yet.

    Attributes:
        supplier_name: 1-160 characters.
        supplier_has_staff: employs somebody or has two or more officers.
        buyer_employee_count, supplier_employee_count: >= 0.
        buyer_capital_yen, supplier_capital_yen: >= 0; 0 for a person.
        fee_yen: fee of one delivery, > 0 in a notice.
        receive_on, pay_on: day of receipt and pay day of the first delivery.
        inspection, non_cash: the last two items; "なし" where there is none.
        upstream_name, upstream_pay_on: of the order that is passed on, if it is.
        signs: names of ``policy.SIGNS`` that were ticked.
    """

    supplier_name: str
    supplier_mail: str = ""
    supplier_has_staff: bool = False
    supplier_employee_count: int = 0
    supplier_capital_yen: int = 0
    buyer_has_staff: bool = True
    buyer_employee_count: int = 0
    buyer_capital_yen: int = 0
    work_kind: str = WorkKind.OWN_SERVICE
    deliverable: str = ""
    fee_yen: int = 0
    fee_note: str = ""
    consigned_on: date | None = None
    starts_on: date
    ends_on: date | None = None
    receive_on: date | None = None
    pay_on: date | None = None
    place: str = ""
    inspection: str = ""
    non_cash: str = ""
    upstream_name: str = ""
    upstream_pay_on: date | None = None
    signs: Sequence[str] = ()


@action(act=None)
def prepare_contract_work(
    *, actor: Actor, values: ContractWorkValues, now: datetime
) -> ContractWork:
    """Store a draft of a contract and its notice.

    Raises:
        InvalidInputError: ``field`` names what cannot be used.
        RefusedError: H11: the pay day lies past the sixtieth day.
    """
    require(actor, Permission.MOVE_EDIT)
    [number] = take_numbers(name="contract_work")
    row = ContractWork(organisation_id=current_organisation_id(), number=f"F-{number:05d}")
    _fill(row, values, today=localdate(now))
    row.save(force_insert=True)
    record(actor=actor, row=row, act="contract_work.prepare", now=now)
    return row


@action(act=None)
def edit_contract_work(
    *, actor: Actor, contract_id: UUID, values: ContractWorkValues, now: datetime
) -> ContractWork:
    """Change a draft; an issued notice that is not accepted goes back to a draft first.

    Raises:
        InvalidInputError: ``field`` names what cannot be used.
        RefusedError: H11; or the work has begun.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(ContractWork, contract_id)
    if row.state == ContractWorkState.NOTICE_ISSUED:
        take_step(actor=actor, row=row, event=ContractWorkEvent.REVISE, now=now)
    check_step(row, ContractWorkEvent.ISSUE_NOTICE)
    _fill(row, values, today=localdate(now))
    row.save()
    record(actor=actor, row=row, act="contract_work.edit", now=now)
    return row


@action(act=None)
def issue_notice(
    *, actor: Actor, contract_id: UUID, issued_on: date | None = None, now: datetime
) -> ContractWork:
    """Record that the notice of nine items was handed to the supplier; a new version each time.

    Args:
        actor: member of the company.
        contract_id: a draft.
        issued_on: the day on which it was handed over, if that was before today.
        now: when it is recorded.

    Raises:
        InvalidInputError: the day lies ahead.
        RefusedError: H11: an item is missing, the pay day is too late, or the work begins
            before the notice.

    Source: フリーランス法 3条, 4条; 取適法 3条, 4条.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(ContractWork, contract_id)
    check_step(row, ContractWorkEvent.ISSUE_NOTICE)
    refuse_by_law(check_notice(notice_items(row)))
    today = localdate(now)
    day = issued_on or today
    require_past(day, today=today, field="issued_on")
    _check_pay_day(row, on=today)
    refuse_by_law(check_notice_first(starts_on=row.starts_on, noticed_on=day))
    take_step(
        actor=actor,
        row=row,
        event=ContractWorkEvent.ISSUE_NOTICE,
        now=now,
        notice_version=row.notice_version + 1,
        notice_issued_at=now if day == today else make_aware(datetime.combine(day, time.min)),
    )
    return row


@action(act=None)
def start_contract_work(
    *, actor: Actor, contract_id: UUID, accepted_on: date, now: datetime
) -> ContractWork:
    """Record that the supplier accepted; work begins after the notice of nine items only.

    Raises:
        InvalidInputError: the day lies ahead or before the notice.
        RefusedError: H11: there is no complete notice.

    Source: フリーランス法 3条.
    """
    require(actor, Permission.MOVE_APPROVE)
    require_human(actor)
    row = lock(ContractWork, contract_id)
    refuse_by_law(check_notice(notice_items(row)))
    check_step(row, ContractWorkEvent.ACCEPT)
    require_past(accepted_on, today=localdate(now), field="accepted_on")
    assert row.notice_issued_at is not None
    issued_on = localdate(row.notice_issued_at)
    if accepted_on < issued_on:
        raise InvalidInputError(
            ja=f"3条通知（{issued_on:%Y/%m/%d}）より前に承諾の日は置けません。",
            en=f"The notice was issued on {issued_on.isoformat()}; the acceptance follows it.",
            field="accepted_on",
        )
    take_step(
        actor=actor, row=row, event=ContractWorkEvent.ACCEPT, now=now, accepted_on=accepted_on
    )
    return row


@action(act=None)
def announce_end(
    *, actor: Actor, contract_id: UUID, noticed_on: date, now: datetime
) -> ContractWork:
    """Record the day on which the supplier was told in writing that the contract will end.

    Raises:
        InvalidInputError: the day lies ahead.
        RefusedError: the contract does not run.

    Source: フリーランス法 16条.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(ContractWork, contract_id)
    require_past(noticed_on, today=localdate(now), field="noticed_on")
    take_step(
        actor=actor,
        row=row,
        event=ContractWorkEvent.ANNOUNCE_END,
        now=now,
        end_noticed_on=noticed_on,
    )
    return row


@action(act=None)
def renew_contract_work(
    *, actor: Actor, contract_id: UUID, ends_on: date, now: datetime
) -> ContractWork:
    """Renew a contract to a later last day; its whole term counts for the notice of its end.

    Raises:
        InvalidInputError: the day is not later.
        RefusedError: the contract does not run.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(ContractWork, contract_id)
    if row.ends_on is not None and ends_on <= row.ends_on:
        raise InvalidInputError(
            ja=f"今の終了日（{row.ends_on:%Y/%m/%d}）より後の日を入力してください。",
            en=f"Enter a day after the present last day, {row.ends_on.isoformat()}.",
            field="ends_on",
        )
    take_step(
        actor=actor,
        row=row,
        event=ContractWorkEvent.RENEW,
        now=now,
        ends_on=ends_on,
        end_noticed_on=None,
    )
    return row


@action(act=None)
def end_contract_work(
    *,
    actor: Actor,
    contract_id: UUID,
    ended_on: date,
    exception: str = "",
    reason: str = "",
    now: datetime,
) -> ContractWork:
    """End a contract, early or by not renewing it.

    Args:
        actor: member of the company.
        contract_id: a contract that runs.
        ended_on: last day of the contract.
        exception: one of the five of the law, where the notice of 30 days was not given.
        reason: what happened; needed with an exception.
        now: when.

    Raises:
        InvalidInputError: there is no such exception, or the day lies ahead.
        RefusedError: H11: without 30 days' notice; or a delivery is not paid yet.

    Source: フリーランス法 16条.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(ContractWork, contract_id)
    check_step(row, ContractWorkEvent.END)
    today = localdate(now)
    require_past(ended_on, today=today, field="ended_on")
    if exception not in {"", *EndException}:
        raise InvalidInputError(
            ja="例外は法が定める5つだけです。一覧から選んでください。",
            en="There are five exceptions only. Choose one from the list.",
            field="exception",
        )
    refuse_by_law(
        check_end(
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            end_on=ended_on,
            noticed_on=row.end_noticed_on,
            exception=EndException(exception) if exception else None,
            reason=reason,
            on=today,
        )
    )
    if has_unpaid(contract_id=row.pk):
        raise RefusedError(
            ja="支払っていない受領があります。支払を記録してから終了してください。",
            en="A delivery is not paid yet. Record the payment, then end the contract.",
            code="unpaid",
        )
    take_step(
        actor=actor,
        row=row,
        event=ContractWorkEvent.END,
        now=now,
        reason=exception,
        ended_on=ended_on,
        end_exception=exception,
        end_reason=reason.strip()[:300],
    )
    return row


@action(act=None)
def cancel_contract_work(*, actor: Actor, contract_id: UUID, now: datetime) -> ContractWork:
    """Drop a contract before the supplier accepted it.

    Raises:
        RefusedError: the work has begun.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(ContractWork, contract_id)
    take_step(
        actor=actor, row=row, event=ContractWorkEvent.CANCEL, now=now, ended_on=localdate(now)
    )
    return row


def _fill(row: ContractWork, values: ContractWorkValues, *, today: date) -> None:
    _check_values(values)
    found: dict[str, Any] = {field.name: getattr(values, field.name) for field in fields(values)}
    for name, value in found.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.signs = [name for name in SIGNS if name in values.signs]
    row.talent_record_id = find_record_id(values.supplier_mail)
    row.buyer_name = find_organisation(organisation_id=current_organisation_id()).name
    row.is_toriteki = laws_of(row, on=today).is_toriteki
    if row.receive_on and row.pay_on:
        _check_pay_day(row, on=today)


def _check_pay_day(row: ContractWork, *, on: date) -> None:
    assert row.receive_on is not None
    refuse_by_law(
        check_pay_day(
            received_on=row.receive_on,
            pay_on=row.pay_on,
            on=on,
            upstream_pay_on=row.upstream_pay_on if row.upstream_name else None,
            is_toriteki=row.is_toriteki,
        )
    )


def _check_values(values: ContractWorkValues) -> None:
    require_text(values.supplier_name, field="supplier_name", ja="受託者", en="supplier")
    if values.work_kind not in set(WorkKind):
        raise InvalidInputError(
            ja="一覧から選んでください。", en="Choose from the list.", field="work_kind"
        )
    if values.upstream_pay_on is not None and not values.upstream_name.strip():
        raise InvalidInputError(
            ja="再委託のときは、元の委託者の名前も通知に書く必要があります。",
            en="A re-consignment names who gave the first order, too.",
            field="upstream_name",
        )
    if values.ends_on is not None and values.ends_on < values.starts_on:
        raise InvalidInputError(
            ja="終了日は、開始日以後の日を入力してください。",
            en="Enter a last day on or after the first one.",
            field="ends_on",
        )
