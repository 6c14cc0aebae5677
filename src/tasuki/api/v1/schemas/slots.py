"""Slots, credits and what they are worth."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Count, Day, Given, Line, Moment, Page, Wording
from tasuki.core.relay.machines import CreditState, SlotState


class SlotOut(Schema):
    """One free placement; holds no person."""

    id: UUID
    book_id: UUID
    company_name: str
    agency_name: str
    number: int
    label: str
    state: SlotState
    granted_on: date
    expires_on: date
    opening_id: UUID | None
    opening_title: str
    conditions: dict[str, list[str]]
    find_by: date | None
    answer_by: date | None
    requested_at: datetime | None
    presented_at: datetime | None
    interview_at: datetime | None
    hired_on: date | None
    theoretical_pay_yen: int | None
    avoided_fee_yen: int | None
    guarantee_until: date | None
    return_count: int


class SlotPage(Page):
    """A page of slots."""

    items: list[SlotOut]


class SlotQuery(Given):
    """Which slots."""

    book_id: UUID | None = None
    state: SlotState | None = None


class SlotCountsOut(Schema):
    """How many slots stand where."""

    usable: int
    in_process: int
    used: int
    ended: int
    suspended: int
    total: int


class SlotEventOut(Schema):
    """A line in the story of a slot."""

    id: UUID
    happened_at: datetime
    code: str
    before: str
    after: str
    actor_name: str
    note: str
    note_words: Wording


class SlotEventPage(Page):
    """The story of a slot, newest first."""

    items: list[SlotEventOut]


class CandidateOut(Schema):
    """What a person released to the company for this slot: the listed fields, no more."""

    released: dict[str, str]
    presented_at: datetime
    outcome: str
    outcome_code: str
    withdrawn_at: datetime | None


class Conditions(Given):
    """What the company must have, and would like."""

    must: list[Line] = Field([], max_length=20)
    want: list[Line] = Field([], max_length=20)


class RequestIn(Given):
    """For which opening a slot is used."""

    opening_id: UUID
    conditions: Conditions | None = None
    find_by: Day | None = None


class DeclineIn(Given):
    """Why a candidate is declined."""

    reason_code: str = Field(max_length=30)


class InterviewIn(Given):
    """When the interview is."""

    interview_at: Moment


class NotHiredIn(Given):
    """Why nobody was hired; by a named human (H12)."""

    reason: str = Field(
        min_length=1, max_length=300, description="stays with the company; the agency gets none"
    )
    outcome: Literal["not_hired", "offer_declined"] = "not_hired"


class JoinIn(Given):
    """A hire by slot, at fee 0."""

    hired_on: Day
    theoretical_pay_yen: Count
    is_indefinite: bool
    is_conditions_notice_sent: bool


class LeavingIn(Given):
    """That the person hired left again."""

    left_on: Day
    is_employer_at_fault: bool


class ReleaseIn(Given):
    """Which fields of which person may go to the company of a slot."""

    registration_id: UUID
    fields: list[Annotated[str, Field(max_length=40)]] = Field(min_length=1, max_length=20)
    purpose: str = Field("", max_length=200)


class ReleaseOut(Schema):
    """A question to a person, as the agency sees it."""

    id: UUID
    slot_id: UUID | None
    registration_id: UUID | None
    talent_record_id: UUID
    company_name: str
    job_title: str
    fields: list[str]
    purpose_words: Wording
    state: str
    asked_at: datetime
    answer_by: date
    answered_at: datetime | None
    sent_at: datetime | None
    withdrawn_at: datetime | None


class ReleasePage(Page):
    """A page of questions."""

    items: list[ReleaseOut]


class PresentIn(Given):
    """Which release the candidate comes from."""

    release_id: UUID


class LiveBalanceOut(Schema):
    """The live balances of a book, for the agency only."""

    earned: int
    confirmed: int
    bundled: int
    expired: int
    reversed: int
    slot_open: int
    slot_reserved: int
    slot_used: int
    slot_ended: int
    ratio: int
    people_to_go: int
    is_at_cap: bool
    text: Wording


class CompanyBalanceOut(Schema):
    """The balance of a company, from issued statements only."""

    count: int
    ratio: int
    people_to_go: int
    as_of: date | None
    next_statement_on: date
    text: Wording


class CreditOut(Schema):
    """One counted registration, for the agency only."""

    id: UUID
    registration_id: UUID
    state: CreditState
    earned_at: datetime
    confirmed_at: datetime | None
    expires_on: date | None
    slot_id: UUID | None
    reversal_code: str


class CreditPage(Page):
    """A page of credits."""

    items: list[CreditOut]


class ForecastQuery(Given):
    """What is planned."""

    planned_not_hired_per_year: int = Field(0, ge=0, le=1_000_000)
    assumed_registration_rate: Decimal = Field(
        Decimal("0.1"), ge=0, le=1, max_digits=6, decimal_places=4
    )


class ForecastOut(Schema):
    """When the next slot may come."""

    people_to_go: int
    on: date | None
    assumed: bool


class LedgerRowOut(Schema):
    """One line of a company's ledger."""

    on: date
    text: Wording
    people_change: int
    people_balance: int
    slot_change: int
    source: Wording


class CompanyLedgerOut(Schema):
    """A company's ledger, oldest first, from issued statements only."""

    rows: list[LedgerRowOut]
    counted: int
    reversed: int
    bundled: int
    expired: int
    balance: int


class MarginLineOut(Schema):
    """One month of one book: what slots cost and what placements earned."""

    book_id: UUID
    company_name: str
    month: date
    registrants: int
    placements: int
    fee_income_yen: int
    slots_used: int
    free_hire_value_yen: int
    net_yen: int


class MarginOut(Schema):
    """The margin ledger of an agency."""

    items: list[MarginLineOut]
