"""Applications and openings of a company."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from tasuki.api.v1.schemas.common import Given, Ids, Page, Short


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
