from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.dates import (
    add_months,
    last_day_of_period,
    month_end,
    month_start,
    round_half_up,
    round_yen,
)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 4, 1), 6, date(2026, 9, 30)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 24, date(2030, 2, 28)),
        (date(2026, 11, 23), 12, date(2027, 11, 22)),
    ],
)
def test_a_period_ends_the_day_before_the_corresponding_day(start, months, last):
    assert last_day_of_period(start, months) == last


def test_months_add_over_the_year_and_shorten_to_the_last_day():
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2026, 1, 15), -1) == date(2025, 12, 15)


def test_a_month_has_a_first_and_a_last_day():
    assert month_start(date(2028, 2, 10)) == date(2028, 2, 1)
    assert month_end(date(2028, 2, 10)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        (Decimal("0.565"), 2, "0.57"),
        (Decimal("1.695"), 2, "1.70"),
        (Fraction(-1, 2), 0, "-1"),
        (Fraction(1, 3), 1, "0.3"),
        (7, 0, "7"),
    ],
)
def test_halves_go_away_from_zero(value, digits, rounded):
    assert str(round_half_up(value, digits)) == rounded


@given(st.fractions(min_value=-(10**12), max_value=10**12))
def test_rounded_yen_is_never_more_than_half_a_yen_off(amount):
    assert abs(round_yen(amount) - amount) <= Fraction(1, 2)


@given(st.fractions(min_value=-(10**9), max_value=10**9))
def test_rounding_treats_gain_and_loss_alike(amount):
    assert round_yen(-amount) == -round_yen(amount)
