"""What people and systems write into a cell when they mean that it is empty."""

import unicodedata
from typing import Final

_MARKS: Final = frozenset(
    {"", "-", "--", "ー", "―", "—", "‐", "−", "'", "’", "なし", "無し", "未入力", "不明", "空白", "n/a", "#n/a", "null"}
)


def is_blank(text: str) -> bool:
    """Return whether a cell means nothing; 特になし is a note and means something."""
    if len(text) > 10:
        return not text.strip()
    return unicodedata.normalize("NFKC", text).strip().lower() in _MARKS
