"""The books as flat lines for csv and xlsx: what stands above a sub-row is repeated in it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from tasuki.apps.books import words
from tasuki.apps.books.cells import Writer
from tasuki.apps.books.papers import introductions_of
from tasuki.apps.placement.models import FeeEntry, JobOrder, JobSeeker
from tasuki.core.words import Words

type Cell = str | int

ORDER_LINE_HEADS: Final = (*words.ORDER_HEADS, *words.ORDER_CHILD_HEADS)
SEEKER_LINE_HEADS: Final = (*words.SEEKER_HEADS, *words.SEEKER_CHILD_HEADS)
FEE_LINE_HEADS: Final = words.FEE_HEADS
_PERSONS: Final = 6
_AMOUNT: Final = 3


@dataclass(frozen=True, slots=True)
class BookLine:
    """One line of a file, and the person whom it names."""

    cells: tuple[Cell, ...]
    talent_record_id: UUID | None = None


def order_lines(rows: Iterable[JobOrder], *, language: str) -> Iterator[BookLine]:
    """Yield D1: one line for each introduction, or one for an order without any."""
    writer = Writer(language, hides_stopped=True)
    for row in rows:
        head: list[Cell] = list(writer.order(row))
        head[_PERSONS] = row.person_count
        found = introductions_of(row)
        for one in found:
            cells = (*head, *writer.under_order(one))
            yield BookLine(cells, one.job_seeker.talent_record_id)
        if not found:
            yield BookLine((*head, *_blank(words.ORDER_CHILD_HEADS)))


def seeker_lines(rows: Iterable[JobSeeker], *, language: str) -> Iterator[BookLine]:
    """Yield D2: one line for each introduction, or one for a person without any."""
    writer = Writer(language, hides_stopped=True)
    for row in rows:
        head = writer.seeker(row)
        under = [writer.under_seeker(one) for one in introductions_of(row)]
        for cells in under or [_blank(words.SEEKER_CHILD_HEADS)]:
            yield BookLine((*head, *cells), row.talent_record_id)


def fee_lines(rows: Iterable[FeeEntry], *, language: str) -> Iterator[BookLine]:
    """Yield D3: one line for each charge or refund; a refund is negative."""
    writer = Writer(language, hides_stopped=True)
    for row in rows:
        cells: list[Cell] = list(writer.fee(row))
        cells[_AMOUNT] = row.amount_yen
        yield BookLine(tuple(cells), row.introduction.job_seeker.talent_record_id)


def _blank(heads: Sequence[Words]) -> list[str]:
    return [""] * len(heads)
