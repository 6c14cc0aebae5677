"""Take a text apart into rows: delimiter, quotes, and quotes that nobody closed."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from tasuki.adapters.tabular import marks, refusals
from tasuki.adapters.tabular.limits import LIMITS, Limits
from tasuki.adapters.tabular.source import Source, SourceRow

DELIMITERS: Final = (",", "\t", ";")
"""What is looked for; a file may name another one in a first line such as ``sep=|``."""

_SAMPLE_LINES: Final = 50
_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_SEPARATOR_LINE: Final = re.compile(r"sep=([^\w\s\"]|\t)", re.IGNORECASE)


def split_lines(text: str) -> list[str]:
    """Return the lines of a text; only CR and LF end a line, and the last end adds none."""
    lines = _LINE_END.split(text) if "\r" in text else text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return lines


def separator_line(lines: list[str]) -> str:
    """Return the delimiter that a first line ``sep=X`` names; empty if there is none."""
    match = _SEPARATOR_LINE.fullmatch(lines[0].strip('\ufeff "')) if lines else None
    return match.group(1) if match else ""


def detect_delimiter(lines: list[str]) -> str:
    """Return the sign that cuts most of the first lines into equally many cells."""
    sample = [line for line in lines[: _SAMPLE_LINES * 2] if line.strip()][:_SAMPLE_LINES]

    def score(delimiter: str) -> tuple[int, int]:
        counts = Counter(len(_cells(line, delimiter)) for line in sample)
        widths = [(times, width) for width, times in counts.items() if width > 1]
        return max(widths, default=(0, 0))

    best = max(DELIMITERS, key=score)
    return best if score(best)[0] else ","


def read_rows(lines: list[str], delimiter: str, *, limits: Limits = LIMITS) -> Source:
    """Return the rows of a text.

    Args:
        lines: as ``split_lines`` gives them; a ``sep=`` line is passed over.
        delimiter: one character.
        limits: how far a quoted cell may go.

    Raises:
        UploadRefusedError: more rows or columns than the limits allow.
    """
    rows: list[SourceRow] = []
    blank_count = 0
    for row in _rows(lines, delimiter, limits):
        if not any(cell.strip() for cell in row.cells):
            blank_count += 1
            continue
        if len(row.cells) > limits.columns and any(row.cells[limits.columns :]):
            raise refusals.too_many_columns(limits, row.line)
        rows.append(row)
        if len(rows) > limits.rows + limits.header_search_rows:
            raise refusals.too_many_rows(limits)
    return Source(rows=rows, blank_count=blank_count)


def _rows(lines: list[str], delimiter: str, limits: Limits) -> Iterator[SourceRow]:
    at = 1 if separator_line(lines) else 0
    while at < len(lines):
        line = lines[at]
        if '"' not in line:
            yield SourceRow(at + 1, line.split(delimiter))
            at += 1
            continue
        cells, taken = _quoted(lines, at, delimiter, limits)
        if cells is None:
            yield SourceRow(at + 1, _unquoted(line, delimiter), (marks.open_quote(),))
        else:
            yield SourceRow(at + 1, cells)
        at += taken


def _quoted(
    lines: list[str], at: int, delimiter: str, limits: Limits
) -> tuple[list[str] | None, int]:
    """Cells of a row with quotes and how many lines it takes; None = a quote is left open."""
    text = ""
    for taken in range(1, limits.quoted_lines + 1):
        if at + taken > len(lines) or len(text) > limits.quoted_characters:
            break
        line = lines[at + taken - 1]
        text += line if taken == 1 else "\n" + line
        if taken > 1 and '"' not in line:
            continue
        cells, is_open = _strict(text, delimiter)
        if cells is not None:
            return cells, taken
        if not is_open:
            # A quote inside one line is odd but harmless; over lines it means an open one.
            return (_cells(line, delimiter), 1) if taken == 1 else (None, 1)
    return None, 1


def _strict(text: str, delimiter: str) -> tuple[list[str] | None, bool]:
    """Cells if the text is one well-formed row; else whether only its end is missing."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return None, "unexpected end" in str(error)
    return (rows[0], False) if len(rows) == 1 else (None, False)


def _cells(line: str, delimiter: str) -> list[str]:
    """The cells of one line, read forgivingly."""
    try:
        rows = list(csv.reader([line], delimiter=delimiter))
    except csv.Error:
        return _unquoted(line, delimiter)
    return rows[0] if rows else [""]


def _unquoted(line: str, delimiter: str) -> list[str]:
    """Cells of a line whose quotes mean nothing; a pair around a whole cell is taken off."""
    return [
        cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
        for cell in line.split(delimiter)
    ]
