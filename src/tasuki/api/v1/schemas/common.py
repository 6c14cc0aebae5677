"""Forms of values, and the frames that all areas share."""

from datetime import date, datetime
from typing import Annotated, Final
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from tasuki.core.words import Words

PAGE_ROWS_MAX: Final = 200
PAGE_ROWS: Final = 50
INTEGER_MAX: Final = 2_147_483_647
_FIRST_DAY: Final = date(1900, 1, 1)
_LAST_DAY: Final = date(2199, 12, 31)


def _storable(text: str) -> str:
    """Refuse what a database cannot keep: the zero character and halves of characters."""
    if any(letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in text):
        raise PydanticCustomError("characters", "not storable")
    return text


def _in_range(day: date) -> date:
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise PydanticCustomError("date_range", "from 1900 to 2199")
    return day


def _moment_in_range(moment: datetime) -> datetime:
    _in_range(moment.date())
    return moment


Text = Annotated[str, AfterValidator(_storable)]
Short = Annotated[str, Field(max_length=120), AfterValidator(_storable)]
Line = Annotated[str, Field(max_length=300), AfterValidator(_storable)]
Note = Annotated[str, Field(max_length=2_000), AfterValidator(_storable)]
Long = Annotated[str, Field(max_length=10_000), AfterValidator(_storable)]
Day = Annotated[date, AfterValidator(_in_range)]
Moment = Annotated[AwareDatetime, AfterValidator(_moment_in_range)]
Count = Annotated[int, Field(ge=0, le=INTEGER_MAX)]
Ids = Annotated[list[UUID], Field(min_length=1, max_length=1_000)]


class Given(BaseModel):
    """What a caller sends; a field that is not listed is refused, not ignored."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _refuse_unstorable(cls, values: object) -> object:
        _walk(values)
        return values


def _walk(value: object) -> None:
    if isinstance(value, str):
        _storable(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _walk(key)
            _walk(inner)
    elif isinstance(value, list):
        for inner in value:
            _walk(inner)


class PageQuery(Given):
    """Which page of a list."""

    after: UUID | None = Field(None, description="id of the last row of the page before")
    limit: int = Field(PAGE_ROWS, ge=1, le=PAGE_ROWS_MAX)


class Page(Schema):
    """What all pages of lists share."""

    next_after: UUID | None = Field(None, description="give it as after; null = the end")


class Wording(Schema):
    """A text in both languages."""

    ja: str
    en: str

    @classmethod
    def of(cls, words: Words) -> "Wording":
        """Return the texts of a ``Words``."""
        return cls(ja=words.ja, en=words.en)


class Done(Schema):
    """How many rows an act changed."""

    count: int


class WithReason(Given):
    """Why something is done."""

    reason: str = Field(min_length=1, max_length=200)
