"""What the company bound now keeps about the person who asks: cases, why, and until when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from tasuki.apps.action import require
from tasuki.apps.actor import Actor
from tasuki.apps.moves.linking import list_cases_of
from tasuki.apps.moves.models import ContractWork, Secondment, SideWork
from tasuki.apps.orgs.queries import find_organisation
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.people.queries import list_record_ids
from tasuki.core.access import Permission, Role
from tasuki.core.law.citations import cite
from tasuki.core.law.record_kinds import find_record_rule
from tasuki.core.law.secondment import MoveKind
from tasuki.core.moves import labels
from tasuki.core.moves.machines import ContractWorkState, MoveState, SideWorkState
from tasuki.core.relay.labels import StatusLabel
from tasuki.core.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCase:
    """One case as its person reads it.

    Attributes:
        case_id, number: the row, and as the company files it.
        kind: what sort of case.
        other: the other party.
        starts_on, ends_on: the term; None where it is open.
        status: where it stands.
        why, basis, until: what the company keeps it for, on what ground, how long.
    """

    case_id: UUID
    number: str
    kind: Words
    other: str
    starts_on: date | None
    ends_on: date | None
    status: StatusLabel
    why: Words
    basis: Words
    until: Words


_BASIS: Final = {
    Secondment: Words(
        "雇用契約と出向・転籍の同意。費用の記録は法人税法施行規則59条",
        "your employment and your consent; the record of cost by law "
        f"({cite('法人税法施行規則 59条', 'en')})",
    ),
    SideWork: Words(
        "副業の届出。労働時間の記録は労働基準法109条",
        f"your notice; hours by law ({cite('労働基準法 109条', 'en')})",
    ),
    ContractWork: Words(
        "業務委託契約。取引の記録は取適法7条",
        f"your contract; its record by law ({cite('取適法 7条', 'en')})",
    ),
}
_WHY: Final = {
    Secondment: Words("出向・転籍の手続きと費用の精算", "the move and the settling of its cost"),
    SideWork: Words("健康と労働時間の管理", "health and hours of work"),
    ContractWork: Words("取引条件の通知と支払い", "the notice of terms and the payment"),
}


def list_own_cases(*, actor: Actor, on: date) -> tuple[OwnCase, ...]:
    """Return the cases about the person who asks, in the order of their numbers.

    Args:
        actor: the person, with a record at the company bound now.
        on: the day whose law is read.

    Source: 個人情報保護法 32条, 33条.
    """
    require(actor, Permission.OWN_DATA_VIEW)
    if actor.role is not Role.PERSON or actor.talent_record_id is None:
        return ()
    ids = list_record_ids(talent_record_id=actor.talent_record_id)
    mails = {one.mail for one in TalentRecord.objects.filter(id__in=ids) if one.mail}
    rows = [row for cases in list_cases_of(record_ids=ids, mails=mails) for row in cases]
    return tuple(describe_case(row, on=on) for row in sorted(rows, key=lambda one: one.number))


def describe_case(row: Any, *, on: date) -> OwnCase:
    """Return a case in the words for its person."""
    kind, other, status = _DESCRIBE[type(row)](row)
    floor = find_record_rule(row.retention.kind, on=on).floor
    years = floor.months // 12 if floor else 0
    return OwnCase(
        case_id=row.pk,
        number=row.number,
        kind=kind,
        other=other,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        status=status,
        why=_WHY[type(row)],
        basis=_BASIS[type(row)],
        until=Words(f"終わってから{years}年", f"{years} years after its end"),
    )


def _secondment(row: Secondment) -> tuple[Words, str, StatusLabel]:
    status = labels.MOVE_LABELS[MoveState(row.state)]
    return labels.KIND_LABELS[MoveKind(row.kind)], row.host_name, status


def _side_work(row: SideWork) -> tuple[Words, str, StatusLabel]:
    status = labels.SIDE_WORK_LABELS[SideWorkState(row.state)]
    return Words("副業", "side work"), row.other_name, status


def _contract_work(row: ContractWork) -> tuple[Words, str, StatusLabel]:
    name = row.buyer_name or find_organisation(organisation_id=row.organisation_id).name
    status = labels.CONTRACT_WORK_LABELS[ContractWorkState(row.state)]
    return Words("業務委託", "contract work"), name, status


_DESCRIBE: Final[Mapping[type[Any], Callable[[Any], tuple[Words, str, StatusLabel]]]] = {
    Secondment: _secondment,
    SideWork: _side_work,
    ContractWork: _contract_work,
}
