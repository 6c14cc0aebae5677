"""Train a model on an organisation's own records, without anybody's answers.

Splink counts how often fields agree by chance and estimates how often they agree in one
person. What fields of one household have in common stays as the shipped model knows it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tasuki.adapters.linkage.default import load_default_model
from tasuki.adapters.linkage.engines import EngineKind, as_arrow, open_engine
from tasuki.adapters.linkage.settings import block_sql, make_training_settings
from tasuki.core.linkage.comparisons import (
    CERTAIN_BLOCKS,
    CERTAIN_RECALL,
    COMPARISONS,
    TRAINING_BLOCKS,
)
from tasuki.core.linkage.keys import LinkRow
from tasuki.core.linkage.model import Model, Weight
from tasuki.core.linkage.population import count_population, link_columns

TRAINING_RECORDS_MIN = 5_000
"""Below this, an organisation's own records say too little; the shipped model serves."""
CHANCE_PAIRS_MAX = 1_000_000
SEED = 7
SHARE_MIN = 1e-7
"""A level that was never seen is rare, not impossible."""


class TooFewRecordsError(ValueError):
    """An organisation has too few records for a model of its own."""


def train(
    rows: Sequence[LinkRow], *, version: str = "own", engine: EngineKind = EngineKind.DUCKDB
) -> Model:
    """Return a model trained on records.

    Args:
        rows: all records of one organisation; at least `TRAINING_RECORDS_MIN`.
        version: name of the new model.
        engine: where the work is done.

    Raises:
        TooFewRecordsError: there are fewer records.
    """
    if len(rows) < TRAINING_RECORDS_MIN:
        raise TooFewRecordsError(f"{len(rows)} records; {TRAINING_RECORDS_MIN} are needed")
    start = load_default_model()
    table = link_columns(rows, count_population(rows))
    with open_engine(engine) as api:
        trained = _estimate(api, as_arrow(table), start)
    prior = trained["probability_two_random_records_match"]
    return Model(
        version=version,
        record_count=len(rows),
        pairs_per_record=max(prior * len(rows) / 2, 0.01),
        weights={
            comparison["output_column_name"]: _read_levels(comparison, start)
            for comparison in trained["comparisons"]
        },
    )


def _estimate(api: Any, records: Any, start: Model) -> dict[str, Any]:
    """Return Splink's settings after it counted chance and estimated agreement."""
    from splink import Linker, SettingsCreator

    frame = api.register(records, dataset_display_name="records")
    settings = SettingsCreator.from_path_or_dict(make_training_settings(start))
    linker = Linker(frame, settings)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_sql(block) for block in CERTAIN_BLOCKS], recall=CERTAIN_RECALL
    )
    training.estimate_u_using_random_sampling(max_pairs=CHANCE_PAIRS_MAX, seed=SEED)
    for block in TRAINING_BLOCKS:
        training.estimate_parameters_using_expectation_maximisation(
            block_sql(block), estimate_without_term_frequencies=True
        )
    found: dict[str, Any] = linker.misc.save_model_to_json()
    return found


def _read_levels(comparison: Mapping[str, Any], start: Model) -> dict[str, Weight]:
    name = comparison["output_column_name"]
    definition = next(item for item in COMPARISONS if item.name == name)
    trained = {
        level["label_for_charts"]: level
        for level in comparison["comparison_levels"]
        if not level.get("is_null_level")
    }
    return {
        level.name: _read_weight(
            trained[level.name], start.weights[name][level.name], has_rarity=bool(level.rarity)
        )
        for level in definition.levels
    }


def _read_weight(trained: Mapping[str, Any], start: Weight, *, has_rarity: bool) -> Weight:
    """Return the weight of one level; a level that was not seen keeps the weight it had."""
    match, chance = trained.get("m_probability"), trained.get("u_probability")
    if not isinstance(match, float) or not isinstance(chance, float):
        return start
    match, chance = max(match, SHARE_MIN), max(chance, SHARE_MIN)
    own = math.log2(match) - (0.0 if has_rarity else math.log2(chance))
    return replace(
        start,
        bits=own + start.household_bits,
        match_share=match,
        chance_share=chance,
    )
