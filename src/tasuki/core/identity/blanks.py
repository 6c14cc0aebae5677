"""Words by which people and systems write that a cell is empty."""

import unicodedata
from typing import Final

EMPTY_MARKERS: Final = frozenset(
    {
        "",
        "-",
        "--",
        "ー",
        "―",
        "—",
        "–",
        "‐",
        "−",
        "'",
        "なし",
        "無し",
        "無",
        "未入力",
        "未記入",
        "不明",
        "空白",
        "n/a",
        "#n/a",
        "na",
        "null",
        "none",
    }
)
_MARKER_CHARACTERS_MAX: Final = 8
CELL_CHARACTERS_MAX: Final = 500  # what a cell of contacts may hold; longer ones are notes


def is_blank(text: str) -> bool:
    """Return whether a cell says that it holds nothing.

    特になし is an answer and therefore not blank; no name is taken for a marker in part.
    """
    bare = text.strip()
    if len(bare) > _MARKER_CHARACTERS_MAX:
        return False
    return unicodedata.normalize("NFKC", bare).strip().lower() in EMPTY_MARKERS
