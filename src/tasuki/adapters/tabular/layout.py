"""Find the headings among titles and tell people from groups, totals and notes."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tasuki.adapters.tabular.marks import SkippedRow, SkipReason
from tasuki.adapters.tabular.source import Merge, Source, SourceRow
from tasuki.core.intake.headings import is_known_heading

_TOTAL_WORDS: Final = frozenset({"合計", "計", "小計", "総計", "累計", "以上", "total", "subtotal"})
_NUMBER: Final = re.compile(r"[\d,.()%円名人件-]+")
_TOTAL_CELLS_MAX: Final = 3
_NOTE_COLUMNS_MIN: Final = 3
_NOTE_SHARE_MAX: Final = 0.2
_NOTES_MIN: Final = 3
_GROUP_HEADINGS_MIN: Final = 2


@dataclass(frozen=True, slots=True)
class Header:
    """Where the headings are and what they say.

    Attributes:
        first: place of their first row among the filled rows.
        row_count: one, or two where groups stand above them.
        names: one for each column; may be empty or come twice.
    """

    first: int
    row_count: int
    names: tuple[str, ...]


def score(cells: Sequence[str]) -> int:
    """Return how many cells are headings that are known."""
    return sum(is_known_heading(cell) for cell in cells if cell and len(cell) <= 60)


def find_header(source: Source, *, line: int | None, search_rows: int) -> Header:
    """Return the headings of a table with at least one filled row.

    Args:
        source: its rows.
        line: where the user says they begin; None = look for them.
        search_rows: among how many filled rows.

    Raises:
        LookupError: there is no filled row on the line.
    """
    rows = source.rows
    if line is not None:
        at = next((index for index, row in enumerate(rows) if row.line == line), None)
        if at is None:
            raise LookupError(line)
    else:
        at = _best(rows[:search_rows])
        if at and _is_group_row(source, at - 1):
            at -= 1
    top = _spread(source, at)
    if at + 1 < len(rows) and _is_second_row(source, at):
        return Header(at, 2, _joined(top, _spread(source, at + 1)))
    return Header(at, 1, tuple(_one_line(cell) for cell in top))


def _best(rows: Sequence[SourceRow]) -> int:
    """The row with the most known headings; without any, the first half as full as the fullest."""
    scores = [score(row.cells) for row in rows]
    if max(scores) > 0:
        return scores.index(max(scores))
    filled = [_filled(row.cells) for row in rows]
    fullest = max(filled)
    least = min(2, fullest)
    return next(
        index for index, count in enumerate(filled) if count >= least and count * 2 >= fullest
    )


def _spread(source: Source, at: int) -> list[str]:
    """Cells of a row of headings; a merged cell counts for all columns it covers."""
    row = source.rows[at]
    cells = [cell.strip() for cell in row.cells]
    for top, left, bottom, right in source.merges:
        if not top <= row.line - 1 <= bottom or right - left > 200:
            continue
        cells += [""] * (right + 1 - len(cells))
        origin = next((one for one in source.rows if one.line - 1 == top), None)
        text = origin.cells[left].strip() if origin and left < len(origin.cells) else ""
        for column in range(left, right + 1):
            cells[column] = cells[column] or text
    return cells


def _row_merges(source: Source, at: int) -> list[Merge]:
    """Merged ranges that begin in a row and cover several of its columns."""
    number = source.rows[at].line - 1
    return [one for one in source.merges if one[0] == number and one[3] > one[1]]


def _is_group_row(source: Source, at: int) -> bool:
    """Whether a row names groups of the headings right below it."""
    row, below = source.rows[at], source.rows[at + 1]
    if below.line != row.line + 1:
        return False
    wide = [one for one in _row_merges(source, at) if one[2] == one[0]]
    down = [one for one in source.merges if one[0] == row.line - 1 and one[2] == row.line]
    return bool(wide) and (bool(down) or len(wide) >= _GROUP_HEADINGS_MIN)


def _is_second_row(source: Source, at: int) -> bool:
    """Whether the row below stands under groups: each of its cells under a gap or a group."""
    row, below = source.rows[at], source.rows[at + 1]
    if below.line != row.line + 1:
        return False
    top = [cell.strip() for cell in row.cells]
    places = [index for index, cell in enumerate(below.cells) if cell.strip()]
    if _row_merges(source, at):
        covered = {
            column for one in _row_merges(source, at) for column in range(one[1], one[3] + 1)
        }
        return all(place in covered for place in places)
    is_under_gap = all(
        place >= len(top) or not top[place] or (place + 1 < len(top) and not top[place + 1])
        for place in places
    )
    is_heading = score(below.cells) * 2 >= len(places)
    is_alone = any(cell and place not in places for place, cell in enumerate(top))
    return is_under_gap and is_heading and is_alone


def _joined(top: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    names = []
    group = ""
    for column in range(max(len(top), len(below))):
        upper = _one_line(top[column]) if column < len(top) else ""
        lower = _one_line(below[column]) if column < len(below) else ""
        # Without merged cells a group stands over its first column only.
        group = upper or group
        if not lower or lower == upper:
            names.append(upper)
        elif upper or group:
            names.append(f"{upper or group}/{lower}")
        else:
            names.append(lower)
    return tuple(names)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def sort_rows(source: Source, header: Header) -> tuple[list[SourceRow], list[SkippedRow]]:
    """Return the rows of people and those that are none, with the reason.

    Args:
        source: all filled rows.
        header: where the headings are.
    """
    skipped = [_skip(row, SkipReason.TITLE) for row in source.rows[: header.first]]
    below = source.rows[header.first + header.row_count :]
    names = [name for name in header.names if name]
    reasons = [_reason(row, source, header, len(names)) for row in below]
    lone = sum(reason is SkipReason.END_NOTE for reason in reasons)
    # A list in which many rows hold one cell is a list of such rows, not of notes.
    are_notes = lone <= max(_NOTES_MIN, _NOTE_SHARE_MAX * len(below))
    last = max(
        (at for at, reason in enumerate(reasons) if reason is None or _kept(reason, are_notes)),
        default=-1,
    )
    rows: list[SourceRow] = []
    for at, (row, reason) in enumerate(zip(below, reasons, strict=True)):
        if reason is None or _kept(reason, are_notes):
            rows.append(row)
        elif reason is SkipReason.END_NOTE and at < last:
            skipped.append(_skip(row, SkipReason.GROUP))
        else:
            skipped.append(_skip(row, reason))
    return rows, skipped


def _kept(reason: SkipReason, are_notes: bool) -> bool:
    return reason is SkipReason.END_NOTE and not are_notes


def _reason(row: SourceRow, source: Source, header: Header, name_count: int) -> SkipReason | None:
    """Why a row is no person; a lone cell is called a note until its place is known."""
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if _is_total(filled):
        return SkipReason.TOTAL
    if tuple(_one_line(cell) for cell in row.cells if cell.strip()) == tuple(
        name for name in header.names if name
    ):
        return SkipReason.REPEATED_HEADER
    if len(filled) > 1:
        return None
    number = row.line - 1
    is_wide = any(
        one[0] <= number <= one[2] and one[3] - one[1] + 1 >= max(name_count, 2)
        for one in source.merges
    )
    if is_wide:
        return SkipReason.GROUP
    return SkipReason.END_NOTE if name_count >= _NOTE_COLUMNS_MIN else None


def _is_total(filled: Sequence[str]) -> bool:
    first = re.sub(r"[\s:]", "", unicodedata.normalize("NFKC", filled[0])).lower()
    if first not in _TOTAL_WORDS:
        return False
    rest = [re.sub(r"\s", "", unicodedata.normalize("NFKC", cell)) for cell in filled[1:]]
    return len(filled) <= _TOTAL_CELLS_MAX or all(_NUMBER.fullmatch(cell) for cell in rest)


def _skip(row: SourceRow, reason: SkipReason) -> SkippedRow:
    return SkippedRow(row.line, reason, tuple(cell.strip()[:200] for cell in row.cells[:50]))


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)
