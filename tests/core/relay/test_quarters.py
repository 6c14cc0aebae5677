from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.relay.quarters import Quarter, QuarterSheet, quarter_of
from tasuki.core.relay.reasons import ReasonCode

FOURTH = Quarter(date(2026, 10, 1), date(2026, 12, 31))


def sheet(counted, **reasons):
    return QuarterSheet(FOURTH, counted, reasons)


@pytest.mark.parametrize("day", [date(2026, 10, 1), date(2026, 11, 30), date(2026, 12, 31)])
def test_a_quarter_is_three_calendar_months(day):
    assert quarter_of(day) == FOURTH


def test_the_quarter_before_the_first_lies_in_the_year_before():
    assert quarter_of(date(2027, 2, 28)).before == FOURTH


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_day_lies_in_its_quarter(day):
    quarter = quarter_of(day)

    assert quarter.first_day <= day <= quarter.last_day


def test_half_turned_away_is_no_reason_to_look_and_one_more_is():
    assert not sheet(5, N1=2, N4=3).needs_review
    assert sheet(5, N1=3, N4=3).needs_review


def test_who_withdrew_or_waits_at_the_cap_was_not_turned_away():
    found = sheet(1, R12=8, N8=4, N4=1)

    assert (found.turned_away, found.decided, found.needs_review) == (1, 2, False)


def test_shares_are_whole_percents_of_the_decided():
    found = sheet(2, N4=1)

    assert found.percent_of(found.count_of(ReasonCode.N4)) == 33
    assert sheet(0).percent_of(0) == 0
