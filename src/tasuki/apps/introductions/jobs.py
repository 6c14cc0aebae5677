"""The job of a case: its order, its opening, and whether it may be recommended that day."""

from datetime import date
from uuid import UUID

from tasuki.apps.actor import Actor
from tasuki.apps.errors import NotVisibleError, RefusedError
from tasuki.apps.openings.models import Opening
from tasuki.apps.placement.models import JobOrder
from tasuki.apps.policy import require_matching
from tasuki.apps.relay.slot_rules import find_complete_opening


def find_order(*, job_order_id: UUID, on: date) -> JobOrder:
    """Return an open order of the agency bound now to which people are introduced by a case.

    Raises:
        NotVisibleError: there is none.
        RefusedError: it is over, or belongs to a free slot.
    """
    order = JobOrder.objects.filter(id=job_order_id).first()
    if order is None:
        raise NotVisibleError
    if order.slot_id is not None:
        raise RefusedError(
            ja=f"求人 {order.number} は無料枠の申し込みです。無料枠の画面から紹介してください。",
            en=f"Order {order.number} belongs to a free slot. Introduce from the slot's page.",
            code="slot_order",
        )
    if order.closed_on is not None or order.valid_to < on:
        raise RefusedError(
            ja=f"求人 {order.number} は終了しているか、有効期間（{order.valid_to:%Y/%m/%d}まで）を"
            "過ぎています。会社に確認し、求人を更新してください。",
            en=f"Order {order.number} is closed or was valid until {order.valid_to}. "
            "Ask the company and renew it.",
            code="order_over",
        )
    return order


def check_job(order: JobOrder, *, actor: Actor, on: date) -> Opening:
    """H1, H6: return the job of an order if it may be recommended that day.

    To ask a person about a job is to recommend it, so the job is looked at again each time.

    Raises:
        NotVisibleError: the agency keeps no opening for the order.
        RefusedError: H1, H6, or the opening is not open.
    """
    require_matching(
        actor=actor, employer_id=order.company_id or 0, occupation=order.occupation, on=on
    )
    if order.opening_id is None:
        raise NotVisibleError
    opening = find_complete_opening(order.opening_id, on=on)
    require_matching(
        actor=actor, employer_id=order.company_id or 0, occupation=opening.occupation, on=on
    )
    return opening
