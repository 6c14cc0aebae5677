"""An organisation's own model: trained without answers, never from too few records."""

import pytest

from tasuki.adapters.linkage import load_default_model, score, train
from tasuki.adapters.linkage.training import TRAINING_RECORDS_MIN, TooFewRecordsError
from tasuki.core.linkage.decide import Decision
from tasuki.core.linkage.keys import LinkRow, link_row
from tasuki.core.linkage.model import model_from_json
from tasuki.core.linkage.truth import score_links
from tasuki.core.synthetic.mixes import MIX_2
from tasuki.core.synthetic.records import make_records


def test_too_few_records_train_nothing():
    rows = [LinkRow(str(place)) for place in range(TRAINING_RECORDS_MIN - 1)]

    with pytest.raises(TooFewRecordsError, match="4999 records"):
        train(rows)


def test_a_model_of_the_own_records_links_as_safely_as_the_shipped_one():
    records = list(make_records(MIX_2, people_count=3_100, seed=31))
    rows = [link_row(record.values, id=str(place)) for place, record in enumerate(records)]
    persons = {str(place): record.person for place, record in enumerate(records)}

    model = train(rows, version="own-1")

    assert (model.version, model.record_count) == ("own-1", len(rows))
    assert model_from_json(model.as_json()).weights.keys() == model.weights.keys()
    assert 0.3 < model.pairs_per_record < 0.9
    assert model.weights != load_default_model().weights
    pairs = score(rows, model=model)
    auto = [(one.left_id, one.right_id) for one in pairs if one.decision is Decision.AUTO]
    found = [(one.left_id, one.right_id) for one in pairs if one.probability >= 0.5]
    assert score_links(auto, persons).precision >= 0.99
    assert score_links(found, persons).f1 >= 0.95
