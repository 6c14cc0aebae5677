"""Where did people go? Columns from left to right, joined by bands as thick as the count."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from tasuki.adapters.charts.marks import WIDE_PAGE_PX, box, frame, label, text_width

_BAR_PX: Final = 14
_GAP_PX: Final = 24
_LINE_PX: Final = 16


class FlowError(ValueError):
    """The flows lead in a circle, or to a place that is not listed."""


@dataclass(frozen=True, slots=True)
class Node:
    """A place where people are; the colour is that of the outcome."""

    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class Flow:
    """Some people went from one place to another; count >= 0, never a masked one."""

    source: str
    target: str
    count: int


@dataclass(slots=True)
class _Bar:
    """A placed node; ``left`` and ``right`` are where the next band docks."""

    x: float
    y: float
    height: float
    left: float
    right: float


def sankey(
    nodes: Sequence[Node],
    flows: Sequence[Flow],
    *,
    key: str,
    title: str,
    answer: str,
    width: float = WIDE_PAGE_PX,
    height: float = 340,
    unit: str = "名",
) -> str:
    """Return the drawing; the order of nodes is kept inside each column.

    Args:
        nodes: 2 or more, at most 4 columns deep to be read well.
        flows: from and to listed nodes, without a circle.
        key: unique in the page.
        title: what is shown.
        answer: one sentence with the numbers.
        width: px.
        height: px.
        unit: behind each count.

    Raises:
        FlowError: a circle, or an unknown place.
    """
    sizes = _sizes(nodes, flows)
    columns = _columns(nodes, flows)
    height = max(height, max(len(column) for column in columns) * (_GAP_PX + _LINE_PX))
    bars, scale = _place(columns, sizes, width, height, unit)
    colours = {node.name: node.colour for node in nodes}
    marks = []
    for flow in sorted(flows, key=lambda one: (bars[one.source].y, bars[one.target].y)):
        thick = flow.count * scale
        source, target = bars[flow.source], bars[flow.target]
        tip = f"{flow.source} → {flow.target} {flow.count:,}{unit}"
        marks.append(
            _band(
                source.x + _BAR_PX,
                source.right,
                target.x,
                target.left,
                thick,
                colours[flow.target],
                tip,
            )
        )
        source.right += thick
        target.left += thick
    last_x = max(bar.x for bar in bars.values())
    for name, bar in bars.items():
        marks.append(box(bar.x, bar.y, _BAR_PX, max(bar.height, 2), colours[name], radius=2))
        marks += _names(name, f"{sizes[name]:,}{unit}", bar, last_x)
    return frame(width, height, key=key, title=title, answer=answer, body=marks)


def _sizes(nodes: Sequence[Node], flows: Sequence[Flow]) -> dict[str, int]:
    """The size of a place is the larger of what comes and what goes."""
    sizes = {node.name: [0, 0] for node in nodes}
    for flow in flows:
        if flow.source not in sizes or flow.target not in sizes:
            raise FlowError(f"{flow.source} → {flow.target}: not a listed place")
        sizes[flow.source][1] += flow.count
        sizes[flow.target][0] += flow.count
    return {name: max(both) for name, both in sizes.items()}


def _columns(nodes: Sequence[Node], flows: Sequence[Flow]) -> list[list[str]]:
    """A place stands behind everything that leads to it; ends stand in the last column."""
    depth = {node.name: 0 for node in nodes}
    for _ in nodes:
        moved = False
        for flow in flows:
            if depth[flow.target] <= depth[flow.source]:
                depth[flow.target] = depth[flow.source] + 1
                moved = True
        if not moved:
            break
    else:
        raise FlowError("the flows lead in a circle: use a matrix")
    last = max(depth.values())
    sources = {flow.source for flow in flows}
    at = {name: column if name in sources else last for name, column in depth.items()}
    return [[node.name for node in nodes if at[node.name] == index] for index in range(last + 1)]


def _place(
    columns: list[list[str]], sizes: dict[str, int], width: float, height: float, unit: str
) -> tuple[dict[str, _Bar], float]:
    scale = min(
        (height - _GAP_PX * len(column)) / max(1, sum(sizes[name] for name in column))
        for column in columns
    )
    room = max(text_width(f"{name} {sizes[name]:,}{unit}") for name in columns[-1]) + _BAR_PX + 10
    step = (width - room - 2) / max(1, len(columns) - 1)
    bars: dict[str, _Bar] = {}
    for index, column in enumerate(columns):
        used = sum(sizes[name] * scale for name in column) + _GAP_PX * (len(column) - 1)
        y = (height - used) / 2
        for name in column:
            tall = sizes[name] * scale
            bars[name] = _Bar(x=2 + index * step, y=y, height=tall, left=y, right=y)
            y += tall + _GAP_PX
    return bars, scale


def _band(x0: float, y0: float, x1: float, y1: float, thick: float, fill: str, tip: str) -> str:
    middle = (x0 + x1) / 2
    path = (
        f"M{x0:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
        f"V{y1 + thick:.1f}"
        f"C{middle:.1f} {y1 + thick:.1f} {middle:.1f} {y0 + thick:.1f} {x0:.1f} {y0 + thick:.1f}Z"
    )
    return f'<path d="{path}" fill="{fill}" fill-opacity=".3"><title>{escape(tip)}</title></path>'


def _names(name: str, count: str, bar: _Bar, last_x: float) -> list[str]:
    """Name and count beside the bar; in two lines where one would touch the last column."""
    x, middle = bar.x + _BAR_PX + 6, bar.y + bar.height / 2
    one = f"{name} {count}"
    touches = x < last_x < x + text_width(one) + 10
    lines = [name, count] if touches else [one]
    first = middle + 5 - (_LINE_PX / 2) * (len(lines) - 1)
    return [
        label(x, first + _LINE_PX * row, text, is_bold=True, has_halo=True)
        for row, text in enumerate(lines)
    ]
