"""Hand the tables to the one module that counts; nothing is counted here."""

import unicodedata
from datetime import date, timedelta
from typing import Final

from tasuki.apps.placement.books import Outcome
from tasuki.apps.placement.models import FeeEntry, Introduction, JobOrder, JobSeeker
from tasuki.core.books.rows import (
    BookRows,
    FeeGroup,
    FeeRow,
    HireRow,
    OrderRow,
    SeekerRow,
    Separated,
)
from tasuki.core.books.terms import read_term, read_term_start
from tasuki.core.placement.seekers import JobSeekerState

INDEFINITE: Final = "無期"


def read_rows() -> BookRows:
    """Return every row of the books of the agency bound now, without a name; four queries."""
    return BookRows(
        orders=tuple(_order(row) for row in JobOrder.objects.all()),
        seekers=tuple(
            SeekerRow(
                occupation=occupation_group(row.occupation_code, row.wished_occupation),
                accepted_on=row.accepted_on,
                ends_on=_last_of_search(row),
            )
            for row in JobSeeker.objects.exclude(state=JobSeekerState.CANCELLED).only(
                "occupation_code",
                "wished_occupation",
                "accepted_on",
                "valid_to",
                "closed_on",
                "state",
            )
        ),
        hires=tuple(
            _hire(row)
            for row in Introduction.objects.filter(
                outcome=Outcome.HIRED, hired_on__isnull=False
            ).select_related("job_order")
        ),
        fees=tuple(
            FeeRow(
                hire_id=str(row.introduction_id),
                charged_on=row.charged_on,
                group=fee_group(row.kind),
                amount_yen=row.amount_yen,
                is_by_slot=row.slot_id is not None,
            )
            for row in FeeEntry.objects.all()
        ),
    )


def occupation_group(code: str, text: str) -> str:
    """Return the line of the report to which an occupation belongs.

    The medium group of the classification (厚労省編職業分類), such as 025 of 025-01; where no code
    is known, the words themselves.

    Args:
        code: of the classification, or empty.
        text: as somebody wrote it.
    """
    return code.partition("-")[0].strip() or unicodedata.normalize("NFKC", text).strip()


def fee_group(kind: str) -> FeeGroup:
    """Return where a kind of fee stands; the hire by a free slot stands with the filed fees."""
    return FeeGroup(kind) if kind in set(FeeGroup) else FeeGroup.FILED


def is_indefinite_term(term: str) -> bool:
    """Return whether the term of an order has no end."""
    return term.startswith((INDEFINITE, "期間の定めなし", "indefinite"))


def _order(row: JobOrder) -> OrderRow:
    has_end = not is_indefinite_term(row.term)
    begins = (read_term_start(row.term) if has_end else None) or row.received_on
    return OrderRow(
        occupation=occupation_group(row.occupation_code, row.occupation),
        received_on=row.received_on,
        ends_on=_last_valid(row.valid_to, row.closed_on),
        person_count=row.person_count,
        term_starts_on=begins,
        term_ends_on=read_term(row.term, starts_on=begins) if has_end else None,
    )


def _hire(row: Introduction) -> HireRow:
    assert row.hired_on is not None
    order = row.job_order
    return HireRow(
        id=str(row.pk),
        occupation=occupation_group(order.occupation_code, order.occupation),
        hired_on=row.hired_on,
        is_indefinite=bool(row.is_indefinite),
        term_ends_on=None if row.is_indefinite else read_term(order.term, starts_on=row.hired_on),
        separated=Separated(row.separation) if row.separation else None,
        separated_known_on=row.separation_checked_on,
        yearly_pay_yen=row.theoretical_pay_yen or 0,
    )


def _last_of_search(row: JobSeeker) -> date:
    """A search that ran out was valid to its last day, on which it is noted as over."""
    is_expired = row.state == JobSeekerState.EXPIRED
    return row.valid_to if is_expired else _last_valid(row.valid_to, row.closed_on)


def _last_valid(valid_to: date, closed_on: date | None) -> date:
    """The last day on which a row counts as valid: on the day of its end it is none any more."""
    return valid_to if closed_on is None else min(valid_to, closed_on - timedelta(days=1))
