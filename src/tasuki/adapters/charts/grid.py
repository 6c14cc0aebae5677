"""Who exchanges with whom, and how many places are filled? Cells with their numbers."""

from collections.abc import Sequence
from typing import Final

from tasuki.adapters.charts.marks import (
    COLOURS,
    HALF_PAGE_PX,
    SMALL_PX,
    TEXT_PX,
    box,
    frame,
    label,
    text_width,
    wrap,
)

_ROW_PX: Final = 38
_DARK_FROM: Final = 3
RELAY_PX: Final = 648

type Cell = int | str | None
"""A count, a word for a masked count, or None where nothing applies."""


def matrix(
    names: Sequence[str],
    cells: Sequence[Sequence[Cell]],
    *,
    key: str,
    title: str,
    answer: str,
    column_names: Sequence[str] | None = None,
    corner: str = "から＼へ",
    width: float = HALF_PAGE_PX,
) -> str:
    """Return a table of shaded counts, rows to columns.

    Args:
        names: of the rows.
        cells: one row of cells for each name; masked counts are words and stay grey.
        key: unique in the page.
        title: what is shown.
        answer: one sentence with the numbers.
        column_names: of the columns; the rows' names when the table is square.
        corner: what rows and columns are.
        width: px.
    """
    columns = list(column_names or names)
    left = max(text_width(text) for text in [*names, corner]) + 16
    pitch = (width - left) / len(columns)
    heads = [wrap(name, pitch - 6, SMALL_PX) for name in columns]
    head = 14 + 16 * max(len(lines) for lines in heads)
    top = max((cell for row in cells for cell in row if isinstance(cell, int)), default=0)
    marks = [label(left - 10, head - 12, corner, anchor="end", fill=COLOURS.sub, size=SMALL_PX)]
    for index, lines in enumerate(heads):
        x = left + pitch * (index + 0.5)
        first = head - 12 - 16 * (len(lines) - 1)
        marks += [
            label(x, first + 16 * row, text, anchor="middle", size=SMALL_PX, is_bold=True)
            for row, text in enumerate(lines)
        ]
    for row, (name, values) in enumerate(zip(names, cells, strict=True)):
        y = head + row * _ROW_PX
        marks.append(label(left - 10, y + 24, name, anchor="end", is_bold=True))
        for column, value in enumerate(values):
            x = left + pitch * column
            marks += _cell(x + 1, y + 1, pitch - 2, value, top, f"{name} → {columns[column]}")
    height = head + _ROW_PX * len(names) + 2
    return frame(width, height, key=key, title=title, answer=answer, body=marks)


def relay_balance(
    counted: int,
    needed: int,
    *,
    key: str,
    title: str,
    answer: str,
    reward: str = "＋1枠",
    width: float = RELAY_PX,
) -> str:
    """Return the places that are filled, those still open, and the slot they earn.

    Args:
        counted: places filled, 0..needed.
        needed: places for one slot, 1..30 (10 unless agreed otherwise).
        key: unique in the page.
        title: what is shown.
        answer: one sentence with the numbers.
        reward: the word in the last, dashed place.
        width: px.
    """
    gap, tall, goal = 6.0, 28.0, 40.0
    room = text_width(reward, TEXT_PX) + 24
    place = (width - room - gap * (needed + 1)) / needed
    marks = []
    for index in range(needed):
        is_filled = index < counted
        marks.append(
            box(
                1 + index * (place + gap),
                (goal - tall) / 2 + 1,
                place,
                tall,
                COLOURS.own_will if is_filled else "#ffffff",
                radius=6,
                stroke=COLOURS.own_will if is_filled else "#949494",
            )
        )
    x = width - room - 1
    marks.append(box(x, 1, room, goal, "#e6f5ec", radius=6, stroke="#146b40", dash="5 4"))
    marks.append(
        label(x + room / 2, goal / 2 + 6, reward, anchor="middle", fill="#146b40", is_bold=True)
    )
    return frame(width, goal + 2, key=key, title=title, answer=answer, body=marks)


def _cell(x: float, y: float, width: float, value: Cell, top: int, name: str) -> list[str]:
    if value is None:
        return [box(x, y, width, _ROW_PX - 2, COLOURS.blocked, radius=4)]
    fill, ink = _shade(value, top)
    is_count = isinstance(value, int)
    shown = f"{value:,}" if is_count else str(value)
    return [
        box(x, y, width, _ROW_PX - 2, fill, radius=4, tip=f"{name} {shown}"),
        label(
            x + width / 2,
            y + 23,
            shown,
            anchor="middle",
            fill=ink,
            size=TEXT_PX if is_count else SMALL_PX,
            is_bold=is_count and value != 0,
        ),
    ]


def _shade(value: int | str, top: int) -> tuple[str, str]:
    """Ground and ink of a cell: pale for nothing, grey for masked, else one of four steps."""
    if not isinstance(value, int):
        return COLOURS.ground, COLOURS.sub
    if value == 0:
        return COLOURS.ground, COLOURS.text
    step = min(4, 1 + (value * 4 - 1) // max(top, 1))
    return COLOURS.ramp[step], "#ffffff" if step >= _DARK_FROM else COLOURS.text
