"""Periods in days and months, and rounding of exact numbers. Reads no clock."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def add_months(day: date, months: int) -> date:
    """Return the corresponding day some months later, or the month's last day if it has none."""
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, index + 1, min(day.day, monthrange(year, index + 1)[1]))


def last_day_of_period(start: date, months: int) -> date:
    """Return the last day of a period of months that begins on a day.

    Args:
        start: first day of the period.
        months: length, >= 1.

    Returns:
        The day before the corresponding day; the month's last day where there is none.

    Source: Civil Code (民法) 143 (2).
    """
    corresponding = add_months(start, months)
    if corresponding.day != start.day:
        return corresponding
    return corresponding - timedelta(days=1)


def month_start(day: date) -> date:
    """Return the first day of the month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """Return the last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def round_half_up(value: Fraction | Decimal | int, digits: int = 0) -> Decimal:
    """Round an exact number; halves go away from zero.

    Args:
        value: exact; a float is not accepted, because it is already rounded.
        digits: digits after the point, >= 0.
    """
    exact = Fraction(value) * 10**digits
    whole, rest = divmod(abs(exact), 1)
    rounded = int(whole) + (1 if rest >= Fraction(1, 2) else 0)
    return Decimal(rounded if exact >= 0 else -rounded).scaleb(-digits)


def round_yen(value: Fraction | Decimal | int) -> int:
    """Round an amount to whole yen; halves go away from zero."""
    return int(Decimal(round_half_up(value)).to_integral_value(ROUND_HALF_UP))
