"""Cells of free text: what selection must not know is held back, a number of the state refused.

The value of such a number goes nowhere: not into the record, not into a message.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from tasuki.core.identity.ids import is_my_number
from tasuki.core.intake.context import Cell
from tasuki.core.intake.problems import CellProblem, Draft, HeldCell, Repair
from tasuki.core.intake.word_tables import END_TABLE, word_key
from tasuki.core.law.forbidden import FORBIDDEN_DATA, find_forbidden_data, find_my_numbers
from tasuki.core.words import Words

_HELD_READERS: Final = frozenset({"note", "end", ""})
_NUMBER_READERS: Final = frozenset(
    {"note", "end", "", "text", "list", "step", "route", "address", "name", "kana"}
)
_SHORTEST: Final = 2
_MY_NUMBER: Final = Words(
    "マイナンバー（個人番号）とみられる値は取り込みません。この値は保存も記録もしていません。",
    "A value that looks like a My Number is not taken. It is neither stored nor logged.",
)


# One search for all matters together is many times faster than one for each of them.
_ANY_MATTER: Final = re.compile(
    "|".join(
        f"(?:{unicodedata.normalize('NFKC', pattern)})"
        for item in FORBIDDEN_DATA
        for pattern in (*item.patterns, *item.said)
    ),
    re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def _codes(text: str) -> tuple[str, ...]:
    if not _ANY_MATTER.search(unicodedata.normalize("NFKC", text).replace("_", " ")):
        return ()
    return tuple(dict.fromkeys(item.code for item in find_forbidden_data(text)))


def take_text(draft: Draft, cell: Cell, field: str, reader: str) -> str:
    """Return what of a cell may be read; empty if it is held back.

    Args:
        draft: what is held back and the remark are added to it.
        cell: heading and text.
        field: the path of its field; empty for a column that is not used.
        reader: how the field is read; empty for a column that is not used.
    """
    column, text = cell
    if reader in _NUMBER_READERS and holds_my_number(text):
        draft.dropped.append(HeldCell(column, field, ("MN",), ""))
        draft.warnings.append(CellProblem(column, field, "", _MY_NUMBER, Repair.REMOVED))
        return ""
    if reader not in _HELD_READERS or len(text) < _SHORTEST:
        return text
    codes = _codes(text)
    if not codes:
        return text
    draft.dropped.append(HeldCell(column, field, codes, text))
    draft.warnings.append(CellProblem(column, field, "", _held(codes), Repair.REMOVED))
    # Only the bare result of a held text is used: how it ended, not why.
    return _result_word(text) if reader == "end" else ""


def holds_my_number(text: str) -> bool:
    """Return whether a text holds twelve digits that may be an Individual Number."""
    if sum(character.isdigit() for character in text) < 12:
        return False
    return bool(find_my_numbers(text)) or is_my_number(text)


def _held(codes: tuple[str, ...]) -> Words:
    shown = ", ".join(codes)
    return Words(
        f"採用選考で集められない内容（{shown}）があるため、別に保留しました。",
        f"The text touches what selection must not know ({shown}); it is held apart.",
    )


def _result_word(text: str) -> str:
    key = word_key(text)
    return max((word for word in END_TABLE if len(word) > 1 and word in key), key=len, default="")
