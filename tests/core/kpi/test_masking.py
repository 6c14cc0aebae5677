"""Small counts stay hidden, also from those who can subtract."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasuki.core.kpi.masking import Mask, MaskingError, suppress, suppress_list

TABLES = st.integers(min_value=2, max_value=5).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(min_value=0, max_value=30), min_size=columns, max_size=columns),
        min_size=2,
        max_size=5,
    )
)


def test_small_count_takes_a_partner_with_it():
    assert suppress_list([3, 12, 30]) == [Mask.SMALL, Mask.PARTNER, 30]


def test_counts_of_five_and_more_and_zero_are_shown():
    assert suppress([[5, 0], [12, 7]]) == [[5, 0], [12, 7]]


def test_a_square_of_hidden_cells_protects_one_small_count():
    assert suppress([[2, 9, 20], [8, 30, 40], [50, 60, 70]]) == [
        [Mask.SMALL, Mask.PARTNER, 20],
        [Mask.PARTNER, Mask.PARTNER, 40],
        [50, 60, 70],
    ]


def test_two_small_counts_whose_sum_is_small_take_a_third():
    assert suppress_list([1, 2, 9, 30]) == [Mask.SMALL, Mask.SMALL, Mask.PARTNER, 30]


@pytest.mark.parametrize("table", [[], [[]], [[1], [1, 2]], [[-1]]])
def test_what_is_no_table_of_counts_is_refused(table):
    with pytest.raises(MaskingError):
        suppress(table)


@given(TABLES)
def test_no_small_count_is_shown(table):
    masked = suppress(table)

    for row, column in product(range(len(table)), range(len(table[0]))):
        assert masked[row][column] in {table[row][column], Mask.SMALL, Mask.PARTNER}
        if 0 < table[row][column] < 5:
            assert masked[row][column] is Mask.SMALL


@settings(deadline=None)
@given(TABLES)
def test_no_hidden_count_follows_from_the_totals(table):
    masked = suppress(table)
    hidden = {
        (row, column)
        for row, column in product(range(len(table)), range(len(table[0])))
        if isinstance(masked[row][column], Mask)
    }
    rows = {row for row, _ in hidden}
    # Repeated subtraction solves every line that hides exactly one cell: there must be none.
    for row in rows:
        assert len([one for one in hidden if one[0] == row]) != 1
    for column in {column for _, column in hidden}:
        assert len([one for one in hidden if one[1] == column]) != 1


@given(TABLES)
def test_masking_does_nothing_to_a_table_without_small_counts(table):
    large = [[value + 5 for value in row] for row in table]

    assert suppress(large) == large
