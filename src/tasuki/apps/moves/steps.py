"""One step of a move: the row is locked, the table is asked, the row saved, the audit written."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db import models

from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotAllowedError, NotVisibleError, RefusedError
from tasuki.apps.moves.models import ContractWork, Delivery, Secondment, SideWork, SideWorkMonth
from tasuki.apps.orgs.actions import close_doors
from tasuki.apps.orgs.models import Door
from tasuki.core.law.refusals import Refusal
from tasuki.core.moves import labels
from tasuki.core.moves.machines import CONTRACT_WORK, DELIVERY, MOVE, SHEET, SIDE_WORK
from tasuki.core.relay.labels import StatusLabel
from tasuki.core.states import Machine

_TABLES: Final[dict[type[models.Model], tuple[str, Machine[Any, Any], Mapping[Any, Any]]]] = {
    Secondment: ("secondment", MOVE, labels.MOVE_LABELS),
    SideWork: ("side_work", SIDE_WORK, labels.SIDE_WORK_LABELS),
    SideWorkMonth: ("month_sheet", SHEET, labels.SHEET_LABELS),
    ContractWork: ("contract_work", CONTRACT_WORK, labels.CONTRACT_WORK_LABELS),
    Delivery: ("delivery", DELIVERY, labels.DELIVERY_LABELS),
}

_ASKED: Final = frozenset({"secondment", "side_work", "contract_work"})
_SAME_TERMS: Final = frozenset({"consent", "sign", "accept"})
"""After these steps the mailed key still opens the terms that its person read."""


def lock[Row: models.Model](model: type[Row], row_id: UUID) -> Row:
    """Return a row of the organisation bound now, locked to the end of the transaction.

    Raises:
        NotVisibleError: there is none here.
    """
    found = model._default_manager.select_for_update().filter(pk=row_id).first()
    if found is None:
        raise NotVisibleError
    return found


def take_step(
    *,
    actor: Actor,
    row: Any,
    event: StrEnum,
    now: datetime,
    reason: str = "",
    **changes: Any,
) -> None:
    """Move a locked row along its table, save it and record it.

    Args:
        actor: who acts.
        row: locked in this transaction.
        event: what happened.
        now: when.
        reason: for the audit; never a name or an address.
        changes: further fields to set with the state.

    Raises:
        RefusedError: the table does not list the step.
    """
    check_step(row, event)
    kind, machine, _words = _TABLES[type(row)]
    before = str(row.state)
    row.state = str(machine.next_state(type(machine.initial)(before), event))
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    if kind in _ASKED and event not in _SAME_TERMS:
        close_doors(kind=Door.Kind.CASE_ANSWER, subject=row.pk, now=now)
    record(actor=actor, row=row, act=f"{kind}.{event}", before=before, reason=reason, now=now)


def machine_of(row: Any) -> Machine[Any, Any]:
    """Return the state table of a row."""
    return _TABLES[type(row)][1]


def check_step(row: Any, event: StrEnum) -> None:
    """Refuse a step that the table does not list.

    Raises:
        RefusedError: says in which state the row is.
    """
    _kind, machine, words = _TABLES[type(row)]
    state = type(machine.initial)(row.state)
    if machine.can(state, event):
        return
    label: StatusLabel = words[state]
    raise RefusedError(
        ja=f"「{label.label.ja}」のため、この操作はできません。"
        "画面を読み込み直し、最新の状態を確認してください。",
        en=f"This is “{label.label.en}”, so it cannot be done. "
        "Reload the page and check the present state.",
        code="state",
    )


def record(
    *, actor: Actor, row: Any, act: str, now: datetime, before: str = "", reason: str = ""
) -> None:
    """Append one event on a row of the area to the audit chain."""
    audit.record(
        actor=actor,
        kind=act,
        object_kind=_TABLES[type(row)][0],
        object_id=row.pk,
        now=now,
        before=before,
        after=str(row.state),
        reason=reason,
    )


def refuse_by_law(refusal: Refusal | None) -> None:
    """Do nothing for None.

    Raises:
        RefusedError: a hard stop.
    """
    if refusal is not None:
        raise RefusedError.by_law(refusal)


def require_human(actor: Actor) -> int:
    """Return the account of the human who decides (H12).

    Raises:
        NotAllowedError: a background task or a key without an account acts.
    """
    if actor.is_task or actor.account_id is None:
        raise NotAllowedError
    return actor.account_id


def require_text(text: str, *, field: str, ja: str, en: str) -> str:
    """Return a text without its outer spaces.

    Raises:
        InvalidInputError: it is empty.
    """
    if found := text.strip():
        return found
    raise InvalidInputError(ja=f"{ja}を入力してください。", en=f"Enter: {en}.", field=field)


def require_past(day: Any, *, today: Any, field: str) -> None:
    """Refuse a day that has not come yet.

    Raises:
        InvalidInputError: it lies ahead.
    """
    if day > today:
        raise InvalidInputError(
            ja="今日より後の日は記録できません。実際の日を入力してください。",
            en="A day ahead cannot be recorded. Enter the day on which it happened.",
            field=field,
        )
