"""Columns that are never taken: what selection must not know, and numbers of the state.

The dictionary of the law decides; here stand the few further words that mean the same in a
heading, though not in a text.

Source: 職業安定法 5条の5, 平11労告141; 番号法 19条, 20条.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tasuki.core.intake.headings import heading_key
from tasuki.core.law.forbidden import find_forbidden_fields, find_my_numbers
from tasuki.core.words import Words

_MY_NUMBER_SHARE_MIN: Final = 0.8
_MY_NUMBERS_MIN: Final = 2
_MY_NUMBER: Final = Words("個人番号（マイナンバー）", "Individual Number (My Number)")
_FURTHER: Final = (
    ("F02", Words("家族", "family"), r"扶養(?!手当)|家族(?!手当)|続柄|配偶者|結婚|妊娠"),
    ("F03", Words("住宅状況", "housing"), r"住宅(?!手当|補助)|間取|部屋数"),
    (
        "F11",
        Words("購読新聞・雑誌・愛読書", "newspapers and favourite books"),
        r"購読|愛読書|(?<!求人)(?<!応募)(?:新聞|雑誌)(?!媒体|広告|折込|社|店)",
    ),
    ("F14", Words("必要のない健康診断", "health check without need"), r"健康診断|病歴"),
)


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Why a column is not taken.

    Attributes:
        code: ``F01``..``F14``, ``MN`` or ``H5``.
        label: the matter.
    """

    code: str
    label: Words


def forbidden_heading(header: str) -> Forbidden | None:
    """Return why a column with this heading is dropped; None if it may be taken."""
    for text in (header, heading_key(header)):
        if found := find_forbidden_fields(text):
            return Forbidden(found[0].code, found[0].label)
    folded = unicodedata.normalize("NFKC", header)
    for code, label, pattern in _FURTHER:
        if re.search(pattern, folded):
            return Forbidden(code, label)
    return None


def forbidden_values(values: Sequence[str]) -> Forbidden | None:
    """Return why a column is dropped for what it holds: numbers of the state under another name.

    One number in eleven has a right check digit by chance, so nearly all must have one.

    Args:
        values: filled cells of the column.
    """
    hits = sum(bool(find_my_numbers(value)) and len(value) <= 20 for value in values)
    if hits >= _MY_NUMBERS_MIN and hits >= _MY_NUMBER_SHARE_MIN * len(values):
        return Forbidden("MN", _MY_NUMBER)
    return None
