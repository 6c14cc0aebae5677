"""Monthly statements and questions about them: totals only."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Day, Given, Page, Wording
from tasuki.core.relay.machines import DisputeState, StatementState


class SlotGranted(Schema):
    """A slot that a statement grants."""

    number: int
    label: str
    granted_on: date
    expires_on: date


class StatementOut(Schema):
    """One month's totals; both sides read the same."""

    id: UUID
    book_id: UUID
    contract_id: UUID
    contract_version: int
    company_name: str
    agency_name: str
    month: date
    number: int
    revision: int
    state: StatementState
    is_carried_over: bool
    totals: dict[str, int]
    reasons: dict[str, int]
    balance_after: int
    slots_granted: list[SlotGranted]
    journal_number: int
    journal_head: str
    issued_at: datetime
    issued_by: str
    dispute_until: date


class StatementPage(Page):
    """A page of statements, newest first."""

    items: list[StatementOut]


class StatementLineOut(Schema):
    """One account of a statement."""

    label: Wording
    opening: int
    added: int
    taken: int
    closing: int


class StatementDetailOut(StatementOut):
    """A statement with its lines."""

    document_number: str
    period: Wording
    lines: list[StatementLineOut]


class MonthIn(Given):
    """Which month of which book."""

    book_id: UUID
    month: Day


class StatementDraftOut(Schema):
    """What a statement would say if it were issued now."""

    book_id: UUID
    month: date
    number: int
    informed: int
    is_carried_over: bool
    totals: dict[str, int]
    reasons: dict[str, int]
    balance_after: int
    slots_granted: list[SlotGranted]


class DifferenceOut(Schema):
    """A total that the journal no longer supports."""

    name: str
    stored: int | None
    recomputed: int | None


class DifferenceList(Schema):
    """All of them; empty = the statement stands."""

    items: list[DifferenceOut]


class DisputeOut(Schema):
    """A question about the totals of a statement."""

    id: UUID
    statement_book_id: UUID
    statement_month: date
    company_name: str
    state: DisputeState
    note: str
    opened_by: str
    opened_at: datetime
    due_on: date
    answer: str
    answered_by: str
    answered_at: datetime | None
    journal_number: int | None


class DisputeLineOut(DisputeOut):
    """A question and whether its answer is late."""

    is_overdue: bool


class DisputePage(Page):
    """A page of questions."""

    items: list[DisputeLineOut]


class DisputeIn(Given):
    """A question about totals; it names no person."""

    note: str = Field(min_length=1, max_length=2_000)


class DisputeAnswerIn(Given):
    """The agency's answer."""

    answer: str = Field(min_length=1, max_length=2_000)


class UpholdIn(Given):
    """Number of the journal entry that corrects what was asked about."""

    journal_number: int = Field(ge=1, le=9_223_372_036_854_775_807)


class RegionCell(Schema):
    """A count of a region; null = fewer than five, or hidden so that none follows from it."""

    company_count: int
    informed_count: int | None
    registered_count: int | None
    counted_count: int | None
    slot_count: int | None
    hired_count: int | None


class RegionRow(Schema):
    """One company's counts of the month."""

    company_name: str
    informed_count: int | None
    registered_count: int | None
    counted_count: int | None
    slot_count: int | None
    hired_count: int | None


class RegionCountsOut(Schema):
    """A month of a region."""

    month: date
    rows: list[RegionRow]
    total: RegionCell


class AgreementOut(Schema):
    """That a company's totals are counted for a municipality."""

    id: UUID
    municipality_id: int
    agreed_on: date
    ended_on: date | None


class AgreementList(Schema):
    """The agreements of a company."""

    items: list[AgreementOut]


class AgreementIn(Given):
    """For which municipality."""

    municipality_id: int = Field(ge=1, le=9_223_372_036_854_775_807)
