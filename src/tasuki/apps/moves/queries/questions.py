"""What a person is asked about a case: every term, whether an answer is open, whom to ask."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from tasuki.apps.moves.linking import MAIL_FIELDS
from tasuki.apps.moves.models import ContractWork, Secondment, SideWork
from tasuki.apps.moves.queries.own import describe_case
from tasuki.apps.moves.terms import (
    Rows,
    contract_rows,
    secondment_conditions,
    secondment_facts,
    side_work_caps,
    side_work_facts,
)
from tasuki.apps.people.models import TalentRecord
from tasuki.core.moves.machines import ContractWorkState, MoveState, SideWorkState
from tasuki.core.relay.labels import StatusLabel
from tasuki.core.words import Words

_MOVE_BACK: Final = (MoveState.CONSENTED, MoveState.CONTRACT_SIGNED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One case as the person is asked about it.

    Attributes:
        number: as the company files it.
        title: what sort of case.
        person: the name in the case.
        status: where it stands.
        sections: heading and rows of all terms.
        is_open: a yes or no can be given now.
        can_take_back: a yes was given and can be taken back.
    """

    number: str
    title: Words
    person: str
    status: StatusLabel
    sections: tuple[tuple[Words, Rows], ...]
    is_open: bool
    can_take_back: bool


def find_case(*, case_id: UUID) -> Any:
    """Return the case of any kind with this id in the organisation bound now; None for none."""
    for model in MAIL_FIELDS:
        found = model._default_manager.filter(pk=case_id).first()
        if found is not None:
            return found
    return None


def mail_of(row: Any) -> str:
    """Return the address of the person of a case."""
    return str(getattr(row, MAIL_FIELDS[type(row)]))


def find_language(row: Any) -> str:
    """Return the language of the person's record; Japanese without one."""
    record = TalentRecord.objects.filter(id=row.talent_record_id).first()
    return record.language if record is not None else "ja"


def question_of(row: Any, *, on: date) -> Question:
    """Return everything that the person reads before the answer.

    Args:
        row: a case.
        on: today.
    """
    case = describe_case(row, on=on)
    is_open, can_take_back = _OPEN[type(row)](row, on)
    name = row.supplier_name if isinstance(row, ContractWork) else row.person_name
    return Question(
        number=row.number,
        title=case.kind,
        person=name,
        status=case.status,
        sections=_SECTIONS[type(row)](row),
        is_open=is_open,
        can_take_back=can_take_back,
    )


def _move_open(row: Secondment, _on: date) -> tuple[bool, bool]:
    return row.state == MoveState.EXPLAINED, row.state in _MOVE_BACK


def _side_work_open(row: SideWork, _on: date) -> tuple[bool, bool]:
    is_agreed = row.state == SideWorkState.AGREED
    return is_agreed and row.person_agreed_on is None, is_agreed and bool(row.person_agreed_on)


def _contract_open(row: ContractWork, on: date) -> tuple[bool, bool]:
    is_accepted = row.state == ContractWorkState.ACCEPTED
    return row.state == ContractWorkState.NOTICE_ISSUED, is_accepted and on < row.starts_on


_OPEN: Final[dict[type[Any], Any]] = {
    Secondment: _move_open,
    SideWork: _side_work_open,
    ContractWork: _contract_open,
}
_CONDITIONS: Final = Words("労働条件", "Conditions")
_SECTIONS: Final[dict[type[Any], Any]] = {
    Secondment: lambda row: (
        (Words("内容", "What it is about"), secondment_facts(row)),
        (_CONDITIONS, secondment_conditions(row)),
    ),
    SideWork: lambda row: (
        (Words("届出の内容", "The notice"), side_work_facts(row)),
        (Words("時間の上限", "Caps"), side_work_caps(row)),
    ),
    ContractWork: lambda row: ((Words("通知の項目", "Items of the notice"), contract_rows(row)),),
}
