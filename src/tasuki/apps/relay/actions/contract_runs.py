"""Start, pause, resume and end a contract; nothing runs without licence and filed papers."""

from datetime import datetime
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.relay import journal
from tasuki.apps.relay.models import RelayContract
from tasuki.apps.relay.queries.contracts import (
    check_licence_on,
    find_contract,
    find_fee_table,
    find_licence,
    list_run_problems,
    lock_book_versions,
    lock_contract,
)
from tasuki.apps.relay.steps import check_contract_step, record_contract
from tasuki.core.access import Permission
from tasuki.core.relay.machines import ContractEvent, ContractState

REASON_CHARACTERS_MAX = 200
_LIVE = {ContractState.RUNNING, ContractState.PAUSED}


@action
def run_contract(*, actor: Actor, contract_id: UUID, now: datetime) -> RelayContract:
    """Let an agreed version run; the version that ran before ends in the same moment.

    Args:
        actor: member of the agency.
        contract_id: an agreed version.
        now: when; the licence must be valid that day.

    Raises:
        RefusedError: no valid licence (H1), no filed fee table with free-slot clause or no
            consultation record (H4), penalty terms not shown (H4), not both signatures, or a
            later version runs already.

    Source: 職業安定法 30条, 32条の3.
    """
    require(actor, Permission.CONTRACT_EDIT)
    versions = lock_book_versions(book_id=find_contract(contract_id=contract_id).book_id)
    contract = lock_contract(contract_id=contract_id)
    after = check_contract_step(contract.state, ContractEvent.RUN)
    _take_filing(contract)
    _check_can_run(contract, now=now)
    today = localdate(now)
    for other in versions:
        if other.state in _LIVE:
            if other.version > contract.version:
                raise _newer_runs(other)
            other.valid_to, other.ended_at = today, now
            _move(actor, other, ContractState.ENDED, "end", now=now, reason="new version")
    contract.valid_from = today
    _take_licence(contract, now=now)
    journal.open_book(book_id=contract.book_id)
    _move(actor, contract, after, "run", now=now)
    journal.mint_slots(actor=actor, book_id=contract.book_id, now=now)
    return contract


@action
def resume_contract(*, actor: Actor, contract_id: UUID, now: datetime) -> RelayContract:
    """Let a paused contract run again, under the same guards as its start.

    Raises:
        RefusedError: see ``run_contract``.

    Source: 職業安定法 30条, 32条の3.
    """
    require(actor, Permission.CONTRACT_EDIT)
    contract = lock_contract(contract_id=contract_id)
    after = check_contract_step(contract.state, ContractEvent.RESUME)
    _check_can_run(contract, now=now)
    _take_licence(contract, now=now)
    contract.pause_reason = ""
    _move(actor, contract, after, "resume", now=now)
    journal.mint_slots(actor=actor, book_id=contract.book_id, now=now)
    return contract


@action
def pause_contract(*, actor: Actor, contract_id: UUID, reason: str, now: datetime) -> RelayContract:
    """Pause a running contract: its codes show the agency's contact and take nobody in.

    Raises:
        InvalidInputError: no reason is given.
        RefusedError: the contract does not run.
    """
    require(actor, Permission.CONTRACT_EDIT)
    contract = lock_contract(contract_id=contract_id)
    after = check_contract_step(contract.state, ContractEvent.PAUSE)
    contract.pause_reason = _reason(reason)
    _move(actor, contract, after, "pause", now=now, reason=contract.pause_reason)
    return contract


@action
def end_contract(*, actor: Actor, contract_id: UUID, reason: str, now: datetime) -> RelayContract:
    """End a contract; open slots stay usable to their last day.

    Raises:
        InvalidInputError: no reason is given.
        RefusedError: the contract neither runs nor is paused.
    """
    require(actor, Permission.CONTRACT_EDIT)
    contract = lock_contract(contract_id=contract_id)
    after = check_contract_step(contract.state, ContractEvent.END)
    contract.valid_to, contract.ended_at = localdate(now), now
    _move(actor, contract, after, "end", now=now, reason=_reason(reason))
    return contract


@action
def pause_contracts_without_licence(*, actor: Actor, now: datetime) -> int:
    """Pause every running contract of an agency whose licence is not valid today.

    Args:
        actor: a task, or a member of the agency.
        now: when.

    Returns:
        How many contracts were paused; 0 when the licence is valid.

    Source: 職業安定法 30条.
    """
    require(actor, Permission.CONTRACT_EDIT)
    refusal = check_licence_on(on=localdate(now))
    if refusal is None:
        return 0
    running = (
        RelayContract.objects.select_for_update(of=("self",))
        .filter(organisation_id=actor.organisation_id, state=ContractState.RUNNING)
        .order_by("id")
    )
    count = 0
    for contract in running:
        contract.pause_reason = refusal.reason_ja[:REASON_CHARACTERS_MAX]
        _move(actor, contract, ContractState.PAUSED, "pause", now=now, reason=refusal.rule)
        count += 1
    return count


def _take_filing(contract: RelayContract) -> None:
    """Read again whether the fee table was filed after the contract was drafted."""
    table = find_fee_table(version=contract.fee_table_version)
    if table is not None:
        contract.fee_table_filed_on = table.filed_on


def _check_can_run(contract: RelayContract, *, now: datetime) -> None:
    problems = list_run_problems(contract=contract, on=localdate(now))
    if problems:
        raise RefusedError.by_law(problems[0])


def _take_licence(contract: RelayContract, *, now: datetime) -> None:
    licence = find_licence(on=localdate(now))
    if licence is not None:
        contract.licence_number = licence.number
        contract.licence_valid_to = licence.valid_to


def _newer_runs(other: RelayContract) -> RefusedError:
    return RefusedError(
        ja=f"新しい第{other.version}版があります。新しい版を作成して変更してください。",
        en=f"Version {other.version} is newer and in force. Make a new version for a change.",
        code="version",
    )


def _reason(text: str) -> str:
    if not text.strip():
        raise InvalidInputError(
            ja="理由を入力してください。", en="Enter the reason.", field="reason"
        )
    return text.strip()[:REASON_CHARACTERS_MAX]


def _move(
    actor: Actor,
    contract: RelayContract,
    after: ContractState,
    kind: str,
    *,
    now: datetime,
    reason: str = "",
) -> None:
    """Save the new state and write it into the chains of both sides."""
    before, contract.state = contract.state, after
    contract.save()
    for organisation_id in (contract.organisation_id, contract.company_id):
        with bound(organisation_id, actor.account_id):
            record_contract(
                actor=actor,
                kind=kind,
                contract_id=contract.id,
                version=contract.version,
                now=now,
                before=before,
                after=after,
                reason=reason,
            )
