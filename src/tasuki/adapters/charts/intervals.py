"""Ranges on one line: the middle value as a dot, from low to high as a bar; zero is marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from tasuki.adapters.charts.marks import (
    COLOURS,
    HALF_PAGE_PX,
    SMALL_PX,
    box,
    frame,
    label,
    line,
    number,
    text_width,
    wrap,
)

_ROW_PX = 40.0
_NAME_ROOM_SHARE = 0.36


@dataclass(frozen=True, slots=True)
class Range:
    """A named range; low and high in any order, the middle between them."""

    name: str
    low: float
    middle: float
    high: float


def interval_bars(
    ranges: Sequence[Range],
    *,
    key: str,
    title: str,
    answer: str,
    width: float = HALF_PAGE_PX,
    unit: str = "%",
) -> str:
    """Return one row a range; what is below zero is orange, what is above is green.

    Args:
        ranges: from top to bottom.
        key: unique in the page.
        title: what is shown.
        answer: one sentence with the numbers.
        width: px.
        unit: written after each number.
    """
    values = [value for one in ranges for value in (one.low, one.middle, one.high)]
    least, most = min([0.0, *values]), max([0.0, *values])
    span = (most - least) or 1.0
    name_room = width * _NAME_ROOM_SHARE
    numbers = max(
        (text_width(f"{number(round(one.middle, 1))}{unit}") for one in ranges), default=0.0
    )
    x0, x1 = name_room + 12, width - numbers - 14

    def at(value: float) -> float:
        return x0 + (x1 - x0) * (value - least) / span

    height = _ROW_PX * len(ranges) + 12
    marks = [line([(at(0), 4), (at(0), height - 4)], COLOURS.axis)]
    for row, one in enumerate(ranges):
        y = 6 + _ROW_PX * row + _ROW_PX / 2
        low, high = sorted((one.low, one.high))
        fill = COLOURS.rise if one.middle < 0 else COLOURS.settled
        shown = " / ".join(f"{number(round(each, 1))}{unit}" for each in (low, one.middle, high))
        lines = wrap(str(one.name), name_room, SMALL_PX)
        for place, part in enumerate(lines):
            offset = 16 * place - 8 * (len(lines) - 1)
            marks.append(label(0, y + 4 + offset, part, size=SMALL_PX))
        marks.append(
            box(at(low), y - 5, max(at(high) - at(low), 2), 10, fill, tip=f"{one.name} {shown}")
        )
        marks.append(box(at(one.middle) - 2, y - 9, 4, 18, COLOURS.text, radius=1))
        text = f"{number(round(one.middle, 1))}{unit}"
        marks.append(label(width, y + 5, text, anchor="end", is_bold=True))
    return frame(width, height, key=key, title=title, answer=answer, body=marks)
