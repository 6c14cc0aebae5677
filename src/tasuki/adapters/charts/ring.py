"""Who exchanges with whom, as a ring: arcs as wide as the exchange, bands between them."""

from collections.abc import Sequence
from html import escape
from math import cos, pi, sin
from typing import Final

from tasuki.adapters.charts.marks import COLOURS, HALF_PAGE_PX, frame, label, text_width

_GAP: Final = 0.06
_THICK: Final = 14
_FILLS: Final = (
    COLOURS.own_will,
    COLOURS.settled,
    COLOURS.rise,
    COLOURS.progress,
    "#a58000",
    "#2f5fb3",
    COLOURS.unknown,
)


def chord(
    names: Sequence[str],
    counts: Sequence[Sequence[int]],
    *,
    key: str,
    title: str,
    answer: str,
    width: float = HALF_PAGE_PX,
    unit: str = "名",
) -> str:
    """Return the drawing; a band has the colour of the place that people left.

    Args:
        names: places, 2 or more, at most 12 to be read well.
        counts: from row to column, never masked ones.
        key: unique in the page.
        title: what is shown.
        answer: one sentence with the numbers.
        width: px.
        unit: behind each count.
    """
    spans = range(len(names))
    sizes = [sum(counts[one]) + sum(row[one] for row in counts) for one in spans]
    room = max(text_width(name) for name in names) + 24
    radius = max((width - 2 * room) / 2, 90)
    height = 2 * radius + 64
    x0, y0 = width / 2, height / 2
    turn = (2 * pi - _GAP * len(names)) / max(1, sum(sizes))
    starts, angle = [], -pi / 2
    for size in sizes:
        starts.append(angle)
        angle += size * turn + _GAP
    docks = list(starts)
    marks, bands = [], []
    for source in spans:
        for target in spans:
            if not counts[source][target]:
                continue
            wide = counts[source][target] * turn
            first, second = (docks[source], docks[source] + wide), None
            docks[source] += wide
            second = (docks[target], docks[target] + wide)
            docks[target] += wide
            tip = f"{names[source]} → {names[target]} {counts[source][target]:,}{unit}"
            fill = _FILLS[source % len(_FILLS)]
            bands.append(_band(x0, y0, radius - _THICK - 2, first, second, fill, tip))
    for one in spans:
        end = starts[one] + sizes[one] * turn
        fill = _FILLS[one % len(_FILLS)]
        marks.append(_arc(x0, y0, radius, starts[one], end, fill))
        middle = (starts[one] + end) / 2
        x, y = x0 + (radius + 10) * cos(middle), y0 + (radius + 14) * sin(middle) + 5
        side = "start" if cos(middle) > 0.25 else "end" if cos(middle) < -0.25 else "middle"
        marks.append(label(x, y, names[one], anchor=side, is_bold=True, has_halo=True))
    return frame(width, height, key=key, title=title, answer=answer, body=[*bands, *marks])


def _point(x0: float, y0: float, radius: float, angle: float) -> str:
    return f"{x0 + radius * cos(angle):.1f} {y0 + radius * sin(angle):.1f}"


def _arc(x0: float, y0: float, radius: float, start: float, end: float, fill: str) -> str:
    inner = radius - _THICK
    large = int(end - start > pi)
    path = (
        f"M{_point(x0, y0, radius, start)}"
        f"A{radius:.1f} {radius:.1f} 0 {large} 1 {_point(x0, y0, radius, end)}"
        f"L{_point(x0, y0, inner, end)}"
        f"A{inner:.1f} {inner:.1f} 0 {large} 0 {_point(x0, y0, inner, start)}Z"
    )
    return f'<path d="{path}" fill="{fill}"/>'


def _band(
    x0: float,
    y0: float,
    radius: float,
    first: tuple[float, float],
    second: tuple[float, float],
    fill: str,
    tip: str,
) -> str:
    centre = f"{x0:.1f} {y0:.1f}"
    path = (
        f"M{_point(x0, y0, radius, first[0])}"
        f"A{radius:.1f} {radius:.1f} 0 {int(first[1] - first[0] > pi)} 1 "
        f"{_point(x0, y0, radius, first[1])}"
        f"Q{centre} {_point(x0, y0, radius, second[0])}"
        f"A{radius:.1f} {radius:.1f} 0 {int(second[1] - second[0] > pi)} 1 "
        f"{_point(x0, y0, radius, second[1])}"
        f"Q{centre} {_point(x0, y0, radius, first[0])}Z"
    )
    return f'<path d="{path}" fill="{fill}" fill-opacity=".45"><title>{escape(tip)}</title></path>'
