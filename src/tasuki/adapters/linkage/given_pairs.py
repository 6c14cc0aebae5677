"""Score pairs that somebody named, with the same levels, weights and guards as a whole search.

A search of all records finds its pairs itself and needs seconds to begin. Where the pairs are
known already, such as the rows of a file and the people whom their keys point to, one statement
tells the levels and the model's weights are added up here.
"""

import math
from collections.abc import Mapping, Sequence

from tasuki.adapters.linkage.default import load_default_model
from tasuki.adapters.linkage.engines import as_arrow, query_tables
from tasuki.core.linkage.comparisons import COMPARISONS, Comparison
from tasuki.core.linkage.decide import (
    Gammas,
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
    link_columns,
    link_frequencies,
)

type Places = tuple[int, int]
"""Places of two records in the list."""


def score_given_pairs(
    pairs: Sequence[Places],
    rows: Sequence[LinkRow],
    *,
    population: Population,
    model: Model | None = None,
) -> list[ScoredPair]:
    """Return what the model says of each pair, in the order given; improbable ones too.

    Args:
        pairs: places of two records in `rows`.
        rows: the records.
        population: frequencies and shared contacts of the whole they belong to.
        model: weights; the shipped model if none is given.
    """
    if not pairs:
        return []
    weights = model or load_default_model()
    table = link_columns(rows, population)
    rarities = link_frequencies(table, population)
    prior = weights.prior_bits(population.size)
    return [
        _scored(places, gammas, rows, _bits(places, gammas, table, rarities, weights), prior)
        for places, gammas in zip(pairs, _find_gammas(pairs, table), strict=True)
    ]


def _find_gammas(pairs: Sequence[Places], table: Columns) -> list[Gammas]:
    """Return the level of each comparison for each pair, by the conditions all engines share."""
    sides = ", ".join(f"one.{name} as {name}_l, other.{name} as {name}_r" for name in table)
    levels = ", ".join(map(_level_sql, COMPARISONS))
    named: Columns = {
        "unique_id": list(range(len(pairs))),
        "first_id": [first for first, _ in pairs],
        "second_id": [second for _, second in pairs],
    }
    # Columns and conditions are our own constants; values come in as tables.
    query = (
        f"select {levels} from (select named.unique_id as place, {sides} from named"  # noqa: S608
        " join records one on one.unique_id = named.first_id"
        " join records other on other.unique_id = named.second_id) order by place"
    )
    return query_tables(query, records=as_arrow(table), named=as_arrow(named))


def _level_sql(comparison: Comparison) -> str:
    last = len(comparison.levels) - 1
    cases = [
        f"when {level.condition} then {last - place}"
        for place, level in enumerate(comparison.levels[:-1])
    ]
    return f"case when {comparison.missing} then -1 {' '.join(cases)} else 0 end"


def _bits(
    places: Places,
    gammas: Gammas,
    table: Columns,
    rarities: Mapping[str, Mapping[str, float]],
    model: Model,
) -> tuple[float, ...]:
    """Return the weight of each comparison; a rare value weighs more where the level says so."""
    found = []
    for comparison, gamma in zip(COMPARISONS, gammas, strict=True):
        level = comparison.level_of(gamma)
        if level is None:
            found.append(0.0)
            continue
        weight = model.weights[comparison.name][level.name]
        bits = weight.bits
        if level.rarity and weight.per_rarity_bit:
            values = [table[level.rarity][place] for place in places]
            shares = [rarities[level.rarity][str(value)] for value in values if value]
            # The more frequent of the two values counts.
            bits += weight.per_rarity_bit * -math.log2(max(shares))
        found.append(bits)
    return tuple(found)


def _scored(
    places: Places,
    gammas: Gammas,
    rows: Sequence[LinkRow],
    weights_bits: tuple[float, ...],
    prior_bits: float,
) -> ScoredPair:
    odds_bits = prior_bits + math.fsum(weights_bits)
    probability = 1 / (1 + 2**-odds_bits)
    failed = find_failed_guards(gammas)
    if rests_on_shared_contact(gammas, odds_bits, weights_bits):
        failed = (*failed, Guard.SHARED_CONTACT)
    return ScoredPair(
        left_id=rows[places[0]].id,
        right_id=rows[places[1]].id,
        probability=probability,
        decision=decide(probability=probability, failed=failed),
        guard=failed,
        gammas=gammas,
        weights_bits=weights_bits,
    )
