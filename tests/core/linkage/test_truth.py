"""Precision, recall and F1 against a count that shares no code with them."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.linkage.truth import Figures, score_groups, score_links

PERSONS = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2, "f": 3}


def count_by_hand(links, persons):
    """Return precision, recall and F1 by looking at every two records."""
    wanted = {
        frozenset(pair) for pair in combinations(persons, 2) if len({*map(persons.get, pair)}) == 1
    }
    given_links = {frozenset(pair) for pair in links if len(set(pair)) == 2}
    right = len(wanted & given_links)
    precision = Fraction(right, len(given_links)) if given_links else Fraction(1)
    recall = Fraction(right, len(wanted)) if wanted else Fraction(1)
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else Fraction(0)


def test_figures_of_a_small_truth():
    found = score_links([("a", "b"), ("b", "a"), ("d", "e"), ("e", "f")], PERSONS)

    assert found == Figures(linked=3, right=2, true=4)
    assert (found.precision, found.recall) == (pytest.approx(2 / 3), 0.5)
    assert found.f1 == pytest.approx(4 / 7)


def test_a_group_links_every_two_of_its_records():
    assert score_groups([["a", "b", "c"], ["e", "f"]], PERSONS) == Figures(
        linked=4, right=3, true=4
    )


def test_records_outside_the_truth_count_nowhere():
    assert score_links([("a", "x"), ("a", "b")], PERSONS) == Figures(linked=1, right=1, true=4)
    assert score_groups([["a", "b", "x"]], PERSONS) == Figures(linked=1, right=1, true=4)


def test_nothing_linked_and_nothing_true():
    assert (score_links([], PERSONS).precision, score_links([], PERSONS).recall) == (1.0, 0.0)
    assert score_links([], {"a": 1}) == Figures(0, 0, 0)
    assert Figures(0, 0, 0).f1 == 1.0
    assert Figures(0, 0, 0).recall == 1.0


IDS = st.sampled_from("abcdefgh")


@given(
    st.dictionaries(IDS, st.integers(1, 3), min_size=2),
    st.lists(st.tuples(IDS, IDS), max_size=20),
)
def test_figures_agree_with_a_count_by_hand(persons, links):
    inside = [(left, right) for left, right in links if left in persons and right in persons]
    precision, recall, f1 = count_by_hand(inside, persons)
    found = score_links(links, persons)

    assert found.precision == pytest.approx(float(precision))
    assert found.recall == pytest.approx(float(recall))
    # With nothing linked, precision is a convention and the harmonic mean is taken of counts.
    assert found.f1 == pytest.approx(float(f1))
