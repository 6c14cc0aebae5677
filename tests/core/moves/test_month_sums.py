"""Sums of a month of side work: days to their month, weeks to the month in which they end."""

from datetime import date, timedelta

import pytest

from tasuki.core.law.hours import find_limits
from tasuki.core.moves.month_sums import DayHours, MonthSum, add_up_month, week_start

LIMITS = find_limits(date(2026, 11, 23))
NOVEMBER = date(2026, 11, 1)  # a Sunday


def week(sunday, own=480, saturday_other=0):
    days = [
        DayHours(day=sunday + timedelta(days=place), own_scheduled=own) for place in range(1, 6)
    ]
    return [*days, DayHours(day=sunday + timedelta(days=6), other_scheduled=saturday_other)]


def add_up(days, month=NOVEMBER, **more):
    facts = {"is_own_first": True, "adds_up": True, "limits": LIMITS} | more
    return add_up_month(days, month=month, **facts)


@pytest.mark.parametrize(
    "day, sunday",
    [
        (date(2026, 11, 1), date(2026, 11, 1)),
        (date(2026, 11, 7), date(2026, 11, 1)),
        (date(2026, 11, 8), date(2026, 11, 8)),
    ],
)
def test_weeks_begin_on_sunday(day, sunday):
    assert week_start(day) == sunday


def test_five_hours_on_saturday_after_forty_are_overtime_there():
    assert add_up(week(NOVEMBER, saturday_other=300)) == MonthSum(own=0, other=300)


def test_order_of_the_contracts_decides_who_bears_the_overtime():
    day = [DayHours(day=date(2026, 11, 2), own_scheduled=480, other_scheduled=300)]

    assert add_up(day) == MonthSum(own=0, other=300)
    assert add_up(day, is_own_first=False) == MonthSum(own=300, other=0)


def test_order_of_extra_work_decides_who_bears_it():
    facts = {"own_scheduled": 240, "other_scheduled": 180, "own_extra": 60, "other_extra": 60}
    day = DayHours(day=date(2026, 11, 2), **facts)
    turned = DayHours(day=date(2026, 11, 2), is_other_extra_first=True, **facts)

    assert add_up([day]) == MonthSum(own=0, other=60)
    assert add_up([turned]) == MonthSum(own=60, other=0)


def test_week_over_the_end_of_a_month_counts_in_the_month_in_which_it_ends():
    days = week(date(2026, 11, 29), saturday_other=300)  # Saturday is 5 December

    assert add_up(days) == MonthSum(own=0, other=0)
    assert add_up(days, month=date(2026, 12, 1)) == MonthSum(own=0, other=300)


def test_last_week_of_an_ended_side_work_is_not_waited_for():
    friday = date(2026, 7, 31)
    days = [
        DayHours(day=date(2026, 7, 26), other_scheduled=300),
        *week(date(2026, 7, 26))[:5],
    ]

    assert add_up(days, month=friday) == MonthSum(own=0, other=0)
    assert add_up(days, month=friday, last_day=friday) == MonthSum(own=0, other=300)


def test_overtime_of_a_day_is_counted_in_its_own_month_once():
    day = [DayHours(day=date(2026, 11, 30), own_scheduled=480, other_scheduled=60)]

    assert add_up(day) == MonthSum(own=0, other=60)
    assert add_up(day, month=date(2026, 12, 1)) == MonthSum(own=0, other=0)


def test_holiday_work_is_added_to_both():
    day = [DayHours(day=date(2026, 11, 1), own_holiday=120, other_holiday=90)]

    assert add_up(day) == MonthSum(own=120, other=90)


def test_hours_of_contract_work_are_never_added():
    day = [
        DayHours(
            day=date(2026, 11, 2),
            own_scheduled=480,
            own_extra=30,
            other_scheduled=300,
            other_holiday=60,
        )
    ]

    assert add_up(day, adds_up=False) == MonthSum(own=30, other=0)
