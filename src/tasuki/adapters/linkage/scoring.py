"""Score pairs of records with a model: all pairs of a list, or new records against old ones."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from tasuki.adapters.linkage.default import load_default_model
from tasuki.adapters.linkage.engines import EngineKind, as_arrow, lookup_table, open_engine
from tasuki.adapters.linkage.settings import make_settings
from tasuki.core.linkage.clusters import hold_back_groups
from tasuki.core.linkage.comparisons import BLOCKS, COMPARISONS, Block
from tasuki.core.linkage.decide import (
    AUTO_PROBABILITY_MIN,
    REVIEW_PROBABILITY_MIN,
    Guard,
    ScoredPair,
    decide,
    find_failed_guards,
    rests_on_shared_contact,
)
from tasuki.core.linkage.keys import LinkRow
from tasuki.core.linkage.model import Model
from tasuki.core.linkage.population import (
    Columns,
    Population,
    count_population,
    link_columns,
    link_frequencies,
)

READ_PAIRS = 50_000
"""Pairs that stand in memory in the engine's form at a time."""
_OUTPUT = ("unique_id_l", "unique_id_r", "match_weight", "match_probability")


def score(
    rows: Sequence[LinkRow],
    *,
    against: Sequence[LinkRow] = (),
    model: Model | None = None,
    population: Population | None = None,
    engine: EngineKind = EngineKind.DUCKDB,
    auto_min: float = AUTO_PROBABILITY_MIN,
    pair_min: float = REVIEW_PROBABILITY_MIN,
) -> list[ScoredPair]:
    """Return the pairs that may be one person, most probable first.

    Args:
        rows: records compared with each other and with `against`.
        against: older records; pairs among them are not looked for.
        model: weights; the shipped model if none is given.
        population: frequencies and shared contacts of the whole, where the two lists are only
            a part of it; counted from the lists if none is given.
        engine: where the work is done.
        auto_min: probability (.30..1) from which a pair is linked without a question.
        pair_min: pairs below this probability (0..1) are not returned.
    """
    if not rows or len(rows) + len(against) < 2:
        return []
    everybody = [*rows, *against]
    known = population or count_population(everybody)
    weights = model or load_default_model()
    with open_engine(engine) as api:
        # The columns are needed until the engine has its own; a million records are a gigabyte.
        linker, frames = _make_linker(
            api, link_columns(everybody, known), len(rows), weights, known
        )
        found = [
            _as_pair(values, everybody, auto_min=auto_min)
            for frame in _predict(linker, frames, pair_min=pair_min)
            for values in _read(frame)
        ]
    found.sort(key=lambda pair: (-pair.probability, pair.left_id, pair.right_id))
    return hold_back_groups(found, {row.id: row.birth for row in everybody})


def _make_linker(
    api: Any, table: Columns, new_count: int, model: Model, population: Population
) -> tuple[Any, list[Any]]:
    """Return Splink's linker and the new and old records as its tables."""
    from splink import Linker, SettingsCreator

    arrow = as_arrow(table)
    parts = [arrow.slice(0, new_count), arrow.slice(new_count)]
    frames = [
        api.register(part, dataset_display_name=f"part_{number}")
        for number, part in enumerate(parts)
        if part.num_rows
    ]
    settings = make_settings(model, size=population.size, blocks=_used_blocks(table))
    linker = Linker(frames[0], SettingsCreator.from_path_or_dict(settings))
    for column, frequencies in link_frequencies(table, population).items():
        lookup = api.register(lookup_table(column, frequencies))
        linker.table_management.register_term_frequency_lookup(lookup, column)
    return linker, frames


def _used_blocks(table: Columns) -> tuple[Block, ...]:
    """Return the blocks whose columns are not empty: an empty one costs a join for nothing."""
    filled = {name for name, values in table.items() if any(values)}
    used = tuple(block for block in BLOCKS if all({left, right} <= filled for left, right in block))
    return used or BLOCKS[:1]


def _predict(linker: Any, frames: list[Any], *, pair_min: float | None) -> Iterator[Any]:
    options = {"threshold_match_probability": pair_min, "warning_mode": "never"}
    yield linker.inference.predict_within(frames[0], **options)
    if len(frames) > 1:
        yield linker.inference.predict_between(frames[0], frames[1], **options)


def _read(frame: Any) -> Iterator[tuple[Any, ...]]:
    """Give ids, weight, probability, then levels and the two parts of each weight."""
    names = [
        *_OUTPUT,
        *(f"gamma_{comparison.name}" for comparison in COMPARISONS),
        *(f"mw_{comparison.name}" for comparison in COMPARISONS),
        *(f"mw_tf_adj_{comparison.name}" for comparison in COMPARISONS),
    ]
    table = frame.as_pyarrow_table()
    known = set(table.column_names)
    for part in table.to_batches(max_chunksize=READ_PAIRS):
        filled = [
            part.column(name).to_pylist() if name in known else [0.0] * part.num_rows
            for name in names
        ]
        yield from zip(*filled, strict=True)


def _as_pair(values: tuple[Any, ...], rows: Sequence[LinkRow], *, auto_min: float) -> ScoredPair:
    left, right, odds_bits, probability = values[:4]
    count = len(COMPARISONS)
    gammas = values[4 : 4 + count]
    base, rarity = values[4 + count : 4 + 2 * count], values[4 + 2 * count :]
    weights = tuple(map(math.fsum, zip(base, rarity, strict=True)))
    failed = find_failed_guards(gammas)
    if rests_on_shared_contact(gammas, odds_bits, weights):
        failed = (*failed, Guard.SHARED_CONTACT)
    return ScoredPair(
        left_id=rows[left].id,
        right_id=rows[right].id,
        probability=probability,
        decision=decide(probability=probability, failed=failed, auto_min=auto_min),
        guard=failed,
        gammas=gammas,
        weights_bits=weights,
    )
