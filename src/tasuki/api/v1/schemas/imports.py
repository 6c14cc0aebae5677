"""Imports: drafts, their columns, words and rows, and results."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tasuki.api.v1.schemas.common import Count, Given, Page, Short, Text

Cell = Annotated[Text, Field(max_length=2_000)]
Kind = Literal["applicants", "employees", "leavers", "openings"]
Verdict = Literal["", "new", "update", "duplicate", "error", "unchanged"]


class ImportRunOut(Schema):
    """One file and its result."""

    id: UUID
    kind: str
    file_name: str
    file_hash: str
    state: str = Field(
        description="draft, checking, running, done, partly, failed, undoing, undone"
    )
    step: str = Field(description="file, columns, values, check or run")
    row_count: int
    done_count: int
    new_count: int
    updated_count: int
    unchanged_count: int
    failed_count: int
    linked_count: int = Field(description="new rows that were joined to people known before")
    profile_name: str
    profile_version: int
    problem: str
    created_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None


class ImportRunPage(Page):
    """A page of imports, newest first."""

    items: list[ImportRunOut]


class FoundOut(Schema):
    """How a file was read."""

    encoding: str
    container: str
    delimiter: str
    sheets: list[str]
    sheet: str
    header_row: int
    is_cleaned: bool = Field(
        description="only a copy without columns that may not be stored is kept"
    )


class ImportDraftOut(ImportRunOut):
    """A draft: how its file was read and what its columns seem to mean."""

    found: FoundOut
    headers: list[str]
    mapping: dict[str, str] = Field(description="heading -> field; drop:F05 = dropped by law")


class ImportTrialOut(Schema):
    """What an import would do."""

    row_count: int
    counts: dict[str, int]
    mapping: dict[str, str]


class ImportReadingIn(Given):
    """Another way to read the file; what is left out is detected."""

    encoding: Short = ""
    delimiter: Annotated[Text, Field(max_length=1)] = ""
    sheet: Short = ""
    header_row: int | None = Field(None, ge=1, le=1_000_000)


class ImportColumnOut(Schema):
    """One column of a draft."""

    header: str
    samples: list[str]
    field: str
    why: str
    code: str = Field(description="of the law by which it is dropped; empty for others")


class ImportColumnsOut(Schema):
    """The columns of a draft, and what no column says."""

    items: list[ImportColumnOut]
    missing: list[str]
    fields: list[str] = Field(description="what a column may mean")


class ImportColumnsIn(Given):
    """What the columns mean; null takes what is proposed or remembered."""

    mapping: dict[Text, Short] | None = None


class ImportWordOut(Schema):
    """A word without a meaning."""

    field: str
    word: str
    count: int
    code: str
    choices: list[str]


class ImportWordsOut(Schema):
    """The words of a draft that wait for a meaning."""

    items: list[ImportWordOut]


class ImportWordsIn(Given):
    """What words mean: field -> word -> code; ``-`` leaves a word out."""

    answers: dict[Short, dict[Short, Short]] = {}
    profile_name: Annotated[Text, Field(max_length=80)] = ""


class FaultOut(Schema):
    """What is wrong with a cell."""

    header: str
    field: str
    text: str
    suggestion: str


class ImportRivalOut(Schema):
    """Who may be the same person."""

    person_id: UUID | None
    line: int
    level: str
    probability: float
    reasons: list[str]


class ImportRowOut(Schema):
    """One row of a draft: what it would do."""

    line: int
    verdict: str = Field(description="new, update, duplicate, error or unchanged")
    decision: str = Field(description="same, apart, skip or empty")
    cells: dict[str, str]
    faults: list[FaultOut]
    before: dict[str, str]
    after: dict[str, str]
    rivals: list[ImportRivalOut]


class ImportRowsOut(Schema):
    """Rows in the order of the file."""

    items: list[ImportRowOut]
    next_after: int | None


class ImportRowsQuery(Given):
    """Which rows."""

    verdict: Verdict = ""
    after: Count = 0
    limit: int = Field(50, ge=1, le=200)


class FaultGroupOut(Schema):
    """Rows that can be repaired in one way."""

    fault: str
    text: str
    count: int
    acts: list[str]


class ImportPreviewOut(Schema):
    """A draft by what its rows would do; the sum of the counts is the rows of the file."""

    counts: dict[str, int]
    open_duplicates: int
    groups: list[FaultGroupOut]


class ImportRowIn(Given):
    """Corrected cells of one row: heading -> text."""

    line: Count
    cells: dict[Text, Cell]


class ImportRepairIn(Given):
    """Repair all rows of one group."""

    fault: Short
    act: Literal["suggest", "empty"]


class ImportDecisionIn(Given):
    """Decide about possible duplicates; null for all that are open."""

    lines: list[Count] | None = Field(None, max_length=1_000)
    decision: Literal["same", "apart", "skip", ""]
    rival: Count = 0


class ImportStartIn(Given):
    """Write the rows of a checked draft."""

    is_all_or_nothing: bool = False


class KeptOut(Schema):
    """A row that stayed when its import was taken back."""

    table: str
    id: UUID
    why: str = Field(description="worked, acted, used or changed")


class UndoneOut(Schema):
    """What taking back did."""

    count: int = Field(description="applications, employments and openings removed")
    restored: int
    kept: int = Field(description="rows that somebody used since")
    is_waiting: bool = Field(description="a task takes a large import back; poll the import")
    kept_rows: list[KeptOut] = Field(description="the first 500 of them")
