"""When the next slot will come, and whether that date rests on data or on an assumption."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil

OBSERVED_DAYS = 180
OBSERVED_CONFIRMED_MIN = 3
FORECAST_DAYS_MAX = 365 * 20


@dataclass(frozen=True, slots=True)
class SlotForecast:
    """The expected day of the next slot.

    Attributes:
        people_to_go: counted people still missing.
        on: the expected day; None when nobody is expected, or not within twenty years.
        assumed: too few people were counted lately, so planned numbers were used.
    """

    people_to_go: int
    on: date | None
    assumed: bool


def forecast_next_slot(
    *,
    today: date,
    people_to_go: int,
    confirmed_in_180_days: int,
    planned_not_hired_per_year: Decimal | int,
    assumed_registration_rate: Decimal,
) -> SlotForecast:
    """Return when the next slot is expected.

    Args:
        today: the day of the question.
        people_to_go: counted people still missing; >= 0.
        confirmed_in_180_days: credits confirmed in the last 180 days; >= 0.
        planned_not_hired_per_year: people a year whom the company expects not to hire.
        assumed_registration_rate: share of them assumed to register and count; 0..1.
    """
    assumed = confirmed_in_180_days < OBSERVED_CONFIRMED_MIN
    if assumed:
        a_year = Fraction(planned_not_hired_per_year) * Fraction(assumed_registration_rate)
        people_per_day = a_year / 365
    else:
        people_per_day = Fraction(confirmed_in_180_days, OBSERVED_DAYS)
    if people_per_day <= 0:
        return SlotForecast(people_to_go, None, assumed)
    days = ceil(people_to_go / people_per_day)
    if days > FORECAST_DAYS_MAX:
        return SlotForecast(people_to_go, None, assumed)
    return SlotForecast(people_to_go, today + timedelta(days=days), assumed)
