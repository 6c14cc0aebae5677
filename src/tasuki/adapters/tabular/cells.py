"""Clean the text of one cell: signs that are no text, signs that are not seen, length."""

import re
from typing import Final

from tasuki.adapters.tabular import marks
from tasuki.adapters.tabular.marks import RowNote
from tasuki.adapters.tabular.neutral import bare

# C0 except tab and LF, DEL, C1, and halves of characters that cannot be written again.
_CONTROLS: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
_HIDDEN: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_UNUSUAL: Final = re.compile(f"{_CONTROLS.pattern[:-1]}{_HIDDEN.pattern[1:]}")
CONTROL_SHARE_MAX: Final = 0.02
"""A text with more control characters than this is no text."""


def is_text(text: str) -> bool:
    """Return whether a decoded file is text, judged by its control characters."""
    sample = text[:200_000]
    return len(_CONTROLS.findall(sample)) <= CONTROL_SHARE_MAX * max(len(sample), 100)


def clean(
    cell: str, column: str, *, characters_max: int, is_neutralised: bool
) -> tuple[str, tuple[RowNote, ...]]:
    """Return the text of a cell and what was noticed.

    Args:
        cell: as it stands in the file.
        column: its heading, for the remarks.
        characters_max: longer cells are cut.
        is_neutralised: the file may hold apostrophes against formulas, which are taken off.
    """
    if not cell:
        return "", ()
    notes: tuple[RowNote, ...] = ()
    if "\r" in cell:
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    if _UNUSUAL.search(cell):
        if _CONTROLS.search(cell):
            notes += (marks.control_character(column),)
            cell = _CONTROLS.sub("", cell)
        if _HIDDEN.search(cell):
            notes += (marks.hidden_character(column),)
            cell = _HIDDEN.sub("", cell)
    cell = cell.strip()
    if is_neutralised:
        cell = bare(cell).strip()
    if len(cell) > characters_max:
        notes += (marks.long_cell(column, characters_max),)
        cell = cell[:characters_max]
    return cell, notes
