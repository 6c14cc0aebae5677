"""The alumni network: what a company reads and sends."""

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Day, Given, Ids, Page, Wording
from tasuki.core.alumni.labels import LeaveCode, Willingness
from tasuki.core.alumni.machines import AlumniState

type _Text = Annotated[str, Field(max_length=200)]


class AlumniMemberOut(Schema):
    """One membership; never why the person left, never the private address."""

    id: UUID
    person_name: str
    units: str
    left_on: date
    state: AlumniState
    willingness: list[Willingness]
    contact_agreed_on: date | None
    invited_on: date | None
    ends_on: date | None
    last_contact_on: date | None
    next_action: str
    next_action_on: date | None


class AlumniMemberPage(Page):
    """A page of memberships."""

    items: list[AlumniMemberOut]


class AlumniQuery(Given):
    """Which memberships."""

    state: AlumniState | None = None
    willing: Willingness | None = None
    is_member: bool = False
    due_by: Day | None = None


class ExitInterviewIn(Given):
    """What the person told at leaving; everything but name and day is voluntary."""

    person_name: Annotated[str, Field(min_length=1, max_length=160)]
    left_on: Day
    person_mail: Annotated[str, Field(max_length=254)] = ""
    employee_number: Annotated[str, Field(max_length=40)] = ""
    units: _Text = ""
    joined_company_on: Day | None = None
    last_grade: Annotated[str, Field(max_length=40)] = ""
    destination: Annotated[str, Field(max_length=120)] = ""
    leave_words: Annotated[str, Field(max_length=1000)] = ""
    leave_code: LeaveCode | None = None
    wishes_contact: bool = False


class LeaversIn(Given):
    """Rows as CSV with headings."""

    text: Annotated[str, Field(min_length=1, max_length=400_000)]


class LeaverFailedOut(Schema):
    """One row that was not taken, by its line in the file."""

    line: int
    reason: Wording


class LeaversOut(Schema):
    """What a file brought."""

    count: int
    failed: list[LeaverFailedOut]


class AlumniInviteIn(Given):
    """Whom to invite."""

    member_ids: Ids


class AlumniSendingOut(Schema):
    """What a sending did; it can be taken back for ten minutes."""

    batch_id: UUID
    count: int
    left_out_count: int


class AlumniRelationIn(Given):
    """The coordinator's side."""

    last_contact_on: Day | None = None
    next_action: _Text = ""
    next_action_on: Day | None = None
    is_coordinator: bool = False
