"""Registrations: the agency's, and the person's own. No company operation may name these."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Day, Given, Note, Page, Short, Text, Wording
from tasuki.core.relay.machines import RegistrationState
from tasuki.core.relay.reasons import ReasonCode


class RegistrationOut(Schema):
    """A registration as the agency sees it."""

    id: UUID
    row_version: int = Field(description="give it back as expected_version")
    book_id: UUID
    company_id: int
    company_name: str
    state: RegistrationState
    language: str
    mail: str
    full_name: str
    name_kana: str
    phone: str
    birth_date: date | None
    wishes: dict[str, str]
    stage_declared: str
    result_month: date | None
    talent_record_id: UUID | None
    created_at: datetime
    completed_at: datetime | None
    due_on: date | None
    decision_code: str
    decided_at: datetime | None
    count_code: str
    counted_at: datetime | None
    duplicate_of_id: UUID | None
    duplicate_resolution: str


class RegistrationPage(Page):
    """A page of registrations."""

    items: list[RegistrationOut]


class RegistrationQuery(Given):
    """Which registrations."""

    state: RegistrationState | None = None
    book_id: UUID | None = None


class FieldPairOut(Schema):
    """One field here and in the possible duplicate."""

    label: Wording
    here: str
    there: str
    is_same: bool


class CountPreview(Schema):
    """What the count would decide now."""

    is_counted: bool
    code: str


class RegistrationDetailOut(RegistrationOut):
    """A registration with what stands against it."""

    risks: list[Wording]
    duplicate: list[FieldPairOut]
    count_preview: CountPreview | None


class QueueCountsOut(Schema):
    """How much waits at the agency."""

    waiting: int
    held: int
    to_count: int
    waiting_for_cap: int
    overdue: int


class Versioned(Given):
    """The row as the caller saw it; a newer one gives a conflict."""

    expected_version: int = Field(ge=1, le=2_147_483_647)


class CodedIn(Versioned):
    """A decision with a reason code."""

    code: ReasonCode
    note: str = Field("", max_length=300)


class HoldIn(Versioned):
    """Why a registration waits."""

    note: str = Field(min_length=1, max_length=300)


class ReviewIn(Versioned):
    """The reviewer's decision on a held registration."""

    is_accepted: bool
    code: ReasonCode | Literal[""] = ""
    note: str = Field(min_length=1, max_length=300)


class DuplicateIn(Versioned):
    """Whether both are the same person."""

    is_same: bool


class BulkIn(Given):
    """Registrations and their versions as seen."""

    versions: dict[UUID, int] = Field(min_length=1, max_length=500)


class SkippedRegistration(Schema):
    """One registration that was left as it was."""

    registration_id: UUID
    reason: Wording


class BulkOut(Schema):
    """What a bulk acceptance did."""

    accepted: list[UUID]
    skipped: list[SkippedRegistration]


class CountOut(Schema):
    """What the count did."""

    registration: RegistrationOut
    is_counted: bool
    is_waiting: bool
    new_slot_ids: list[UUID]


class OwnRegistrationOut(Schema):
    """A registration as the person reads it."""

    id: UUID
    company_name: str
    state: RegistrationState
    mail: str
    family_name: str
    given_name: str
    name_kana: str
    phone: str
    birth_date: date | None
    wishes: dict[str, str]
    stage_declared: str
    created_at: datetime


class OwnRegistrationList(Schema):
    """The person's own registrations."""

    items: list[OwnRegistrationOut]


class OwnDataIn(Given):
    """What the person tells the agency; whoever has one name leaves the other one empty."""

    family_name: str = Field("", max_length=80)
    given_name: str = Field("", max_length=80)
    name_kana: str = Field("", max_length=160)
    phone: str = Field("", max_length=20)
    birth_date: Day | None = None
    wishes: dict[Short, Note] = Field({}, max_length=20)
    referrer_name_shown: bool = False


class JobMailsIn(Given):
    """Whether the person wants job mails."""

    is_wanted: bool


class OwnReleaseOut(Schema):
    """A question to the person: may these fields go to this company?"""

    id: UUID
    company_name: str
    job_title: str
    fields: list[Text]
    purpose_words: Wording
    state: str
    asked_at: datetime
    answer_by: date
    answered_at: datetime | None


class OwnReleaseList(Schema):
    """The questions to the person."""

    items: list[OwnReleaseOut]


class AnswerIn(Given):
    """Yes or no."""

    is_yes: bool


class WorkRequestIn(Given):
    """How and when a person asked for work of his or her own accord."""

    way: str = Field(max_length=12, description="phone, mail, paper or visit")
    requested_on: Day


class WorkRequestOut(Schema):
    """A request for work that is on record."""

    id: UUID
    way: str
    requested_on: date
