"""Openings of the organisation bound now, and what they still lack."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from tasuki.apps.openings.models import Opening
from tasuki.apps.openings.policy import FieldProblem, find_problems, posting_facts
from tasuki.core.law.posting import (
    PostingItem,
    check_posting,
    missing_posting_items,
    stale_days,
)
from tasuki.core.law.refusals import Refusal

__all__ = [
    "FieldProblem",
    "find_opening",
    "find_opening_refusal",
    "find_problems",
    "list_openings",
    "missing_items",
]


def list_openings(
    *,
    state: str = "",
    text: str = "",
    employer_id: UUID | None = None,
    stale_on: date | None = None,
) -> QuerySet[Opening]:
    """Return the openings: those shown, then drafts, then what is over; the newest first.

    Args:
        state: only this state.
        text: part of the title, the occupation, the workplace or the employer's name.
        employer_id: only the orders of this employer.
        stale_on: only open ones that nobody confirmed within the days before this one.
    """
    found = Opening.objects.select_related("employer").order_by(
        F("ended_on").asc(nulls_first=True), F("posted_on").desc(nulls_last=True), "-number"
    )
    if state:
        found = found.filter(state=state)
    if employer_id is not None:
        found = found.filter(employer_id=employer_id)
    if stale_on is not None:
        last = stale_on - timedelta(days=stale_days(on=stale_on))
        found = found.filter(state=Opening.State.OPEN, as_of__lt=last)
    if part := text.strip():
        found = found.filter(
            Q(title__icontains=part)
            | Q(occupation__icontains=part)
            | Q(workplace__icontains=part)
            | Q(employer__name__icontains=part)
            | Q(number=part)
        )
    return found


def find_opening(*, opening_id: UUID) -> Opening | None:
    """Return one opening; None if there is none here."""
    return Opening.objects.select_related("employer").filter(id=opening_id).first()


def missing_items(opening: Opening) -> tuple[PostingItem, ...]:
    """Return which of the eleven items are not filled in."""
    return missing_posting_items(posting_facts(opening))


def find_opening_refusal(opening: Opening, *, on: date) -> Refusal | None:
    """Return why nobody can be introduced to the opening on a day (H6); None if all is well."""
    return check_posting(posting_facts(opening), on=on)
