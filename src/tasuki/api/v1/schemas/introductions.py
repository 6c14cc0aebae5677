"""Introductions as cases: what both sides read, and what each of them sends."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Count, Day, Given, Line, Moment, Note, Page, Short
from tasuki.core.introductions.machine import CaseState, InterviewState
from tasuki.core.introductions.waiting import Turn


class IntroductionOut(Schema):
    """One introduction; holds no person."""

    id: UUID
    number: str
    job_order_id: UUID
    company_name: str
    agency_name: str
    job_title: str
    advisor_name: str
    state: CaseState
    turn: Turn
    answer_by: date | None
    asked_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None
    offer_pay_yen: int | None
    offer_starts_on: date | None
    is_indefinite: bool | None
    changed_terms: str
    change_told_on: date | None
    hired_on: date | None
    theoretical_pay_yen: int | None
    end_code: str
    decided_by_name: str
    told_at: datetime | None


class IntroductionPage(Page):
    """A page of introductions."""

    items: list[IntroductionOut]


class IntroductionQuery(Given):
    """Which introductions."""

    text: Short = ""
    stage: Short = ""
    turn: Turn | None = None
    is_overdue: bool = False
    is_open: bool = False


class IntroductionIn(Given):
    """Whom to ask, about which order, for which items."""

    job_order_id: UUID
    job_seeker_id: UUID
    fields: Annotated[list[Short], Field(min_length=1, max_length=30)]
    purpose: Line = ""


class IntroductionCloseIn(Given):
    """Why it ends before the introduction."""

    note: Note = ""


class IntroductionOfferIn(Given):
    """What is offered."""

    pay_yen: Count
    starts_on: Day
    is_indefinite: bool
    answer_by: Day
    changed_terms: Note = ""


class IntroductionDeclineIn(Given):
    """Why the employer does not hire, and what is meant for the person."""

    reason: Short
    note: Note
    person_text: Note = ""


class IntroductionWithdrawIn(Given):
    """Why the person does not go on."""

    reason: Short
    note: Note = ""


class IntroductionChangeToldIn(Given):
    """When the changes were handed over."""

    told_on: Day


class IntroductionTellIn(Given):
    """What the person reads."""

    text: Note


class IntroductionJoinIn(Given):
    """When the person began, for what pay."""

    hired_on: Day
    theoretical_pay_yen: Count
    is_indefinite: bool
    is_conditions_notice_sent: bool


class CaseMeetingIn(Given):
    """When and where."""

    starts_at: Moment
    minutes: Count
    way: Short
    place: Line = ""
    url: Line = ""
    note: Line = ""


class CaseInterviewOut(Schema):
    """One interview."""

    id: UUID
    case_id: UUID
    number: int
    starts_at: datetime
    minutes: int
    way: str
    place: str
    url: str
    note: str
    state: InterviewState
    sequence: int


class CaseInterviewPage(Page):
    """A page of interviews."""

    items: list[CaseInterviewOut]
