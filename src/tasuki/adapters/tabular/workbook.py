"""Rows of a workbook (xlsx, xls, ods) as texts.

Dates become ``2026-10-03``, times ``14:00``, whole numbers lose their ``.0``: a spreadsheet
keeps a phone number as a float, and nobody wrote that.
"""

import datetime
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from tasuki.adapters.tabular import refusals
from tasuki.adapters.tabular.limits import LIMITS, Limits
from tasuki.adapters.tabular.source import Source, SourceRow

_EXACT_FLOAT_MAX: Final = 2**53


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """One sheet of a workbook.

    Attributes:
        name: as its tab says.
        is_hidden: it is not shown when the workbook is opened.
    """

    name: str
    is_hidden: bool


@contextmanager
def open_workbook(data: bytes) -> Iterator[CalamineWorkbook]:
    """Open a workbook that the guard let pass.

    Raises:
        UploadRefusedError: the parser cannot read it.
    """
    with _parser_errors(), CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        yield book


def list_sheets(book: CalamineWorkbook, *, limits: Limits = LIMITS) -> list[SheetInfo]:
    """Return the sheets with cells, the hidden ones last."""
    kept = [
        SheetInfo(one.name, is_hidden=not str(one.visible).endswith(".Visible"))
        for one in book.sheets_metadata
        if str(one.typ).endswith(".WorkSheet")
    ]
    return sorted(kept, key=lambda sheet: sheet.is_hidden)[: limits.sheets]


def read_sheet(book: CalamineWorkbook, name: str, *, limits: Limits = LIMITS) -> Source:
    """Return the rows of one sheet.

    Raises:
        UploadRefusedError: it is too large, or the parser cannot read it.
    """
    with _parser_errors():
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > limits.cells:
            raise refusals.too_many_cells(limits)
        return _rows(sheet, limits)


def _rows(sheet: CalamineSheet, limits: Limits) -> Source:
    top, left = sheet.start or (0, 0)
    rows: list[SourceRow] = []
    blank_count = top
    for number, values in enumerate(sheet.iter_rows(), start=top + 1):
        cells = [""] * left + [as_text(value) for value in values]
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            blank_count += 1
            continue
        if len(cells) > limits.columns:
            raise refusals.too_many_columns(limits, number)
        rows.append(SourceRow(number, cells))
        if len(rows) > limits.rows + limits.header_search_rows:
            raise refusals.too_many_rows(limits)
    merges = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    return Source(rows=rows, blank_count=blank_count, merges=merges, has_fixed_width=True)


def as_text(value: Any) -> str:
    """Return the text of one cell of a workbook."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time()
        return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, datetime.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT_FLOAT_MAX:
        return str(int(value))
    return str(value)


@contextmanager
def _parser_errors() -> Iterator[None]:
    try:
        yield
    except CalamineError as error:
        if "password" in str(error).lower():
            raise refusals.encrypted() from error
        raise refusals.broken() from error
    except (OSError, ValueError, OverflowError, MemoryError) as error:
        if isinstance(error, refusals.UploadRefusedError):
            raise
        raise refusals.broken() from error
    except BaseException as error:
        # A panic of the parser's own language is no Exception; everything else goes on its way.
        if type(error).__name__ != "PanicException":
            raise
        raise refusals.broken() from error
