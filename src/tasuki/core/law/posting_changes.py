"""What changed between two versions of the working conditions, in the four kinds of the law.

Source: 職業安定法 5条の3第3項; 施行規則 4条の2 (特定, 変更, 削除, 追加).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tasuki.core.words import Words

_BETWEEN: Final = re.compile(r"または|又は|もしくは|若しくは|[、,・／/\n]|\bor\b", re.IGNORECASE)


class ChangeKind(StrEnum):
    """How a condition changed; stored."""

    SPECIFIED = "specified"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"


CHANGE_LABELS: Final[dict[ChangeKind, Words]] = {
    ChangeKind.SPECIFIED: Words("特定", "specified"),
    ChangeKind.CHANGED: Words("変更", "changed"),
    ChangeKind.REMOVED: Words("削除", "removed"),
    ChangeKind.ADDED: Words("追加", "added"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingDifference:
    """One condition that is not what it was.

    Attributes:
        key: of the condition, such as ``wage`` or ``pay``.
        kind: how it changed.
        before: as it was shown; empty if it was not.
        after: as it is shown now; empty if it is not.
    """

    key: str
    kind: ChangeKind
    before: str
    after: str


def find_differences(
    before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[PostingDifference, ...]:
    """Return what changed, in the order of the newer version, removed conditions last.

    Args:
        before: text by condition of the older version.
        after: text by condition of the newer version.
    """
    keys = [*after, *(key for key in before if key not in after)]
    found = []
    for key in keys:
        old, new = before.get(key, "").strip(), after.get(key, "").strip()
        if old != new:
            found.append(
                PostingDifference(key=key, kind=kind_of_change(old, new), before=old, after=new)
            )
    return tuple(found)


def kind_of_change(before: str, after: str) -> ChangeKind:
    """Return the kind of a change.

    A condition is specified when one of several that were shown remains (「本社または支社」 to
    「本社」), or a range of numbers shrinks within itself (250,000-300,000 to 280,000).

    Args:
        before: the older text; empty if the condition was not shown.
        after: the newer text, which differs.
    """
    if not before:
        return ChangeKind.ADDED
    if not after:
        return ChangeKind.REMOVED
    if _is_one_of(before, after) or _is_within(before, after):
        return ChangeKind.SPECIFIED
    return ChangeKind.CHANGED


def _is_one_of(before: str, after: str) -> bool:
    parts = [part.strip() for part in _BETWEEN.split(before)]
    return len(parts) > 1 and after in parts


_RANGE: Final = re.compile(r"([\d,]*\d)\s*円?\s*[〜～~\-–]\s*([\d,]*\d)")
_NUMBER: Final = re.compile(r"[\d,]*\d")


def _is_within(before: str, after: str) -> bool:
    ranges = list(_RANGE.finditer(before))
    if len(ranges) != 1:
        return False
    [span] = ranges
    least, most = (_number(text) for text in span.groups())
    pattern = re.escape(before[: span.start()]), re.escape(before[span.end() :])
    numbers = rf"(?P<only>{_NUMBER.pattern})\s*円?|(?P<both>{_RANGE.pattern})"
    match = re.fullmatch(rf"{pattern[0]}(?:{numbers}){pattern[1]}", after)
    if match is None:
        return False
    texts = [match["only"]] if match["only"] else list(match.groups()[-2:])
    return least < most and all(least <= _number(text) <= most for text in texts)


def _number(text: str) -> int:
    return int(text.replace(",", ""))
