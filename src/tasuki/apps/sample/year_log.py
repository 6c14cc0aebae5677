"""What was done in a sample year, written down by who did it: plain facts to recount from.

Nothing here is read back from the product but the numbers that it gave. Days and amounts are
those that were planned and handed to the actions.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True, kw_only=True)
class OrderFact:
    """One order of an employer.

    Attributes:
        number: in the book of job orders; empty where it was never accepted.
        employer: its name.
        company_id: the employer as an organisation here; None for one that is none.
        received_on: the day of receipt.
        valid_to: last day as agreed last.
        person_count: persons wanted.
        occupation, occupation_code: as the book writes them.
        is_indefinite: the job has no end.
        contract_from, contract_to: of a job with an end.
        closed_on: the day on which somebody closed or filled it; None where it ran out.
        fate: what became of it.
        change_count: how often its conditions were changed while it was shown.
        is_by_slot: ordered under a free slot.
    """

    employer: str
    received_on: date
    valid_to: date
    occupation: str
    number: str = ""
    company_id: int | None = None
    person_count: int = 1
    occupation_code: str = ""
    is_indefinite: bool = True
    contract_from: date | None = None
    contract_to: date | None = None
    closed_on: date | None = None
    fate: str = ""
    change_count: int = 0
    is_by_slot: bool = False


@dataclass(slots=True, kw_only=True)
class SeekerFact:
    """One application for work.

    Attributes:
        number: in the book of job seekers.
        name: of the person.
        accepted_on: the day of receipt.
        occupation: wished, in words.
        is_relay: came through a company code.
        renewal_count: how often twelve months were added.
        ended_on: the day on which it was closed, or the hire was recorded; None where it ran out.
        is_hired: it ended with a hire.
    """

    name: str
    accepted_on: date
    occupation: str
    number: str = ""
    is_relay: bool = False
    renewal_count: int = 0
    ended_on: date | None = None
    is_hired: bool = False


@dataclass(slots=True, kw_only=True)
class Check:
    """What was found out about a hire after some months.

    Attributes:
        answer: left, stayed, dismissed or unknown.
        method: how it was found out.
        known_on: when.
        left_on: last day of work, where somebody left.
    """

    answer: str
    method: str
    known_on: date
    left_on: date | None = None


@dataclass(slots=True, kw_only=True)
class CaseFact:
    """One introduction, from the question to the person to its end.

    Attributes:
        order, seeker: whom to whom.
        asked_on: the day of the question.
        introduced_on: the day on which the person was introduced; None if never.
        kind: the way it was meant to go.
        outcome: hired, not_hired, withdrew, or empty while it is open.
        hired_on: first day of work.
        is_indefinite: the hire has no end.
        pay_yen: expected pay of a year.
        is_by_slot: under a free slot.
        checks: what was found out, the newest last.
    """

    order: OrderFact
    seeker: SeekerFact
    asked_on: date
    kind: str = ""
    introduced_on: date | None = None
    outcome: str = ""
    hired_on: date | None = None
    is_indefinite: bool | None = None
    pay_yen: int = 0
    is_by_slot: bool = False
    checks: list[Check] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class InvoiceFact:
    """One invoice that went out, or one refund.

    Attributes:
        case: the hire.
        kind: fee or refund.
        number: of the invoice.
        issued_on: the day of issue.
        rate_permille: of the agreement.
        percent_back: of a refund.
        cancelled_on: the day on which it was cancelled.
        moved: day and yen with tax of every movement; below zero what went back.
    """

    case: CaseFact
    kind: str
    number: str
    issued_on: date
    rate_permille: int
    percent_back: int = 0
    cancelled_on: date | None = None
    moved: list[tuple[date, int]] = field(default_factory=list)


@dataclass(slots=True)
class YearLog:
    """All facts of a sample year, in the order in which they were planned."""

    organisation_id: int = 0
    orders: list[OrderFact] = field(default_factory=list)
    seekers: list[SeekerFact] = field(default_factory=list)
    cases: list[CaseFact] = field(default_factory=list)
    invoices: list[InvoiceFact] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    """What the product refused though it was planned; empty in a year as it should be."""
    act_count: int = 0
