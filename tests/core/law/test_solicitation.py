from datetime import date

import pytest

from tasuki.core.law.solicitation import (
    check_solicitation,
    request_last_day,
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
        "requested_on": None,
    }
    return check_solicitation(**(facts | changes))


def test_a_placed_person_is_not_urged_to_move():
    assert solicitation().rule == "H7"


@pytest.mark.parametrize(
    "changes",
    [
        {"on": date(2028, 4, 2)},
        {"is_indefinite_term": False},
        {"requested_on": date(2028, 4, 1)},
        {"requested_on": date(2027, 10, 2)},
    ],
)
def test_after_the_ban_or_on_request_contact_is_free(changes):
    assert solicitation(**changes) is None


@pytest.mark.parametrize(
    "requested_on",
    [
        date(2026, 4, 1),  # the day of the hire itself
        date(2026, 4, 2),  # the day after it, two years ago
        date(2027, 10, 1),  # its six months ended yesterday
        date(2028, 4, 2),  # tomorrow
    ],
)
def test_one_request_does_not_open_the_rest_of_the_two_years(requested_on):
    assert solicitation(requested_on=requested_on).rule == "H7"


def test_request_opens_six_months():
    assert request_last_day(date(2026, 11, 20)) == date(2027, 5, 19)
    assert request_last_day(date(2026, 8, 31)) == date(2027, 2, 28)
