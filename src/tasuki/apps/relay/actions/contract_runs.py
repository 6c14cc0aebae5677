"""Start, pause, resume and end a contract; nothing runs without licence and filed papers."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.audit.queries import list_events_of
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.messages.actions import notify
from tasuki.apps.orgs.models import Licence
from tasuki.apps.orgs.queries import find_licence
from tasuki.apps.policy import check_licence_on
from tasuki.apps.relay import journal
from tasuki.apps.relay.models import RelayContract
from tasuki.apps.relay.queries.contracts import (
    NO_LICENCE,
    find_contract,
    find_fee_table,
    list_run_problems,
    lock_book_versions,
    lock_contract,
    pause_words,
)
from tasuki.apps.relay.steps import check_contract_step, record_contract
from tasuki.core.access import Permission
from tasuki.core.law.acts import Act
from tasuki.core.relay.machines import ContractEvent, ContractState

REASON_CHARACTERS_MAX = 200
LICENCE_WARNING_DAYS: Final = (7, 30, 60)
_LIVE = {ContractState.RUNNING, ContractState.PAUSED}


@action(act=Act.RECOMMEND)
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


@action(act=Act.RECOMMEND)
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


@action(act=None)
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


@action(act=None)
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


@action(act=None)
def pause_contracts_without_licence(*, actor: Actor, now: datetime) -> int:
    """Pause every running contract of an agency whose licence is not valid today.

    Both sides are told. While the licence is valid, the agency is warned 60, 30 and 7 days
    before its last day.

    Args:
        actor: a task, or a member of the agency.
        now: when.

    Returns:
        How many contracts were paused; 0 when the licence is valid.

    Source: 職業安定法 30条, 32条の6.
    """
    require(actor, Permission.CONTRACT_EDIT)
    if check_licence_on(on=localdate(now)) is None:
        _warn_of_end(actor, now=now)
        return 0
    running = (
        RelayContract.objects.select_for_update(of=("self",))
        .filter(organisation_id=actor.organisation_id, state=ContractState.RUNNING)
        .order_by("id")
    )
    count = 0
    for contract in running:
        contract.pause_reason = NO_LICENCE
        _move(actor, contract, ContractState.PAUSED, "pause", now=now, reason=NO_LICENCE)
        _tell_paused(actor, contract, now=now)
        count += 1
    return count


def _tell_paused(actor: Actor, contract: RelayContract, *, now: datetime) -> None:
    words = pause_words(contract)
    for organisation_id, room, other in (
        (contract.organisation_id, "agency", contract.company_name),
        (contract.company_id, "company", contract.agency_name),
    ):
        with bound(organisation_id, actor.account_id):
            notify(
                actor=actor,
                text=f"{other}との契約を停止しました。{words.ja}",
                text_en=f"The contract with {other} is paused. {words.en}",
                url=f"/{room}/contracts/{contract.id}/",
                mail_to=Permission.CONTRACT_SIGN,
                now=now,
            )


def _warn_of_end(actor: Actor, *, now: datetime) -> None:
    """Warn once for each of the days, unless a licence that follows is recorded."""
    licence, today = find_licence(on=localdate(now)), localdate(now)
    assert licence is not None
    next_day = licence.valid_to + timedelta(days=1)
    if Licence.objects.filter(valid_from__lte=next_day, valid_to__gte=next_day).exists():
        return
    days_left = (licence.valid_to - today).days
    days = next((days for days in LICENCE_WARNING_DAYS if days_left <= days), None)
    given = {
        event.reason
        for event in list_events_of(object_kind="licence", object_id=licence.id)
        if event.kind == "licence.warn"
    }
    # The day is part of the note: a licence whose last day was corrected warns anew.
    note = f"W{days} {licence.valid_to.isoformat()}"
    if days is None or note in given:
        return
    audit.record(
        actor=actor,
        kind="licence.warn",
        object_kind="licence",
        object_id=licence.id,
        now=now,
        reason=note,
    )
    notify(
        actor=actor,
        text=f"職業紹介の許可（{licence.number}）は{licence.valid_to:%Y/%m/%d}までです。"
        "更新した許可を登録しないと、翌日にすべての契約が停止します。",
        text_en=f"Licence {licence.number} is valid until {licence.valid_to.isoformat()}. "
        "Record the renewed licence, or all contracts pause the next day.",
        url="/agency/papers/",
        mail_to=Permission.CONTRACT_SIGN,
        now=now,
    )


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
