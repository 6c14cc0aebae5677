"""People, what is known of them, and their timeline."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Day, Given, Ids, Line, Page, Short

type Kind = Literal["applicant", "employee", "leaver"]


class PersonRowOut(Schema):
    """A person in a list."""

    id: UUID
    number: str
    full_name: str
    name_kana: str = Field(description="empty where it is only a guess")
    kinds: list[str] = Field(description="applicant, employee, leaver")
    created_at: datetime


class PersonPage(Page):
    """A page of people, newest first."""

    items: list[PersonRowOut]


class PersonQuery(Given):
    """Which people; text finds parts of names in kanji, kana or romaji, or a whole contact."""

    text: Short = ""
    kind: Literal["", "applicant", "employee", "leaver"] = ""
    tag_id: UUID | None = None
    skill_id: UUID | None = None
    outcome: Literal["", "running", "hired", "not_selected", "withdrew"] = ""
    department: Short = ""


class NameOut(Schema):
    """A name; the legal one alone goes on papers."""

    id: UUID | None = Field(description="null for the legal name, which stands on the record")
    kind: str = Field(description="legal, former or business")
    family_name: str
    given_name: str
    kana: str
    kana_source: str = Field(description="file, person, guess or empty")


class ContactOut(Schema):
    """A way to write to a person."""

    id: UUID | None = Field(description="null for the preferred one, which stands on the record")
    kind: str = Field(description="mail, phone or address")
    label: str
    value: str
    is_preferred: bool


class EmploymentOut(Schema):
    """An employment with the organisation."""

    id: UUID
    number: str
    state: str
    department: str
    position: str
    employment_type: str
    joined_on: date | None
    left_on: date | None
    left_reason: str


class CareerOut(Schema):
    """One post; a month stays a month."""

    id: UUID
    company: str
    department: str
    position: str
    started: str
    ended: str
    is_current: bool
    occupation_code: str
    mhlw_code: str
    text: str


class PersonSkillOut(Schema):
    """A skill or certificate of a person."""

    id: UUID
    skill_id: UUID
    name: str
    source: str
    level: int | None
    evidence: str
    as_of: date
    obtained_on: date | None
    expires_on: date | None


class PersonTagOut(Schema):
    """A tag of a person."""

    id: UUID
    tag_id: UUID
    name: str
    remind_on: date | None


class PersonNoteOut(Schema):
    """A note about a person."""

    id: UUID
    text: str
    author_id: int | None
    created_at: datetime


class DocumentOut(Schema):
    """A paper about a person."""

    id: UUID
    kind: str
    title: str
    file_name: str
    content_type: str
    byte_count: int
    created_at: datetime


class PersonFullOut(PersonRowOut):
    """All that is known of one person."""

    birth_date: date | None
    stopped_at: datetime | None
    names: list[NameOut]
    contacts: list[ContactOut]
    employments: list[EmploymentOut]
    applications: list[UUID]
    careers: list[CareerOut]
    skills: list[PersonSkillOut]
    tags: list[PersonTagOut]
    notes: list[PersonNoteOut]
    documents: list[DocumentOut]
    attributions: list[str] = Field(description="show these texts where the words are shown")


class EntryOut(Schema):
    """One line of a timeline."""

    group: str
    at: datetime | date
    what_ja: str
    what_en: str
    detail: str
    object_id: UUID
    by_id: int | None
    is_ahead: bool


class TimelineOut(Schema):
    """A page of a timeline, newest first; days to come on top."""

    items: list[EntryOut]
    next_after: str


class TimelineQuery(Given):
    """Which lines."""

    group: str = Field("", max_length=20)
    after: str = Field("", max_length=200, description="next_after of the page before")
    limit: int = Field(50, ge=1, le=200)


class NameIn(Given):
    """A further name; in a correction, what is left out stays."""

    kind: Literal["former", "business"] | None = None
    family_name: str | None = Field(None, max_length=80)
    given_name: str | None = Field(None, max_length=80)
    family_kana: str | None = Field(None, max_length=80)
    given_kana: str | None = Field(None, max_length=80)
    kana_source: Literal["", "file", "person", "guess"] | None = None


class ContactIn(Given):
    """A further contact."""

    kind: Literal["mail", "phone", "address"]
    value: str = Field(min_length=1, max_length=254)
    label: Literal["home", "mobile", "work", "other"] = "other"


class EmploymentIn(Given):
    """An employment; in a correction, what is left out stays."""

    employee_number: str | None = Field(None, max_length=40)
    status: Literal["active", "leave", "left"] | None = None
    department: Short | None = None
    position: Short | None = None
    employment_type: str | None = Field(None, max_length=60)
    joined_on: Day | None = None
    left_on: Day | None = None
    left_reason: Line | None = None


class CareerIn(Given):
    """A post; in a correction, what is left out stays."""

    company: Short | None = None
    department: Short | None = None
    position: Short | None = None
    started: str | None = Field(None, max_length=20, description="2020-04 or 2020-04-01")
    ended: str | None = Field(None, max_length=20)
    is_present_post: bool | None = None
    occupation_code: str | None = Field(None, max_length=20)
    text: str | None = Field(None, max_length=2000)


class SkillIn(Given):
    """A skill of a person; the same skill is overwritten."""

    skill: Short = Field(min_length=1)
    source: Literal["statement", "assessment"] = "statement"
    level: int | None = Field(None, ge=1, le=4)
    evidence: str = Field("", max_length=200)
    obtained_on: Day | None = None
    expires_on: Day | None = None


class TagIn(Given):
    """A tag for people."""

    people: Ids
    tag: str = Field(min_length=1, max_length=40)
    remind_on: Day | None = None


class UntagIn(Given):
    """A tag to take off people."""

    people: Ids
    tag_id: UUID


class TaggingOut(Schema):
    """What an act on tags did."""

    batch_id: UUID = Field(description="undoes the act")
    tag_id: UUID
    name: str
    count: int


class TagOut(Schema):
    """A tag."""

    id: UUID
    name: str


class TagPage(Page):
    """A page of tags."""

    items: list[TagOut]


class NoteIn(Given):
    """A note."""

    text: str = Field(min_length=1, max_length=2000)


class SkillOut(Schema):
    """A skill of the organisation."""

    id: UUID
    name: str
    kind: str
    has_expiry: bool
    term_code: str


class SkillQuery(Given):
    """Which skills; text finds parts of names and other names."""

    text: Short = ""


class SkillPage(Page):
    """A page of skills."""

    items: list[SkillOut]


class DoubleOut(Schema):
    """Two skills that may mean the same."""

    kept: SkillOut
    other: SkillOut
    score: float


class DoublesOut(Schema):
    """Likely doubles, likeliest first."""

    items: list[DoubleOut]


class AliasIn(Given):
    """Another word for a skill."""

    name: Short = Field(min_length=1)


class PairIn(Given):
    """The other skill."""

    other_id: UUID


class DecisionOut(Schema):
    """What was decided about two skills."""

    id: UUID
    kind: str
    kept_id: UUID
    other_id: UUID
    undone_at: datetime | None


class TermOut(Schema):
    """A word of a public vocabulary."""

    kind: str
    code: str
    name: str
    aliases: list[str]
    details: dict[str, str | list[str]]


class TermsOut(Schema):
    """Words that fit, best first; show the attribution where they are shown."""

    items: list[TermOut]
    attributions: list[str]


class TermQuery(Given):
    """Which words."""

    kind: Literal["occupation", "certificate", "municipality", "skill"]
    text: Short = ""
