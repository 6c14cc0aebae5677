"""Forms of openings, orders, employers and versions."""

from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Count, Day, Given, Ids, Line, Note, Page, Short
from tasuki.apps.openings.models import Opening
from tasuki.core.law.order_refusals import DeclarationAnswer, OrderGround
from tasuki.core.law.posting import PostingChange, PostingItem
from tasuki.core.law.posting_changes import ChangeKind
from tasuki.core.openings.job_posting import EmploymentType


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
    person_count: int = Field(1, ge=1, le=999, description="persons wanted")
    occupation_code: str = Field(
        "", max_length=9, description="of the classification of the ministry, such as 013 or 013-01"
    )
    employment: EmploymentType = EmploymentType.FULL_TIME
    contract_from: Day | None = None
    contract_to: Day | None = None
    locality: str = Field("", max_length=60, description="city or ward of the workplace")
    is_remote: bool = Field(default=False, description="done from anywhere in the country")
    employer_id: UUID | None = Field(None, description="whose order it is, at an agency")


class OpeningOut(Schema):
    """An opening of a company, or of an employer at its agency."""

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
    person_count: int
    occupation_code: str
    employment: str
    contract_from: date | None
    contract_to: date | None
    locality: str
    is_remote: bool
    employer_id: UUID | None
    received_on: date | None
    accepted_on: date | None
    valid_to: date | None
    posted_on: date | None
    ended_on: date | None
    public_code: str
    version: int
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


class EmployerIn(Given):
    """An employer whose orders an agency takes."""

    name: Short
    corporate_number: str = Field("", max_length=20)
    address: str = Field("", max_length=200)
    office: str = Field("", max_length=200, description="the office that applies and selects")
    contact_name: str = Field("", max_length=80)
    contact_mail: str = Field("", max_length=254)
    phone: str = Field("", max_length=20)
    website: str = Field("", max_length=200)


class EmployerOut(Schema):
    """An employer and what it declared."""

    id: UUID
    name: str
    corporate_number: str
    address: str
    office: str
    contact_name: str
    contact_mail: str
    phone: str
    website: str
    declaration: str
    declared_on: date | None
    ended_on: date | None


class EmployerPage(Page):
    """A page of employers."""

    items: list[EmployerOut]


class EmployerQuery(Given):
    """Which employers."""

    text: Line = ""


class DeclarationIn(Given):
    """What an employer declared about listed breaches of labour law."""

    answer: DeclarationAnswer
    declared_on: Day


class AcceptIn(Given):
    """When the order came and its last day."""

    received_on: Day
    valid_to: Day


class ValidityIn(Given):
    """The last day of an order."""

    valid_to: Day


class RefuseOrderIn(Given):
    """The ground of the law, and what it is in this case."""

    ground: OrderGround
    text: str = Field(min_length=5, max_length=1_000)


class AcceptedOut(Schema):
    """An accepted order: the opening and its row in the book."""

    opening: OpeningOut
    order_number: str
    received_order: int


class ConfirmIn(Given):
    """Which openings are still true."""

    ids: Ids


class NotConfirmed(Schema):
    """An opening that may not be shown as it stands."""

    number: str
    code: str
    text: str


class ConfirmedOut(Schema):
    """What became of openings that were confirmed together."""

    fresh_count: int
    refused: list[NotConfirmed]


class ChangeOut(Schema):
    """One condition that changed."""

    key: str
    kind: ChangeKind
    before: str
    after: str


class VersionOut(Schema):
    """The conditions as they were shown from one day on."""

    version: int
    made_on: date
    made_by_name: str
    content: dict[str, str]
    changes: list[ChangeOut]


class VersionList(Schema):
    """The versions of an opening, the newest first."""

    items: list[VersionOut]


class OpeningFileOut(Schema):
    """What became of a file of openings."""

    new_count: int
    updated_count: int
    failed_count: int
