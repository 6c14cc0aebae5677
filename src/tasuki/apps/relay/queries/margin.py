"""What a relay earns and costs the agency: per contract and month."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.placement.models import FeeEntry, Introduction
from tasuki.apps.relay.models import Registration, Slot
from tasuki.core.dates import month_start


@dataclass(slots=True)
class MarginLine:
    """One contract in one month; ``net_yen`` = fee income - value of the free hires."""

    book_id: UUID
    company_name: str
    month: date
    registrants: int = 0
    placements: int = 0
    fee_income_yen: int = 0
    slots_used: int = 0
    free_hire_value_yen: int = 0

    @property
    def net_yen(self) -> int:
        """What is left for the agency, whole yen, negative for a loss."""
        return self.fee_income_yen - self.free_hire_value_yen


def list_margin(*, book_id: UUID | None = None) -> list[MarginLine]:
    """Return the margin ledger of the agency bound now, newest month first.

    A placement and its fee belong to the relay through which the person registered; a free
    hire to the relay whose slot was used, valued at the fee that the filed table names.

    Args:
        book_id: one relay only; None for all.
    """
    lines: dict[tuple[UUID, date], MarginLine] = {}
    registrations = Registration.objects.exclude(completed_at=None)
    if book_id is not None:
        registrations = registrations.filter(book_id=book_id)
    names: dict[UUID, str] = {}
    books_of: dict[UUID, UUID] = {}

    def line(book: UUID, on: date) -> MarginLine:
        key = (book, month_start(on))
        return lines.setdefault(key, MarginLine(book, names.get(book, ""), key[1]))

    for row in registrations.order_by("completed_at", "id"):
        names[row.book_id] = row.company_name
        if row.talent_record_id is not None:
            books_of.setdefault(row.talent_record_id, row.book_id)
        if row.completed_at is not None:
            line(row.book_id, localdate(row.completed_at)).registrants += 1
    _add_placements(books_of, line_of=line)
    used = Slot.objects.exclude(hired_on=None)
    for slot in used.filter(book_id=book_id) if book_id is not None else used:
        names.setdefault(slot.book_id, slot.company_name)
        if slot.hired_on is not None:
            one = line(slot.book_id, slot.hired_on)
            one.slots_used += 1
            one.free_hire_value_yen += slot.avoided_fee_yen or 0
    return sorted(lines.values(), key=lambda one: (one.month, one.company_name), reverse=True)


def _add_placements(
    books_of: dict[UUID, UUID], *, line_of: Callable[[UUID, date], MarginLine]
) -> None:
    """Add hires and fees of the people who registered through a relay, those by slot apart."""
    hires = Introduction.objects.filter(job_seeker__talent_record_id__in=books_of).exclude(
        hired_on=None
    )
    fees: defaultdict[UUID, int] = defaultdict(int)
    by_slot: set[UUID] = set()
    for fee in FeeEntry.objects.filter(introduction__in=hires):
        fees[fee.introduction_id] += fee.amount_yen
        if fee.slot_id is not None:
            by_slot.add(fee.introduction_id)
    for hire in hires.select_related("job_seeker"):
        if hire.hired_on is None or hire.id in by_slot:
            continue
        one = line_of(books_of[hire.job_seeker.talent_record_id], hire.hired_on)
        one.placements += 1
        one.fee_income_yen += fees[hire.id]
