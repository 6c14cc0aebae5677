"""Write tables as CSV or xlsx that a spreadsheet shows as text and numbers, never as formulas.

Refuses to know what the columns mean.  In CSV a text that a spreadsheet could take for a
formula gets an apostrophe in front; in xlsx every text is a cell of the type string, which
needs none.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from tasuki.adapters.tabular.neutral import may_start_formula as _may_start_formula
from tasuki.core.identity.variants import VARIANT_TABLE

CELL_CHARACTERS_MAX: Final = 32_767
"""What one spreadsheet cell can hold."""
SHEET_NAME_CHARACTERS_MAX: Final = 31
UTF8: Final = "utf-8-sig"
SHIFT_JIS: Final = "cp932"

_NEAR_SIGNS: Final = {"〜": "～", "—": "―", "−": "－", "‖": "∥", "‐": "-", "–": "-", "•": "・"}
_GAP: Final = "〓"
_NO_SHEET_NAME: Final = str.maketrans("", "", "[]:*?/\\'")

type Value = str | int | float | Decimal | None


class CellTooLongError(ValueError):
    """A text does not fit into a spreadsheet cell."""


class UnwritableCharactersError(ValueError):
    """The encoding has no place for some characters.

    Attributes:
        characters: each of them once, in order of appearance.
    """

    def __init__(self, characters: tuple[str, ...], encoding: str) -> None:
        self.characters = characters
        super().__init__(f"{encoding} cannot write {' '.join(characters)}")


def neutral(value: Value) -> str:
    """Return the text of one CSV cell that no spreadsheet takes for a formula.

    Only real numbers stay bare: the text ``-5`` may be a formula and gets an apostrophe.
    Characters that are not seen, quotes and separators are passed over, because programs strip
    or split there before they look; full-width signs count as their half-width twins.

    Args:
        value: a text, a number, or None for an empty cell.

    Raises:
        CellTooLongError: the text is longer than a spreadsheet cell.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return str(value)
    text = _clean(value)
    return f"'{text}" if _may_start_formula(text) else text


def write_csv(rows: Iterable[Sequence[Value]], *, encoding: str = UTF8) -> bytes:
    """Return rows as CSV: every cell quoted, lines ended by CR LF.

    Args:
        rows: cells by row, headings included.
        encoding: ``UTF8`` (with a mark, so that Excel reads it) or ``SHIFT_JIS``.

    Raises:
        UnwritableCharactersError: nothing is replaced by "?", because names would be damaged.
        CellTooLongError: a text is longer than a spreadsheet cell.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([neutral(value) for value in row] for row in rows)
    text = buffer.getvalue()
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as error:
        raise UnwritableCharactersError(find_unwritable(text, encoding), encoding) from error


def write_csv_replacing(
    rows: Iterable[Sequence[Value]], *, encoding: str = SHIFT_JIS
) -> tuple[bytes, dict[str, str]]:
    """Return rows as CSV and what was written in place of characters the encoding lacks.

    For systems that take nothing else. Who asked for the file is shown the list, because the
    name of a person may be in it.

    Args:
        rows: cells by row, headings included.
        encoding: ``SHIFT_JIS`` or another of Python's.

    Raises:
        CellTooLongError: a text is longer than a spreadsheet cell.
    """
    kept = [list(row) for row in rows]
    found = dict.fromkeys(
        character for row in kept for cell in row if isinstance(cell, str) for character in cell
    )
    replaced = {
        character: _replacement(character, encoding)
        for character in found
        if not _can_write(character, encoding)
    }
    table = str.maketrans(replaced)
    lines = [
        [neutral(cell.translate(table) if isinstance(cell, str) else cell) for cell in row]
        for row in kept
    ]
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(lines)
    return buffer.getvalue().encode(encoding), replaced


def _replacement(character: str, encoding: str) -> str:
    """A near sign, the plain form of a variant of a name, or the printers' mark for a gap."""
    folded = unicodedata.normalize("NFKC", character)
    for candidate in (_NEAR_SIGNS.get(character), folded.translate(VARIANT_TABLE), folded):
        if candidate and all(_can_write(one, encoding) for one in candidate):
            return candidate
    return _GAP if _can_write(_GAP, encoding) else ""


def find_unwritable(text: str, encoding: str) -> tuple[str, ...]:
    """Return the characters of a text that an encoding cannot write, each once, in order."""
    found = dict.fromkeys(text)
    return tuple(character for character in found if not _can_write(character, encoding))


def write_xlsx(rows: Iterable[Sequence[Value]], *, sheet_name: str) -> bytes:
    """Return rows as a workbook of one sheet; the first row is a bold, frozen heading.

    Args:
        rows: cells by row, headings included; texts become cells of the type string.
        sheet_name: cut and cleaned to what a sheet may be called.

    Raises:
        CellTooLongError: a text is longer than a spreadsheet cell.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name.translate(_NO_SHEET_NAME)[:SHEET_NAME_CHARACTERS_MAX])
    sheet.freeze_panes = "A2"
    bold = Font(bold=True)
    for number, row in enumerate(rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet)
            if isinstance(value, str):
                # set_explicit_value would still read "=..." as a formula
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", _clean(value))
                cell.data_type = "s"
            else:
                cell.value = value
            if number == 0:
                cell.font = bold
            cells.append(cell)
        sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _clean(text: str) -> str:
    cleaned = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    if len(cleaned) > CELL_CHARACTERS_MAX:
        raise CellTooLongError(f"cell of {len(cleaned)} characters, at most {CELL_CHARACTERS_MAX}")
    return cleaned


def _can_write(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
