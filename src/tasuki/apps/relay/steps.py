"""One step of a registration: the table is asked, the row is changed, the audit is written."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.audit.queries import list_events_of
from tasuki.apps.errors import ConflictError, RefusedError
from tasuki.apps.free_text import require_lawful_text
from tasuki.apps.orgs.models import Account
from tasuki.apps.relay.models import Registration
from tasuki.core.access import Role
from tasuki.core.relay.labels import CONTRACT_LABELS, REGISTRATION_LABELS
from tasuki.core.relay.machines import (
    CONTRACT,
    REGISTRATION,
    ContractEvent,
    ContractState,
    RegistrationEvent,
    RegistrationState,
)


def take_step(
    *,
    actor: Actor,
    registration: Registration,
    event: RegistrationEvent,
    now: datetime,
    reason: str = "",
    changes: dict[str, Any] | None = None,
) -> Registration:
    """Move a locked registration along its table, save it and record it.

    Args:
        actor: who acts.
        registration: locked in this transaction.
        event: what happened.
        now: when.
        reason: code or words for the audit; never a name or an address.
        changes: further fields to set with the state.

    Raises:
        RefusedError: the table does not list the step; H5, the words tell what selection must
            not know.
    """
    require_lawful_text(reason, field="note")
    check_step(registration, event)
    before = registration.state
    registration.state = REGISTRATION.next_state(RegistrationState(before), event)
    save_changes(registration, **(changes or {}))
    audit.record(
        actor=actor,
        kind=f"registration.{event}",
        object_kind="registration",
        object_id=registration.id,
        now=now,
        before=before,
        after=registration.state,
        reason=reason,
        data={"contract_version": registration.contract.version},
    )
    return registration


def check_step(registration: Registration, event: RegistrationEvent) -> None:
    """Refuse a step that the table does not list.

    Raises:
        RefusedError: says in which state the registration is.
    """
    state = RegistrationState(registration.state)
    if REGISTRATION.can(state, event):
        return
    label = REGISTRATION_LABELS[state].label
    raise RefusedError(
        ja=f"この登録は「{label.ja}」のため、この操作はできません。"
        "画面を読み込み直し、最新の状態を確認してください。",
        en=f"This registration is “{label.en}”, so this cannot be done. "
        "Reload the page and check the present state.",
        code="state",
    )


def check_version(registration: Registration, expected_version: int) -> None:
    """Refuse when the row changed since the page was read.

    Raises:
        ConflictError: names the person who decided first, if one did.
    """
    if registration.row_version != expected_version:
        raise ConflictError(by=name_of_last_decider(registration))


def name_of_last_decider(registration: Registration) -> str:
    """Return which member of the agency changed a registration last; empty if the person did."""
    events = list_events_of(object_kind="registration", object_id=registration.id)
    if not events or events[0].actor_role == Role.PERSON:
        return ""
    return name_of_account(events[0].actor_id)


def name_of_account(account_id: int | None) -> str:
    """Return the name of an account; empty if there is none."""
    if account_id is None:
        return ""
    account = Account.objects.filter(id=account_id).only("name").first()
    return account.name if account else ""


def save_changes(registration: Registration, **changes: Any) -> None:
    """Save fields of a locked registration and count its version up."""
    for name, value in changes.items():
        setattr(registration, name, value)
    registration.row_version += 1
    registration.save()


def check_contract_step(state: str, event: ContractEvent) -> ContractState:
    """Return the state that follows for a contract.

    Raises:
        RefusedError: the table does not list the step.
    """
    before = ContractState(state)
    if CONTRACT.can(before, event):
        return CONTRACT.next_state(before, event)
    label = CONTRACT_LABELS[before].label
    raise RefusedError(
        ja=f"この契約は「{label.ja}」のため、この操作はできません。"
        "画面を読み込み直し、最新の状態を確認してください。",
        en=f"This contract is “{label.en}”, so this cannot be done. "
        "Reload the page and check the present state.",
        code="state",
    )


def record_contract(
    *,
    actor: Actor,
    kind: str,
    contract_id: UUID,
    version: int,
    now: datetime,
    before: str = "",
    after: str = "",
    reason: str = "",
) -> None:
    """Append one event about a contract to the chain of the organisation bound now."""
    audit.record(
        actor=actor,
        kind=f"contract.{kind}",
        object_kind="contract",
        object_id=contract_id,
        now=now,
        before=before,
        after=after,
        reason=reason,
        data={"contract_version": version},
    )
