"""Result notices of a company; no field can say whether a person registered."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import (
    Count,
    Day,
    Given,
    Ids,
    Long,
    Moment,
    Note,
    Page,
    Short,
    Wording,
)
from tasuki.apps.relay.models import Invite
from tasuki.core.relay.reasons import SkipCode


class PurposeNoticeIn(Given):
    """What applicants are told about the use of their data."""

    text: str = Field(min_length=1, max_length=10_000)
    covers_relay: bool
    shown_from: Day


class PurposeNoticeOut(Schema):
    """One version of the purpose notice."""

    id: UUID
    version: int
    text: str
    covers_relay: bool
    shown_from: date


class PurposeNoticeList(Schema):
    """All versions, newest first."""

    items: list[PurposeNoticeOut]


class TemplateIn(Given):
    """A result notice; saving it makes a new version."""

    name: str = Field(min_length=1, max_length=25)
    language: Literal["ja", "en"] = "ja"
    subject: str = Field(min_length=1, max_length=100)
    body: Long
    relay_line: Note = ""
    label_text: str = Field("", max_length=60)


class TemplateOut(Schema):
    """One version of a result notice."""

    id: UUID
    name: str
    version: int
    language: str
    subject: str
    body: str
    relay_line: str
    label_text: str
    is_current: bool


class TemplateList(Schema):
    """The result notices in use."""

    items: list[TemplateOut]


class PreviewIn(TemplateIn):
    """A notice to be shown for three recipients before it is saved."""

    channel: Invite.Channel = Invite.Channel.RESULT_LINE


class PreviewOut(Schema):
    """The notice as one recipient would read it."""

    name: str
    subject: str
    text: str
    problem: Wording | None


class PreviewList(Schema):
    """The notice for three recipients, the longest name among them."""

    items: list[PreviewOut]


class PartProblems(Schema):
    """What is wrong with one part of a notice."""

    part: str
    problems: list[Wording]


class CheckOut(Schema):
    """Whether a notice may be sent."""

    is_sendable: bool
    parts: list[PartProblems]


class TestMailOut(Schema):
    """The mail that was sent to the caller's own address."""

    mail_id: UUID
    to_address: str


class InviteOut(Schema):
    """One person not selected and the notice; nothing of what the person did afterwards."""

    id: UUID
    application_id: UUID
    book_id: UUID | None
    code: str
    channel: Invite.Channel
    result_decided_by_name: str
    result_reason: str
    result_notified_at: datetime | None
    invited_at: datetime | None
    expires_on: date | None
    state: str
    skip_code: str
    batch_id: UUID | None


class InvitePage(Page):
    """A page of notices."""

    items: list[InviteOut]


class InviteQuery(Given):
    """Which notices."""

    state: Short = ""
    channel: Short = ""
    batch_id: UUID | None = None
    text: Short = ""


class InviteCounts(Schema):
    """How many notices stand in each state."""

    counts: dict[str, int]


class PrepareIn(Given):
    """For whom notices are made; those left out need a code, never a merit."""

    reason: str = Field("", max_length=300, description="for results that have none on file")
    left_out: dict[UUID, Short] = Field({}, description="application -> X1..X6; others: H3")
    ended_since: Day | None = None


class SkippedOut(Schema):
    """One application without a notice."""

    application_id: UUID
    code: str


class PreparedOut(Schema):
    """What was prepared."""

    drafts: list[InviteOut]
    skipped: list[SkippedOut]


class SendIn(Given):
    """How all waiting drafts are sent; nobody can be picked."""

    template_id: UUID
    channel: Invite.Channel = Invite.Channel.RESULT_LINE
    book_id: UUID | None = None
    delay_seconds: Count | None = Field(None, le=86_400)
    send_at: Moment | None = None


class SentOut(Schema):
    """A sending that waits in the outbox."""

    batch_id: UUID
    count: int
    send_after: datetime
    by_channel: dict[str, int]


class SkipIn(Given):
    """Why one person gets no invitation."""

    code: SkipCode


class PaperIn(Given):
    """What was printed; without ``invite_ids`` for everybody who has no mail address."""

    template_id: UUID
    book_id: UUID | None = None
    invite_ids: Ids | None = Field(
        None, description="People with a mail address who got the result alone, without the line."
    )
