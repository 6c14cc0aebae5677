from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.law.clocks import breach_clock, last_day_of, request_due, separation_due

DAYS = st.dates(min_value=date(2022, 4, 1), max_value=date(2090, 1, 1))


@pytest.mark.parametrize(
    ("start", "length", "last"),
    [
        (date(2026, 4, 1), {"months": 6}, date(2026, 9, 30)),
        (date(2026, 8, 31), {"months": 6}, date(2027, 2, 28)),
        (date(2028, 2, 29), {"years": 2}, date(2030, 2, 28)),
        (date(2026, 4, 1), {"years": 2}, date(2028, 3, 31)),
        (date(2026, 11, 23), {}, date(2026, 11, 22)),
    ],
)
def test_a_period_ends_by_article_143(start, length, last):
    assert last_day_of(start, **length) == last


def test_a_request_is_answered_within_fourteen_days_and_brought_to_mind_on_day_7_and_12():
    clock = request_due(date(2026, 11, 2))

    assert clock.answer_by == date(2026, 11, 16)
    assert clock.remind_on == (date(2026, 11, 9), date(2026, 11, 14))


def test_a_breach_is_reported_on_the_earlier_of_two_ways_to_count():
    clock = breach_clock(date(2026, 11, 2), is_wrongful=False)

    assert (clock.preliminary_from, clock.preliminary_by) == (
        date(2026, 11, 5),
        date(2026, 11, 7),
    )
    assert clock.final_by == date(2026, 12, 1)
    assert clock.reminders == (
        date(2026, 11, 3),
        date(2026, 11, 4),
        date(2026, 11, 6),
        date(2026, 11, 26),
        date(2026, 12, 1),
    )


def test_a_wrongful_breach_has_sixty_days():
    assert breach_clock(date(2026, 11, 2), is_wrongful=True).final_by == date(2026, 12, 31)


@given(DAYS, st.integers(min_value=1, max_value=120))
def test_a_period_of_months_is_never_longer_than_its_corresponding_day(start, months):
    last = last_day_of(start, months=months)

    assert start < last + timedelta(days=1)
    assert (last.year * 12 + last.month) - (start.year * 12 + start.month) in {months - 1, months}


@given(DAYS, st.booleans())
def test_reminders_of_a_breach_come_in_order_and_end_with_the_final_report(known_on, is_wrongful):
    clock = breach_clock(known_on, is_wrongful=is_wrongful)

    assert list(clock.reminders) == sorted(clock.reminders)
    assert clock.reminders[-1] == clock.final_by


@pytest.mark.parametrize(
    ("hired_on", "window_to", "due_on"),
    [
        (date(2026, 4, 1), date(2026, 9, 30), date(2026, 10, 1)),
        (date(2026, 8, 31), date(2027, 2, 28), date(2027, 3, 1)),
    ],
)
def test_separation_is_checked_on_the_day_after_the_window_of_six_months(
    hired_on, window_to, due_on
):
    assert last_day_of(hired_on, months=6) == window_to
    assert separation_due(hired_on) == due_on
