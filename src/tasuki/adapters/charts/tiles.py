"""Where? One tile for each of the 47 prefectures, of the same size whatever the land."""

from collections.abc import Mapping, Sequence
from typing import Final

from tasuki.adapters.charts.marks import COLOURS, SMALL_PX, box, frame, label

_PLACES: Final[tuple[tuple[int, int], ...]] = (
    (11, 0), (11, 1), (11, 2), (11, 3), (10, 2), (10, 3), (11, 4), (12, 5), (11, 5), (10, 5),
    (10, 6), (12, 6), (11, 6), (10, 7), (10, 4), (8, 5), (7, 5), (7, 6), (9, 6), (9, 5),
    (8, 6), (9, 7), (8, 7), (7, 8), (7, 7), (6, 6), (6, 7), (5, 6), (6, 8), (6, 9),
    (4, 6), (3, 6), (4, 7), (3, 7), (2, 7), (4, 9), (4, 8), (3, 8), (3, 9), (1, 8),
    (0, 8), (0, 9), (1, 9), (2, 8), (2, 9), (1, 10), (0, 11),
)  # fmt: skip
"""Column and row of the prefectures 01 to 47; neighbours stay near each other."""
_TILE_PX: Final = 48
_DARK_FROM: Final = 3
WIDTH_PX: Final = 13 * _TILE_PX
HEIGHT_PX: Final = 12 * _TILE_PX


def tile_map(
    names: Sequence[str],
    cells: Mapping[int, int | str],
    *,
    key: str,
    title: str,
    answer: str,
) -> str:
    """Return the map; a masked count is a word on grey, a prefecture without one stays empty.

    Args:
        names: short names of the 47 prefectures, in order.
        cells: number of the prefecture (1 to 47) -> count or the word of a masked one.
        key: unique in the page.
        title: what is shown.
        answer: one sentence with the numbers.
    """
    top = max((one for one in cells.values() if isinstance(one, int)), default=0)
    marks = []
    for number, (name, (column, row)) in enumerate(zip(names, _PLACES, strict=True), start=1):
        x, y, cell = column * _TILE_PX, row * _TILE_PX, cells.get(number, 0)
        fill, ink = _fill(cell, top)
        text = f"{cell:,}" if isinstance(cell, int) else cell
        marks.append(box(x + 1, y + 1, _TILE_PX - 2, _TILE_PX - 2, fill, tip=f"{name} {text}"))
        middle = x + _TILE_PX / 2
        marks.append(label(middle, y + 20, name, anchor="middle", fill=ink, size=SMALL_PX))
        if cell != 0:
            marks.append(
                label(middle, y + 38, text, anchor="middle", fill=ink, size=SMALL_PX, is_bold=True)
            )
    return frame(WIDTH_PX, HEIGHT_PX, key=key, title=title, answer=answer, body=marks)


def _fill(cell: int | str, top: int) -> tuple[str, str]:
    if isinstance(cell, str):
        return COLOURS.blocked, COLOURS.text
    if not cell:
        return COLOURS.ground, COLOURS.sub
    step = min(len(COLOURS.ramp) - 1, cell * len(COLOURS.ramp) // (top + 1))
    return COLOURS.ramp[step], "#ffffff" if step >= _DARK_FROM else COLOURS.text
