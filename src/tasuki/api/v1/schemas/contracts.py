"""Relay contracts, the papers they rest on, and the codes issued under them."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Count, Day, Given, Line, Note, Page, Short, Wording
from tasuki.core.law.fees import FeeKind, RefundRule
from tasuki.core.relay.machines import ContractState, LinkState

type Parameter = bool | int | str | list[str] | None


class ContractOut(Schema):
    """One version of a contract, as both sides see it."""

    id: UUID
    book_id: UUID
    version: int
    company_id: int
    company_name: str
    agency_name: str
    state: ContractState
    shape: str
    parameters: dict[str, Any]
    licence_number: str
    licence_valid_to: date | None
    fee_table_version: int | None
    fee_table_filed_on: date | None
    free_slot_clause: str
    fee_rate_permille: int | None
    refund_rule: str
    penalty_shown_at: datetime | None
    consultation_office: str
    consulted_on: date | None
    purpose_notice_version: int | None
    tax_note_acknowledged: bool
    company_signed_by: str
    company_signed_at: datetime | None
    agency_signed_by: str
    agency_signed_at: datetime | None
    valid_from: date | None
    valid_to: date | None
    pause_reason: str


class ContractPage(Page):
    """A page of contracts."""

    items: list[ContractOut]


class ContractQuery(Given):
    """Which contracts."""

    book_id: UUID | None = None
    state: ContractState | None = None


class DraftIn(Given):
    """A contract to be drafted."""

    company_id: int = Field(ge=1, le=9_223_372_036_854_775_807)
    parameters: dict[Short, Parameter] = Field({}, description="terms that differ from defaults")
    fee_table_id: UUID | None = None
    consultation_id: UUID | None = None
    shape: Short = "SELF_REGISTRATION"
    notification_number: str = Field("", max_length=40)
    account_manager_id: int | None = Field(
        None, ge=1, le=9_223_372_036_854_775_807, description="a member; needed before it runs"
    )


class DraftChange(Given):
    """What changes in a draft; what is left out stays. Signatures fall away."""

    parameters: dict[Short, Parameter] | None = None
    fee_table_id: UUID | None = None
    consultation_id: UUID | None = None
    account_manager_id: int | None = Field(None, ge=1, le=9_223_372_036_854_775_807)


class SignIn(Given):
    """A signature of one side."""

    tax_note_acknowledged: bool = False
    purpose_notice_version: Count | None = None


class PenaltyTerms(Schema):
    """The penalty terms as they were shown."""

    text: str


class RunProblem(Schema):
    """What still stands between a contract and running."""

    rule: str
    reason: Wording
    next_step: Wording
    source: str


class RunProblems(Schema):
    """All of them; empty = it may run."""

    items: list[RunProblem]


class RefundStep(Schema):
    """A step of the refund scheme: who leaves within these days brings a share back."""

    days_from: int = Field(ge=1, le=10_000)
    days_to: int = Field(ge=1, le=10_000)
    percent: int = Field(ge=0, le=100)


class FeeTableIn(Given):
    """A fee table; saving it makes the next version."""

    rate_permille: int = Field(ge=0, le=1_000)
    free_slot_clause: Note
    refund_rule: Note
    penalty_rule: Note
    kind: FeeKind = FeeKind.FILED
    max_fixed_yen: int | None = Field(None, ge=1, le=2_000_000_000)
    refund_steps: list[RefundStep] = []

    def values(self) -> dict[str, Any]:
        """Return the arguments of the action."""
        steps = [RefundRule(**one.model_dump()) for one in self.refund_steps]
        return self.model_dump() | {"refund_steps": steps}


class FeeTableOut(Schema):
    """One version of the fee table."""

    id: UUID
    version: int
    filed_on: date | None
    kind: FeeKind
    rate_permille: int
    max_fixed_yen: int | None
    free_slot_clause: str
    refund_rule: str
    refund_steps: list[RefundStep]
    penalty_rule: str


class FeeTableList(Schema):
    """All versions, newest first."""

    items: list[FeeTableOut]


class FiledIn(Given):
    """When the fee table was filed."""

    filed_on: Day


class ConsultationIn(Given):
    """A consultation with the Labour Bureau."""

    office: str = Field(min_length=1, max_length=120)
    consulted_on: Day
    answer: str = Field(min_length=1, max_length=2_000)
    file_name: str = Field("", max_length=200)


class ConsultationOut(Schema):
    """A recorded consultation."""

    id: UUID
    office: str
    consulted_on: date
    answer: str
    file_name: str


class ConsultationList(Schema):
    """All consultations, newest first."""

    items: list[ConsultationOut]


class LinkIn(Given):
    """A registration link to be issued."""

    contract_id: UUID
    label_job: str = Field("", max_length=60)
    label_stage: str = Field("", max_length=60)
    label_text: str = Field("", max_length=60)
    language: Literal["ja", "en"] = "ja"


class LabelsIn(Given):
    """The labels of a link."""

    label_job: str = Field("", max_length=60)
    label_stage: str = Field("", max_length=60)
    label_text: str = Field("", max_length=60)


class IssuedCodeOut(Schema):
    """A code as its company sees it: no count of anything."""

    id: UUID
    book_id: UUID
    code: str
    label_job: str
    label_stage: str
    label_text: str
    active_from: date
    active_to: date
    accepted_to: date
    state: LinkState


class IssuedCodeList(Schema):
    """The codes of a company."""

    items: list[IssuedCodeOut]


class LinkOut(IssuedCodeOut):
    """A link as its agency sees it, with sums."""

    company_id: int
    language: str
    view_count: int
    started_count: int
    verified_count: int
    confirmed_count: int


class LinkList(Schema):
    """The links of an agency."""

    items: list[LinkOut]


class LinkQuery(Given):
    """Which links."""

    book_id: UUID | None = None
    state: LinkState | None = None


class PublicLinkOut(Schema):
    """What anybody who holds a code may read."""

    code: str
    agency_name: str
    agency_name_en: str
    agency_address: str
    agency_contact: str
    agency_phone: str
    complaint_contact: str
    handled_range: str
    company_name: str
    licence_number: str
    licence_valid_to: date | None
    language: str
    min_stage: str
    is_rotated: bool


class EndReason(Given):
    """Why it ends or pauses."""

    reason: Line = Field(min_length=1, max_length=200)
