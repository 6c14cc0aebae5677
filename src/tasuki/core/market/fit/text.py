"""Likeness of two texts by their runs of two and three characters, weighed by rarity.

A text is a sparse vector of whole numbers, so every cosine is exact and the same on every
machine. Sentences that touch a matter which selection must not know are left out before
anything is counted (H5). An ``Embedder`` may replace the runs; it only ever gives one part.

Source: TF-IDF over character n-grams (Salton and Buckley 1988), sublinear counts.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from tasuki.core.law.forbidden import FORBIDDEN_DATA, find_forbidden_data
from tasuki.core.market.fit.ragged import Ragged, indptr_of, int32s, int64s

UNIT: Final = 32_768
"""The length of every vector: a cosine is the product of two vectors over its square."""
GRAMS_MAX: Final = 48
"""The heaviest runs of a text that are kept; the vector has unit length over these."""
TEXTS_A_STEP: Final = 20_000
_SHIFT: Final = 21
_SPACE: Final = 32
_SENTENCES: Final = re.compile(r"(?<=[。！？!?\n])")
_BLANKS: Final = re.compile(r"[\s\x00、。,.・/|()「」【】\[\]:;!?]+")
_COUNT_WEIGHTS: Final = np.array(
    [0, *(round(1000 * (1 + log(count))) for count in range(1, 17))], dtype=np.int64
)
_SLOT_BITS: Final = 20
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
_FORBIDDEN: Final = re.compile(
    "|".join(
        f"(?:{unicodedata.normalize('NFKC', one)})"
        for matter in FORBIDDEN_DATA
        for one in (*matter.patterns, *matter.said)
    )
    + r"|\d{4}[ -]?\d{4}[ -]?\d{4}",
    re.IGNORECASE,
)


class Embedder(Protocol):
    """Gives texts as vectors of meaning; an extra that is not needed for anything."""

    @property
    def name(self) -> str:
        """Name and version; part of the version of the model."""
        ...

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one row a text, (texts, dimensions), any length; a row depends on its text only.

        Args:
            texts: folded, without forbidden sentences; none is empty.
        """
        ...


def clean_text(text: str) -> str:
    """Return a text folded, in one case, without sentences that touch a forbidden matter."""
    folded = unicodedata.normalize("NFKC", text)
    if _FORBIDDEN.search(folded.replace("_", " ")):
        sentences = _SENTENCES.split(folded)
        folded = "".join(one for one in sentences if not find_forbidden_data(one))
    return _BLANKS.sub(" ", folded.lower()).strip()


@dataclass(frozen=True)
class GramModel:
    """Which runs are known and how rare they are.

    Attributes:
        codes: int64 (runs,), ascending; a run of characters as one number.
        rarity: int64 (runs,), thousandths, > 0.
    """

    codes: npt.NDArray[np.int64]
    rarity: npt.NDArray[np.int64]

    @classmethod
    def fit(cls, texts: Sequence[str]) -> "GramModel":
        """Return the runs of some texts; a run in few texts is rare.

        Args:
            texts: cleaned; those of the openings.
        """
        found: list[npt.NDArray[np.int64]] = []
        for start in range(0, len(texts), TEXTS_A_STEP):
            owners, codes = _grams(texts[start : start + TEXTS_A_STEP])
            order = np.lexsort((owners, codes))
            owners, codes = owners[order], codes[order]
            is_new = np.ones(len(codes), dtype=bool)
            is_new[1:] = (codes[1:] != codes[:-1]) | (owners[1:] != owners[:-1])
            found.append(codes[is_new])
        codes, counts = np.unique(np.concatenate([int64s([]), *found]), return_counts=True)
        rarity = np.log((len(texts) + 1) / (counts + 1)) + 1
        return cls(codes, np.rint(rarity * 1000).astype(np.int64))

    def vectors(self, texts: Sequence[str]) -> Ragged:
        """Return one sparse vector a text: ids of runs ascending, weights 1..32,768.

        Args:
            texts: cleaned; a text without a known run has an empty vector.
        """
        steps = range(0, len(texts), TEXTS_A_STEP)
        return Ragged.joined(
            [self._vectors(texts[start : start + TEXTS_A_STEP]) for start in steps], width=2
        )

    def _vectors(self, texts: Sequence[str]) -> Ragged:
        owners, codes = _grams(texts)
        ids = self._ids(codes)
        owners, ids = owners[ids >= 0], ids[ids >= 0]
        size = max(1, len(self.codes))
        keys, counts = np.unique(owners * size + ids, return_counts=True)
        owners, ids = keys // size, keys % size
        weights = _COUNT_WEIGHTS[np.minimum(counts, 16)] * self.rarity[ids]
        owners, ids, weights = _heaviest(owners, ids, weights)
        squares = np.zeros(len(texts), dtype=np.int64)
        np.add.at(squares, owners, weights * weights)
        lengths = np.sqrt(squares.astype(np.float64)).astype(np.int64)
        scaled = np.maximum(1, weights * UNIT // np.maximum(1, lengths[owners] + 1))
        return Ragged(indptr_of(owners, len(texts)), (int32s(ids), int32s(scaled)))

    def _ids(self, codes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Return the id of each run, -1 where it is not known."""
        slots, is_shared = self._slots
        at = _slot(codes)
        ids = slots[at]
        known = ids >= 0
        known[known] = self.codes[ids[known]] == codes[known]
        rest = np.flatnonzero(~known & is_shared[at])
        ids = np.where(known, ids, -1)
        if len(rest):
            places = np.minimum(np.searchsorted(self.codes, codes[rest]), len(self.codes) - 1)
            ids[rest] = np.where(self.codes[places] == codes[rest], places, -1)
        return ids

    @cached_property
    def _slots(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        slots = np.full(1 << _SLOT_BITS, -1, dtype=np.int64)
        at = _slot(self.codes)
        slots[at] = np.arange(len(self.codes))
        is_shared = np.bincount(at, minlength=1 << _SLOT_BITS) > 1
        return slots, is_shared


def dense_vectors(embedder: Embedder, texts: Sequence[str]) -> Ragged:
    """Return the vectors of an embedder in the form of ``GramModel.vectors``; weights may be < 0.

    Args:
        embedder: as given.
        texts: cleaned; an empty one has an empty vector.
    """
    filled = [place for place, text in enumerate(texts) if text]
    if not filled:
        return Ragged(np.zeros(len(texts) + 1, dtype=np.int64), (int32s([]), int32s([])))
    found = np.asarray(embedder.embed([texts[place] for place in filled]), dtype=np.float64)
    lengths = np.maximum(np.sqrt((found * found).sum(axis=1, keepdims=True)), 1e-12)
    weights = np.trunc(found / lengths * (UNIT - 1)).astype(np.int32)
    owners = np.repeat(int64s(filled), found.shape[1])
    ids = np.tile(np.arange(found.shape[1], dtype=np.int32), len(filled))
    return Ragged(indptr_of(owners, len(texts)), (ids, weights.ravel()))


def likeness(left: dict[int, int], right: dict[int, int]) -> int:
    """Return the cosine of two vectors in millionths, 0 if below zero."""
    dot = sum(weight * right.get(one, 0) for one, weight in left.items())
    return min(1_000_000, max(0, dot) * 1_000_000 // (UNIT * UNIT))


def find_phrases(model: GramModel, left: str, right: str, most: int = 3) -> tuple[str, ...]:
    """Return the longest weighty runs that two cleaned texts share, weightiest first.

    Args:
        model: says how rare a run is.
        left: cleaned text.
        right: cleaned text.
        most: how many, >= 1.
    """
    runs: dict[str, int] = {}
    start = 0
    while start < len(left):
        end = start
        while end < len(left) and left[start : end + 1] in right:
            end += 1
        for word in left[start:end].split(" "):
            if len(word) > 1:
                _, codes = _grams([word])
                ids = model._ids(codes)
                runs[word] = int(model.rarity[ids[ids >= 0]].sum())
        start = max(end, start + 1)
    ordered = sorted(runs, key=lambda word: (-runs[word], word))
    kept: list[str] = []
    for word in ordered:
        if not any(word in other for other in kept):
            kept.append(word)
    return tuple(kept[:most])


def _grams(texts: Sequence[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the text and the code of every run of two and three characters without a space."""
    joined = "\0".join(texts)
    points = np.frombuffer(joined.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.int64)
    owner = np.cumsum(points == 0)
    is_word = points > _SPACE
    two = is_word[:-1] & is_word[1:]
    pairs = (points[:-1] << _SHIFT) | points[1:]
    three = two[:-1] & two[1:]
    triples = (pairs[:-1] << _SHIFT) | points[2:]
    owners = np.concatenate((owner[:-1][two], owner[:-2][three]))
    return owners, np.concatenate((pairs[two], triples[three]))


def _slot(codes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    mixed = (codes.astype(np.uint64) * _ODD) >> np.uint64(64 - _SLOT_BITS)
    return mixed.astype(np.int64)


def _heaviest(
    owners: npt.NDArray[np.int64], ids: npt.NDArray[np.int64], weights: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the heaviest runs of each text, of equal ones the first; owners are ascending."""
    order = np.lexsort((ids, -weights, owners))
    starts = np.searchsorted(owners, owners)
    kept = np.sort(order[np.arange(len(owners)) - starts < GRAMS_MAX])
    return owners[kept], ids[kept], weights[kept]
