"""Read relay contracts: both sides see the same row, each through its line of visibility."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.orgs.queries import list_members
from tasuki.apps.policy import check_licence_on
from tasuki.apps.relay.models import Consultation, ContractViewer, FeeTable, RelayContract
from tasuki.apps.relay.policy import LawfulShape, check_shape
from tasuki.core.access import OrganisationKind
from tasuki.core.law.refusals import Refusal
from tasuki.core.law.stops import CreditPlanFacts, check_credit_plan
from tasuki.core.relay.machines import ContractState
from tasuki.core.relay.parameters import PARAMETER_LABELS, CountingRule, parameters_from_json
from tasuki.core.words import Words

NO_LICENCE = "H1"
"""The pause that the nightly run sets by itself; stored as the reason of the pause."""


def list_contracts(*, book_id: UUID | None = None, state: str | None = None) -> list[RelayContract]:
    """Return the contracts that the organisation bound now sees, the newest version first.

    Args:
        book_id: only the versions of one book.
        state: only contracts in this state.
    """
    seen = ContractViewer.objects.filter(organisation_id=current_organisation_id())
    if book_id is not None:
        seen = seen.filter(subject__book_id=book_id)
    if state is not None:
        seen = seen.filter(subject__state=state)
    ordered = seen.select_related("subject").order_by(
        "subject__company_name", "subject__book_id", "-subject__version"
    )
    return [viewer.subject for viewer in ordered]


def list_versions(*, book_id: UUID) -> list[RelayContract]:
    """Return all versions under one book, newest first."""
    return list_contracts(book_id=book_id)


def find_contract(*, contract_id: UUID) -> RelayContract:
    """Return one contract.

    Raises:
        NotVisibleError: the organisation bound now is no party to it.
    """
    contract = RelayContract.objects.filter(id=contract_id).first()
    if contract is None:
        raise NotVisibleError
    return contract


def find_running_contract(*, book_id: UUID) -> RelayContract | None:
    """Return the version that runs now under a book; None while none does."""
    return RelayContract.objects.filter(book_id=book_id, state=ContractState.RUNNING).first()


def lock_contract(*, contract_id: UUID) -> RelayContract:
    """Return one contract of the agency bound now, locked until the transaction ends.

    Raises:
        NotVisibleError: the agency keeps no such contract.
    """
    contract = (
        RelayContract.objects.select_for_update(of=("self",))
        .filter(id=contract_id, organisation_id=current_organisation_id())
        .first()
    )
    if contract is None:
        raise NotVisibleError
    return contract


def lock_book_versions(*, book_id: UUID) -> list[RelayContract]:
    """Return all versions of a book, oldest first, locked in the order of their keys."""
    return sorted(
        RelayContract.objects.select_for_update(of=("self",))
        .filter(book_id=book_id, organisation_id=current_organisation_id())
        .order_by("id"),
        key=lambda contract: contract.version,
    )


def list_fee_tables() -> list[FeeTable]:
    """Return the agency's fee tables, newest version first."""
    return list(FeeTable.objects.order_by("-version"))


def find_fee_table(*, version: int | None) -> FeeTable | None:
    """Return one version of the agency's fee table; None if there is none."""
    return None if version is None else FeeTable.objects.filter(version=version).first()


def list_consultations() -> list[Consultation]:
    """Return the consultations with the Labour Bureau, newest first."""
    return list(Consultation.objects.order_by("-consulted_on", "-created_at"))


def list_run_problems(*, contract: RelayContract, on: date) -> list[Refusal]:
    """Return what still stands between a contract and running; empty when it may run.

    Args:
        contract: of the agency bound now.
        on: the day on which it should run.

    Source: 職業安定法 30条, 32条の3.
    """
    company = Organisation.objects.get(id=contract.company_id)
    facts = CreditPlanFacts(
        fee_table_version=str(contract.fee_table_version or ""),
        fee_table_filed_on=contract.fee_table_filed_on,
        has_free_slot_clause=bool(contract.free_slot_clause.strip()),
        consultation_held_on=contract.consulted_on,
        consultation_office=contract.consultation_office,
        is_municipal=company.kind == OrganisationKind.MUNICIPALITY,
    )
    problems = [
        check_licence_on(on=on),
        _check_offered(contract),
        check_credit_plan(facts, on=on),
    ]
    if contract.penalty_shown_at is None:
        problems.append(_PENALTY_NOT_SHOWN)
    if contract.company_signed_at is None or contract.agency_signed_at is None:
        problems.append(_NOT_SIGNED)
    # A contract that ran goes on when its manager leaves; the next version names another one.
    is_new = contract.state in {ContractState.DRAFT, ContractState.AGREED}
    if is_new and not is_live_member(account_id=contract.account_manager_id):
        problems.append(_NO_MANAGER)
    return [problem for problem in problems if problem is not None]


def pause_words(contract: RelayContract) -> Words:
    """Return why a contract is paused: a code in words, or what a member wrote."""
    written = contract.pause_reason
    return _PAUSE_WORDS.get(written, Words(written, written))


_PAUSE_WORDS = {
    NO_LICENCE: Words(
        "人材紹介会社の許可が有効ではありません（H1）。新しい許可を登録すると再開できます。",
        "The agency's licence is not valid (H1). Record the new licence to go on.",
    )
}


def is_live_member(*, account_id: int | None) -> bool:
    """Return whether an account is a member of the organisation bound now."""
    return any(member.account_id == account_id for member in list_members())


def _check_offered(contract: RelayContract) -> Refusal | None:
    """Return why neither shape nor counting rule may run; the names of both tables agree."""
    rule = parameters_from_json(contract.parameters).counting_rule
    by_rule = {
        CountingRule.TRANSFER_ALL: LawfulShape.TRANSFER_ALL,
        CountingRule.LICENSED_TIEUP: LawfulShape.LICENSED_TIEUP,
    }
    shape = by_rule.get(rule, LawfulShape(contract.shape))
    return check_shape(shape, has_municipality=False)


_NO_MANAGER = Refusal(
    "CT3",
    "契約の担当者が決まっていません。",
    "The contract has no account manager.",
    "契約の下書きで、所属する担当者を選んでください。担当者は、この会社の登録の保留を確認できません。",
    "Choose a member as account manager. That person cannot review this company's people.",
    "契約",
)
_PENALTY_NOT_SHOWN = Refusal(
    "H4",
    "違約金の定めが会社に示されていません。",
    "The penalty terms were not shown to the company.",
    "会社の担当者に、契約の画面で違約金の定めを開いてもらってください。",
    "Ask the company to open the penalty terms on the contract's page.",
    "職業安定法 指針（違約金の明示）",
)
_NOT_SIGNED = Refusal(
    "CT3",
    "双方の署名がそろっていません。",
    "Not both sides have signed.",
    "会社と人材紹介会社の両方が署名してください。",
    "Have the company and the agency sign.",
    "契約",
)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One term that differs between two versions."""

    key: str
    label: Words
    before: object
    after: object


def compare_versions(*, older: RelayContract, newer: RelayContract) -> list[RuleChange]:
    """Return the terms that differ between two versions, in the order of the terms."""
    return [
        RuleChange(key, label, older.parameters.get(key), newer.parameters.get(key))
        for key, label in PARAMETER_LABELS.items()
        if older.parameters.get(key) != newer.parameters.get(key)
    ]
