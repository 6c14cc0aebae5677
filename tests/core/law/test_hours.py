"""Working hours of several jobs: 労働基準法 36条6項, 37条, 38条, guideline on side work."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.dates import add_months
from tasuki.core.law.hours import (
    HOUR,
    Extra,
    HoursPlan,
    JobKind,
    MonthHours,
    OwnLimits,
    WorkDay,
    add_up_day,
    add_up_week,
    check_hours_plan,
    count_months_before,
    find_limits,
    hours_plan_from_json,
    list_alerts,
    list_averages,
    list_hours_refusals,
    premium_of_day,
    premium_of_week,
)

ON = date(2026, 11, 23)
LIMITS = find_limits(ON)
A, B = 0, 1
JANUARY = date(2026, 1, 1)


def hours(*scheduled, extra=()):
    return WorkDay(
        scheduled=tuple(one * HOUR for one in scheduled),
        extra=tuple(Extra(who, count * HOUR) for who, count in extra),
    )


def months(*pairs, start=JANUARY):
    return tuple(
        MonthHours(month=add_months(start, place), by_job=tuple(one * HOUR for one in pair))
        for place, pair in enumerate(pairs)
    )


@pytest.mark.parametrize(
    "day, expected",
    [
        pytest.param(hours(8, 5), (0, 5), id="case 1"),
        pytest.param(hours(4, 4, extra=[(A, 1)]), (1, 0), id="case 3"),
        pytest.param(hours(3, 3, extra=[(A, 2), (B, 1)]), (0, 1), id="case 4"),
        pytest.param(hours(7, 2), (0, 1), id="case 5"),
        pytest.param(hours(4, 4), (0, 0), id="exactly eight hours"),
        pytest.param(hours(10, 2), (0, 2), id="a long schedule of the first is its own system"),
    ],
)
def test_overtime_of_a_day_falls_on_the_one_at_whose_turn_the_limit_is_passed(day, expected):
    assert add_up_day(day, LIMITS) == tuple(one * HOUR for one in expected)


def test_saturday_at_the_second_employer_is_overtime_of_the_week():
    week = [hours(8, 0)] * 5 + [hours(0, 5)]

    found = add_up_week(week, LIMITS)

    assert found.daily == (0, 0)
    assert found.weekly == (0, 5 * HOUR)


def test_minutes_that_were_overtime_by_day_are_not_counted_again_by_week():
    week = [hours(8, 1)] * 5

    found = add_up_week(week, LIMITS)

    assert found.daily == (0, 5 * HOUR)
    assert found.weekly == (0, 0)


def test_extra_work_that_passes_forty_hours_is_overtime_of_the_one_who_had_it_done():
    week = [hours(7, 0)] * 5 + [hours(0, 4, extra=[(A, 2)])]

    found = add_up_week(week, LIMITS)

    assert found.by_job == (1 * HOUR, 0)


def test_without_adding_up_each_employer_pays_for_its_own_hours_only():
    week = [hours(8, 5, extra=[(A, 1)])]
    later = replace(LIMITS, is_premium_added_up=False)

    assert premium_of_week(week, LIMITS).by_job == (1 * HOUR, 5 * HOUR)
    assert premium_of_week(week, later).by_job == (1 * HOUR, 0)
    assert premium_of_day(week[0], LIMITS) == (1 * HOUR, 5 * HOUR)
    assert premium_of_day(week[0], later) == (1 * HOUR, 0)


def test_premium_is_added_up_today():
    assert LIMITS.is_premium_added_up is True


def test_with_one_job_all_hours_beyond_eight_and_forty_count():
    long_week = [hours(8)] * 6

    assert add_up_day(hours(10), LIMITS) == (2 * HOUR,)
    assert add_up_week(long_week, LIMITS).weekly == (8 * HOUR,)


@pytest.mark.parametrize("kind", JobKind)
def test_only_employed_jobs_add_up(kind):
    assert kind.adds_up is (kind is JobKind.EMPLOYED)


MINUTES = st.integers(0, 700)
EXTRAS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 300)), max_size=5)


@given(st.lists(MINUTES, min_size=3, max_size=3), EXTRAS, st.randoms())
def test_the_sum_of_a_day_does_not_depend_on_the_order_of_extra_work(scheduled, extra, dice):
    pieces = [Extra(*one) for one in extra]
    mixed = list(pieces)
    dice.shuffle(mixed)

    one = add_up_day(WorkDay(scheduled=tuple(scheduled), extra=tuple(pieces)), LIMITS)
    other = add_up_day(WorkDay(scheduled=tuple(scheduled), extra=tuple(mixed)), LIMITS)

    worked = sum(scheduled) + sum(minutes for _, minutes in extra)
    assert sum(one) == sum(other) == max(0, worked - max(480, scheduled[0]))


# Hours instead of minutes keep the slow reading short; the rule is the same.
SMALL = replace(LIMITS, day_minutes=8, week_minutes=40)
UNITS = st.integers(0, 10)
DAY_OF_THREE = st.builds(
    lambda scheduled, extra: WorkDay(
        scheduled=scheduled, extra=tuple(Extra(who, count) for who, count in extra)
    ),
    st.tuples(UNITS, UNITS, UNITS),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5)), max_size=4),
)


def slowly(days):
    """Read the law of a week hour by hour: (by day, by week) for three employers."""
    daily, weekly, rest = [0, 0, 0], [0, 0, 0], []
    for day in days:
        worked = [(job, True) for job in (0, 1, 2) for _ in range(day.scheduled[job])]
        worked += [(one.job, False) for one in day.extra for _ in range(one.minutes)]
        for used, (job, is_scheduled) in enumerate(worked):
            if used >= 8 and not (job == 0 and is_scheduled):
                daily[job] += 1
            else:
                rest.append((job, is_scheduled))
    by_contract = sorted(rest, key=lambda one: one[0] if one[1] else 3)
    for used, (job, is_scheduled) in enumerate(by_contract):
        if used >= 40 and not (job == 0 and is_scheduled):
            weekly[job] += 1
    return tuple(daily), tuple(weekly)


@given(st.lists(DAY_OF_THREE, min_size=1, max_size=7))
def test_week_of_three_employers_agrees_with_a_slow_reading_of_the_law(days):
    found = add_up_week(days, SMALL)

    assert (found.daily, found.weekly) == slowly(days)


def test_three_employers_of_six_two_and_two_hours_have_two_hours_of_overtime():
    assert add_up_day(hours(6, 2, 2), LIMITS) == (0, 0, 2 * HOUR)


@given(st.lists(st.tuples(st.integers(0, 480), MINUTES, MINUTES), min_size=1, max_size=7))
def test_a_week_has_the_daily_surplus_and_what_is_left_over_forty_hours(shape):
    days = [WorkDay(scheduled=(a, b), extra=(Extra(A, more),)) for a, b, more in shape]

    found = add_up_week(days, LIMITS)

    totals = [a + b + more for a, b, more in shape]
    first = sum(a for a, _, _ in shape)
    within = sum(min(480, total) for total in totals)
    assert sum(found.daily) == sum(max(0, total - 480) for total in totals)
    assert sum(found.weekly) == max(0, within - max(2400, first))


@pytest.mark.parametrize(
    "pairs, is_refused",
    [
        pytest.param([(30, 50)] * 6, False, id="model a"),
        pytest.param([(49, 50), (12, 50)], True, id="model b: average 80.5"),
        pytest.param([(49, 50), (11, 50)], False, id="model c: average 80.0"),
        pytest.param([(45, 55)], True, id="model d: must be below 100"),
        pytest.param([(99, 0)], False, id="one month alone below 100"),
    ],
)
def test_vectors_of_the_management_model(pairs, is_refused):
    refusal = check_hours_plan(HoursPlan(months=months(*pairs)), on=ON)

    assert (refusal is not None) is is_refused
    assert refusal is None or refusal.rule == "H10"


def test_one_minute_below_a_hundred_hours_is_allowed():
    just = (MonthHours(month=JANUARY, by_job=(5_999,)),)

    assert check_hours_plan(HoursPlan(months=just), on=ON) is None


def test_refusal_names_month_sum_limit_and_next_step():
    refusal = check_hours_plan(HoursPlan(months=months((45, 55))), on=ON)

    assert refusal.reason_en == (
        "Overtime and holiday work of 2026-01 add up to 100 h; it must stay below 100 h."
    )
    assert "2026/01" in refusal.reason_ja
    assert refusal.next_ja.startswith("予定を減らし")
    assert "労働基準法 36条6項" in refusal.source


@given(st.lists(st.integers(0, 130 * HOUR), min_size=1, max_size=14))
def test_averages_agree_with_a_slow_reading_of_the_law(totals):
    row = [
        MonthHours(month=add_months(JANUARY, place), by_job=(total,))
        for place, total in enumerate(totals)
    ]
    expected = any(total >= 6_000 for total in totals) or any(
        Fraction(sum(totals[start:end]), end - start) > 80 * HOUR
        for start in range(len(totals))
        for end in range(start + 2, start + 7)
        if end <= len(totals)
    )

    assert bool(list_hours_refusals(HoursPlan(months=tuple(row)), on=ON)) is expected
    assert bool(list_hours_refusals(HoursPlan(months=tuple(reversed(row))), on=ON)) is expected


def test_averages_run_over_two_to_six_months():
    found = list_averages(months(*[(10,)] * 7), LIMITS)

    assert {one.months for one in found} == {2, 3, 4, 5, 6}
    assert len(found) == 6 + 5 + 4 + 3 + 2


def test_a_missing_month_is_no_month_of_nothing():
    gap = (*months((99, 0)), *months((99, 0), start=date(2026, 3, 1)))

    with pytest.raises(ValueError, match="no month between 2026-01 and 2026-03"):
        check_hours_plan(HoursPlan(months=gap), on=ON)


def test_own_agreement_counts_own_hours_of_month_and_year():
    own = (OwnLimits(month_minutes=45 * HOUR, year_minutes=360 * HOUR), None)
    over_month = HoursPlan(months=months((46, 0)), own_limits=own)
    over_year = HoursPlan(months=months(*[(41, 0)] * 9, start=date(2026, 4, 1)), own_limits=own)
    two_years = HoursPlan(months=months(*[(41, 0)] * 9, start=date(2026, 1, 1)), own_limits=own)
    others = HoursPlan(months=months((10, 60)), own_limits=own)

    assert "45 h" in check_hours_plan(over_month, on=ON).reason_en
    assert "360 h" in check_hours_plan(over_year, on=ON).reason_en
    assert check_hours_plan(two_years, on=ON) is None
    assert check_hours_plan(others, on=ON) is None


def test_each_stays_within_its_agreed_cap():
    caps = (30 * HOUR, 50 * HOUR)

    assert check_hours_plan(HoursPlan(months=months((30, 50)), caps=caps), on=ON) is None
    assert check_hours_plan(HoursPlan(months=months((10, 51)), caps=caps), on=ON).rule == "H10"


def test_company_rule_on_rest_between_two_jobs():
    plan = HoursPlan(months=months((10, 10)), rest_minutes=10 * HOUR, rest_rule_minutes=11 * HOUR)

    assert "11 h" in check_hours_plan(plan, on=ON).reason_en
    assert check_hours_plan(replace(plan, rest_minutes=11 * HOUR), on=ON) is None


@pytest.mark.parametrize(
    "caps, is_refused", [((30, 50), False), ((31, 50), True), ((49, 50), True)]
)
def test_equal_caps_may_reach_eighty_hours(caps, is_refused):
    refusal = check_hours_plan(HoursPlan(months=months(*[caps] * 6)), on=ON)

    assert (refusal is not None) is is_refused


@pytest.mark.parametrize(
    "first, employed_since, year_begins, count",
    [
        pytest.param(date(2026, 9, 1), date(2018, 4, 1), 4, 5, id="the longest average"),
        pytest.param(date(2026, 12, 15), date(2018, 4, 1), 4, 8, id="the running year"),
        pytest.param(date(2026, 3, 1), date(2018, 4, 1), 4, 11, id="the last month of a year"),
        pytest.param(date(2026, 9, 1), date(2018, 4, 1), 10, 11, id="a year from October"),
        pytest.param(date(2026, 9, 1), date(2026, 7, 10), 4, 2, id="employed in July"),
        pytest.param(date(2026, 9, 1), date(2026, 9, 1), 4, 0, id="employed in the same month"),
        pytest.param(date(2026, 9, 1), date(2027, 1, 1), 4, 0, id="employed later"),
    ],
)
def test_months_before_the_first_are_those_of_averages_and_of_the_running_year(
    first, employed_since, year_begins, count
):
    assert (
        count_months_before(
            first, employed_since=employed_since, year_begins_month=year_begins, on=ON
        )
        == count
    )


@pytest.mark.parametrize(
    "minutes, marks",
    [(69 * 60 + 59, 0), (70 * 60, 1), (80 * 60, 2), (94 * 60 + 59, 2), (95 * 60, 3)],
)
def test_alerts_at_70_80_and_95_hours(minutes, marks):
    month = MonthHours(month=JANUARY, by_job=(minutes, 0))

    assert len(list_alerts(month, on=ON)) == marks


def test_alert_at_four_fifths_of_every_cap():
    month = MonthHours(month=JANUARY, by_job=(24 * HOUR, 39 * HOUR))

    caps = list_alerts(month, on=ON, caps=(30 * HOUR, 50 * HOUR))
    own = list_alerts(month, on=ON, own_limits=(OwnLimits(month_minutes=1800, year_minutes=1),))

    assert [(one.reached_minutes, one.mark_minutes) for one in caps] == [(1440, 1440)]
    assert "36協定" in own[0].text.ja


def test_plan_is_read_from_a_file():
    plan = hours_plan_from_json(
        {
            "months": [{"month": "2026-11", "minutes": [1800, 3000]}],
            "own_limits": [{"month_minutes": 2700, "year_minutes": 21600}, None],
            "caps": [1800, None],
        }
    )

    assert plan.months == (MonthHours(month=date(2026, 11, 1), by_job=(1800, 3000)),)
    assert plan.own_limits[0].year_begins_month == 4
    assert check_hours_plan(plan, on=ON) is None


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"months": [{"month": "2026-13", "minutes": [1]}]},
        {"months": [{"month": "2026-11", "minutes": ["30"]}]},
        {"months": [{"month": "2026-11", "minutes": [True]}]},
        {"months": [], "own_limits": [{"month": 3}]},
        {"months": [], "caps": ["1"]},
    ],
)
def test_a_plan_that_cannot_be_read_is_refused(data):
    with pytest.raises(ValueError, match=r"."):
        hours_plan_from_json(data)


def test_negative_minutes_are_refused():
    with pytest.raises(ValueError, match="never negative"):
        WorkDay(scheduled=(-1,))
    with pytest.raises(ValueError, match="never negative"):
        check_hours_plan(HoursPlan(months=months((-1, 0))), on=ON)
    with pytest.raises(ValueError, match="no schedule"):
        WorkDay(scheduled=(1,), extra=(Extra(1, 1),))
