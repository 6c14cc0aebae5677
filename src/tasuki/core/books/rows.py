"""The rows that are counted: what the books say, without a name of anybody."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Separated(StrEnum):
    """What became of a hire within six months (離職状況); stored.

    Whom the employer dismissed (解雇) is not among those who left.
    """

    LEFT = "left"
    STAYED = "stayed"
    DISMISSED = "dismissed"
    UNKNOWN = "unknown"


class FeeGroup(StrEnum):
    """Where a fee stands in the report; stored."""

    RECEPTION = "reception"
    LIMITED = "limited"
    FILED = "filed"
    REFUND = "refund"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """One job order.

    Attributes:
        occupation: group of occupations of the report.
        received_on: the day of acceptance.
        ends_on: the last day on which it counts as valid: end of validity, or the day before it
            was closed.
        person_count: persons wanted, >= 1.
        term_starts_on: first day of the job; the day of acceptance where none is agreed.
        term_ends_on: last day of the job; None for an indefinite one.
    """

    occupation: str
    received_on: date
    ends_on: date
    person_count: int
    term_starts_on: date
    term_ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeekerRow:
    """One application for work; one that was taken back is not counted and not given."""

    occupation: str
    accepted_on: date
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HireRow:
    """One hire.

    Attributes:
        id: key to its fees.
        occupation: that of the job order.
        hired_on: first day of work.
        is_indefinite: 無期雇用.
        term_ends_on: last day of a term that has an end; None also where it is unknown, which
            counts as a regular job.
        separated: what the check after six months found; None while nobody asked.
        separated_known_on: the day on which it became known.
        yearly_pay_yen: expected pay of a year (理論年収), yen; 0 = not known.
    """

    id: str
    occupation: str
    hired_on: date
    is_indefinite: bool
    term_ends_on: date | None = None
    separated: Separated | None = None
    separated_known_on: date | None = None
    yearly_pay_yen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRow:
    """One row of the fee book.

    Attributes:
        hire_id: the hire it was charged for; "" for a fee that hangs on no hire.
        charged_on: the day of the charge or refund.
        group: where it stands in the report.
        amount_yen: without tax; a refund is negative.
        is_by_slot: a hire by a free slot, 0 yen.
    """

    hire_id: str
    charged_on: date
    group: FeeGroup
    amount_yen: int
    is_by_slot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRows:
    """Everything that the books hold."""

    orders: tuple[OrderRow, ...] = ()
    seekers: tuple[SeekerRow, ...] = ()
    hires: tuple[HireRow, ...] = ()
    fees: tuple[FeeRow, ...] = ()
