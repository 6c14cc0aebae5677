from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.identity.dates import ERAS, is_filler_date, parse_date, wareki
from tasuki.core.identity.problems import ParseProblem


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026/10/3", date(2026, 10, 3)),
        ("2026-10-3", date(2026, 10, 3)),
        ("2026.4.1", date(2026, 4, 1)),
        ("20261003", date(2026, 10, 3)),
        ("2026年10月3日", date(2026, 10, 3)),
        ("2026年4月1日(水)", date(2026, 4, 1)),
        ("2026/4/1（水曜日）", date(2026, 4, 1)),
        ("２０２６／１０／３", date(2026, 10, 3)),
        ("2026‐10‐03", date(2026, 10, 3)),
        (" 2026 年 10 月 3 日 ", date(2026, 10, 3)),
        ("令和8年10月3日", date(2026, 10, 3)),
        ("令和８年４月１日", date(2026, 4, 1)),
        ("㋿8年4月1日", date(2026, 4, 1)),
        ("R8.10.3", date(2026, 10, 3)),
        ("Ｒ８．４．１", date(2026, 4, 1)),
        ("r08/04/01", date(2026, 4, 1)),
        ("令8年4月1日", date(2026, 4, 1)),
        ("H2.1.5", date(1990, 1, 5)),
        ("S63-12-31", date(1988, 12, 31)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("明治45年7月29日", date(1912, 7, 29)),
        ("明治45年7月30日", date(1912, 7, 30)),
        ("大正元年7月30日", date(1912, 7, 30)),
        ("大正15年12月25日", date(1926, 12, 25)),
        ("明治元年1月25日", date(1868, 1, 25)),
        ("昭和五十五年三月三日", date(1980, 3, 3)),
        ("昭和十年十月二十日", date(1935, 10, 20)),
        ("二〇二六年四月一日", date(2026, 4, 1)),
        ("2026-04-01T09:00:00+09:00", date(2026, 4, 1)),
        ("2026-04-01T23:00:00Z", date(2026, 4, 2)),
        ("2026-04-01 09:00", date(2026, 4, 1)),
        ("46113", date(2026, 4, 1)),
        (46113, date(2026, 4, 1)),
        (46113.5, date(2026, 4, 1)),
        (date(2026, 4, 1), date(2026, 4, 1)),
        (datetime(2026, 4, 1, 9), date(2026, 4, 1)),  # noqa: DTZ001 - a cell has no zone
        (datetime(2026, 4, 1, 23, tzinfo=UTC), date(2026, 4, 2)),
    ],
)
def test_a_date_is_read_in_every_form(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "right", "day"),
    [
        ("平成31年5月1日", "令和元年5月1日", date(2019, 5, 1)),
        ("平成35年1月1日", "令和5年1月1日", date(2023, 1, 1)),
        ("令和元年4月30日", "平成31年4月30日", date(2019, 4, 30)),
        ("S64.1.8", "平成元年1月8日", date(1989, 1, 8)),
        ("大正15年12月26日", "昭和元年12月26日", date(1926, 12, 26)),
    ],
)
def test_a_day_outside_its_era_is_offered_in_the_right_one(text, right, day):
    problem = parse_date(text)

    assert isinstance(problem, ParseProblem)
    assert problem.suggestion == day
    assert right in problem.text.ja
    assert day.isoformat() in problem.text.en


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("令和7年13月1日", "月が13になっています。1〜12の月を入力してください。"),
        ("1990/02/30", "日が30になっています。1990年2月は1〜28日です。"),
        ("2026/4/0", "日が0になっています。2026年4月は1〜30日です。"),
        ("8年4月1日", "元号がありません。"),
        ("04/05/2026", "月と日の順がわかりません。"),
        ("2026年04月", "日がありません。"),
        ("令和8年4月", "日がありません。"),
        ("10/5(月)", "年がありません。"),
        ("", "日付を入力してください。"),
        ("きのう", "日付を読み取れません。"),
        ("0000/1/1", "日付を読み取れません。"),
        ("明治1年1月1日", "日付を読み取れません。"),
        ("2026-04-01T99:00", "日付を読み取れません。"),
        (12, "日付を読み取れません。"),
        ("99999999", "月が99になっています。"),
    ],
)
def test_a_value_that_cannot_be_read_says_why(text, words):
    problem = parse_date(text)

    assert isinstance(problem, ParseProblem)
    assert problem.text.ja.startswith(words)
    assert problem.text.en
    assert problem.suggestion is None


@given(st.dates(ERAS[-1].starts_on, date(2117, 1, 1)))
def test_a_date_in_its_era_is_read_back(day):
    assert parse_date(wareki(day)) == day


@given(st.dates())
def test_a_date_in_figures_is_read_back(day):
    assert parse_date(f"{day.year:04d}/{day.month}/{day.day}") == day
    assert parse_date(day.isoformat()) == day


def test_a_day_before_the_first_era_has_no_era():
    with pytest.raises(ValueError, match="before 1868"):
        wareki(date(1868, 1, 24))


def test_days_that_systems_write_when_they_know_none():
    assert is_filler_date(date(1900, 1, 1))
    assert not is_filler_date(date(1980, 1, 1))
