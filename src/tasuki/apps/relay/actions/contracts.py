"""Draft, sign and version the contract between a company and the agency.

The row is kept by the agency. A company's act binds twice in one transaction: its own chain of
audit and the agency's row are written together or not at all.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from tasuki.adapters.postgres.context import bound
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import (
    InvalidInputError,
    NotAllowedError,
    NotVisibleError,
    RefusedError,
)
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.relay.actions.contract_runs import (
    end_contract,
    pause_contract,
    pause_contracts_without_licence,
    resume_contract,
    run_contract,
)
from tasuki.apps.relay.actions.papers import (
    mark_fee_table_filed,
    record_consultation,
    save_fee_table,
)
from tasuki.apps.relay.models import Consultation, FeeTable, RelayContract
from tasuki.apps.relay.policy import LawfulShape, check_shape
from tasuki.apps.relay.queries.contracts import (
    find_contract,
    find_fee_table,
    is_live_member,
    lock_book_versions,
    lock_contract,
)
from tasuki.apps.relay.steps import check_contract_step, record_contract
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.relay.machines import ContractEvent, ContractState
from tasuki.core.relay.parameters import (
    RelayParameters,
    check_parameters,
    parameters_from_json,
    parameters_to_json,
)

__all__ = [
    "draft_contract",
    "draft_new_version",
    "edit_draft",
    "end_contract",
    "mark_fee_table_filed",
    "pause_contract",
    "pause_contracts_without_licence",
    "record_consultation",
    "resume_contract",
    "run_contract",
    "save_fee_table",
    "show_penalty_terms",
    "sign_contract",
]


@action(act=None)
def draft_contract(
    *,
    actor: Actor,
    company_id: int,
    parameters: Mapping[str, Any] | None = None,
    fee_table_id: UUID | None = None,
    consultation_id: UUID | None = None,
    shape: str = LawfulShape.SELF_REGISTRATION,
    notification_number: str = "",
    account_manager_id: int | None = None,
    now: datetime,
) -> RelayContract:
    """Draft the first version of a contract with a company; both sides see it at once.

    Args:
        actor: member of the agency.
        company_id: the referring company.
        parameters: terms that differ from the defaults; None for all defaults.
        fee_table_id: the fee table it rests on.
        consultation_id: the consultation record it rests on.
        shape: a value of ``LawfulShape``.
        notification_number: the company's notification (届出番号), kept in the chain.
        account_manager_id: member who looks after the company; never reviews its people.
        now: when.

    Raises:
        RefusedError: the shape is not lawful (H1, H3, H4).
        InvalidInputError: a term is outside its range; ``field`` names it.
        NotVisibleError: no such company, fee table or consultation record.

    Source: 職業安定法 4条, 30条, 32条の3.
    """
    require(actor, Permission.CONTRACT_EDIT)
    company = Organisation.objects.filter(id=company_id).first()
    if company is None:
        raise NotVisibleError
    has_municipality = OrganisationKind.MUNICIPALITY in {actor.kind, company.kind}
    if refusal := check_shape(_shape_of(shape), has_municipality=has_municipality):
        raise RefusedError.by_law(refusal)
    if company.kind != OrganisationKind.COMPANY:
        raise NotVisibleError
    _check_manager(account_manager_id)
    agency = Organisation.objects.get(id=actor.organisation_id)
    contract = RelayContract(
        id=uuid4(),
        organisation_id=agency.id,
        book_id=uuid4(),
        version=1,
        company_id=company.id,
        company_name=company.name,
        agency_name=agency.name,
        state=ContractState.DRAFT,
        shape=shape,
        parameters=_checked(parameters or {}),
        account_manager_id=account_manager_id,
    )
    _set_papers(contract, fee_table_id=fee_table_id, consultation_id=consultation_id)
    return _show_draft(actor, contract, now=now, reason=notification_number.strip())


@action(act=None)
def edit_draft(
    *,
    actor: Actor,
    contract_id: UUID,
    parameters: Mapping[str, Any] | None = None,
    fee_table_id: UUID | None = None,
    consultation_id: UUID | None = None,
    account_manager_id: int | None = None,
    now: datetime,
) -> RelayContract:
    """Change a draft; a signature under the former text falls away.

    Args:
        actor: member of the agency.
        contract_id: a draft.
        parameters: terms to change, the others stay.
        fee_table_id: another fee table; the penalty terms must then be shown again.
        consultation_id: another consultation record.
        account_manager_id: another account manager.
        now: when.

    Raises:
        RefusedError: it is no draft any more; make a new version.
        InvalidInputError: a term is outside its range.
    """
    require(actor, Permission.CONTRACT_EDIT)
    contract = lock_contract(contract_id=contract_id)
    check_contract_step(contract.state, ContractEvent.AGREE)
    if parameters is not None:
        contract.parameters = _checked({**contract.parameters, **parameters})
    if account_manager_id is not None:
        _check_manager(account_manager_id)
        contract.account_manager_id = account_manager_id
    _set_papers(contract, fee_table_id=fee_table_id, consultation_id=consultation_id)
    contract.company_signed_by = contract.agency_signed_by = ""
    contract.company_signed_at = contract.agency_signed_at = None
    contract.save()
    _record_both(actor, contract, "edit", now=now, before="draft", after="draft")
    return contract


@action(act=None)
def draft_new_version(*, actor: Actor, contract_id: UUID, now: datetime) -> RelayContract:
    """Draft the next version of a contract: same parties and book, same terms to start with.

    What was counted under older versions keeps their rules. The running version ends when
    the new one starts to run.

    Raises:
        NotVisibleError: the agency keeps no such contract.
    """
    require(actor, Permission.CONTRACT_EDIT)
    base = lock_contract(contract_id=contract_id)
    versions = lock_book_versions(book_id=base.book_id)
    contract = RelayContract(
        id=uuid4(),
        organisation_id=base.organisation_id,
        book_id=base.book_id,
        version=versions[-1].version + 1,
        company_id=base.company_id,
        company_name=Organisation.objects.get(id=base.company_id).name,
        agency_name=Organisation.objects.get(id=base.organisation_id).name,
        state=ContractState.DRAFT,
        shape=base.shape,
        parameters=base.parameters,
        fee_table_version=base.fee_table_version,
        fee_table_filed_on=base.fee_table_filed_on,
        free_slot_clause=base.free_slot_clause,
        fee_rate_permille=base.fee_rate_permille,
        refund_rule=base.refund_rule,
        consultation_office=base.consultation_office,
        consulted_on=base.consulted_on,
        purpose_notice_version=base.purpose_notice_version,
        account_manager_id=base.account_manager_id,
    )
    return _show_draft(actor, contract, now=now)


@action(act=None)
def show_penalty_terms(*, actor: Actor, contract_id: UUID, now: datetime) -> str:
    """Return the penalty terms; the first time the company opens them is recorded.

    Raises:
        NotVisibleError: the actor's organisation is no party to the contract.

    Source: 職業安定法 指針 (penalty terms are shown before the contract).
    """
    require(actor, Permission.RELAY_VIEW)
    contract = find_contract(contract_id=contract_id)
    with bound(contract.organisation_id, actor.account_id):
        table = find_fee_table(version=contract.fee_table_version)
        is_first = actor.organisation_id == contract.company_id and not contract.penalty_shown_at
        if is_first and table is not None:
            kept = lock_contract(contract_id=contract.id)
            kept.penalty_shown_at = kept.penalty_shown_at or now
            kept.save(update_fields=["penalty_shown_at"])
            _record_both(actor, kept, "show_penalty", now=now)
    return table.penalty_rule if table else ""


@action(act=None)
def sign_contract(
    *,
    actor: Actor,
    contract_id: UUID,
    tax_note_acknowledged: bool = False,
    purpose_notice_version: int | None = None,
    now: datetime,
) -> RelayContract:
    """Sign a draft for the actor's side; the second signature makes it agreed.

    Args:
        actor: member of the company or of the agency.
        contract_id: a draft.
        tax_note_acknowledged: the company read the note on tax; needed from the company.
        purpose_notice_version: version of the company's notice at application time.
        now: when.

    Raises:
        RefusedError: it is no draft, the side signed already, or the company did not open
            the penalty terms (H4).
        InvalidInputError: the company did not confirm the note on tax.
        NotVisibleError: the actor's organisation is no party to it.
    """
    require(actor, Permission.CONTRACT_SIGN)
    seen = find_contract(contract_id=contract_id)
    is_company = actor.organisation_id == seen.company_id
    if not is_company and actor.organisation_id != seen.organisation_id:
        raise NotVisibleError
    if actor.is_task:
        raise NotAllowedError
    with bound(seen.organisation_id, actor.account_id):
        contract = lock_contract(contract_id=contract_id)
        after = check_contract_step(contract.state, ContractEvent.AGREE)
        if is_company:
            _check_company_may_sign(contract, tax_note_acknowledged=tax_note_acknowledged)
            contract.tax_note_acknowledged = True
            if purpose_notice_version is not None:
                contract.purpose_notice_version = purpose_notice_version
            contract.company_signed_by, contract.company_signed_at = actor.name[:80], now
        else:
            _check_unsigned(is_signed=contract.agency_signed_at is not None)
            contract.agency_signed_by, contract.agency_signed_at = actor.name[:80], now
        before = contract.state
        if contract.company_signed_at and contract.agency_signed_at:
            contract.state = after
        contract.save()
        side = "company" if is_company else "agency"
        _record_both(actor, contract, "sign", now=now, before=before, reason=side)
    return find_contract(contract_id=contract_id)


def _check_company_may_sign(contract: RelayContract, *, tax_note_acknowledged: bool) -> None:
    _check_unsigned(is_signed=contract.company_signed_at is not None)
    if contract.penalty_shown_at is None:
        raise RefusedError(
            ja="違約金の定めをまだ開いていません。契約の画面で開いて確かめてから、署名してください。（H4）",
            en="The penalty terms were not opened yet. Open them on the contract's page, then "
            "sign. (H4)",
            code="H4",
        )
    if not tax_note_acknowledged:
        raise InvalidInputError(
            ja="税務上の注意を確認して、チェックを付けてください。",
            en="Read the note on tax and tick the box.",
            field="tax_note_acknowledged",
        )


def _check_unsigned(*, is_signed: bool) -> None:
    if is_signed:
        raise RefusedError(
            ja="この版には署名済みです。相手方の署名をお待ちください。",
            en="Your side has signed this version. Wait for the other side.",
            code="signed",
        )


def _check_manager(account_manager_id: int | None) -> None:
    if account_manager_id is not None and not is_live_member(account_id=account_manager_id):
        raise InvalidInputError(
            ja="この担当者は所属していません。一覧から選び直してください。",
            en="This person is no member. Choose the account manager from the list.",
            field="account_manager_id",
        )


def _shape_of(shape: str) -> LawfulShape:
    try:
        return LawfulShape(shape)
    except ValueError as error:
        raise InvalidInputError(
            ja="この形は選べません。「本人の登録」を選んでください。",
            en="There is no such shape. Choose self-registration.",
            field="shape",
        ) from error


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the terms as stored.

    Raises:
        InvalidInputError: a term has the wrong type or lies outside its range.
    """
    parameters = _parse(values)
    if problems := check_parameters(parameters):
        first = problems[0]
        raise InvalidInputError(ja=first.text.ja, en=first.text.en, field=first.key)
    return parameters_to_json(parameters)


def _parse(values: Mapping[str, Any]) -> RelayParameters:
    try:
        return parameters_from_json(values)
    except ValueError as error:
        raise InvalidInputError(
            ja=f"契約の条件を読み取れません。値を選び直してください。（{error}）",
            en=f"The terms cannot be read. Choose the value again. ({error})",
            field=_field_of(values),
        ) from error


def _field_of(values: Mapping[str, Any]) -> str:
    """Return the first term that cannot be read by itself."""
    for key, value in values.items():
        try:
            parameters_from_json({key: value})
        except ValueError:
            return key
    return "parameters"


def _set_papers(
    contract: RelayContract, *, fee_table_id: UUID | None, consultation_id: UUID | None
) -> None:
    """Copy what the contract rests on, so that it stays readable when the papers move on."""
    if fee_table_id is not None:
        table = FeeTable.objects.filter(id=fee_table_id).first()
        if table is None:
            raise NotVisibleError
        if contract.fee_table_version != table.version:
            contract.penalty_shown_at = None
        contract.fee_table_version = table.version
        contract.fee_table_filed_on = table.filed_on
        contract.free_slot_clause = table.free_slot_clause
        contract.fee_rate_permille = table.rate_permille
        contract.refund_rule = table.refund_rule
    if consultation_id is not None:
        consultation = Consultation.objects.filter(id=consultation_id).first()
        if consultation is None:
            raise NotVisibleError
        contract.consultation_office = consultation.office
        contract.consulted_on = consultation.consulted_on


def _show_draft(
    actor: Actor, contract: RelayContract, *, now: datetime, reason: str = ""
) -> RelayContract:
    """Write a new version and let the company see it."""
    contract.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "select tasuki.show_relay_relaycontract(%s, %s)", [contract.id, contract.company_id]
        )
    _record_both(actor, contract, "draft", now=now, reason=reason)
    return contract


def _record_both(
    actor: Actor,
    contract: RelayContract,
    kind: str,
    *,
    now: datetime,
    before: str = "",
    after: str = "",
    reason: str = "",
) -> None:
    """Write the event into the chains of both sides."""
    for organisation_id in (contract.organisation_id, contract.company_id):
        with bound(organisation_id, actor.account_id):
            record_contract(
                actor=actor,
                kind=kind,
                contract_id=contract.id,
                version=contract.version,
                now=now,
                before=before,
                after=after or contract.state,
                reason=reason,
            )
