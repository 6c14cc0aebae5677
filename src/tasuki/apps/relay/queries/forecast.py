"""When the next slot may come: for the agency from live data, for the company from statements."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.relay.models import Credit
from tasuki.apps.relay.queries.company_ledger import find_company_balance
from tasuki.apps.relay.queries.credits import find_live_balance
from tasuki.apps.relay.queries.statements import list_statements
from tasuki.core.relay.forecast import OBSERVED_DAYS, SlotForecast, forecast_next_slot

ASSUMED_RATE: Final = Decimal("0.1")
"""Share of the people informed who are assumed to register and count, marked 「仮定」."""


def forecast_for_agency(
    *,
    book_id: UUID,
    today: date,
    planned_not_hired_per_year: Decimal | int = 0,
    assumed_registration_rate: Decimal = ASSUMED_RATE,
) -> SlotForecast:
    """Return the expected day of the next slot from the live book.

    Args:
        book_id: a book of the agency bound now.
        today: the day of the question.
        planned_not_hired_per_year: people a year whom the company expects not to hire.
        assumed_registration_rate: 0..1, used while fewer than three were counted lately.
    """
    since = today - timedelta(days=OBSERVED_DAYS)
    moments = Credit.objects.filter(book_id=book_id, confirmed_at__isnull=False)
    lately = sum(
        localdate(moment) > since
        for moment in moments.values_list("confirmed_at", flat=True)
        if moment is not None
    )
    return forecast_next_slot(
        today=today,
        people_to_go=find_live_balance(book_id=book_id).people_to_go,
        confirmed_in_180_days=lately,
        planned_not_hired_per_year=planned_not_hired_per_year,
        assumed_registration_rate=assumed_registration_rate,
    )


def forecast_for_company(
    *,
    book_id: UUID,
    today: date,
    planned_not_hired_per_year: Decimal | int = 0,
    assumed_registration_rate: Decimal = ASSUMED_RATE,
) -> SlotForecast:
    """Return the expected day of the next slot from the company's statements alone.

    Args:
        book_id: a relay of the company bound now.
        today: the day of the question.
        planned_not_hired_per_year: people a year whom the company expects not to hire.
        assumed_registration_rate: 0..1, used while fewer than three were counted lately.
    """
    since = today - timedelta(days=OBSERVED_DAYS)
    lately = sum(
        int(statement.totals["confirmed_added"])
        for statement in list_statements(book_id=book_id)
        if statement.month > since
    )
    return forecast_next_slot(
        today=today,
        people_to_go=find_company_balance(book_id=book_id, today=today).people_to_go,
        confirmed_in_180_days=lately,
        planned_not_hired_per_year=planned_not_hired_per_year,
        assumed_registration_rate=assumed_registration_rate,
    )
