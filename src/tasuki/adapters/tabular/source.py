"""Rows as they stand in a file, before anybody knows which of them are headings."""

from dataclasses import dataclass

from tasuki.adapters.tabular.marks import RowNote
from tasuki.core.words import Words

type Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column; all from 0 and inclusive."""


@dataclass(frozen=True, slots=True, repr=False)
class SourceRow:
    """One row of the file.

    Attributes:
        line: where it begins, from 1, as a reader counts.
        cells: texts, not yet cleaned.
        notes: what was noticed while it was taken apart.
    """

    line: int
    cells: list[str]
    notes: tuple[RowNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Source:
    """All rows of one sheet or text.

    Attributes:
        rows: rows with at least one filled cell.
        blank_count: rows without one.
        merges: merged ranges by row number from 0 (line - 1).
        has_fixed_width: every row has all columns, as in a workbook.
        notes: about the file as a whole.
    """

    rows: list[SourceRow]
    blank_count: int = 0
    merges: tuple[Merge, ...] = ()
    has_fixed_width: bool = False
    notes: tuple[Words, ...] = ()
