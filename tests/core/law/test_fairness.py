from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.law.fairness import (
    GroupCount,
    age_band,
    exact_interval,
    impact_ratios,
    scoring_counts,
)

TODAY = date(2026, 11, 23)


def test_the_impact_ratio_is_the_rate_over_the_highest_rate():
    women, men = impact_ratios({"F": GroupCount(30, 100), "M": GroupCount(45, 120)}, on=TODAY)

    assert (women.rate, men.rate) == (Fraction(300, 1000), Fraction(375, 1000))
    assert (women.impact_ratio, men.impact_ratio) == (Fraction(80, 100), Fraction(1))
    assert not women.is_flagged


def test_the_scoring_rate_counts_scores_above_the_median_of_all():
    counts = scoring_counts({"F": [50, 70, 80], "M": [60, 90, 95]})

    assert counts == {"F": GroupCount(1, 3), "M": GroupCount(2, 3)}
    women, men = impact_ratios(counts, on=TODAY)
    assert (round(women.rate, 3), round(men.rate, 3)) == (Fraction("0.333"), Fraction("0.667"))
    assert women.impact_ratio == Fraction(1, 2)


def test_a_ratio_below_four_fifths_is_flagged_unless_the_group_is_too_small():
    large, other = impact_ratios({"F": GroupCount(29, 100), "M": GroupCount(37, 100)}, on=TODAY)
    small, _ = impact_ratios({"F": GroupCount(5, 29), "M": GroupCount(60, 100)}, on=TODAY)

    assert large.is_flagged
    assert not other.is_flagged
    assert (small.is_too_small, small.is_flagged) == (True, False)


def test_thirty_persons_are_enough():
    [found] = impact_ratios({"F": GroupCount(10, 30)}, on=TODAY)

    assert not found.is_too_small


def test_a_group_without_persons_has_no_rate_and_nobody_selected_no_ratio():
    empty, none = impact_ratios({"X": GroupCount(0, 0), "F": GroupCount(0, 40)}, on=TODAY)

    assert (empty.rate, empty.impact_ratio, empty.interval) == (None, None, (0.0, 1.0))
    assert (none.rate, none.impact_ratio) == (Fraction(0), None)


def test_a_category_below_two_percent_may_be_left_out():
    small, large = impact_ratios({"X": GroupCount(1, 1), "F": GroupCount(10, 99)}, on=TODAY)

    assert small.may_be_left_out
    assert not large.may_be_left_out


@pytest.mark.parametrize(
    ("selected", "total", "low", "high"),
    [
        (0, 10, 0.0, 0.3085),
        (10, 10, 0.6915, 1.0),
        (5, 10, 0.1871, 0.8129),
        (30, 100, 0.2124, 0.3998),
    ],
)
def test_the_interval_is_that_of_clopper_and_pearson(selected, total, low, high):
    found = exact_interval(selected, total)

    assert found == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 200), st.data())
def test_the_interval_holds_the_rate(total, data):
    selected = data.draw(st.integers(0, total))

    low, high = exact_interval(selected, total)

    assert 0 <= low <= selected / total <= high <= 1


@pytest.mark.parametrize(
    ("age", "band"),
    [(18, "<35"), (34, "<35"), (35, "35-44"), (44, "35-44"), (45, "45-59"), (60, "60+")],
)
def test_age_bands(age, band):
    assert age_band(age, on=TODAY) == band


def test_more_selected_than_considered_is_an_error():
    with pytest.raises(ValueError, match="selected 3 of 2"):
        GroupCount(3, 2)
