"""Figures of report and site: what counts when, and a recount written another way."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.books.counting import count_report, count_site, thousand_yen
from tasuki.core.books.freezing import list_differences, read_report, write_report
from tasuki.core.books.rows import (
    BookRows,
    FeeGroup,
    FeeRow,
    HireRow,
    OrderRow,
    SeekerRow,
    Separated,
)
from tasuki.core.books.terms import TermClass, read_term, term_class
from tasuki.core.books.years import BusinessYear

YEAR = BusinessYear(2025)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def order(received_on: date, ends_on: date, **more: object) -> OrderRow:
    values = {"occupation": "025", "person_count": 1, "term_starts_on": received_on}
    return OrderRow(received_on=received_on, ends_on=ends_on, **(values | more))


def hire(hired_on: date, **more: object) -> HireRow:
    values = {"id": "1", "occupation": "025", "is_indefinite": True}
    return HireRow(hired_on=hired_on, **(values | more))


@pytest.mark.parametrize(
    ("ends_on", "expected"),
    [
        (None, TermClass.REGULAR),
        (date(2026, 7, 31), TermClass.REGULAR),
        (date(2026, 7, 30), TermClass.TEMPORARY),
        (date(2026, 4, 30), TermClass.TEMPORARY),
        (date(2026, 4, 29), TermClass.DAILY),
        (date(2026, 4, 1), TermClass.DAILY),
    ],
)
def test_four_months_are_regular_and_one_month_is_temporary(ends_on, expected):
    assert term_class(date(2026, 4, 1), ends_on) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("有期 2026/04/01〜2026/06/30", date(2026, 6, 30)),
        ("有期 2026年4月1日から2027年3月31日まで", date(2027, 3, 31)),
        ("有期 ３か月（更新あり）", date(2026, 6, 30)),
        ("有期 1年", date(2027, 3, 31)),
        ("有期 10日間", date(2026, 4, 10)),
        ("有期 2週間", date(2026, 4, 14)),
        ("fixed, 6 months", date(2026, 9, 30)),
        ("有期 2026/13/45〜2026/99/99", None),
        ("有期 0か月", None),
        ("有期", None),
        ("無期", None),
    ],
)
def test_term_is_read_as_people_write_it(text, expected):
    assert read_term(text, starts_on=date(2026, 4, 1)) == expected


def test_year_runs_from_april_and_names_the_days_after_it():
    year = BusinessYear.of(date(2026, 3, 31))

    assert (year.first, year.last) == (date(2025, 4, 1), date(2026, 3, 31))
    assert year.report_due == date(2026, 4, 30)
    assert year.site_hires_days == (date(2026, 4, 1), date(2026, 4, 30))
    assert year.site_leavers_days == (date(2026, 10, 1), date(2026, 12, 31))
    assert BusinessYear.of(date(2026, 4, 1)) == BusinessYear(2026)


@pytest.mark.parametrize(("ends_on", "expected"), [(date(2026, 3, 30), 0), (date(2026, 3, 31), 3)])
def test_order_is_valid_when_its_validity_covers_the_last_day_of_march(ends_on, expected):
    rows = BookRows(orders=(order(date(2024, 5, 1), ends_on, person_count=3),))

    total = count_report(rows, year=YEAR, cut_off_on=YEAR.last).total

    assert (total.valid_orders, total.orders_regular) == (expected, 0)


def test_check_known_after_the_cut_off_is_pending():
    rows = BookRows(
        hires=(
            hire(
                date(2025, 10, 1),
                separated=Separated.LEFT,
                separated_known_on=date(2026, 4, 1),
            ),
        )
    )

    report = count_report(rows, year=YEAR, cut_off_on=YEAR.last).total
    site = count_site(rows, year=YEAR, cut_off_on=date(2026, 12, 31))

    assert (report.leavers, report.pending) == (0, 1)
    assert (site.leavers, site.pending) == (1, 0)


def test_five_largest_occupations_stand_on_the_site_and_eleven_cases_are_shown():
    rows = BookRows(
        hires=tuple(
            hire(YEAR.first, id=f"{name}{place}", occupation=name, yearly_pay_yen=1_000_000)
            for name, size in (("a", 11), ("b", 10), ("c", 3), ("d", 3), ("e", 2), ("f", 1))
            for place in range(size)
        )
    )

    rates = count_site(rows, year=YEAR, cut_off_on=YEAR.last).rates

    assert [(one.occupation, one.case_count, one.is_due) for one in rates] == [
        ("a", 11, True),
        ("b", 10, False),
        ("c", 3, False),
        ("d", 3, False),
        ("e", 2, False),
    ]
    assert rates[0].with_zero == Decimal("0.0")
    assert rates[0].without_zero is None


@pytest.mark.parametrize(("yen", "expected"), [(499, 0), (500, 1), (1_499, 1), (1_500, 2)])
def test_thousands_are_rounded_half_up(yen, expected):
    assert thousand_yen(yen) == expected


ROWS = st.builds(
    BookRows,
    orders=st.lists(
        st.builds(
            lambda on, days, persons, term, name: order(
                on,
                on + timedelta(days=days),
                person_count=persons,
                occupation=name,
                term_ends_on=on + timedelta(days=term) if term else None,
            ),
            DAYS,
            st.integers(0, 500),
            st.integers(1, 5),
            st.sampled_from([0, 5, 45, 300]),
            st.sampled_from(["025", "034"]),
        ),
        max_size=6,
    ).map(tuple),
    seekers=st.lists(
        st.builds(
            lambda on, days: SeekerRow(
                occupation="025", accepted_on=on, ends_on=on + timedelta(days=days)
            ),
            DAYS,
            st.integers(0, 500),
        ),
        max_size=6,
    ).map(tuple),
    hires=st.lists(
        st.builds(
            lambda on, indefinite, found, days: hire(
                on,
                is_indefinite=indefinite,
                separated=found,
                separated_known_on=on + timedelta(days=days) if found else None,
            ),
            DAYS,
            st.booleans(),
            st.sampled_from([None, *Separated]),
            st.integers(0, 400),
        ),
        max_size=6,
    ).map(tuple),
    fees=st.lists(
        st.builds(
            lambda on, group, yen: FeeRow(
                hire_id="1",
                charged_on=on,
                group=group,
                amount_yen=-yen if group is FeeGroup.REFUND else yen,
            ),
            DAYS,
            st.sampled_from(list(FeeGroup)),
            st.integers(0, 3_000_000),
        ),
        max_size=6,
    ).map(tuple),
)


@given(ROWS)
def test_counts_are_those_of_a_recount_by_single_days(rows):
    report = count_report(rows, year=YEAR, cut_off_on=YEAR.last)
    total = report.total
    year = {YEAR.first + timedelta(days=place) for place in range(365)}

    assert total.new_seekers == len([one for one in rows.seekers if one.accepted_on in year])
    assert total.valid_seekers == len(
        [
            one
            for one in rows.seekers
            if not (one.accepted_on > YEAR.last or one.ends_on < YEAR.last)
        ]
    )
    indefinite = [one for one in rows.hires if one.is_indefinite and one.hired_on in year]
    known = [
        one.separated for one in indefinite if one.separated and one.separated_known_on <= YEAR.last
    ]
    assert total.hires_indefinite == len(indefinite)
    assert total.leavers == known.count(Separated.LEFT)
    assert total.unknown == known.count(Separated.UNKNOWN)
    assert total.pending == len(indefinite) - len(known)
    paid = [one for one in rows.fees if one.charged_on in year]
    assert report.income.net_yen == sum(one.amount_yen for one in paid)
    assert report.income.refunded_yen == sum(-one.amount_yen for one in paid if one.amount_yen < 0)


@given(ROWS)
def test_lines_add_up_and_a_frozen_report_comes_back_as_it_was(rows):
    report = count_report(rows, year=YEAR, cut_off_on=YEAR.last)

    again = read_report(write_report(report), year=YEAR, cut_off_on=YEAR.last)

    assert again == report
    assert list_differences(report, again) == []
    for name, count in report.total.counts().items():
        assert sum(line.counts()[name] for line in report.lines) == count


@given(ROWS, DAYS)
def test_site_and_report_agree_to_the_digit(rows, cut_off_on):
    report = count_report(rows, year=YEAR, cut_off_on=cut_off_on).total
    site = count_site(rows, year=YEAR, cut_off_on=cut_off_on)

    assert (site.hires, site.indefinite, site.leavers, site.unknown, site.pending) == (
        report.hires_regular,
        report.hires_indefinite,
        report.leavers,
        report.unknown,
        report.pending,
    )


def test_refund_in_two_parts_is_one_and_one_taken_back_is_none():
    def back(hire_id: str, *yen: int) -> list[FeeRow]:
        day, group = date(2025, 8, 1), FeeGroup.REFUND
        return [FeeRow(hire_id=hire_id, charged_on=day, group=group, amount_yen=one) for one in yen]

    fees = (*back("1", -300_000, -200_000), *back("2", -100_000, 100_000))

    income = count_report(BookRows(fees=fees), year=YEAR, cut_off_on=YEAR.last).income

    assert (income.refund_count, income.refunded_yen) == (1, 500_000)
