from datetime import date
from decimal import Decimal

import pytest

from tasuki.core.relay.forecast import SlotForecast, forecast_next_slot

TODAY = date(2026, 11, 23)


def forecast(**changes):
    facts = {
        "today": TODAY,
        "people_to_go": 5,
        "confirmed_in_180_days": 18,
        "planned_not_hired_per_year": Decimal("36.6"),
        "assumed_registration_rate": Decimal("0.1"),
    }
    return forecast_next_slot(**(facts | changes))


def test_the_date_follows_the_last_180_days():
    assert forecast() == SlotForecast(people_to_go=5, on=date(2027, 1, 12), assumed=False)


@pytest.mark.parametrize(("confirmed", "assumed"), [(2, True), (3, False)])
def test_fewer_than_three_counted_people_are_no_basis(confirmed, assumed):
    assert forecast(confirmed_in_180_days=confirmed).assumed is assumed


def test_the_assumed_date_uses_planned_people_and_rate():
    # 36.6 x 0.1 people a year; five of them take 498.6 days.
    assert forecast(confirmed_in_180_days=0).on == date(2028, 4, 5)


def test_nobody_expected_gives_no_date():
    found = forecast(confirmed_in_180_days=0, assumed_registration_rate=Decimal(0))

    assert found == SlotForecast(people_to_go=5, on=None, assumed=True)


def test_a_date_decades_away_is_not_shown():
    found = forecast(confirmed_in_180_days=0, assumed_registration_rate=Decimal("0.001"))

    assert found.on is None
