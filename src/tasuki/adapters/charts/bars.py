"""Where do we lose people, and where did the money go? Bars from a common zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tasuki.adapters.charts.marks import (
    COLOURS,
    HALF_PAGE_PX,
    SMALL_PX,
    axis_room,
    axis_top,
    box,
    frame,
    label,
    line,
    number,
    text_width,
    wrap,
    y_axis,
)

_STEP_PX: Final = 56
_BAR_PX: Final = 30


@dataclass(frozen=True, slots=True)
class Step:
    """A stage and how many reached it; a text instead of the count when it is masked."""

    name: str
    count: int | str


@dataclass(frozen=True, slots=True)
class WaterStep:
    """An amount; a total stands on zero, everything else is a change."""

    name: str
    amount: float
    is_total: bool = False


def step_bars(
    steps: Sequence[Step],
    *,
    key: str,
    title: str,
    answer: str,
    width: float = HALF_PAGE_PX,
    unit: str = "名",
    lowest_word: str = "いちばん低い",
) -> str:
    """Return one bar a stage with the rate between neighbours; the lowest rate is named.

    Args:
        steps: 1 or more, in order.
        key: unique in the page.
        title: what is shown.
        answer: one sentence with the numbers.
        width: px.
        unit: behind each count.
        lowest_word: written beside the lowest rate; empty = not marked.
    """
    shown = [
        step.count if isinstance(step.count, str) else f"{step.count:,}{unit}" for step in steps
    ]
    left = max(text_width(str(step.name)) for step in steps) + 14
    room = width - left - max(text_width(text) for text in shown) - 16
    top = max((step.count for step in steps if isinstance(step.count, int)), default=1) or 1
    rates = [_rate(before, after) for before, after in pairwise(steps)]
    known = [rate for rate in rates if rate is not None]
    marks = []
    for index, step in enumerate(steps):
        y = index * _STEP_PX + 2
        size = max(room * step.count / top, 3) if isinstance(step.count, int) else 3
        fill = COLOURS.settled if index == len(steps) - 1 else COLOURS.own_will
        fill = fill if isinstance(step.count, int) else COLOURS.unknown
        marks.append(label(left - 12, y + 20, step.name, anchor="end", is_bold=True))
        marks.append(box(left, y, size, _BAR_PX, fill, tip=f"{step.name} {shown[index]}"))
        marks.append(label(left + size + 8, y + 20, shown[index], is_bold=True))
        if index < len(rates) and rates[index] is not None:
            is_lowest = bool(lowest_word) and len(known) > 1 and rates[index] == min(known)
            text = f"↓ {rates[index]:.1%}" + (f"（{lowest_word}）" if is_lowest else "")
            fill = COLOURS.alert_text if is_lowest else COLOURS.sub
            marks.append(label(left + 2, y + 46, text, fill=fill, size=SMALL_PX, is_bold=is_lowest))
    height = (len(steps) - 1) * _STEP_PX + _BAR_PX + 6
    return frame(width, height, key=key, title=title, answer=answer, body=marks)


def waterfall(
    steps: Sequence[WaterStep],
    *,
    key: str,
    title: str,
    answer: str,
    width: float = HALF_PAGE_PX,
    height: float = 300,
    unit: str = "万円",
) -> str:
    """Return the way from one total to another; a cut is green with −, a rise orange with ＋.

    Args:
        steps: begins with a total; running sums stay >= 0.
        key: unique in the page.
        title: what is shown.
        answer: one sentence with the numbers.
        width: px.
        height: px.
        unit: of the axis, written once.
    """
    levels = _levels(steps)
    top = axis_top(max(before, after) for before, after in levels)
    x0 = axis_room(top)
    pitch = (width - x0 - 4) / len(steps)
    names = [wrap(str(step.name), pitch - 4, SMALL_PX) for step in steps]
    y0, y1 = 34.0, height - 14 - 16 * max(len(lines) for lines in names)
    scale = (y1 - y0) / top
    marks = y_axis(top, x0, width - 4, y0, y1)
    marks.append(label(x0 - 8, 16, unit, anchor="end", fill=COLOURS.sub, size=SMALL_PX))
    for index, (step, (before, after)) in enumerate(zip(steps, levels, strict=True)):
        x, bar = x0 + index * pitch + pitch * 0.13, pitch * 0.74
        high, low = y1 - max(before, after) * scale, y1 - min(before, after) * scale
        sign = "＋" if not step.is_total and step.amount > 0 else ""
        text = sign + number(step.amount)
        marks.append(box(x, high, bar, low - high, _fill(step), tip=f"{step.name} {text}{unit}"))
        marks.append(label(x + bar / 2, high - 7, text, anchor="middle", is_bold=True))
        for row, part in enumerate(names[index]):
            y = y1 + 19 + 16 * row
            marks.append(label(x + bar / 2, y, part, anchor="middle", size=SMALL_PX))
        if index + 1 < len(steps):
            y = y1 - after * scale
            marks.append(line([(x + bar, y), (x + pitch, y)], COLOURS.axis, dash="3 3"))
    return frame(width, height, key=key, title=title, answer=answer, body=marks)


def _shown(count: int | str, unit: str) -> str:
    return count if isinstance(count, str) else f"{count:,}{unit}"


def _rate(before: Step, after: Step) -> float | None:
    if not isinstance(before.count, int) or not isinstance(after.count, int) or not before.count:
        return None
    return after.count / before.count


def _levels(steps: Sequence[WaterStep]) -> list[tuple[float, float]]:
    levels, run = [], 0.0
    for step in steps:
        before = 0.0 if step.is_total else run
        run = step.amount if step.is_total else run + step.amount
        levels.append((before, run))
    return levels


def _fill(step: WaterStep) -> str:
    if step.is_total:
        return COLOURS.total
    return COLOURS.settled if step.amount < 0 else COLOURS.rise
