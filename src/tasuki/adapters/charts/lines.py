"""Are we on plan? A solid line for what happened, a dashed one for the target."""

from collections.abc import Sequence
from html import escape

from tasuki.adapters.charts.marks import (
    COLOURS,
    HALF_PAGE_PX,
    SMALL_PX,
    axis_room,
    axis_top,
    frame,
    label,
    line,
    number,
    spread,
    text_width,
    y_axis,
)


def line_with_target(
    periods: Sequence[str],
    actual: Sequence[float],
    target: Sequence[float],
    *,
    key: str,
    title: str,
    answer: str,
    names: tuple[str, str] = ("実績", "目標"),
    width: float = HALF_PAGE_PX,
    height: float = 280,
    unit: str = "名",
) -> str:
    """Return both lines with their names and last values at the ends, no legend.

    Args:
        periods: labels of the axis, 1 or more.
        actual: one value a period, or fewer when the rest is still to come; not empty.
        target: one value a period.
        key: unique in the page.
        title: what is shown.
        answer: one sentence with the numbers.
        names: of the two lines.
        width: px.
        height: px.
        unit: behind the values at the ends.
    """
    ends = [
        f"{name} {number(values[-1])}{unit}"
        for name, values in zip(names, (actual, target), strict=True)
    ]
    top = axis_top([*actual, *target], headroom=1.1)
    x0, y0, y1 = axis_room(top), 18.0, height - 30
    x1 = width - max(text_width(text) for text in ends) - 14
    pitch = (x1 - x0 - 12) / max(1, len(periods) - 1)

    def point(index: int, value: float) -> tuple[float, float]:
        return x0 + 12 + pitch * index, y1 - (y1 - y0) * value / top

    marks = y_axis(top, x0, x1, y0, y1)
    every = _every(periods, pitch)
    marks += [
        label(
            point(index, 0)[0], height - 8, name, anchor="middle", fill=COLOURS.sub, size=SMALL_PX
        )
        for index, name in enumerate(periods)
        if (len(periods) - 1 - index) % every == 0
    ]
    marks.append(
        line([point(*one) for one in enumerate(target)], COLOURS.total, width=2, dash="6 5")
    )
    marks.append(line([point(*one) for one in enumerate(actual)], COLOURS.own_will, width=3))
    for index, value in enumerate(actual):
        x, y = point(index, value)
        tip = f"<title>{escape(f'{periods[index]} {number(value)}{unit}')}</title>"
        marks.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#ffffff" stroke="{COLOURS.own_will}"'
            f' stroke-width="2.5">{tip}</circle>'
        )
    heights = spread([point(0, actual[-1])[1] + 5, point(0, target[-1])[1] + 5], gap=18)
    marks.append(label(x1 + 8, heights[0], ends[0], fill=COLOURS.own_will, is_bold=True))
    marks.append(label(x1 + 8, heights[1], ends[1], fill=COLOURS.sub))
    return frame(width, height, key=key, title=title, answer=answer, body=marks)


def _every(periods: Sequence[str], pitch: float) -> int:
    """How many periods share one label, so that labels never touch."""
    widest = max(text_width(name, SMALL_PX) for name in periods) + 8
    every = 1
    while pitch * every < widest and every < len(periods):
        every += 1
    return every
