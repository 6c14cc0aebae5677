"""One step of an agreement or an invoice: the table is asked, the row saved, both sides recorded.

Every function works inside a block that binds the agency, which keeps the rows.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db import connection

from tasuki.adapters.postgres.context import bound, current_organisation_id
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import NotVisibleError, RefusedError
from tasuki.apps.fees.models import FeeAgreement, Invoice
from tasuki.apps.messages.actions import notify
from tasuki.core.access import Permission
from tasuki.core.fees.labels import AGREEMENT_LABELS, INVOICE_LABELS
from tasuki.core.fees.machines import AGREEMENT, INVOICE
from tasuki.core.relay.labels import StatusLabel
from tasuki.core.states import Machine
from tasuki.core.words import Words

_TABLES: Final[
    dict[type[FeeAgreement] | type[Invoice], tuple[str, Machine[Any, Any], Mapping[Any, Any]]]
] = {
    FeeAgreement: ("fee_agreement", AGREEMENT, AGREEMENT_LABELS),
    Invoice: ("invoice", INVOICE, INVOICE_LABELS),
}
_SHOW: Final = {
    FeeAgreement: "select tasuki.show_fees_feeagreement(%s, %s)",
    Invoice: "select tasuki.show_fees_invoice(%s, %s)",
}


def lock[Row: (FeeAgreement, Invoice)](model: type[Row], row_id: UUID) -> Row:
    """Return a row that the organisation bound now keeps, locked to the end.

    Raises:
        NotVisibleError: it keeps no such row.
    """
    kept = model.objects.select_for_update(of=("self",)).filter(
        pk=row_id, organisation_id=current_organisation_id()
    )
    found = kept.first()
    if found is None:
        raise NotVisibleError
    return found


def check_step(row: FeeAgreement | Invoice, event: StrEnum) -> None:
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


def take_step(
    *,
    actor: Actor,
    row: FeeAgreement | Invoice,
    event: StrEnum,
    now: datetime,
    reason: str = "",
    data: dict[str, Any] | None = None,
    **changes: Any,
) -> None:
    """Move a locked row along its table, save it and record it.

    Args:
        actor: who acts.
        row: locked in this transaction.
        event: what happened.
        now: when.
        reason: for the audit.
        data: further values for the audit.
        changes: fields to set with the state.

    Raises:
        RefusedError: the table does not list the step.
    """
    check_step(row, event)
    machine = _TABLES[type(row)][1]
    before = str(row.state)
    row.state = str(machine.next_state(type(machine.initial)(before), event))
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    record(actor=actor, row=row, act=str(event), before=before, reason=reason, data=data, now=now)


def record(
    *,
    actor: Actor,
    row: FeeAgreement | Invoice,
    act: str,
    now: datetime,
    before: str = "",
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """Append one event to the agency's chain."""
    kind = _TABLES[type(row)][0]
    audit.record(
        actor=actor,
        kind=f"{kind}.{act}",
        object_kind=kind,
        object_id=row.pk,
        now=now,
        before=before,
        after=str(row.state),
        reason=reason,
        data=data,
    )


def show_to_company(row: FeeAgreement | Invoice) -> None:
    """Let the company see a row from now on, if it is an organisation here."""
    if row.company_id is not None:
        with connection.cursor() as cursor:
            cursor.execute(_SHOW[type(row)], [row.pk, row.company_id])


def tell_company(
    *, actor: Actor, row: FeeAgreement | Invoice, text: Words, url: str, act: str, now: datetime
) -> None:
    """Write a notice and an event at the side of the company, if it is an organisation here."""
    if row.company_id is None:
        return
    with bound(row.company_id, actor.account_id):
        notify(actor=actor, text=text.ja, text_en=text.en, url=url, needs=Permission.FEE_VIEW)
        record(actor=actor, row=row, act=act, now=now)
