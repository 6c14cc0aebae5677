"""Days, months and times of a column are read as written; what is unclear is asked."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.identity.dates import ERAS, JAPAN, parse_date, wareki
from tasuki.core.identity.days import (
    DateOrder,
    Month,
    column_order,
    find_year,
    parse_birth_date,
    parse_day_or_month,
    parse_moment,
)
from tasuki.core.identity.problems import Parsed, ParseProblem

TODAY = date(2026, 11, 1)


def at(*parts):
    return datetime(*parts, tzinfo=JAPAN)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("令和8年4月1日", date(2026, 4, 1)),
        ("令和８年４月１日", date(2026, 4, 1)),
        ("㋿8年4月1日", date(2026, 4, 1)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R8.4.1", date(2026, 4, 1)),
        ("Ｒ８．４．１", date(2026, 4, 1)),
        ("R08/04/01", date(2026, 4, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("H2.1.5", date(1990, 1, 5)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("S63-12-31", date(1988, 12, 31)),
        ("明治45年7月30日", date(1912, 7, 30)),
        ("2026/4/1", date(2026, 4, 1)),
        ("2026.4.1", date(2026, 4, 1)),
        ("20260401", date(2026, 4, 1)),
        ("2026年4月1日(水)", date(2026, 4, 1)),
        ("2026年04月", Month(2026, 4)),
        ("令和8年4月", Month(2026, 4)),
        ("46113", date(2026, 4, 1)),
        (46113, date(2026, 4, 1)),
        ("昭和五十五年三月三日", date(1980, 3, 3)),
        ("2026/04", Month(2026, 4)),
        ("202604", Month(2026, 4)),
        ("H2.1", Month(1990, 1)),
        ("平成元年12月", Month(1989, 12)),
        ("Apr 5, 2026", date(2026, 4, 5)),
        ("5th April 2026", date(2026, 4, 5)),
        (date(2026, 4, 1), date(2026, 4, 1)),
    ],
)
def test_day_or_month_is_read_without_a_doubt(text, found):
    assert parse_day_or_month(text) == Parsed(found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("令和7年13月1日", "月が13"),
        ("1990/02/30", "日が30"),
        ("8年4月1日", "元号がありません"),
        ("04/05/2026", "月と日の順"),
        ("10/5(月)", "年がありません"),
        ("26/4/1", "年が2桁"),
        ("2026年13月", "日がありません"),
        ("Foo 5, 2026", "日付を読み取れません"),
        ("Apr 31, 2026", "日が31"),
        ("1" * 61, "文字が多すぎます"),
        (12, "日付を読み取れません"),
        ("", "日付を入力"),
    ],
)
def test_what_cannot_be_told_says_why(text, words):
    found = parse_day_or_month(text)

    assert isinstance(found, ParseProblem)
    assert words in found.text.ja
    assert found.text.en


def test_a_day_after_the_end_of_its_era_is_offered_in_the_next():
    found = parse_day_or_month("平成35年1月1日")

    assert isinstance(found, ParseProblem)
    assert found.suggestion == date(2023, 1, 1)


def test_the_year_of_the_sheet_is_added_with_a_warning():
    found = parse_day_or_month("10/5(月)", year=2026)

    assert isinstance(found, Parsed)
    assert found.value == date(2026, 10, 5)
    assert [warning.en for warning in found.warnings] == [
        "The year is missing; 2026 was taken from the sheet."
    ]


def test_a_weekday_that_does_not_fit_the_added_year_is_a_second_warning():
    found = parse_day_or_month("10月5日（月）", year=2025)

    assert isinstance(found, Parsed)
    assert found.value == date(2025, 10, 5)
    assert [warning.ja for warning in found.warnings][1:] == [
        "2025/10/05 は日曜日ですが、月曜日とあります。"
    ]


def test_a_day_that_the_year_does_not_have_is_no_day():
    assert isinstance(parse_day_or_month("2/29", year=2025), ParseProblem)
    assert isinstance(parse_day_or_month("2/29", year=2024), Parsed)


@pytest.mark.parametrize(
    ("_case", "column", "order"),
    [
        ("a day above twelve proves the day first", ["04/05/2026", "25/04/2026"], "day_first"),
        ("or the month first", ["04/05/2026", "04/25/2026"], "month_first"),
        ("nothing above twelve proves nothing", ["04/05/2026", "2026/4/25"], None),
        ("both prove a mixed column", ["25/04/2026", "04/25/2026"], None),
        ("what is no text or too long is passed over", [46113, None, "x" * 99], None),
    ],
)
def test_a_column_proves_its_order(_case, column, order):
    assert column_order(column) == order


@pytest.mark.parametrize(
    ("order", "day"),
    [(DateOrder.DAY_FIRST, date(2026, 5, 4)), (DateOrder.MONTH_FIRST, date(2026, 4, 5))],
)
def test_the_proved_order_reads_the_cell(order, day):
    assert parse_day_or_month("04/05/2026", order=order) == Parsed(day)


@pytest.mark.parametrize(
    ("texts", "year"),
    [
        (["応募者管理表（2026年度）", "出力日 2026/10/1"], 2026),
        (["令和８年10月分"], 2026),
        (["平成元年"], 1989),
        (["2025年", "2026年"], None),
        (["応募者一覧", "No. 0000"], None),
        (["電話 0300年"], None),
    ],
)
def test_the_year_of_a_sheet_is_found_where_it_is_one(texts, year):
    assert find_year(texts) == year


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-04-01T09:00:00+09:00", at(2026, 4, 1, 9)),
        ("2026-04-01T00:30:00Z", at(2026, 4, 1, 9, 30)),
        ("2026-04-01 09:00", at(2026, 4, 1, 9)),
        ("2026/10/05 09:30", at(2026, 10, 5, 9, 30)),
        ("２０２６／１０／５　９：３０", at(2026, 10, 5, 9, 30)),
        ("2026年10月5日 9時30分", at(2026, 10, 5, 9, 30)),
        ("令和8年10月5日(月)9時", at(2026, 10, 5, 9)),
        ("2026/10/5 午後3時", at(2026, 10, 5, 15)),
        ("2026/10/5 12:10 AM", at(2026, 10, 5, 0, 10)),
        ("2026/10/5 21:30:59", at(2026, 10, 5, 21, 30)),
        ("46113.5", at(2026, 4, 1, 12)),
        (46113.999999, at(2026, 4, 2)),
        (datetime(2026, 4, 1, 9), at(2026, 4, 1, 9)),  # noqa: DTZ001 - a cell has no zone
        (datetime(2026, 4, 1, 0, tzinfo=UTC), at(2026, 4, 1, 9)),
        ("2026/10/5", date(2026, 10, 5)),
        ("2026年10月", Month(2026, 10)),
        (46113.0, date(2026, 4, 1)),
    ],
)
def test_a_time_is_read_in_japan(value, moment):
    assert parse_moment(value) == Parsed(moment)


@pytest.mark.parametrize(
    "value", ["2026/13/1 10:00", "2026-04-01T99:99", "2026/4/1 25:00", 1.5, "10/5 9:30", "9:30"]
)
def test_a_time_that_does_not_exist_is_a_problem(value):
    assert isinstance(parse_moment(value), ParseProblem)


def test_a_time_without_year_takes_that_of_the_sheet_with_a_warning():
    found = parse_moment("10/5 9:30", year=2026)

    assert isinstance(found, Parsed)
    assert found.value == at(2026, 10, 5, 9, 30)
    assert len(found.warnings) == 1


@pytest.mark.parametrize(
    ("value", "found"),
    [("", None), ("不明", None), ("S57/02/23", date(1982, 2, 23)), ("1990年4月", Month(1990, 4))],
)
def test_a_date_of_birth_is_read_or_left_empty(value, found):
    assert parse_birth_date(value, today=TODAY) == Parsed(found)


@pytest.mark.parametrize("filler", ["1900/01/01", "9999/12/31", date(1900, 1, 1)])
def test_a_filler_leaves_the_date_of_birth_empty_with_a_warning(filler):
    found = parse_birth_date(filler, today=TODAY)

    assert isinstance(found, Parsed)
    assert found.value is None
    assert len(found.warnings) == 1


@pytest.mark.parametrize("value", ["2026/11/02", "2026年12月", "2027/1/1", "x"])
def test_nobody_is_born_tomorrow(value):
    assert isinstance(parse_birth_date(value, today=TODAY), ParseProblem)


def test_a_month_is_stored_as_a_month():
    assert str(Month(2026, 4)) == "2026-04"


@given(st.dates(ERAS[-1].starts_on, date(2117, 1, 1)))
def test_every_day_of_an_era_is_read_as_the_same_day(day):
    assert parse_day_or_month(wareki(day)) == Parsed(day)


@given(st.dates(date(1868, 1, 1), date(2199, 12, 31)))
def test_a_month_is_never_a_day(day):
    assert parse_day_or_month(f"{day.year}年{day.month}月") == Parsed(Month(day.year, day.month))


@given(
    st.text(max_size=70)
    | st.text("0123456789年月日時分令和平成元RHST./-: 一十(水)午後", max_size=24)
)
def test_no_text_breaks_a_reader_of_dates(text):
    for order in (None, DateOrder.DAY_FIRST):
        assert isinstance(parse_moment(text, year=2026, order=order), Parsed | ParseProblem)
        assert isinstance(parse_birth_date(text, today=TODAY, order=order), Parsed | ParseProblem)
    find_year([text])
    column_order([text])
    parse_date(text)


@given(st.floats() | st.integers())
def test_no_number_breaks_a_reader_of_dates(value):
    assert isinstance(parse_moment(value), Parsed | ParseProblem)
    assert isinstance(parse_day_or_month(value), Parsed | ParseProblem)
