"""What a slot may be requested and used for; shared by the actions on both sides."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import NotVisibleError, RefusedError
from tasuki.apps.openings.models import Opening
from tasuki.apps.openings.queries import find_opening_refusal
from tasuki.apps.relay.models import Slot
from tasuki.core.law.stops import check_human_decision
from tasuki.core.relay.parameters import RelayParameters

EMPTY_REQUEST: Final[dict[str, Any]] = {
    "opening_id": None,
    "opening_title": "",
    "conditions": {},
    "find_by": None,
    "answer_by": None,
    "requested_at": None,
    "presented_at": None,
    "interview_at": None,
}
"""What a slot forgets when it becomes usable again."""


def require_named_human(actor: Actor, *, reason: str) -> None:
    """Refuse an adverse step without a named human and a reason.

    Raises:
        RefusedError: H12.
    """
    name = "" if actor.is_task else (actor.name or str(actor.account_id or ""))
    refusal = check_human_decision(decided_by=name, reason=reason)
    if refusal:
        raise RefusedError.by_law(refusal)


def find_complete_opening(opening_id: UUID, *, on: date) -> Opening:
    """Return an open job of the company bound now that shows all eleven items (H6).

    Raises:
        NotVisibleError: there is no such job.
        RefusedError: H6, or the job is not open.
    """
    opening = Opening.objects.filter(id=opening_id).first()
    if opening is None:
        raise NotVisibleError
    if opening.state != Opening.State.OPEN:
        raise RefusedError(
            ja=f"求人「{opening.title}」は公開されていません。公開してから申し込んでください。",
            en=f"The job “{opening.title}” is not open. Publish it first.",
            code="opening_not_open",
        )
    if refusal := find_opening_refusal(opening, on=on):
        raise RefusedError.by_law(refusal)
    return opening


def find_complete_opening_of(slot: Slot, *, actor: Actor, on: date) -> Opening:
    """Return the job a slot was requested for, checked again on the company's side."""
    with bound(slot.company_id, actor.account_id):
        if slot.opening_id is None:
            raise NotVisibleError
        return find_complete_opening(slot.opening_id, on=on)


def check_opening(opening: Opening, rules: RelayParameters) -> None:
    """Refuse a job that the contract does not cover or that pays more than it allows.

    Raises:
        RefusedError: code ``not_eligible`` or ``pay_limit``.
    """
    known = {opening.number, opening.occupation, str(opening.id)}
    if rules.eligible_jobs and not known & set(rules.eligible_jobs):
        raise RefusedError(
            ja=f"求人「{opening.title}」は、この契約の対象に入っていません。"
            "対象の求人を選ぶか、契約の新しい版で対象を加えてください。",
            en=f"The job “{opening.title}” is not covered by this contract. Choose another, "
            "or add it in a new version of the contract.",
            code="not_eligible",
        )
    check_pay(opening.theoretical_pay_yen, rules, field="opening_id")


def check_pay(theoretical_pay_yen: int, rules: RelayParameters, *, field: str) -> None:
    """Refuse a theoretical yearly pay above the contract's limit.

    Raises:
        RefusedError: code ``pay_limit``; ``field`` says where the amount stands.
    """
    limit = rules.max_theoretical_pay
    if limit is None or theoretical_pay_yen <= limit:
        return
    error = RefusedError(
        ja=f"理論年収 {theoretical_pay_yen:,}円は、契約の上限 {limit:,}円を超えています。"
        "金額を確認してください。",
        en=f"The theoretical pay of {theoretical_pay_yen:,} yen exceeds the contract's limit "
        f"of {limit:,} yen. Check the amount.",
        code="pay_limit",
        field=field,
    )
    raise error
