"""Terms of jobs: their days are read as the books write them, their class by full months."""

from datetime import date

import pytest

from tasuki.core.books.terms import TermClass, read_term, read_term_start, term_class


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("有期 2026/06/10〜2026/06/29", date(2026, 6, 10), date(2026, 6, 29)),
        ("有期 3か月", None, date(2026, 6, 30)),
        ("無期", None, None),
    ],
)
def test_first_and_last_day_of_a_term_are_read(text, starts, ends):
    assert read_term_start(text) == starts
    assert read_term(text, starts_on=starts or date(2026, 4, 1)) == ends


@pytest.mark.parametrize(
    ("starts", "ends", "group"),
    [
        (date(2026, 4, 1), date(2026, 7, 31), TermClass.REGULAR),
        (date(2026, 4, 1), date(2026, 7, 30), TermClass.TEMPORARY),
        (date(2026, 10, 31), date(2027, 2, 28), TermClass.REGULAR),
        (date(2026, 10, 31), date(2027, 2, 27), TermClass.TEMPORARY),
        (date(2027, 1, 31), date(2027, 2, 27), TermClass.DAILY),
        (date(2027, 1, 31), date(2027, 2, 28), TermClass.TEMPORARY),
    ],
)
def test_month_without_the_corresponding_day_is_full_with_its_last_day(starts, ends, group):
    assert term_class(starts, ends) is group
