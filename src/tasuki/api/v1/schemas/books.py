"""Bodies of the books, their sheets, checks and the calendar."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from tasuki.api.v1.schemas.common import Wording
from tasuki.core.agenda.kinds import AgendaKind
from tasuki.core.books.rows import Separated


class YearQuery(Schema):
    """Which business year."""

    year: int = Field(ge=2000, le=2100, description="the year in which it begins, on 1 April")


class BookPrintIn(Schema):
    """Which book is printed, and how."""

    document: Literal["D1", "D2", "D3"] = Field(description="D1 求人, D2 求職, D3 手数料")
    year: int | None = Field(None, ge=2000, le=2100, description="business year; none for all")
    text: str = Field("", max_length=100, description="as the search of the list takes it")
    has_notes: bool = Field(False, description="with 備考, which the Bureau is not given")
    language: Literal["ja", "en"] = "ja"


class BookPrintOut(Schema):
    """A printing in the background; ``file_type`` is pdf, or zip for a book in several files."""

    id: UUID
    document: str
    state: str
    total_count: int
    done_count: int
    file_type: str
    problem: str


class UnderOrderOut(Schema):
    """A sub-row of D1 and D2; the ban runs one day longer than the book prints it."""

    id: UUID
    job_order_id: UUID
    job_seeker_id: UUID
    introduced_on: date
    outcome: str
    hired_on: date | None
    is_indefinite: bool | None
    solicitation_ban_until: date | None
    separation: str
    separation_checked_on: date | None
    separation_method: str


class OrderBookOut(Schema):
    """A row of 求人管理簿 (D1) with its introductions."""

    id: UUID
    number: str
    employer_name: str
    employer_address: str
    contact: str
    received_on: date
    valid_to: date
    closed_on: date | None
    person_count: int
    occupation: str
    occupation_code: str
    workplace: str
    term: str
    wage: str
    introductions: list[UnderOrderOut]


class SeekerBookOut(Schema):
    """A row of 求職管理簿 (D2) with its introductions."""

    id: UUID
    number: str
    name: str
    wished_occupation: str
    occupation_code: str
    accepted_on: date
    valid_to: date
    closed_on: date | None
    introductions: list[UnderOrderOut]


class FeeBookOut(Schema):
    """A row of 手数料管理簿 (D3); a refund is negative."""

    id: UUID
    introduction_id: UUID
    payer_name: str
    charged_on: date
    kind: str
    amount_yen: int
    basis: str


class OrderBookPage(Schema):
    """Rows of D1."""

    items: list[OrderBookOut]
    next_after: UUID | None


class SeekerBookPage(Schema):
    """Rows of D2."""

    items: list[SeekerBookOut]
    next_after: UUID | None


class FeeBookPage(Schema):
    """Rows of D3."""

    items: list[FeeBookOut]
    next_after: UUID | None


class ReportOut(Schema):
    """The yearly report (D4): figures as handed in, else as counted now."""

    year: int
    cut_off_on: date
    version: int | None
    figures: dict[str, Any]


class FeeRateOut(Schema):
    """The average fee rate of one group of occupations, in percent."""

    occupation: str
    case_count: int
    with_zero: Decimal | None
    without_zero: Decimal | None
    is_due: bool


class SiteOut(Schema):
    """The sheet for the public site (D5)."""

    year: int
    cut_off_on: date
    hires: int
    indefinite: int
    leavers: int
    unknown: int
    pending: int
    refund_count: int
    rates: list[FeeRateOut]


class CheckIn(Schema):
    """What a member found out about a hire."""

    answer: Separated
    method: str
    checked_on: date
    left_on: date | None = None


class TaskOut(Schema):
    """A duty of the calendar."""

    id: UUID
    kind: str
    title: Wording
    starts_on: date
    due_on: date
    url: str
    owner_id: int | None
    state: str
    done_on: date | None


class TaskPage(Schema):
    """Duties, the next one first."""

    items: list[TaskOut]
    next_after: UUID | None


class TaskQuery(Schema):
    """Which duties."""

    state: str = "open"
    kind: AgendaKind | None = None


class OwnerIn(Schema):
    """Who does it; null for nobody in particular."""

    owner_id: int | None = None
