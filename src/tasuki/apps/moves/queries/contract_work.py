"""Contracts of work of the company bound now, their deliveries, and what they still lack."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from tasuki.apps.moves.models import ContractWork, Delivery
from tasuki.apps.moves.policy import laws_of, likeness_of, notice_items
from tasuki.core.law.contract_work import (
    BAN_LABELS,
    Laws,
    NoticeItem,
    check_notice,
    find_likeness_warning,
    is_long_term,
    last_notice_day,
    list_banned_acts,
    missing_notice_items,
)
from tasuki.core.law.parameters import find_parameter
from tasuki.core.law.refusals import Refusal
from tasuki.core.moves.machines import ContractWorkState, DeliveryState
from tasuki.core.words import Words


def list_contract_works(*, state: str = "", text: str = "") -> QuerySet[ContractWork]:
    """Return the contracts, the newest first.

    Args:
        state: only this state.
        text: part of the supplier's name or of what is delivered.
    """
    found = ContractWork.objects.order_by("-created_at", "-id")
    if state:
        found = found.filter(state=state)
    if part := text.strip():
        found = found.filter(Q(supplier_name__icontains=part) | Q(deliverable__icontains=part))
    return found


def find_contract_work(*, contract_id: UUID) -> ContractWork | None:
    """Return one contract; None if there is none here."""
    return ContractWork.objects.filter(id=contract_id).first()


def list_deliveries(*, contract_id: UUID) -> QuerySet[Delivery]:
    """Return what was delivered under a contract, the newest first."""
    return Delivery.objects.filter(contract_id=contract_id).order_by("-received_on", "-id")


def find_delivery(*, delivery_id: UUID) -> Delivery | None:
    """Return one delivery with its contract; None if there is none here."""
    return Delivery.objects.select_related("contract").filter(id=delivery_id).first()


def has_unpaid(*, contract_id: UUID) -> bool:
    """Return whether something that was delivered is not paid yet."""
    waiting = Delivery.objects.filter(contract_id=contract_id).exclude(state=DeliveryState.PAID)
    return waiting.exists()


def missing_items(row: ContractWork) -> tuple[NoticeItem, ...]:
    """Return which of the nine items are not filled in."""
    return missing_notice_items(notice_items(row))


def list_notice_refusals(row: ContractWork) -> tuple[Refusal, ...]:
    """Return what keeps the notice from being issued (H11); empty if it may be."""
    refusal = check_notice(notice_items(row))
    return (refusal,) if refusal else ()


def find_notice_items(row: ContractWork) -> dict[NoticeItem, str]:
    """Return the nine items as they would be printed."""
    return notice_items(row)


def find_laws_of(row: ContractWork, *, on: date) -> Laws:
    """Return which laws hold between the company and the supplier."""
    return laws_of(row, on=on)


def list_bans(row: ContractWork, *, on: date) -> tuple[Words, ...]:
    """Return the acts that are forbidden towards this supplier; empty if the laws do not hold."""
    found = list_banned_acts(
        laws=laws_of(row, on=on), starts_on=row.starts_on, ends_on=row.ends_on, on=on
    )
    return tuple(BAN_LABELS[act] for act in found)


def list_contract_warnings(row: ContractWork, *, on: date) -> tuple[Words, ...]:
    """Return what should be looked at: signs of employment, pay days near, the notice of an end."""
    found = []
    if warning := find_likeness_warning(likeness_of(row)):
        found.append(warning)
    near = on + timedelta(days=int(find_parameter("freelance_pay_reminder_days", on=on).value))
    unpaid = Delivery.objects.filter(contract=row, pay_on__lte=near)
    waiting = unpaid.exclude(state=DeliveryState.PAID).order_by("pay_on")
    found += [_pay_warning(delivery, on=on) for delivery in waiting]
    if _needs_end_notice(row, on=on) and row.ends_on is not None:
        day = last_notice_day(row.ends_on, on=on)
        found.append(
            Words(
                f"更新しない場合は、{day:%Y/%m/%d}までに予告してください。",
                f"If it is not renewed, announce that by {day.isoformat()}.",
            )
        )
    return tuple(found)


def _needs_end_notice(row: ContractWork, *, on: date) -> bool:
    is_running = row.state == ContractWorkState.ACCEPTED and row.end_noticed_on is None
    return is_running and is_long_term(starts_on=row.starts_on, ends_on=row.ends_on, on=on)


def _pay_warning(delivery: Delivery, *, on: date) -> Words:
    if delivery.pay_on < on:
        return Words(
            f"支払期日（{delivery.pay_on:%Y/%m/%d}）を過ぎています。すぐに支払ってください。",
            f"The pay day {delivery.pay_on.isoformat()} has passed. Pay at once.",
        )
    return Words(
        f"支払期日は{delivery.pay_on:%Y/%m/%d}です。",
        f"The pay day is {delivery.pay_on.isoformat()}.",
    )
