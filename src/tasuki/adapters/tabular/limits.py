"""How large a file may be; one named set of limits, which an operator may replace."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a reader takes before it refuses or marks.

    Attributes:
        upload_bytes: size of the file as it comes.
        unpacked_bytes: size of all parts of a workbook together.
        density: unpacked bytes for one packed byte; sheets of people stay below about 30.
        parts: files inside a workbook.
        sheets: sheets of a workbook that are looked at.
        rows: rows of people, without headings and what is skipped.
        columns: columns of one row.
        cells: cells of one sheet, empty ones between filled ones included.
        cell_characters: longer cells are cut and their row is an error.
        quoted_lines: lines one quoted cell may go over before its quote counts as left open.
        quoted_characters: the same in characters.
        header_search_rows: filled rows at the top among which the headings are looked for.
    """

    upload_bytes: int = 50 * 1024 * 1024
    unpacked_bytes: int = 200 * 1024 * 1024
    density: int = 100
    parts: int = 2_000
    sheets: int = 50
    rows: int = 200_000
    columns: int = 500
    cells: int = 10_000_000
    cell_characters: int = 32_767
    quoted_lines: int = 20
    quoted_characters: int = 200_000
    header_search_rows: int = 30


LIMITS: Final = Limits()
"""What is used where nobody chose other limits."""
