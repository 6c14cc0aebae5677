"""Numbers of law that the database repeats are those of the dated file (docs/law.md)."""

import re
from datetime import date

import pytest
from tests.repo.tree import ROOT

from tasuki.core.law.parameters import find_number, find_numbers

TODAY = date(2026, 11, 23)
APPS = ROOT / "src" / "tasuki" / "apps"
MOVES = "moves/migrations/guards.sql"
MINUTES = 60


def number(key):
    return find_number(key, on=TODAY)


@pytest.mark.parametrize(
    ("file", "pattern", "expected"),
    [
        (MOVES, r"p_received \+ (\d+)", lambda: number("freelance_pay_days") - 1),
        (MOVES, r"p_upstream \+ (\d+)", lambda: number("freelance_recon_days") - 1),
        (MOVES, r"(\d+) \* n\b", lambda: number("ot_avg_le") * MINUTES),
        (MOVES, r"other_cap_minutes <= (\d+)", lambda: number("ot_avg_le") * MINUTES),
        (
            "moves/models/side_work.py",
            r"total_minutes__lt=([\d_]+)",
            lambda: number("ot_month_lt") * MINUTES,
        ),
        (MOVES, r"for n in (\d+)\.\.", lambda: find_numbers("ot_avg_months", on=TODAY)[0]),
        (MOVES, r"for n in \d+\.\.(\d+)", lambda: find_numbers("ot_avg_months", on=TODAY)[1]),
        (MOVES, r"ended_on - (\d+)", lambda: number("freelance_notice_days")),
        (
            MOVES,
            r"p_starts \+ interval '(\d+) months'",
            lambda: number("freelance_notice_from_months"),
        ),
        (
            "placement/migrations/law.sql",
            r"last_day_of_months\(p_hired_on, (\d+)\)",
            lambda: 12 * number("solicit_ban_years"),
        ),
        (
            "openings/migrations/law.sql",
            r"retirement_age >= (\d+)",
            lambda: number("retirement_age_min_years"),
        ),
    ],
)
def test_number_in_a_guard_is_that_of_the_file(file, pattern, expected):
    found = re.findall(pattern, (APPS / file).read_text(encoding="utf-8"))

    assert found
    assert {int(one) for one in found} == {expected()}
