"""Likeness of short texts by their runs of one to three characters."""

import math
from collections import Counter

_SIZES = (1, 2, 3)


def grams(text: str) -> Counter[str]:
    """Return how often each run of one to three characters comes."""
    return Counter(text[at : at + size] for size in _SIZES for at in range(len(text) - size + 1))


def cosine(left: Counter[str], right: Counter[str], *, right_norm: float = 0.0) -> float:
    """Return the cosine of two counts, 0..1; 0 if one is empty.

    Args:
        left: counts of one text.
        right: counts of the other.
        right_norm: its length, if it is known already; else 0.
    """
    dot = sum(count * right[gram] for gram, count in left.items() if gram in right)
    return dot / (norm(left) * (right_norm or norm(right))) if dot else 0.0


def norm(counts: Counter[str]) -> float:
    """Return the length of counts as a vector."""
    return math.sqrt(sum(count * count for count in counts.values()))
