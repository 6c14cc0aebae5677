"""Sums of a month of side work: days to their month, weeks to the month in which they end."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.law.hours import find_limits
from tasuki.core.moves.month_sums import (
    DayHours,
    JobDays,
    MonthSum,
    add_up_month,
    premium_of_month,
    week_start,
)

LIMITS = find_limits(date(2026, 11, 23))
NOVEMBER = date(2026, 11, 1)  # a Sunday


def week(sunday, own=480, saturday_other=0):
    days = [
        DayHours(day=sunday + timedelta(days=place), own_scheduled=own) for place in range(1, 6)
    ]
    return [*days, DayHours(day=sunday + timedelta(days=6), other_scheduled=saturday_other)]


HERE, THERE = date(2018, 4, 1), date(2026, 9, 1)


def add_up(days, month=NOVEMBER, *, is_own_first=True, **facts):
    job = JobDays(contract_on=THERE if is_own_first else HERE, days=tuple(days), **facts)
    own = HERE if is_own_first else THERE
    found = add_up_month([job], own_contract_on=own, month=month, limits=LIMITS)
    return found.own, *found.others


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
    assert add_up(week(NOVEMBER, saturday_other=300)) == (0, 300)


def test_order_of_the_contracts_decides_who_bears_the_overtime():
    day = [DayHours(day=date(2026, 11, 2), own_scheduled=480, other_scheduled=300)]

    assert add_up(day) == (0, 300)
    assert add_up(day, is_own_first=False) == (300, 0)


def test_order_of_extra_work_decides_who_bears_it():
    facts = {"own_scheduled": 240, "other_scheduled": 180, "own_extra": 60, "other_extra": 60}
    day = DayHours(day=date(2026, 11, 2), **facts)
    turned = DayHours(day=date(2026, 11, 2), is_other_extra_first=True, **facts)

    assert add_up([day]) == (0, 60)
    assert add_up([turned]) == (60, 0)


def test_week_over_the_end_of_a_month_counts_in_the_month_in_which_it_ends():
    days = week(date(2026, 11, 29), saturday_other=300)  # Saturday is 5 December

    assert add_up(days) == (0, 0)
    assert add_up(days, month=date(2026, 12, 1)) == (0, 300)


def test_last_week_of_an_ended_side_work_is_not_waited_for():
    friday = date(2026, 7, 31)
    days = [
        DayHours(day=date(2026, 7, 26), other_scheduled=300),
        *week(date(2026, 7, 26))[:5],
    ]

    assert add_up(days, month=friday) == (0, 0)
    assert add_up(days, month=friday, last_day=friday) == (0, 300)


def test_overtime_of_a_day_is_counted_in_its_own_month_once():
    day = [DayHours(day=date(2026, 11, 30), own_scheduled=480, other_scheduled=60)]

    assert add_up(day) == (0, 60)
    assert add_up(day, month=date(2026, 12, 1)) == (0, 0)


def test_holiday_work_is_added_to_both():
    day = [DayHours(day=date(2026, 11, 1), own_holiday=120, other_holiday=90)]

    assert add_up(day) == (120, 90)


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

    assert add_up(day, adds_up=False) == (30, 0)


def test_one_employer_has_all_hours_beyond_eight_and_forty():
    monday = date(2026, 11, 2)
    six_days = [DayHours(day=monday + timedelta(days=n), own_scheduled=480) for n in range(6)]

    assert add_up([DayHours(day=monday, own_scheduled=600)], adds_up=False) == (120, 0)
    assert add_up(six_days, adds_up=False) == (480, 0)


def three(day):
    """Six hours here, two at each of two others; the hours here stand on both sheets."""
    told = DayHours(day=day, own_scheduled=360, other_scheduled=120)
    return [JobDays(contract_on=THERE, days=(told,)), JobDays(contract_on=ON, days=(told,))]


ON = date(2026, 10, 1)


def test_hours_of_three_employers_are_added_and_those_here_once():
    found = add_up_month(
        three(date(2026, 11, 2)), own_contract_on=HERE, month=NOVEMBER, limits=LIMITS
    )

    assert found == MonthSum(own=0, others=(0, 120))
    assert found.total == 120


def test_longer_time_counts_where_two_sheets_tell_different_hours_here():
    one, two = three(date(2026, 11, 2))
    silent = replace(two, days=(replace(two.days[0], own_scheduled=0),))

    found = add_up_month([one, silent], own_contract_on=HERE, month=NOVEMBER, limits=LIMITS)

    assert found.total == 120


def test_premium_is_owed_by_the_one_at_whose_turn_the_limit_is_passed():
    jobs = three(date(2026, 11, 2))
    later = replace(LIMITS, is_premium_added_up=False)
    facts = {"own_contract_on": HERE, "month": NOVEMBER}

    assert premium_of_month(jobs, limits=LIMITS, **facts) == MonthSum(0, (0, 120))
    assert premium_of_month(jobs, limits=later, **facts) == MonthSum(0, (0, 0))


SMALL = replace(LIMITS, day_minutes=8, week_minutes=40)
HOURS = st.integers(0, 6)


@st.composite
def months_of_three(draw):
    """Days of three weeks about November, on the sheets of two side works."""
    days = draw(st.lists(st.integers(-3, 20), max_size=14, unique=True))
    sheets = ([], [])
    for place in days:
        here = draw(st.tuples(HOURS, HOURS, HOURS))
        for sheet in sheets:
            there = draw(st.tuples(HOURS, HOURS, HOURS, st.booleans()))
            sheet.append(
                DayHours(
                    day=NOVEMBER + timedelta(days=place),
                    own_scheduled=here[0],
                    own_extra=here[1],
                    own_holiday=here[2],
                    other_scheduled=there[0],
                    other_extra=there[1],
                    other_holiday=there[2],
                    is_other_extra_first=there[3],
                )
            )
    contracts = draw(st.permutations([date(2018, 4, 1), date(2020, 4, 1), date(2026, 9, 1)]))
    return contracts, sheets


def slowly(contracts, sheets):
    """Read the law hour by hour: what the three bear in November, here first."""
    order = sorted(range(3), key=lambda job: contracts[job])
    found = [0, 0, 0]
    kept = {}
    pairs = zip(*(sorted(sheet, key=lambda one: one.day) for sheet in sheets), strict=True)
    for here, there in pairs:
        hours = (here.own_scheduled, here.other_scheduled, there.other_scheduled)
        early = {1: here.is_other_extra_first, 2: there.is_other_extra_first}
        turns = [job for job in order if early.get(job)] + [0]
        turns += [job for job in order if early.get(job) is False]
        extra = (here.own_extra, here.other_extra, there.other_extra)
        worked = [(job, 0) for job in order for _ in range(hours[job])]
        worked += [(job, 1) for job in turns for _ in range(extra[job])]
        is_november = here.day.month == 11
        holiday = (here.own_holiday, here.other_holiday, there.other_holiday)
        for job in range(3):
            found[job] += holiday[job] * is_november
        for used, (job, kind) in enumerate(worked):
            if used >= 8 and (job, kind) != (order[0], 0):
                found[job] += is_november
            else:
                kept.setdefault(week_start(here.day), []).append((kind, job))
    for sunday, worked in kept.items():
        if (sunday + timedelta(days=6)).month != 11:
            continue
        by_contract = sorted(
            worked, key=lambda one: (one[0], order.index(one[1]) if one[0] == 0 else 0)
        )
        for used, (kind, job) in enumerate(by_contract):
            found[job] += used >= 40 and (job, kind) != (order[0], 0)
    return tuple(found)


@given(months_of_three())
def test_month_of_three_employers_agrees_with_a_slow_reading_of_the_law(case):
    contracts, sheets = case
    jobs = [
        JobDays(contract_on=contracts[place], days=tuple(sheet))
        for place, sheet in enumerate(sheets, start=1)
    ]

    found = add_up_month(jobs, own_contract_on=contracts[0], month=NOVEMBER, limits=SMALL)

    assert (found.own, *found.others) == slowly(contracts, sheets)
