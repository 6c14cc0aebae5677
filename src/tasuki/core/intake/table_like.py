"""What the reading of records asks of a table and its columns, whoever made them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from tasuki.core.words import Words


class NoteLike(Protocol):
    """A remark of the reader of the file on one row."""

    @property
    def code(self) -> str:
        """A stable name."""

    @property
    def column(self) -> str:
        """The heading it is about; empty = the row."""

    @property
    def text(self) -> Words:
        """What was noticed."""

    @property
    def value(self) -> str:
        """The cell in question; may be empty."""

    @property
    def is_error(self) -> bool:
        """Whether the row cannot be used as it is."""


class SkippedLike(Protocol):
    """A row that is no person."""

    @property
    def reason(self) -> str:
        """A stable name; ``title`` for rows above the headings."""

    @property
    def cells(self) -> Sequence[str]:
        """What stood there."""


class TableLike(Protocol):
    """A table of texts, as a reader of files gives it."""

    @property
    def headers(self) -> Sequence[str]:
        """Names of the columns, unique."""

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        """Cells, as many in each row as there are headings."""

    @property
    def lines(self) -> Sequence[int]:
        """The line of each row in the file."""

    @property
    def row_notes(self) -> Mapping[int, Sequence[NoteLike]]:
        """Remarks by place of the row."""

    @property
    def skipped(self) -> Sequence[SkippedLike]:
        """Rows that are no people."""


class ColumnLike(Protocol):
    """What a column was decided to mean."""

    @property
    def header(self) -> str:
        """As it stands in the file."""

    @property
    def field(self) -> str:
        """A path of ``fields``; empty = not used."""

    @property
    def is_dropped(self) -> bool:
        """Whether the law forbids it."""
