from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasuki.core.relay.statements import (
    JournalAccount,
    JournalCount,
    MonthCount,
    next_statement_number,
    plan_batches,
    statement_due_on,
    statement_number,
    statement_totals,
)

OCTOBER = date(2026, 10, 1)
NOVEMBER = date(2026, 11, 1)


def test_a_small_month_is_added_to_the_next():
    months = [MonthCount(OCTOBER, invited=3, counted=1), MonthCount(NOVEMBER, 4, 2)]

    october, november = plan_batches(months, batch_min_invited=5)

    assert (october.is_shown, october.text.ja) == (False, "翌月に合算")
    assert (november.is_shown, november.invited, november.counted) == (True, 7, 3)
    assert november.months == (OCTOBER, NOVEMBER)
    assert november.text.ja == "2か月分の合計"


def test_a_month_with_enough_people_stands_alone():
    months = [MonthCount(date(2026, 10, 31), 5, 1), MonthCount(NOVEMBER, 6, 2)]

    october, november = plan_batches(months, batch_min_invited=5)

    assert (october.month, october.text.en) == (OCTOBER, "this month")
    assert (november.months, november.counted) == ((NOVEMBER,), 2)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=24))
def test_every_counted_person_is_shown_once_or_still_carried(pairs):
    months = [MonthCount(OCTOBER, invited, counted) for invited, counted in pairs]

    batches = plan_batches(months, batch_min_invited=5)

    shown = sum(batch.counted for batch in batches if batch.is_shown)
    carried = batches[-1].counted if batches and not batches[-1].is_shown else 0
    assert shown + carried == sum(counted for _, counted in pairs)
    assert all(batch.invited >= 5 for batch in batches if batch.is_shown)


def test_totals_come_from_the_journal():
    counts = [
        JournalCount(JournalAccount.CONFIRMED, added=12, taken=10),
        JournalCount(JournalAccount.BUNDLED, added=10, taken=0),
        JournalCount(JournalAccount.SLOT_OPEN, added=1, taken=0),
        JournalCount(JournalAccount.CONFIRMED, added=0, taken=1),
    ]

    totals = {
        line.account: line
        for line in statement_totals(counts, opening={JournalAccount.CONFIRMED: 3})
    }

    confirmed = totals[JournalAccount.CONFIRMED]
    assert (confirmed.opening, confirmed.added, confirmed.taken, confirmed.closing) == (
        3,
        12,
        11,
        4,
    )
    assert totals[JournalAccount.SLOT_OPEN].closing == 1
    assert totals[JournalAccount.EARNED].closing == 0
    assert len(totals) == 8


def test_a_statement_is_issued_on_the_fifth_of_the_next_month():
    assert statement_due_on(date(2026, 12, 17), statement_day=5) == date(2027, 1, 5)


def test_numbers_run_within_a_month():
    assert next_statement_number(month=OCTOBER, last_number=None) == "2026-10-0001"
    assert next_statement_number(month=OCTOBER, last_number="2026-10-0009") == "2026-10-0010"


@pytest.mark.parametrize("last_number", ["2026-09-0001", "2026-10-9999", "2026-10-x", "x"])
def test_a_number_of_another_month_or_a_full_month_is_an_error(last_number):
    with pytest.raises(ValueError, match=r"no number of 2026-10|serial must be"):
        next_statement_number(month=OCTOBER, last_number=last_number)


def test_a_serial_begins_at_one():
    with pytest.raises(ValueError, match="serial must be"):
        statement_number(month=OCTOBER, serial=0)
