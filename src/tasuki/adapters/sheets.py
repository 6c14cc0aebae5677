"""All cells of a file as texts, for tables that the operator brings and that are no people's.

Unlike ``adapters.tabular`` it guesses nothing: neither headings nor where the data end.
"""

import csv
import io

from python_calamine import CalamineWorkbook

_ZIP_HEAD = b"PK\x03\x04"
_ENCODINGS = ("utf-8-sig", "cp932")


def read_cells(data: bytes) -> list[list[list[str]]]:
    """Return the rows of every sheet; a text is one sheet.

    Args:
        data: a workbook (xlsx), or CSV in UTF-8 or cp932.

    Raises:
        ValueError: neither of them.
    """
    if data.startswith(_ZIP_HEAD):
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            [[_text(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()]
            for name in book.sheet_names
        ]
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return [[list(row) for row in csv.reader(io.StringIO(text, newline=""))]]
    raise ValueError("neither a workbook nor a text in UTF-8 or cp932")


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
