"""How many cells a sheet spans, measured from its text while it is unpacked.

A parser makes a full table of a sheet: one value in the last row and one in the last column are
billions of cells.  Cells without a value do not count, because parsers leave them out.
"""

import re
from typing import Final

from tasuki.adapters.tabular import refusals
from tasuki.adapters.tabular.limits import Limits

_CELL: Final = re.compile(
    rb"<(?:\w+:)?c\s[^<>]*?\br\s*=\s*[\"']([A-Za-z]{1,7})(\d{1,10})[\"'][^<>]*(?<!/)>"
)
_CELL_WITHOUT_PLACE: Final = re.compile(rb"<(?:\w+:)?c(?:\s(?![^<>]*\br\s*=)[^<>]*)?(?<!/)>")
_ROW: Final = re.compile(rb"<(?:\w+:)?row\s[^<>]*?\br\s*=\s*[\"'](\d{1,10})[\"'][^<>]*(?<!/)>")
_OVERLAP_BYTES: Final = 512
_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384


class SheetArea:
    """The filled area of one sheet of an xlsx file."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._rows: tuple[int, int] | None = None
        self._columns: tuple[int, int] | None = None
        self._kept = b""

    def feed(self, chunk: bytes) -> None:
        """Take the next piece of the sheet's text.

        Raises:
            UploadRefusedError: the cells so far span too much.
        """
        text = self._kept + chunk
        cells = _CELL.findall(text)
        rows = {int(row) for row in {row for _, row in cells}}
        columns = {_column_number(one) for one in {letters for letters, _ in cells}}
        if _CELL_WITHOUT_PLACE.search(text):
            # Such a cell stands in its row, wherever that is; its column is the next one.
            rows |= {int(row) for row in _ROW.findall(text)}
            columns.add(1)
        self._kept = text[-_OVERLAP_BYTES:]
        if rows and columns:
            self._rows = _widened(self._rows, rows)
            self._columns = _widened(self._columns, columns)
            self._check()

    def _check(self) -> None:
        if self._rows is None or self._columns is None:
            return
        if self._rows[1] > _LAST_ROW or self._columns[1] > _LAST_COLUMN:
            raise refusals.broken()
        height = self._rows[1] - self._rows[0] + 1
        width = self._columns[1] - self._columns[0] + 1
        if height * width > self._limits.cells:
            raise refusals.too_many_cells(self._limits)


def _widened(span: tuple[int, int] | None, numbers: set[int]) -> tuple[int, int]:
    low, high = min(numbers), max(numbers)
    return (low, high) if span is None else (min(span[0], low), max(span[1], high))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
