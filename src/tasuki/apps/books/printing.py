"""Print a book of any size: a large one by a task, in parts that each stay a handy file.

A part holds at most 250 entries with their sub-rows, some sixty pages: laying out a table takes
about a thousandth of a second for each cell, and memory for each page, so a whole book at once
would be neither quick nor small.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db.models import QuerySet

from tasuki.apps.books import papers
from tasuki.apps.books.models import BookRun
from tasuki.apps.books.papers import Printing
from tasuki.apps.books.queries import lists
from tasuki.core.books.years import BusinessYear
from tasuki.core.words import Words

PART_ENTRIES: Final = 250
FEE_PART_ENTRIES: Final = 1_500
"""Rows of the fee book have no sub-rows; its subtotals want it whole."""

TITLES: Final = {
    BookRun.Document.ORDERS: Words("求人管理簿", "Book of job orders"),
    BookRun.Document.SEEKERS: Words("求職管理簿", "Book of job seekers"),
    BookRun.Document.FEES: Words("手数料管理簿", "Book of fees"),
}
_WRITERS: Final[dict[str, Callable[[Printing, Any], bytes]]] = {
    BookRun.Document.ORDERS: papers.order_book_pdf,
    BookRun.Document.SEEKERS: papers.seeker_book_pdf,
    BookRun.Document.FEES: papers.fee_book_pdf,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BookWish:
    """Which book is printed, and how.

    Attributes:
        document: D1, D2 or D3.
        year: only that business year; None for all.
        text: as the search of the list takes it.
        has_notes: with 備考, which the Bureau is not given.
        language: ``ja`` or ``en``.
    """

    document: str
    year: BusinessYear | None = None
    text: str = ""
    has_notes: bool = False
    language: str = "ja"

    @property
    def period(self) -> str:
        """Return the days of the year as they stand on the paper."""
        return f"{self.year.first:%Y/%m/%d}〜{self.year.last:%Y/%m/%d}" if self.year else ""


@dataclass(frozen=True, slots=True)
class BookFile:
    """A printed book: one PDF, or a zip of its parts."""

    content: bytes
    ending: str


def list_entries(wish: BookWish) -> "QuerySet[Any, Any]":
    """Return the entries of a book, the oldest first."""
    if wish.document == BookRun.Document.ORDERS:
        orders = lists.list_order_book(year=wish.year, text=wish.text)
        return orders.order_by("received_on", "number", "id")
    if wish.document == BookRun.Document.SEEKERS:
        seekers = lists.list_seeker_book(year=wish.year, text=wish.text)
        return seekers.order_by("accepted_on", "number", "id")
    fees = lists.list_fee_book(year=wish.year, text=wish.text)
    return fees.order_by("charged_on", "created_at", "id")


def part_size(document: str) -> int:
    """Return how many entries one file of a book holds."""
    return FEE_PART_ENTRIES if document == BookRun.Document.FEES else PART_ENTRIES


def print_parts(wish: BookWish, printing: Printing) -> Iterator[tuple[bytes, int]]:
    """Yield the parts of a book with the number of their entries; the agency is bound.

    Args:
        wish: which book.
        printing: who prints; its period, language and notes come from the wish.
    """
    total, size = list_entries(wish).count(), part_size(wish.document)
    count = max(1, -(-total // size))
    for place in range(count):
        content, entries = print_part(wish, printing, place=place, count=count)
        yield content, entries


def print_part(wish: BookWish, printing: Printing, *, place: int, count: int) -> tuple[bytes, int]:
    """Return one part of a book and how many entries stand in it.

    Args:
        wish: which book.
        printing: who prints.
        place: which part, from 0.
        count: how many parts there are.
    """
    size = part_size(wish.document)
    rows: Sequence[Any] = list(list_entries(wish)[place * size : (place + 1) * size])
    own = replace(
        printing,
        language=wish.language,
        period=wish.period,
        has_notes=wish.has_notes,
        part=f"{place + 1}/{count}" if count > 1 else "",
    )
    return _WRITERS[wish.document](own, rows), len(rows)


def bind_parts(wish: BookWish, parts: Sequence[bytes]) -> BookFile:
    """Return one file: the only part, or all of them in a zip."""
    if len(parts) == 1:
        return BookFile(parts[0], "pdf")
    title = TITLES[BookRun.Document(wish.document)].in_language(wish.language)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as folder:
        for place, content in enumerate(parts, start=1):
            name = f"{wish.document}_{title}_{place:02d}-{len(parts):02d}.pdf".replace(" ", "_")
            folder.writestr(ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), content)
    return BookFile(out.getvalue(), "zip")


def wish_of(run: BookRun) -> BookWish:
    """Return what was asked of a printing that still runs."""
    year = run.asked.get("year")
    return BookWish(
        document=run.document,
        year=BusinessYear(year) if year else None,
        text=run.asked.get("text", ""),
        has_notes=bool(run.asked.get("has_notes")),
        language=run.asked.get("language", "ja"),
    )
