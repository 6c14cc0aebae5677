"""Likeness of short texts by their runs of one to three characters."""

import math
from collections import Counter

_SIZES = (1, 2, 3)


def grams(text: str) -> Counter[str]:
    """Return how often each run of one to three characters comes."""
    return Counter(text[at : at + size] for size in _SIZES for at in range(len(text) - size + 1))


def cosine(left: Counter[str], right: Counter[str]) -> float:
    """Return the cosine of two counts, 0..1; 0 if one is empty."""
    dot = sum(count * right[gram] for gram, count in left.items() if gram in right)
    norm = math.sqrt(_square(left) * _square(right))
    return dot / norm if norm else 0.0


def _square(counts: Counter[str]) -> int:
    return sum(count * count for count in counts.values())
