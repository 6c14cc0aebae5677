"""What a supplier delivered, whether it was inspected, and when it was paid (H11)."""

from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.moves.models import ContractWork, Delivery
from tasuki.apps.moves.steps import (
    check_step,
    lock,
    record,
    refuse_by_law,
    require_past,
    take_step,
)
from tasuki.core.access import Permission
from tasuki.core.law.contract_work import check_pay_day, check_payment, deemed_pay_day
from tasuki.core.moves.machines import ContractWorkState, DeliveryEvent


@action(act=None)
def record_delivery(
    *,
    actor: Actor,
    contract_id: UUID,
    received_on: date,
    pay_on: date | None = None,
    agreed_yen: int | None = None,
    now: datetime,
) -> Delivery:
    """Record a receipt; the pay day runs from it, inspected or not.

    Args:
        actor: member of the company.
        contract_id: a contract that runs.
        received_on: day of receipt; day 1 of the sixty.
        pay_on: pay day; None = as many days after the receipt as the notice says, and at the
            latest the last lawful day.
        agreed_yen: fee of this delivery, > 0; None = the fee of the notice.
        now: when.

    Raises:
        InvalidInputError: the day lies ahead, or the fee is not above 0.
        RefusedError: H11: the pay day is too late; or the contract does not run.

    Source: フリーランス法 4条.
    """
    require(actor, Permission.MOVE_EDIT)
    contract = lock(ContractWork, contract_id)
    if contract.state not in {ContractWorkState.ACCEPTED, ContractWorkState.END_NOTICED}:
        raise RefusedError(
            ja="始まっていない契約か、終わった契約です。3条通知と承諾の後に記録してください。",
            en="The contract does not run. Record a receipt after notice and acceptance.",
            code="state",
        )
    today = localdate(now)
    require_past(received_on, today=today, field="received_on")
    fee = contract.fee_yen if agreed_yen is None else agreed_yen
    if fee <= 0:
        raise InvalidInputError(
            ja="報酬は1円以上で入力してください。",
            en="Enter a fee of 1 yen or more.",
            field="agreed_yen",
        )
    upstream = contract.upstream_pay_on if contract.upstream_name else None
    row = Delivery(
        organisation_id=current_organisation_id(),
        contract=contract,
        received_on=received_on,
        pay_on=pay_on or _pay_day_of(contract, received_on, on=today),
        agreed_yen=fee,
        upstream_pay_on=upstream,
        is_toriteki=contract.is_toriteki,
    )
    refuse_by_law(
        check_pay_day(
            received_on=received_on,
            pay_on=row.pay_on,
            on=today,
            upstream_pay_on=upstream,
            is_toriteki=contract.is_toriteki,
        )
    )
    row.save(force_insert=True)
    record(actor=actor, row=row, act="delivery.deliver", now=now)
    return row


@action(act=None)
def inspect_delivery(
    *, actor: Actor, delivery_id: UUID, inspected_on: date, now: datetime
) -> Delivery:
    """Record that a delivery passed its inspection; the pay day does not move.

    Raises:
        InvalidInputError: the day lies ahead or before the receipt.
        RefusedError: it was inspected or paid already.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(Delivery, delivery_id)
    require_past(inspected_on, today=localdate(now), field="inspected_on")
    _require_after(inspected_on, row.received_on, field="inspected_on")
    take_step(actor=actor, row=row, event=DeliveryEvent.INSPECT, now=now, inspected_on=inspected_on)
    return row


@action(act=None)
def pay_delivery(
    *,
    actor: Actor,
    delivery_id: UUID,
    paid_on: date,
    paid_yen: int,
    is_supplier_fault: bool = False,
    reason: str = "",
    now: datetime,
) -> Delivery:
    """Record a payment in full; less only where the supplier is at fault, with the reason.

    A payment that comes late is recorded as it was; it shows as late.

    Raises:
        InvalidInputError: the day lies ahead or before the receipt.
        RefusedError: H11: a deduction without cause; or it was paid already.

    Source: フリーランス法 5条1項2号; 取適法 5条.
    """
    require(actor, Permission.MOVE_EDIT)
    row = lock(Delivery, delivery_id)
    check_step(row, DeliveryEvent.PAY)
    require_past(paid_on, today=localdate(now), field="paid_on")
    _require_after(paid_on, row.received_on, field="paid_on")
    refuse_by_law(
        check_payment(
            agreed_yen=row.agreed_yen,
            paid_yen=paid_yen,
            is_supplier_fault=is_supplier_fault,
            reason=reason,
        )
    )
    take_step(
        actor=actor,
        row=row,
        event=DeliveryEvent.PAY,
        now=now,
        paid_on=paid_on,
        paid_yen=paid_yen,
        is_supplier_fault=is_supplier_fault,
        deduction_reason=reason.strip()[:300],
    )
    return row


def _pay_day_of(contract: ContractWork, received_on: date, *, on: date) -> date:
    """Return the pay day that the notice gives to a receipt on another day, within the law."""
    agreed_on = None
    if contract.receive_on is not None and contract.pay_on is not None:
        agreed_on = received_on + (contract.pay_on - contract.receive_on)
    return deemed_pay_day(
        received_on,
        agreed_on,
        on=on,
        upstream_pay_on=contract.upstream_pay_on if contract.upstream_name else None,
        is_toriteki=contract.is_toriteki,
    )


def _require_after(day: date, received_on: date, *, field: str) -> None:
    if day < received_on:
        raise InvalidInputError(
            ja=f"受領日（{received_on:%Y/%m/%d}）以後の日を入力してください。",
            en=f"Enter a day on or after the receipt, {received_on.isoformat()}.",
            field=field,
        )
