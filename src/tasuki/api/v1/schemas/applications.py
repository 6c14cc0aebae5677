"""Applications and openings of a company."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from tasuki.api.v1.schemas.common import Count, Given, Ids, Line, Note, Page, Short
from tasuki.apps.openings.models import Opening
from tasuki.core.law.posting import PostingChange, PostingItem


class PersonOut(Schema):
    """A person as the company itself knows them from an application."""

    id: UUID
    number: str
    full_name: str
    name_kana: str
    mail: str
    phone: str
    language: str
    stopped_at: datetime | None


class ApplicationOut(Schema):
    """One application; nothing in it depends on what a person does elsewhere."""

    model_config = ConfigDict(populate_by_name=True)

    id: UUID
    number: str
    person: PersonOut = Field(validation_alias="talent_record")
    job_title: str
    channel: str
    stage: str
    outcome: str
    end_reason: str
    applied_on: date | None
    ended_on: date | None
    decided_at: datetime | None
    decision_reason: str
    archived_at: datetime | None


class ApplicationPage(Page):
    """A page of applications, newest first."""

    items: list[ApplicationOut]


class ApplicationQuery(Given):
    """Which applications."""

    outcome: Short = ""
    job: Short = ""
    channel: Short = ""
    stage: Short = ""
    text: Short = ""
    is_archived: bool = False


class StepOut(Schema):
    """A stage that an application reached."""

    stage: str
    outcome: str
    happened_on: date | None


class ApplicationDetailOut(ApplicationOut):
    """One application with its history."""

    note: str
    steps: list[StepOut]
    others: list[UUID] = Field(description="further applications of the same person")


class ResultIn(Given):
    """The result of one application; a named human decides and says why."""

    outcome: Literal["running", "hired", "not_selected", "withdrew"]
    reason: str = Field(min_length=1, max_length=300)


class PersonIn(Given):
    """Corrected data of a person; a field that is left out stays as it is."""

    family_name: str | None = Field(None, max_length=80)
    given_name: str | None = Field(None, max_length=80)
    name_kana: str | None = Field(None, max_length=160)
    mail: str | None = Field(None, max_length=254)
    phone: str | None = Field(None, max_length=40)
    birth_date: date | None = None
    address: str | None = Field(None, max_length=200)
    language: Literal["ja", "en"] | None = None


class ApplicationIds(Given):
    """Which applications."""

    application_ids: Ids


class OpeningIn(Given):
    """An opening; a half-filled one is kept as a draft."""

    title: Short = ""
    occupation: Short = ""
    workplace: str = Field("", max_length=200)
    pay_min_yen: Count = 0
    pay_max_yen: Count = 0
    pay_unit: Literal["hour", "day", "month", "year"] = "month"
    theoretical_pay_yen: Count = 0
    is_indefinite: bool = True
    prefecture: int | None = Field(None, ge=1, le=47, description="of the workplace, JIS X 0401")
    work_minutes: Count = Field(
        0, description="scheduled minutes of a day (daily pay) or month (monthly, yearly pay)"
    )
    age_least: int | None = Field(None, ge=0, le=100)
    age_most: int | None = Field(None, ge=0, le=100)
    age_code: Literal["", "1", "2", "3i", "3ro", "3ha", "3ni"] = Field(
        "", description="reason of the law for a limit of age"
    )
    age_reason: str = Field("", max_length=300)
    retirement_age: int | None = Field(None, ge=0, le=100)
    asks_experience: bool = False
    is_declared: bool | None = Field(
        default=None,
        description="self-declaration: no listed breach of labour law; true declares (a "
        "declaration that still holds keeps its day), false takes it back, null leaves it",
    )
    terms: dict[PostingItem | PostingChange, Note] = Field(
        default={}, description="the eleven items, duties and workplace with their range of change"
    )


class OpeningOut(Schema):
    """An opening of the company."""

    id: UUID
    number: str
    title: str
    occupation: str
    workplace: str
    pay_min_yen: int
    pay_max_yen: int
    pay_unit: str
    theoretical_pay_yen: int
    is_indefinite: bool
    prefecture: int | None
    work_minutes: int
    age_least: int | None
    age_most: int | None
    age_code: str
    age_reason: str
    retirement_age: int | None
    asks_experience: bool
    declared_on: date | None
    terms: dict[str, str]
    as_of: date
    state: Opening.State


class OpeningDetailOut(OpeningOut):
    """An opening and what it lacks before it can be published."""

    missing: list[PostingItem]


class OpeningPage(Page):
    """A page of openings."""

    items: list[OpeningOut]


class OpeningQuery(Given):
    """Which openings."""

    state: Short = ""
    text: Line = ""
