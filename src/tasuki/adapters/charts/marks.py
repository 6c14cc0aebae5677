"""The marks all drawings are made of: frame, text, boxes, lines, axes, and text measuring."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import floor, log10
from typing import Final
from unicodedata import east_asian_width

TEXT_PX: Final = 13
SMALL_PX: Final = 12
WIDE_PAGE_PX: Final = 712
HALF_PAGE_PX: Final = 520
_NARROW_SHARE: Final = 0.6
_GRID_LINES_MAX: Final = 5
_FONTS: Final = (
    "Noto Sans JP, BIZ UDPGothic, Hiragino Sans, Yu Gothic UI, Meiryo, Noto Sans CJK JP, sans-serif"
)
_NEVER_FIRST: Final = "、。，．ー）」』・!?！？々"
_GOOD_ENDS: Final = "のをにでは・/／、"

HALO = ' paint-order="stroke" stroke="#ffffff" stroke-width="4" stroke-linejoin="round"'
"""Keeps a word readable on a band; paper draws it over the word, so papers leave it out."""


@dataclass(frozen=True, slots=True)
class Colours:
    """What a colour means on every page; a tenant's theme does not change it.

    Shapes have 3:1 against white or more, texts 4.5:1 or more.
    """

    text: str = "#333333"
    sub: str = "#4d4d4d"
    grid: str = "#e4e3df"
    axis: str = "#767676"
    ground: str = "#f4f3f0"
    blocked: str = "#dddbd6"
    own_will: str = "#006173"
    settled: str = "#1d8b56"
    rise: str = "#c8560f"
    progress: str = "#6f23d0"
    total: str = "#5c5c5c"
    unknown: str = "#767676"
    alert_text: str = "#a33f00"
    ramp: tuple[str, ...] = ("#e9f7f9", "#c4e3e8", "#8cc7d1", "#1f7f90", "#00525f")


COLOURS: Final = Colours()


def text_width(text: str, size: float = TEXT_PX) -> float:
    """Return the width of a text in px, estimated on the safe side."""
    return sum(
        size if east_asian_width(character) in "WFA" else size * _NARROW_SHARE for character in text
    )


def wrap(text: str, room: float, size: float = TEXT_PX) -> list[str]:
    """Return a label in as few, evenly filled lines as fit.

    Args:
        text: without line breaks.
        room: width of a line, px, > 0.
        size: letter size, px.
    """
    line_count = max(1, -(-int(text_width(text, size)) // max(1, int(room))))
    for wanted in range(line_count, len(text) + 1):
        lines = _split(text, wanted, size)
        if all(text_width(line, size) <= room for line in lines):
            return lines
    return _fill_lines(text, room, size)


def number(value: float) -> str:
    """Return 1,234 or 12.5, with a true minus sign."""
    shown = f"{abs(value):,.0f}" if value == int(value) else f"{abs(value):,.1f}"
    return f"−{shown}" if value < 0 else shown


def frame(
    width: float, height: float, *, key: str, title: str, answer: str, body: Iterable[str]
) -> str:
    """Return the finished drawing.

    Args:
        width: px on the page, equal to the viewBox, so that 12 px are 12 px.
        height: px.
        key: unique in the page; makes the ids of title and description.
        title: what is shown.
        answer: one sentence with the numbers, for those who do not see it.
        body: the marks, back to front.
    """
    marks = "\n".join(body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"'
        f' width="{width:g}" height="{height:g}" role="img"'
        f' aria-labelledby="{escape(key)}-t {escape(key)}-d"'
        f' font-family="{_FONTS}" font-size="{TEXT_PX}" fill="{COLOURS.text}">'
        f'<title id="{escape(key)}-t">{escape(str(title))}</title>'
        f'<desc id="{escape(key)}-d">{escape(str(answer))}</desc>\n{marks}\n</svg>'
    )


def label(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    fill: str = COLOURS.text,
    size: float = TEXT_PX,
    is_bold: bool = False,
    has_halo: bool = False,
) -> str:
    """Return one line of text; a halo is a white rim for text that stands on a shape."""
    more = ' font-weight="700"' if is_bold else ""
    if has_halo:
        more += HALO
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}"'
        f' fill="{fill}"{more}>{escape(str(text))}</text>'
    )


def box(
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    *,
    radius: float = 3,
    tip: str = "",
    stroke: str = "",
    dash: str = "",
) -> str:
    """Return a rectangle; ``tip`` is its title."""
    more = f' stroke="{stroke}" stroke-width="2"' if stroke else ""
    more += f' stroke-dasharray="{dash}"' if dash else ""
    inner = f"<title>{escape(tip)}</title>" if tip else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}"'
        f' rx="{radius:g}" fill="{fill}"{more}>{inner}</rect>'
    )


def line(
    points: Iterable[tuple[float, float]], stroke: str, *, width: float = 1, dash: str = ""
) -> str:
    """Return a line through points."""
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    more = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="M{path}" fill="none" stroke="{stroke}" stroke-width="{width:g}"{more}/>'


def axis_top(values: Iterable[float], *, headroom: float = 1.08) -> float:
    """Return the top of an axis that starts at zero; 1 when there is nothing to show."""
    return max(max(values, default=0) * headroom, 1)


def y_axis(top: float, x0: float, x1: float, y0: float, y1: float) -> list[str]:
    """Return grid lines with their numbers, from 0 on ``y1`` to ``top`` on ``y0``."""
    marks, step, value = [], _grid_step(top), 0.0
    while value <= top * 1.001:
        y = y1 - (y1 - y0) * value / top
        marks.append(line([(x0, y), (x1, y)], COLOURS.axis if value == 0 else COLOURS.grid))
        marks.append(
            label(x0 - 8, y + 4, number(value), anchor="end", fill=COLOURS.sub, size=SMALL_PX)
        )
        value += step
    return marks


def axis_room(top: float) -> float:
    """Return the room that the numbers of an axis need left of it, px."""
    return text_width(number(round(top)), SMALL_PX) + 16


def spread(wanted: list[float], gap: float) -> list[float]:
    """Return heights moved apart just enough to keep ``gap`` between neighbours, order kept."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = list(wanted)
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + gap)
    return placed


def _grid_step(top: float) -> float:
    power: float = 10.0 ** floor(log10(top))
    steps = (power * share for share in (0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10))
    return next(step for step in steps if step * _GRID_LINES_MAX >= top)


def _split(text: str, count: int, size: float) -> list[str]:
    lines: list[str] = []
    goal, current = text_width(text, size) / count, ""
    for index, character in enumerate(text):
        current += character
        rest = text[index + 1 :]
        if not rest or rest[0] in _NEVER_FIRST or len(lines) == count - 1:
            continue
        filled = text_width(current, size)
        at_seam = character in _GOOD_ENDS or _is_katakana(character) is not _is_katakana(rest[0])
        if filled >= goal or (at_seam and filled >= goal * 0.75):
            lines.append(current)
            current = ""
    return [*lines, current] if current else lines


def _fill_lines(text: str, room: float, size: float) -> list[str]:
    """Cut wherever a line is full; for room so narrow that good places do not matter."""
    lines = [""]
    for character in text:
        if lines[-1] and text_width(lines[-1] + character, size) > room:
            lines.append("")
        lines[-1] += character
    return lines


def _is_katakana(character: str) -> bool:
    return "ァ" <= character <= "ヿ"
