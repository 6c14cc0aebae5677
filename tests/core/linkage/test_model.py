"""A stored model comes back as it was; one of other levels is refused."""

import json
import math
from copy import deepcopy

import pytest

from tasuki.adapters.linkage import load_default_model
from tasuki.core.linkage.comparisons import (
    BLOCKS,
    CERTAIN_BLOCKS,
    COMPARISONS,
    RARITY_COLUMNS,
    TRAINING_BLOCKS,
)
from tasuki.core.linkage.keys import LinkRow
from tasuki.core.linkage.model import PRIOR_MAX, ModelError, model_from_json
from tasuki.core.linkage.population import count_population, link_columns


def test_the_shipped_model_survives_a_round_trip():
    model = load_default_model()

    assert model_from_json(json.loads(json.dumps(model.as_json()))) == model


def test_a_model_of_another_format_is_refused():
    with pytest.raises(ModelError, match="format 99"):
        model_from_json(load_default_model().as_json() | {"format": 99})


def test_a_model_without_a_level_is_refused():
    stored = deepcopy(load_default_model().as_json())
    del stored["weights"]["phone"]["shared"]

    with pytest.raises(ModelError, match="phone: shared"):
        model_from_json(stored)


def test_the_prior_falls_with_the_number_of_records():
    model = load_default_model()

    assert model.prior(2) == model.prior(500) <= PRIOR_MAX
    assert model.prior(100_000) == pytest.approx(2 * model.pairs_per_record / 100_000)
    odds = model.prior(100_000) / (1 - model.prior(100_000))
    assert model.prior_bits(100_000) == pytest.approx(math.log2(odds))


def test_the_shipped_model_knows_what_speaks_for_and_against():
    weights = load_default_model().weights

    assert weights["given_name"]["other"].bits < -5
    assert weights["birth_date"]["same"].bits > 5
    assert weights["birth_date"]["other"].bits < -5
    for name in ("phone", "mail"):
        own, pair, shared = (weights[name][level].bits for level in ("same", "pair", "shared"))
        assert own > pair > shared


def test_levels_have_names_of_their_own_and_end_with_else():
    for comparison in COMPARISONS:
        names = [level.name for level in comparison.levels]

        assert len(names) == len(set(names))
        assert comparison.levels[-1].condition == "ELSE"
        assert comparison.level_of(0) is comparison.levels[-1]
        assert comparison.level_of(len(names) - 1) is comparison.levels[0]
        assert comparison.level_of(-1) is None


def test_blocks_and_rarities_name_columns_that_exist():
    rows = [LinkRow("a"), LinkRow("b")]
    columns = set(link_columns(rows, count_population(rows)))
    named = {
        side
        for blocks in (BLOCKS, TRAINING_BLOCKS, CERTAIN_BLOCKS)
        for block in blocks
        for pair in block
        for side in pair
    }

    assert named | set(RARITY_COLUMNS) <= columns
