"""Job seekers of an agency: the row of the book, wishes, terms, talks, card."""

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Count, Day, Given, Long, Page, Short, Wording
from tasuki.core.placement.seekers import CloseReason, JobSeekerState, WishedTerm

Prefecture = Annotated[int, Field(ge=1, le=47)]
Note = Annotated[str, Field(max_length=1_000)]


_CODE = "of the classification of the ministry (厚労省編職業分類), such as 025-01"


class JobSeekerQuery(Given):
    """Which rows of the book."""

    state: JobSeekerState | None = None
    is_open: bool | None = None


class SeekerIn(Given):
    """Who the person is and how to reach him or her."""

    family_name: str = Field(min_length=1, max_length=80)
    given_name: str = Field("", max_length=80)
    name_kana: str = Field("", max_length=160)
    birth_date: Day
    mail: str = Field("", max_length=254)
    phone: str = Field("", max_length=20)
    address: str = Field("", max_length=200)


class JobSeekerIn(SeekerIn):
    """A person who came without a code."""

    received_on: Day
    received_way: str = Field(description="phone, mail, paper or visit", max_length=12)
    wished_occupation: Short = ""
    occupation_code: str = Field("", max_length=20, description=_CODE)
    language: str = Field("ja", max_length=5)
    is_another: bool = Field(False, description="you looked: it is nobody you know")


class WishesIn(Given):
    """What the person wishes and brings, and the text of the card."""

    wished_occupation: Short = ""
    occupation_code: str = Field("", max_length=20, description=_CODE)
    prefectures: list[Prefecture] = []
    place: str = Field("", max_length=200)
    term: WishedTerm | None = None
    pay_min_yen: Count | None = None
    pay_unit: str = Field("year", max_length=10)
    pay_text: str = Field("", max_length=200)
    hours: str = Field("", max_length=200)
    begins: str = Field("", max_length=100)
    note: Note = ""
    history: str = Field("", max_length=4_000)
    certificates: Note = ""
    card_text: Note = ""


class TermsByMail(Given):
    """The person asked for the terms by mail."""

    wished_on: Day
    language: str = Field("ja", max_length=5)


class TermsOnPaper(Given):
    """The terms were handed over."""

    handed_on: Day
    language: str = Field("ja", max_length=5)


class ArrivalIn(Given):
    """How it is known that mailed terms arrived."""

    arrival: str = Field(description="answered or told", max_length=10)
    arrived_on: Day


class TalkIn(Given):
    """A note of a talk."""

    held_on: Day
    way: str = Field(description="visit, online, phone or mail", max_length=8)
    text: Long


class RenewIn(Given):
    """The person said that the search goes on."""

    confirmed_on: Day


class CloseIn(Given):
    """Why a search ends."""

    reason: CloseReason


class JobSeekerOut(Schema):
    """A row of the job seekers' book; no name where the use was stopped."""

    id: UUID
    number: str
    name: str
    state: JobSeekerState
    wished_occupation: str
    occupation_code: str
    received_way: str
    accepted_on: date
    valid_to: date
    renewed_on: date | None
    closed_on: date | None
    close_reason: str
    is_use_stopped: bool
    is_banned: bool = Field(description="H7: nobody urges this person to move")


class JobSeekerPage(Page):
    """One page of the book."""

    items: list[JobSeekerOut]


class WishesOut(Schema):
    """What the person wishes and brings."""

    prefectures: list[int]
    place: str
    term: str
    pay_min_yen: int | None
    pay_unit: str
    pay_text: str
    hours: str
    begins: str
    note: str
    history: str
    certificates: str
    card_text: str


class SeekerTermsOut(Schema):
    """One delivery of the terms of service."""

    id: UUID
    number: int
    way: str
    language: str
    content: dict[str, str]
    mail_wished_on: date | None
    delivered_on: date
    arrived_on: date | None
    arrival: str


class TalkOut(Schema):
    """A note of a talk."""

    id: UUID
    held_on: date
    way: str
    text: str


class JobSeekerDetailOut(JobSeekerOut):
    """A row of the book and what lies beside it."""

    wishes: WishesOut | None
    terms: list[SeekerTermsOut]
    talks: list[TalkOut]


class CardLine(Schema):
    """One line of a card."""

    label: Wording
    value: Wording


class CardOut(Schema):
    """What an employer may read before the person says yes; it names nobody."""

    number: str
    lines: list[CardLine]
    text: str
