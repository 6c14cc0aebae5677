"""Requests about personal data and incidents, as callers send and read them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import (
    Count,
    Day,
    Given,
    Line,
    Long,
    Moment,
    Note,
    Page,
    Short,
    Wording,
)
from tasuki.core.rights.breach import IncidentState, Trigger
from tasuki.core.rights.requests import ClaimGround, RefusalGround, RequestKind, RequestState

EXPLANATION_MAX = 5_000


class RequestQuery(Given):
    """What the ledger is narrowed to."""

    state: RequestState | None = None
    kind: RequestKind | None = None
    text: Short = ""


class OwnRequestOut(Schema):
    """A request as the person reads it."""

    id: UUID
    number: str
    kind: RequestKind
    state: RequestState
    scope: str
    form_wanted: str
    received_at: datetime
    answer_by: date
    joined_count: int
    outcome: str
    refusal_ground: str
    answer_text: str
    notified_at: datetime | None


class RequestOut(OwnRequestOut):
    """A request as the desk reads it."""

    channel: str
    claim_ground: str
    claimant_name: str
    claimant_mail: str
    agent_kind: str
    agent_name: str
    talent_record_id: UUID | None
    wanted: dict[str, str]
    identity_method: str
    identity_note: str
    identified_at: datetime | None
    identified_by_name: str
    decided_at: datetime | None
    decided_by_name: str
    decision_note: str
    changes: dict[str, list[str]]
    kept: list[dict[str, Any]]
    found_counts: dict[str, int]
    sent_how: str


class RequestPage(Page):
    """A page of the ledger."""

    items: list[RequestOut]


class OwnRequestList(Schema):
    """The person's own requests."""

    items: list[OwnRequestOut]


class OwnRequestIn(Given):
    """What the person asks for."""

    kind: RequestKind
    talent_record_id: UUID | None = None
    scope: Note = ""
    form_wanted: Short = "electronic"
    claim_ground: ClaimGround = ClaimGround.NOT_STATED
    wanted: dict[Short, Line] = Field(default_factory=dict)


class PaperRequestIn(OwnRequestIn):
    """A request that came in on paper, by phone or by mail."""

    channel: Short = "paper"
    received_at: Moment | None = None
    name: Short = ""
    mail: Short = ""
    address: Short = ""
    agent_kind: Short = ""
    agent_name: Short = ""


class RecordIn(Given):
    """Which record a request is about; null = nobody on record."""

    talent_record_id: UUID | None = None


class DocumentIn(Given):
    """Which document was seen, without its number."""

    note: Line = Field(min_length=1)


class CodeIn(Given):
    """The mailed code as it was told."""

    code: Short = Field(min_length=1)


class GrantIn(Given):
    """The answer that does what was asked; an empty text takes the usual words."""

    answer_text: Long = Field("", max_length=EXPLANATION_MAX)
    note: Long = Field("", max_length=EXPLANATION_MAX)
    values: dict[Short, Line] = Field(default_factory=dict)
    withheld_ground: RefusalGround | None = None
    is_stop_instead: bool = False


class RefuseIn(Given):
    """Why a request is not followed."""

    ground: RefusalGround
    note: Long = Field(min_length=1, max_length=EXPLANATION_MAX)
    answer_text: Long = Field("", max_length=EXPLANATION_MAX)


class AnswerSendingIn(Given):
    """How the answer leaves: mail, post or hand."""

    sent_how: Short = "mail"


class IncidentQuery(Given):
    """What the list is narrowed to."""

    state: IncidentState | None = None
    text: Short = ""


class IncidentOut(Schema):
    """One incident."""

    id: UUID
    number: str
    title: str
    state: IncidentState
    happened_on: date | None
    known_at: datetime
    triggers: list[str]
    is_encrypted: bool
    encryption_note: str
    is_reportable: bool
    stated_count: int
    overview: str
    data_items: str
    cause: str
    secondary_damage: str
    response: str
    publication: str
    prevention: str
    other: str
    preliminary_by: date
    final_by: date
    preliminary_at: datetime | None
    preliminary_receipt: str
    final_at: datetime | None
    final_receipt: str
    persons_told_at: datetime | None
    persons_told_how: str
    substitute: str
    closed_at: datetime | None
    processor_name: str


class IncidentPage(Page):
    """A page of incidents."""

    items: list[IncidentOut]


class IncidentStepOut(Schema):
    """One line of the log."""

    kind: str
    text: str
    happened_at: datetime
    by_name: str


class IncidentDetailOut(Schema):
    """One incident with duty, counts, log and what is missing."""

    incident: IncidentOut
    reason: Wording
    triggers: list[Trigger]
    affected_count: int
    listed_count: int
    told_count: int
    missing: list[str]
    blockers: list[Wording]
    steps: list[IncidentStepOut]


class IncidentIn(Given):
    """What is known at first."""

    title: Short = Field(min_length=1)
    known_at: Moment
    happened_on: Day | None = None
    overview: Long = Field("", max_length=EXPLANATION_MAX)
    data_items: Long = Field("", max_length=EXPLANATION_MAX)
    stated_count: Count = 0
    triggers: list[Trigger] = Field(default_factory=list, max_length=10)


class FactsIn(Given):
    """Facts that change; a field that is left out stays."""

    title: Short | None = None
    happened_on: Day | None = None
    triggers: list[Trigger] | None = Field(None, max_length=10)
    stated_count: Count | None = None
    is_encrypted: bool | None = None
    encryption_note: Line | None = None
    overview: Long | None = Field(None, max_length=EXPLANATION_MAX)
    data_items: Long | None = Field(None, max_length=EXPLANATION_MAX)
    cause: Long | None = Field(None, max_length=EXPLANATION_MAX)
    secondary_damage: Long | None = Field(None, max_length=EXPLANATION_MAX)
    response: Long | None = Field(None, max_length=EXPLANATION_MAX)
    publication: Long | None = Field(None, max_length=EXPLANATION_MAX)
    prevention: Long | None = Field(None, max_length=EXPLANATION_MAX)
    other: Long | None = Field(None, max_length=EXPLANATION_MAX)
    substitute: Long | None = Field(None, max_length=EXPLANATION_MAX)


class LogIn(Given):
    """A line of the log."""

    text: Long = Field(min_length=1, max_length=EXPLANATION_MAX)
    happened_at: Moment | None = None


class ReportIn(Given):
    """A report went to the Commission."""

    is_final: bool
    receipt: Short = Field(min_length=1)


class PersonsIn(Given):
    """Where the persons come from: link, import, export, mails, or hand with numbers."""

    source: Short
    source_id: UUID | None = None
    numbers: list[Short] = Field(default_factory=list, max_length=1_000)


class IncidentPersonOut(Schema):
    """One person of an incident."""

    id: UUID
    source: str
    name: str
    mail: str
    told_at: datetime | None


class IncidentPersonPage(Page):
    """A page of the persons of an incident."""

    items: list[IncidentPersonOut]


class NoticePreviewOut(Schema):
    """What would leave."""

    subject: str
    text: str
    mail_count: int
    without_mail_count: int


class IncidentNoticeIn(Given):
    """The notice as previewed, and how many it goes to."""

    text: Long = Field(min_length=1, max_length=EXPLANATION_MAX)
    expected_count: Count


class ToldIn(Given):
    """How the persons were told."""

    how: Line = Field(min_length=1)


class ControllersIn(Given):
    """Who is told by a processor."""

    organisation_ids: list[int] = Field(min_length=1, max_length=1_000)
    are_reporting: bool = False


class StopLinkIn(Given):
    """Which company code is stopped."""

    code: Short = Field(min_length=1)
