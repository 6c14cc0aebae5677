"""Read a table from CSV, TSV, xlsx, xls or ods as texts, within named limits.

Tells what it found (encoding, delimiter, sheet, headings, rows left out) and takes another
choice for each of them.  Refuses to know what the columns mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from tasuki.adapters.tabular import cells, marks, refusals
from tasuki.adapters.tabular.delimited import (
    detect_delimiter,
    read_rows,
    separator_line,
    split_lines,
)
from tasuki.adapters.tabular.encodings import decode, detect_encoding
from tasuki.adapters.tabular.guard import Container, check_size, check_workbook, container_of
from tasuki.adapters.tabular.layout import Header, find_header, score, sort_rows
from tasuki.adapters.tabular.limits import LIMITS, Limits
from tasuki.adapters.tabular.marks import RowNote, SkippedRow
from tasuki.adapters.tabular.source import Source, SourceRow
from tasuki.adapters.tabular.workbook import SheetInfo, list_sheets, open_workbook, read_sheet
from tasuki.core.words import Words

__all__ = ["Table", "detect_encoding", "read_table"]

_PAGE_BEGINNINGS: Final = (
    "<html",
    "<!doctype",
    "<table",
    "<meta",
    "<head",
    "<?xml",
    "<body",
    "mime-version",
)
_FORBIDDEN_DELIMITERS: Final = frozenset('"\r\n ')
_LINES_SHOWN: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Table:
    """A table of texts and how it was found.

    Attributes:
        headers: names of the columns, unique; a column without a name is called 列3.
        rows: as long as ``headers`` each; only rows of people.
        lines: the line in the file of each row, from 1, as a reader counts.
        container: ``text``, ``xlsx``, ``xls`` or ``ods``.
        encoding: how a text was written; the container for a workbook.
        delimiter: what separates the cells of a text; empty for a workbook.
        sheets: sheets of a workbook, hidden ones last.
        sheet: the one that was read.
        header_row: line of the first row of headings.
        header_row_count: one or two.
        skipped: filled rows that are no people.
        blank_count: rows without a filled cell.
        row_notes: by place in ``rows``: what was noticed about a row.
        notes: about the file as a whole.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    encoding: str
    container: str = "text"
    delimiter: str = ""
    sheets: tuple[SheetInfo, ...] = ()
    sheet: str = ""
    header_row: int = 1
    header_row_count: int = 1
    skipped: tuple[SkippedRow, ...] = ()
    blank_count: int = 0
    row_notes: dict[int, tuple[RowNote, ...]]
    notes: tuple[Words, ...] = ()

    @property
    def row_count(self) -> int:
        """How many rows the file has: headings, people, skipped and blank ones."""
        return self.header_row_count + len(self.rows) + len(self.skipped) + self.blank_count

    @property
    def problems(self) -> tuple[Words, ...]:
        """What was noticed about the file as a whole."""
        return self.notes


def read_table(
    data: bytes,
    file_name: str,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    header_row: int | None = None,
    limits: Limits = LIMITS,
) -> Table:
    """Return the table of an uploaded file.

    Args:
        data: the bytes of the file; they decide what it is.
        file_name: not believed; kept for the caller's messages.
        encoding: what the user chose of ``encodings.ENCODINGS``; None = detect it.
        delimiter: one character; None = detect it.
        sheet: name of a sheet; None = the one with the best headings.
        header_row: line of the headings, from 1; None = look for them.
        limits: how large the file may be.

    Raises:
        UploadRefusedError: too large, dangerous, unreadable or empty; says what to do.
    """
    del file_name
    check_size(data, limits)
    kind = container_of(data)
    if kind is Container.TEXT:
        source, table = _read_text(data, encoding, delimiter, limits)
    else:
        check_workbook(data, limits)
        source, table = _read_workbook(data, kind, sheet, header_row, limits)
    return _build(source, table, header_row, limits)


def _read_text(
    data: bytes, encoding: str | None, delimiter: str | None, limits: Limits
) -> tuple[Source, Table]:
    decoded = decode(data, encoding)
    if decoded.text[:500].lstrip("\ufeff \t\r\n").lower().startswith(_PAGE_BEGINNINGS):
        raise refusals.web_page()
    if not cells.is_text(decoded.text):
        raise refusals.not_text()
    lines = split_lines(decoded.text)
    if delimiter is not None and (len(delimiter) != 1 or delimiter in _FORBIDDEN_DELIMITERS):
        raise refusals.wrong_choice("delimiter", "区切り文字", "delimiter")
    used = delimiter or separator_line(lines) or detect_delimiter(lines)
    source = read_rows(lines, used, limits=limits)
    odd = set(decoded.odd_lines)
    if odd:
        source = replace(
            source,
            rows=[
                replace(row, notes=(*row.notes, marks.odd_encoding())) if row.line in odd else row
                for row in source.rows
            ],
            notes=(_odd_lines(decoded.odd_lines),),
        )
    return source, _found(encoding=decoded.encoding, delimiter=used)


def _read_workbook(
    data: bytes, kind: Container, sheet: str | None, header_row: int | None, limits: Limits
) -> tuple[Source, Table]:
    with open_workbook(data) as book:
        sheets = list_sheets(book, limits=limits)
        if not sheets:
            raise refusals.empty()
        if sheet is not None and sheet not in {one.name for one in sheets}:
            raise refusals.wrong_choice("sheet", "シート", "sheet")
        found = _found(encoding=kind.value, container=kind.value, sheets=tuple(sheets))
        chosen = [one for one in sheets if sheet is None or one.name == sheet]
        best, best_score = None, (-1, -1)
        for one in chosen:
            source = read_sheet(book, one.name, limits=limits)
            rated = _sheet_score(source, is_hidden=one.is_hidden, limits=limits)
            if rated > best_score:
                best, best_score = (source, replace(found, sheet=one.name)), rated
    if best is None:
        raise refusals.empty()
    return best


def _sheet_score(source: Source, *, is_hidden: bool, limits: Limits) -> tuple[int, int]:
    """Known headings first; a sheet without rows below everything, a hidden one below others."""
    if not source.rows:
        return (-1, 0)
    top = max(score(row.cells) for row in source.rows[: limits.header_search_rows])
    return (0, top) if is_hidden else (1, top)


def _found(**values: object) -> Table:
    return Table(headers=(), rows=(), lines=(), row_notes={}, **values)  # type: ignore[arg-type]


def _odd_lines(lines: Sequence[int]) -> Words:
    shown = ", ".join(str(line) for line in lines[:_LINES_SHOWN])
    more = len(lines) - _LINES_SHOWN
    return Words(
        ja=f"文字コードが行によって違います。次の行を確認してください：{shown}"
        + (f" ほか{more}行" if more > 0 else ""),
        en=f"Lines are in different encodings. Check these: {shown}"
        + (f" and {more} more" if more > 0 else ""),
    )


def _build(source: Source, found: Table, header_row: int | None, limits: Limits) -> Table:
    if not source.rows:
        raise refusals.empty()
    try:
        header = find_header(source, line=header_row, search_rows=limits.header_search_rows)
    except LookupError as error:
        raise refusals.wrong_choice("header_row", "見出しの行", "line of headings") from error
    people, skipped = sort_rows(source, header)
    if len(people) > limits.rows:
        raise refusals.too_many_rows(limits)
    header, notes = _widened(header, people, has_fixed_width=source.has_fixed_width)
    headers = _unique(header.names, limits)
    line = source.rows[header.first].line
    if header.first:
        notes = (_header_moved(line), *notes)
    rows, row_notes = _rows(people, headers, source, limits)
    return replace(
        found,
        headers=headers,
        rows=tuple(rows),
        lines=tuple(row.line for row in people),
        header_row=line,
        header_row_count=header.row_count,
        skipped=tuple(skipped),
        blank_count=source.blank_count,
        row_notes=row_notes,
        notes=(*source.notes, *notes),
    )


def _widened(
    header: Header, people: Sequence[SourceRow], *, has_fixed_width: bool
) -> tuple[Header, tuple[Words, ...]]:
    """Give columns without a heading one, where they belong to the table and are no slip.

    In a workbook every filled column does; in a text, one that most rows have.
    """
    names = list(header.names)
    widths = [_width(row.cells) for row in people]
    while names and not names[-1] and not any(width >= len(names) for width in widths):
        names.pop()
    wider = [width for width in widths if width > len(names)]
    if wider and (has_fixed_width or len(wider) * 2 > len(widths)):
        names += [""] * (max(wider) - len(names))
        text = Words(
            ja="見出しのない列があります。列の対応を確認してください。",
            en="There are columns without a heading. Check the mapping.",
        )
        return replace(header, names=tuple(names)), (text,)
    return replace(header, names=tuple(names)), ()


def _width(row: Sequence[str]) -> int:
    """How many cells there are up to the last filled one."""
    width = len(row)
    while width and not row[width - 1].strip():
        width -= 1
    return width


def _unique(names: Sequence[str], limits: Limits) -> tuple[str, ...]:
    """Headings that are clean, short, never empty and never twice."""
    found: dict[str, None] = {}
    for position, raw in enumerate(names, start=1):
        text, _ = cells.clean(raw, "", characters_max=200, is_neutralised=True)
        name = " ".join(text.split()) or f"列{position}"
        unique, number = name, 2
        while unique in found:
            unique, number = f"{name}#{number}", number + 1
        found[unique] = None
    if len(found) > limits.columns:
        raise refusals.too_many_columns(limits, 1)
    return tuple(found)


def _rows(
    people: Sequence[SourceRow], headers: Sequence[str], source: Source, limits: Limits
) -> tuple[list[tuple[str, ...]], dict[int, tuple[RowNote, ...]]]:
    width = len(headers)
    rows: list[tuple[str, ...]] = []
    row_notes: dict[int, tuple[RowNote, ...]] = {}
    for place, row in enumerate(people):
        notes = list(row.notes)
        texts: list[str] = []
        for column, cell in zip(headers, row.cells, strict=False):
            text, found = cells.clean(
                cell,
                column,
                characters_max=limits.cell_characters,
                is_neutralised=not source.has_fixed_width,
            )
            texts.append(text)
            notes += found
        surplus = row.cells[width : _width(row.cells)]
        if surplus:
            notes.append(marks.long_row(tuple(one.strip() for one in surplus)))
        if len(texts) < width:
            if not source.has_fixed_width:
                notes.append(marks.short_row(width - len(texts)))
            texts += [""] * (width - len(texts))
        rows.append(tuple(texts))
        if notes:
            row_notes[place] = tuple(notes)
    return rows, row_notes


def _header_moved(line: int) -> Words:
    return Words(
        ja=f"{line}行目を見出しとして読みました。", en=f"Line {line} was read as the headings."
    )
