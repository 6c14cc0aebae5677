"""One case of a hard stop as a caller wrote it down: read, asked, answered; nothing is stored.

The terminal and the API ask through here. Postings, hours, acts and terms of keeping have
questions of their own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as read_strictly

from tasuki.core.law.contract_work import NoticeItem, check_notice
from tasuki.core.law.forbidden import check_forbidden_data
from tasuki.core.law.refusals import Refusal
from tasuki.core.law.secondment import MoveFacts, list_move_refusals
from tasuki.core.law.solicitation import check_solicitation
from tasuki.core.law.stops import (
    ConsentFacts,
    GuidanceFacts,
    RewardFacts,
    check_human_decision,
    check_relay_protocol,
    check_reward,
    check_transfer,
)

_STRICT: Final = ConfigDict(extra="forbid")


@read_strictly(config=_STRICT, frozen=True)
class TransferCase:
    """H2: what is to leave, for whom, and the consent behind it."""

    recipient_id: str
    items: list[str]
    purpose: str
    consent: ConsentFacts | None = None
    legal_document_number: str | None = None


@read_strictly(config=_STRICT, frozen=True)
class TextCase:
    """H5: a field's name or a text."""

    text: str


@read_strictly(config=_STRICT, frozen=True)
class SolicitationCase:
    """H7: a placement, and on which day the person asked, if at all."""

    hired_on: date
    is_indefinite_term: bool
    requested_on: date | None = None


@read_strictly(config=_STRICT, frozen=True)
class NoticeCase:
    """H11: the notice of an order, item by item."""

    items: dict[NoticeItem, str]


@read_strictly(config=_STRICT, frozen=True)
class DecisionCase:
    """H12: who decided, and why."""

    decided_by: str
    reason: str
    is_adverse: bool = True


@dataclass(frozen=True, slots=True)
class _Question:
    shape: Any
    ask: Callable[[Any, date], tuple[Refusal | None, ...]]


def _ask_transfer(case: TransferCase, on: date) -> tuple[Refusal | None, ...]:
    return (
        check_transfer(
            case.consent,
            recipient_id=case.recipient_id,
            items=case.items,
            purpose=case.purpose,
            on=on,
            legal_document_number=case.legal_document_number,
        ),
    )


def _ask_solicitation(case: SolicitationCase, on: date) -> tuple[Refusal | None, ...]:
    return (
        check_solicitation(
            hired_on=case.hired_on,
            is_indefinite_term=case.is_indefinite_term,
            on=on,
            requested_on=case.requested_on,
        ),
    )


def _ask_decision(case: DecisionCase, on: date) -> tuple[Refusal | None, ...]:
    return (
        check_human_decision(
            decided_by=case.decided_by, reason=case.reason, is_adverse=case.is_adverse
        ),
    )


_QUESTIONS: Final[dict[str, _Question]] = {
    "H2": _Question(TransferCase, _ask_transfer),
    "H3": _Question(GuidanceFacts, lambda case, on: (check_relay_protocol(case),)),
    "H4": _Question(RewardFacts, lambda case, on: (check_reward(case),)),
    "H5": _Question(TextCase, lambda case, on: (check_forbidden_data(case.text),)),
    "H7": _Question(SolicitationCase, _ask_solicitation),
    "H9": _Question(MoveFacts, lambda case, on: list_move_refusals(case)),
    "H11": _Question(NoticeCase, lambda case, on: (check_notice(case.items),)),
    "H12": _Question(DecisionCase, _ask_decision),
}
CASE_RULES: Final = tuple(_QUESTIONS)
"""The stops that can be asked about by their facts alone."""


def check_case(*, rule: str, facts: Mapping[str, Any], on: date) -> list[Refusal]:
    """Return what the law says against one case; empty if nothing.

    Args:
        rule: one of ``CASE_RULES``.
        facts: as JSON, with the names of the facts of that stop.
        on: the day of the act.

    Raises:
        ValueError: no such rule, or the facts cannot be read; the message names the field.
    """
    question = _QUESTIONS.get(rule)
    if question is None:
        raise ValueError(f"rule: one of {', '.join(CASE_RULES)}")
    try:
        case = TypeAdapter(question.shape).validate_python(dict(facts))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{place}: {first['msg']}") from error
    return [refusal for refusal in question.ask(case, on) if refusal is not None]
