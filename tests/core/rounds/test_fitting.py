"""Fits at the places of a round: parts that add up, and columns that never enter."""

import pytest

from tasuki.core.market.fit.features import ForbiddenFeature
from tasuki.core.rounds.fitting import fit_texts

PLACES = [
    {"id": "O1", "organisation": "C1", "title": "経理", "occupation": "12_072-06"},
    {"id": "O2", "organisation": "C1", "title": "品質管理", "occupation": "03_014-01"},
]
PEOPLE = [
    {"id": "A1", "experience": [["12_072-06", 60]], "text": "経理を5年担当"},
    {"id": "A2", "experience": [["03_014-01", 24]], "text": "品質管理"},
    {"id": "A3"},
]


def fits():
    return fit_texts({"people": PEOPLE, "openings": PLACES})


def test_the_parts_of_every_fit_add_up_to_its_points():
    assert all(sum(one["parts"].values()) == one["points"] for one in fits()["scores"])


def test_who_did_the_work_is_shown_first_at_each_place():
    first = {one["place"]: one["person"] for one in fits()["scores"] if one["shown_order"] == 1}

    assert first == {"O1": "A1", "O2": "A2"}


def test_what_is_not_known_of_somebody_is_said_and_is_no_zero():
    unknown = next(one for one in fits()["scores"] if one["person"] == "A3")

    assert "occupation:person" in unknown["missing"]


def test_the_model_and_the_input_are_named():
    found = fits()

    assert found["version"].startswith("fit-1-")
    assert len({one["input_hash"] for one in found["scores"]}) == 6
    assert sum(found["weights"].values()) == 1_000_000


@pytest.mark.parametrize("column", ["age", "sex", "nationality", "address", "interview_score"])
def test_a_forbidden_column_is_refused_by_h5(column):
    with pytest.raises(ForbiddenFeature):
        fit_texts({"people": [{"id": "A1", column: "x"}], "openings": PLACES})
