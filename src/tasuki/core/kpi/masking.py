"""Hide small counts in tables so that no total gives them away.

Decides which cells of a table of counts are shown.  Refuses to know what the table counts.
A count from 1 to 4 is hidden, and so are enough partners that no hidden count follows by
subtraction from a row total, a column total or the grand total.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

SMALL_COUNT: Final = 5
"""Counts of persons from 1 to one below this are never shown."""


class Mask(StrEnum):
    """Why a cell is not shown."""

    SMALL = "small"
    PARTNER = "partner"


type Cell = int | Mask
type _Place = tuple[int, int]


class MaskingError(ValueError):
    """The table is not a rectangle of counts >= 0."""


def suppress(table: Sequence[Sequence[int]], *, threshold: int = SMALL_COUNT) -> list[list[Cell]]:
    """Return the table with small counts and their partners hidden.

    A row or column that hides something hides at least two cells whose sum reaches the
    threshold, so that with its total known the hidden sum names nobody.  Where a line has too few
    cells that are not zero, zeros are hidden too.

    Args:
        table: counts >= 0, shape (rows, columns), both >= 1; no totals in it.
        threshold: smallest count that may be shown; >= 2.

    Returns:
        The same shape; a shown cell is its count.

    Raises:
        MaskingError: the rows differ in length, a count is below zero, or there is no cell.

    Source: design rule "figures below five are masked with complementary cells".
    """
    _check(table)
    hidden: dict[_Place, Mask] = {
        place: Mask.SMALL for place in _places(table) if 0 < _at(table, place) < threshold
    }
    lines = _lines(table)
    changed = True
    while changed:
        changed = False
        for line in lines:
            if _is_safe(table, line, hidden, threshold):
                continue
            free = [place for place in line if place not in hidden]
            if not free:
                continue
            hidden[min(free, key=lambda place: _cost(table, place, hidden))] = Mask.PARTNER
            changed = True
    return [
        [hidden.get((row, column), value) for column, value in enumerate(values)]
        for row, values in enumerate(table)
    ]


def suppress_list(counts: Sequence[int], *, threshold: int = SMALL_COUNT) -> list[Cell]:
    """Return one line of counts whose total stands beside it, with the same rule."""
    return suppress([counts], threshold=threshold)[0] if counts else []


def _check(table: Sequence[Sequence[int]]) -> None:
    if not table or not table[0]:
        raise MaskingError("the table has no cell")
    if any(len(row) != len(table[0]) for row in table):
        raise MaskingError("rows differ in length")
    if any(value < 0 for row in table for value in row):
        raise MaskingError("a count is below zero")


def _places(table: Sequence[Sequence[int]]) -> Iterator[_Place]:
    for row, values in enumerate(table):
        for column in range(len(values)):
            yield row, column


def _lines(table: Sequence[Sequence[int]]) -> list[list[_Place]]:
    """Rows and columns with more than one cell; a single cell equals its own total."""
    rows, columns = range(len(table)), range(len(table[0]))
    lines = [[(row, column) for column in columns] for row in rows]
    lines += [[(row, column) for row in rows] for column in columns]
    return [line for line in lines if len(line) > 1]


def _is_safe(
    table: Sequence[Sequence[int]], line: list[_Place], hidden: dict[_Place, Mask], threshold: int
) -> bool:
    masked = [place for place in line if place in hidden]
    return not masked or (
        len(masked) > 1 and sum(_at(table, place) for place in masked) >= threshold
    )


def _cost(
    table: Sequence[Sequence[int]], place: _Place, hidden: dict[_Place, Mask]
) -> tuple[bool, bool, int, _Place]:
    """Prefer cells that are not zero, on lines that hide something anyway, and small ones."""
    row, column = place
    crosses = sum(row == other[0] for other in hidden) > 0 and (
        sum(column == other[1] for other in hidden) > 0
    )
    value = _at(table, place)
    return value == 0, not crosses, value, place


def _at(table: Sequence[Sequence[int]], place: _Place) -> int:
    return table[place[0]][place[1]]
