"""A file that is wrong in every way that real ones are wrong.

Mixed encodings, titles above the heading, unknown headings, ragged rows, cells that start a
formula, an endless cell, an open quote, a NUL, direction marks, impossible dates, a total.
"""

import csv
import io
from collections.abc import Callable, Sequence
from random import Random

from tasuki.core.synthetic.writers import Cell

HEADINGS = (
    "おうぼ日", "おなまえ", "れんらくさき", "ＴＥＬ", "媒体", "だんかい", "しごと", "けっか",
    "メモ",
)  # fmt: skip
LONG_CELL_CHARACTERS = 40_000
_NAME, _DATE, _MEMO = 1, 0, 8

type Fault = Callable[[list[str]], None]


def _set(column: int, text: str) -> Fault:
    def fault(row: list[str]) -> None:
        row[column] = text

    return fault


FAULTS: tuple[Fault, ...] = (
    _set(_MEMO, "=1+1"),
    _set(_MEMO, "+81"),
    _set(_MEMO, "-1"),
    _set(_MEMO, "@SUM(A1)"),
    _set(_MEMO, "\t=1+1"),
    _set(_MEMO, "x" * LONG_CELL_CHARACTERS),
    _set(_MEMO, "\u202e逆向き"),
    _set(_DATE, "令和7年13月1日"),
    _set(_DATE, "1990/02/30"),
    _set(_NAME, ""),
    lambda row: row.append("余分"),
    lambda row: row.__delitem__(slice(5, None)),
)


def break_lines(rows: Sequence[Sequence[Cell]], rng: Random) -> tuple[bytes, list[int]]:
    """Return the file and the line of each row, 0 where the row names nobody.

    Args:
        rows: rows of applicants in the order of `HEADINGS`.
        rng: decides which fault meets which row.
    """
    parts = ["応募者一覧（架空）\r\n".encode(), b"\r\n", _line(HEADINGS).encode()]
    lines: list[int] = []
    plain = [place for place in range(len(rows)) if not _is_odd(place)]
    faults = rng.sample(plain, min(len(FAULTS), len(plain)))
    for place, cells in enumerate(rows):
        row = [str(cell or "") for cell in cells]
        if place in faults:
            FAULTS[faults.index(place)](row)
        if place == len(rows) // 2:
            parts.append(_line(("合計", f"{len(rows)}名")).encode())
        lines.append(len(parts) + 1 if row[_NAME] else 0)
        text = _line(row)
        parts.append(text.encode("cp932" if _is_odd(place) else "utf-8", errors="ignore"))
    parts.append('2026/10/1,架空 零,"開いたまま,090-0000-0000\r\n'.encode())
    parts.append(b"2026/10/2,\x00,,,,,,,\r\n")
    return b"".join(parts), lines


def _is_odd(place: int) -> bool:
    """Return whether a row is in the other encoding."""
    return place % 5 == 4


def _line(cells: Sequence[str]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()
