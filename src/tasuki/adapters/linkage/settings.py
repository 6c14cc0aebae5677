"""The pure comparisons and a model as settings of Splink; the same for every engine."""

from typing import Any

from tasuki.core.linkage.comparisons import BLOCKS, COMPARISONS, Block, Comparison, Level
from tasuki.core.linkage.model import Model, Weight

_BASE_BITS = -20.0
"""Splink wants two probabilities whose ratio is the weight; this is the lower one, in bits."""


def block_sql(block: Block) -> str:
    """Return the condition of one block."""
    return " and ".join(f"l.{left} = r.{right}" for left, right in block)


def make_settings(model: Model, *, size: int, blocks: tuple[Block, ...] = BLOCKS) -> dict[str, Any]:
    """Return settings that score pairs with a model.

    Args:
        model: the weights.
        size: records of the whole, for the prior.
        blocks: which pairs are compared.
    """
    return {
        "link_type": "dedupe_only",
        "probability_two_random_records_match": model.prior(size),
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": block_sql(block)} for block in blocks
        ],
        "comparisons": [_comparison(item, model.weights[item.name]) for item in COMPARISONS],
        "retain_matching_columns": True,  # else the levels are not given back
        "retain_intermediate_calculation_columns": True,
    }


def _comparison(comparison: Comparison, weights: Any) -> dict[str, Any]:
    missing = {
        "sql_condition": comparison.missing,
        "label_for_charts": "missing",
        "is_null_level": True,
    }
    levels = [_level(level, weights[level.name]) for level in comparison.levels]
    return {
        "output_column_name": comparison.name,
        "comparison_levels": [missing, *levels],
    }


def _level(level: Level, weight: Weight) -> dict[str, Any]:
    per_bit = weight.per_rarity_bit if level.rarity else 0.0
    found: dict[str, Any] = {
        "sql_condition": level.condition,
        "label_for_charts": level.name,
        "m_probability": 2 ** (weight.bits + (1 - per_bit) * _BASE_BITS),
        "u_probability": 2**_BASE_BITS,
    }
    if per_bit:
        found |= {
            "tf_adjustment_column": level.rarity,
            "tf_adjustment_weight": per_bit,
            "disable_tf_exact_match_detection": True,
        }
    return found


def make_training_settings(start: Model) -> dict[str, Any]:
    """Return settings whose probabilities start from a model and are to be estimated."""
    settings = make_settings(start, size=1)
    for comparison in settings["comparisons"]:
        weights = start.weights[comparison["output_column_name"]]
        for level in comparison["comparison_levels"][1:]:
            weight = weights[level["label_for_charts"]]
            level["m_probability"] = weight.match_share or None
            level["u_probability"] = weight.chance_share or None
            for key in ("tf_adjustment_column", "tf_adjustment_weight"):
                level.pop(key, None)
            level.pop("disable_tf_exact_match_detection", None)
    return settings
