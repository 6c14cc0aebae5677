"""Forms of a person's own things: view log, blocked companies, passport."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Day, Given, Ids, Note, Short, Wording


class LogLineOut(Schema):
    """Somebody received or looked at the person's data; no name of staff."""

    kind: str
    at: datetime
    who: str
    role: str
    way: str
    items: list[str]
    purpose: Wording
    number: str


class LogOut(Schema):
    """Who received or looked, newest first, over all organisations."""

    items: list[LogLineOut]


class BlockIn(Given):
    """A company that shall get no proposal: a registered one, or a name."""

    company_id: int | None = None
    name: Short = ""
    is_employer: bool = False


class BlockOut(Schema):
    """A blocked company."""

    id: UUID
    company_id: int | None
    name: str
    is_employer: bool
    created_at: datetime


class BlockList(Schema):
    """The blocked companies, newest first."""

    items: list[BlockOut]


class ItemIn(Given):
    """One entry of the passport, and which organisations may read it."""

    kind: Short
    title: Short
    place: Short = ""
    text: Note = ""
    starts_on: Day | None = None
    ends_on: Day | None = None
    reader_ids: list[int] = Field(default_factory=list, max_length=100)


class ItemOut(Schema):
    """One entry of the passport."""

    id: UUID
    kind: str
    title: str
    place: str
    text: str
    starts_on: date | None
    ends_on: date | None
    is_proposed: bool
    reader_ids: list[int]


class ItemList(Schema):
    """The entries and the proposals that wait for a yes."""

    items: list[ItemOut]


class ChosenIn(Given):
    """Which of the own rows."""

    ids: Ids


class ResumeIn(Given):
    """The text of a résumé; it is read and not kept."""

    text: str = Field(max_length=50_000)


class ReadingOut(Schema):
    """What was read: proposals, and matters that were left out."""

    proposed: int
    left_out: list[Wording]
