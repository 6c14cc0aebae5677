"""The weights of a linkage model, as they are stored.

A model knows no record and no engine: only how strongly each level of `comparisons` speaks.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tasuki.core.linkage.comparisons import COMPARISONS
from tasuki.core.linkage.population import SIZE_MIN

PRIOR_MAX = 0.01
"""Two records of a short list are not one person just because the list is short."""
FORMAT = 1


class ModelError(ValueError):
    """A stored model does not fit the comparisons of this version."""


@dataclass(frozen=True, slots=True)
class Weight:
    """How strongly one level speaks.

    Attributes:
        bits: binary logarithm of the factor by which the odds change.
        per_rarity_bit: share (0..1.5) of log2(1 / frequency of the value) that is added.
        match_share: share of the pairs of one person on this level; 0..1, start of training.
        chance_share: share of all other pairs on this level; 0..1, start of training.
        household_bits: part of `bits` that training does not touch: fields of one household
            agree together, which a model of separate fields takes for more than it is.
    """

    bits: float
    per_rarity_bit: float = 0.0
    match_share: float = 0.0
    chance_share: float = 0.0
    household_bits: float = 0.0


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of every level, and how many pairs to expect.

    Attributes:
        version: name of the model; stands on every decision made with it.
        record_count: records it was trained on.
        pairs_per_record: pairs of one person for each record of a whole; > 0.
        weights: comparison -> level -> weight.
    """

    version: str
    record_count: int
    pairs_per_record: float
    weights: Mapping[str, Mapping[str, Weight]]

    def prior(self, size: int) -> float:
        """Return the probability (0..1) that two records out of `size` are one person."""
        return min(PRIOR_MAX, 2 * self.pairs_per_record / max(size, SIZE_MIN))

    def prior_bits(self, size: int) -> float:
        """Return the prior as binary logarithm of the odds."""
        prior = self.prior(size)
        return math.log2(prior / (1 - prior))

    def as_json(self) -> dict[str, Any]:
        """Return the model as JSON values, numbers rounded to what matters."""
        return {
            "format": FORMAT,
            "version": self.version,
            "record_count": self.record_count,
            "pairs_per_record": round(self.pairs_per_record, 4),
            "weights": {
                name: {level: _weight_json(weight) for level, weight in levels.items()}
                for name, levels in self.weights.items()
            },
        }


def _weight_json(weight: Weight) -> dict[str, float]:
    return {
        "bits": round(weight.bits, 3),
        "per_rarity_bit": round(weight.per_rarity_bit, 3),
        "match_share": float(f"{weight.match_share:.3g}"),
        "chance_share": float(f"{weight.chance_share:.3g}"),
        "household_bits": round(weight.household_bits, 3),
    }


def model_from_json(stored: Mapping[str, Any]) -> Model:
    """Return a stored model.

    Raises:
        ModelError: the format is another one, or a level has no weight.
    """
    if stored.get("format") != FORMAT:
        raise ModelError(f"format {stored.get('format')!r} is not {FORMAT}")
    weights = {
        name: {level: Weight(**weight) for level, weight in levels.items()}
        for name, levels in stored["weights"].items()
    }
    for comparison in COMPARISONS:
        for level in comparison.levels:
            if level.name not in weights.get(comparison.name, {}):
                raise ModelError(f"no weight for {comparison.name}: {level.name}")
    return Model(
        version=stored["version"],
        record_count=stored["record_count"],
        pairs_per_record=stored["pairs_per_record"],
        weights=weights,
    )
