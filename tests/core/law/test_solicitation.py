from datetime import date

import pytest

from tasuki.core.law.solicitation import (
    check_solicitation,
    solicit_block_until,
    solicitation_ban,
)


@pytest.mark.parametrize(
    ("hired_on", "printed", "until"),
    [
        (date(2026, 4, 1), date(2028, 3, 31), date(2028, 4, 1)),
        (date(2028, 2, 29), date(2030, 2, 28), date(2030, 3, 1)),
        (date(2024, 4, 1), date(2026, 3, 31), date(2026, 4, 1)),
    ],
)
def test_the_solicitation_ban_lasts_two_years_and_blocks_one_day_more(hired_on, printed, until):
    ban = solicitation_ban(hired_on)

    assert (ban.first, ban.last, ban.blocked_through) == (hired_on, printed, until)
    assert solicit_block_until(hired_on) == until


def solicitation(**changes):
    facts = {
        "hired_on": date(2026, 4, 1),
        "is_indefinite_term": True,
        "on": date(2028, 4, 1),
        "is_requested_by_person": False,
    }
    return check_solicitation(**(facts | changes))


def test_a_placed_person_is_not_urged_to_move():
    assert solicitation().rule == "H7"


@pytest.mark.parametrize(
    "changes",
    [{"on": date(2028, 4, 2)}, {"is_indefinite_term": False}, {"is_requested_by_person": True}],
)
def test_after_the_ban_or_on_request_contact_is_free(changes):
    assert solicitation(**changes) is None
