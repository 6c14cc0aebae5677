"""Until when somebody has to act, and what the person reads."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.introductions.reasons import DeclineReason, is_repeated, words_for_person
from tasuki.core.introductions.waiting import answer_day, is_overdue, is_reminder_due

DAY = date(2026, 11, 23)
DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))


def test_five_days_to_answer():
    assert answer_day(DAY) == date(2026, 11, 28)


def test_days_count_from_the_interview_that_lies_ahead():
    assert answer_day(DAY, interview_on=date(2026, 12, 1)) == date(2026, 12, 6)


def test_interview_that_is_over_does_not_shorten_the_days():
    assert answer_day(DAY, interview_on=date(2026, 11, 1)) == date(2026, 11, 28)


def test_named_day_holds():
    assert answer_day(DAY, named_day=date(2026, 12, 24)) == date(2026, 12, 24)


def test_last_day_itself_is_in_time():
    assert not is_overdue(DAY, on=DAY)
    assert is_overdue(DAY, on=DAY + timedelta(days=1))
    assert not is_overdue(None, on=DAY)


@given(DAYS, st.integers(0, 60))
def test_reminders_come_every_five_days_and_never_twice_a_day(answer_by, days):
    sent, last = [], None
    for number in range(days):
        today = answer_by + timedelta(days=number)
        if is_reminder_due(answer_by, last, on=today):
            sent.append(today)
            last = today

    assert sent == [answer_by + timedelta(days=1 + 5 * n) for n in range(len(sent))]
    assert len(sent) == max(0, (days + 3) // 5)


@pytest.mark.parametrize("code", DeclineReason)
def test_text_for_the_person_names_company_and_job(code):
    words = words_for_person(code, company="みなと精機", job="生産管理")

    assert words.ja.startswith("みなと精機「生産管理」")
    assert "みなと精機" in words.en


def test_internal_words_are_found_whatever_the_blanks():
    assert is_repeated("協調性 に欠ける", "貴方は協調性に欠けるとのことです。")
    assert not is_repeated("協調性に欠ける", "ご希望に合う求人を探します。")
    assert not is_repeated("", "何か")
