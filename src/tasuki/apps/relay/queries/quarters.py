"""The quarterly sheet of one book: live for the agency, from issued statements for the company."""

from collections import Counter
from datetime import date
from uuid import UUID

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.relay.models import Registration, Statement
from tasuki.apps.relay.queries.registrations import count_reasons
from tasuki.core.relay.machines import StatementState
from tasuki.core.relay.quarters import QuarterSheet, quarter_of


def find_live_quarter(*, book_id: UUID, day: date) -> QuarterSheet:
    """Return what the agency bound now decided in the quarter of a day.

    Args:
        book_id: the contract's book.
        day: any day of the quarter, Tokyo.
    """
    quarter = quarter_of(day)
    counted = Registration.objects.filter(
        book_id=book_id,
        counted_at__date__gte=quarter.first_day,
        counted_at__date__lte=quarter.last_day,
        count_code="",
    )
    reasons = count_reasons(book_id=book_id, since=quarter.first_day, until=quarter.last_day)
    return QuarterSheet(quarter, counted.count(), reasons)


def find_stated_quarter(*, book_id: UUID, day: date) -> QuarterSheet:
    """Return the sums of the statements about the months of a quarter.

    They hold nothing that was not on a statement: a month with few invited people is in the
    quarter of the month to which it was added.

    Args:
        book_id: the contract's book.
        day: any day of the quarter.
    """
    quarter = quarter_of(day)
    reasons: Counter[str] = Counter()
    counted = 0
    for statement in Statement.objects.filter(
        organisation_id=current_organisation_id(),
        book_id=book_id,
        state=StatementState.ISSUED,
        month__gte=quarter.first_day,
        month__lte=quarter.last_day,
    ):
        reasons.update(statement.reasons)
        counted += statement.totals["confirmed_added"]
    return QuarterSheet(quarter, counted, dict(reasons))
