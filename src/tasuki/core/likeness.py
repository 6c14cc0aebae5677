"""How much two short words look alike, for proposals that a person decides."""

import re
from collections import Counter
from math import sqrt

_DIGITS = re.compile(r"\d+")


def likeness(first: str, second: str) -> float:
    """Return 0-1: the cosine of the groups of one and two letters, or how much one holds the other.

    Words whose numbers differ (簿記2級, 簿記3級) are never alike.

    Args:
        first: folded, without spaces.
        second: folded, without spaces.
    """
    if _DIGITS.findall(first) != _DIGITS.findall(second):
        return 0.0
    mine, theirs = _grams(first), _grams(second)
    if not mine or not theirs:
        return 0.0
    shared = sum((mine & theirs).values())
    cosine = sum(mine[gram] * theirs[gram] for gram in mine) / sqrt(
        sum(count * count for count in mine.values())
        * sum(count * count for count in theirs.values())
    )
    held = shared / min(mine.total(), theirs.total()) if min(len(first), len(second)) > 2 else 0.0
    return max(cosine, held * 0.9)


def _grams(text: str) -> Counter[str]:
    plain = text.replace("ー", "")
    pairs = [plain[place : place + 2] for place in range(len(plain) - 1)]
    return Counter([*plain, *pairs])
