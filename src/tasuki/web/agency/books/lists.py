"""求人管理簿, 求職管理簿, 手数料管理簿: viewed, filtered, printed, taken along."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from tasuki.apps.books import files, papers
from tasuki.apps.books.cells import NOTHING, Writer, span
from tasuki.apps.books.files import BookLine
from tasuki.apps.books.papers import Printing, introductions_of
from tasuki.apps.books.queries import lists
from tasuki.core.words import Words
from tasuki.web.agency.books.frame import BookPage, BookPrint, page_language
from tasuki.web.components import formats
from tasuki.web.components.columns import Column, Place, day_column, text_column


def _writer() -> Writer:
    return Writer(page_language())


def _lines(rows: Iterable[Sequence[str]]) -> SafeString | str:
    """One line for each sub-row; what does not apply is left out."""
    kept = [" ".join(cell for cell in row if cell not in {"", NOTHING}) for row in rows]
    if not kept:
        return NOTHING
    return format_html(
        '<ul role="list" class="small">{}</ul>',
        format_html_join("", "<li>{}</li>", ((one,) for one in kept)),
    )


def _under_order(row: Any) -> SafeString | str:
    writer = _writer()
    return _lines(
        (writer.name(one.job_seeker), *_story(writer, one)) for one in introductions_of(row)
    )


def _under_seeker(row: Any) -> SafeString | str:
    writer = _writer()
    return _lines(
        (f"{one.job_order.employer_name} ({one.job_order.number})", *_story(writer, one))
        for one in introductions_of(row)
    )


def _story(writer: Writer, row: Any) -> list[str]:
    ban = writer.ban(row)
    separation, *_rest = writer.separation(row)
    return [
        formats.day(row.introduced_on),
        writer.outcome(row),
        formats.day(row.hired_on) if row.hired_on else NOTHING,
        writer.term(row),
        formats.say(Words(f"勧奨禁止 {ban}", f"no solicitation {ban}")) if ban != NOTHING else "",
        separation,
    ]


def _keep(value: Any) -> Any:
    return value


class OrderBook(BookPage):
    """D1: every job order with its introductions."""

    heading: ClassVar[Any] = gettext_lazy("Book of job orders")
    lead: ClassVar[Any] = gettext_lazy(
        "Written by what happens; kept for two years after completion."
    )
    address: ClassVar[str] = "agency:order_book"
    print_address: ClassVar[str] = "agency:order_book_print"
    default_sort: ClassVar[str] = "-received_on"
    search_label: ClassVar[Any] = gettext_lazy("Number, employer, occupation or person")
    empty_text: ClassVar[Any] = gettext_lazy("Job orders appear here when they are accepted.")
    columns = (
        Column(
            name="number",
            label=gettext_lazy("Number"),
            value=lambda row: row.number,
            sort="number",
            place=Place.TITLE,
            css="nw",
        ),
        text_column(
            "employer",
            gettext_lazy("Employer"),
            lambda row: row.employer_name,
            sort="employer_name",
        ),
        text_column(
            "address",
            gettext_lazy("Address and contact"),
            lambda row: (
                " / ".join(one for one in (row.employer_address, row.contact) if one) or NOTHING
            ),
            place=Place.WIDE_ONLY,
        ),
        day_column(
            "received", gettext_lazy("Received on"), lambda row: row.received_on, sort="received_on"
        ),
        text_column(
            "valid",
            gettext_lazy("Valid"),
            lambda row: span(row.received_on, row.closed_on or row.valid_to),
        ),
        text_column(
            "job",
            gettext_lazy("Job"),
            lambda row: " / ".join(
                (
                    f"{row.occupation_code} {row.occupation}".strip(),
                    row.workplace,
                    row.term,
                    row.wage,
                    formats.count(row.person_count),
                )
            ),
        ),
        Column(
            name="people",
            label=gettext_lazy("Introduced people"),
            value=_under_order,
            show=_keep,
        ),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the orders."""
        return lists.list_order_book()

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by what the query looks into."""
        return rows & lists.list_order_book(text=text)

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by business year."""
        year = self.year()
        return rows & lists.list_order_book(year=year) if year else rows

    def get_heads(self) -> Sequence[Words]:
        """The eighteen fields."""
        return files.ORDER_LINE_HEADS

    def get_lines(self, rows: QuerySet[Any]) -> Iterable[BookLine]:
        """One line for each introduction."""
        return files.order_lines(rows, language=page_language())


class OrderPrint(BookPrint):
    """D1 as A4 landscape."""

    book: ClassVar[type[BookPage]] = OrderBook
    document: ClassVar[str] = "D1"

    def write(self, printing: Printing, rows: list[Any]) -> bytes:
        """Return the paper."""
        return papers.order_book_pdf(printing, rows)


class SeekerBook(BookPage):
    """D2: every job seeker with the introductions."""

    heading: ClassVar[Any] = gettext_lazy("Book of job seekers")
    lead: ClassVar[Any] = gettext_lazy(
        "Written by what happens; kept for two years after completion."
    )
    address: ClassVar[str] = "agency:seeker_book"
    print_address: ClassVar[str] = "agency:seeker_book_print"
    default_sort: ClassVar[str] = "-accepted_on"
    search_label: ClassVar[Any] = gettext_lazy("Number, name, occupation or employer")
    empty_text: ClassVar[Any] = gettext_lazy("People appear here when they are accepted.")
    columns = (
        Column(
            name="number",
            label=gettext_lazy("Number"),
            value=lambda row: row.number,
            sort="number",
            place=Place.TITLE,
            css="nw",
        ),
        text_column("name", gettext_lazy("Name"), lambda row: row.name, sort="name"),
        text_column(
            "address",
            gettext_lazy("Address"),
            lambda row: row.address or NOTHING,
            place=Place.WIDE_ONLY,
        ),
        day_column("birth", gettext_lazy("Birth date"), lambda row: row.birth_date),
        text_column(
            "occupation",
            gettext_lazy("Wished occupation"),
            lambda row: f"{row.occupation_code} {row.wished_occupation}".strip() or NOTHING,
        ),
        day_column(
            "accepted", gettext_lazy("Accepted on"), lambda row: row.accepted_on, sort="accepted_on"
        ),
        text_column(
            "valid",
            gettext_lazy("Valid"),
            lambda row: span(row.accepted_on, row.closed_on or row.valid_to),
        ),
        Column(
            name="employers",
            label=gettext_lazy("Introduced to"),
            value=_under_seeker,
            show=_keep,
        ),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the people."""
        return lists.list_seeker_book()

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by what the query looks into."""
        return rows.filter(pk__in=lists.list_seeker_book(text=text).values("pk"))

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by business year."""
        year = self.year()
        if year is None:
            return rows
        return rows.filter(pk__in=lists.list_seeker_book(year=year).values("pk"))

    def get_heads(self) -> Sequence[Words]:
        """The fourteen fields."""
        return files.SEEKER_LINE_HEADS

    def get_lines(self, rows: QuerySet[Any]) -> Iterable[BookLine]:
        """One line for each introduction."""
        return files.seeker_lines(rows, language=page_language())


class SeekerPrint(BookPrint):
    """D2 as A4 landscape."""

    book: ClassVar[type[BookPage]] = SeekerBook
    document: ClassVar[str] = "D2"

    def write(self, printing: Printing, rows: list[Any]) -> bytes:
        """Return the paper."""
        return papers.seeker_book_pdf(printing, rows)


class FeeBook(BookPage):
    """D3: every charge and refund."""

    heading: ClassVar[Any] = gettext_lazy("Book of fees")
    lead: ClassVar[Any] = gettext_lazy("Employers pay; a hire by a free slot is a row of zero yen.")
    address: ClassVar[str] = "agency:fee_book"
    print_address: ClassVar[str] = "agency:fee_book_print"
    default_sort: ClassVar[str] = "-charged_on"
    search_label: ClassVar[Any] = gettext_lazy("Payer, basis or number of the order")
    empty_text: ClassVar[Any] = gettext_lazy("Fees appear here when they are collected.")
    columns = (
        Column(
            name="payer",
            label=gettext_lazy("Payer"),
            value=lambda row: row.payer_name,
            sort="payer_name",
            place=Place.TITLE,
        ),
        day_column(
            "charged", gettext_lazy("Charged on"), lambda row: row.charged_on, sort="charged_on"
        ),
        text_column("kind", gettext_lazy("Kind of fee"), lambda row: _writer().fee(row)[2]),
        Column(
            name="amount",
            label=gettext_lazy("Amount"),
            value=lambda row: row.amount_yen,
            show=formats.yen,
            sort="amount_yen",
            css="n",
        ),
        text_column("basis", gettext_lazy("Basis of the fee"), lambda row: row.basis),
        text_column(
            "order",
            gettext_lazy("Order"),
            lambda row: row.introduction.job_order.number,
            css="nw",
        ),
        text_column(
            "seeker",
            gettext_lazy("Seeker"),
            lambda row: row.introduction.job_seeker.number,
            css="nw",
        ),
    )

    def get_rows(self) -> QuerySet[Any]:
        """Return the fees."""
        return lists.list_fee_book()

    def search(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Find by what the query looks into."""
        return rows & lists.list_fee_book(text=text)

    def filter(self, rows: QuerySet[Any], values: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by business year."""
        year = self.year()
        return rows & lists.list_fee_book(year=year) if year else rows

    def get_heads(self) -> Sequence[Words]:
        """The seven fields and both numbers."""
        return files.FEE_LINE_HEADS

    def get_lines(self, rows: QuerySet[Any]) -> Iterable[BookLine]:
        """One line for each charge or refund."""
        return files.fee_lines(rows, language=page_language())


class FeePrint(BookPrint):
    """D3 as A4 landscape, with subtotals."""

    book: ClassVar[type[BookPage]] = FeeBook
    document: ClassVar[str] = "D3"

    def write(self, printing: Printing, rows: list[Any]) -> bytes:
        """Return the paper."""
        return papers.fee_book_pdf(printing, rows)


PATTERNS = [
    path("books/orders/", OrderBook.as_view(), name="order_book"),
    path("books/orders/print.pdf", OrderPrint.as_view(), name="order_book_print"),
    path("books/seekers/", SeekerBook.as_view(), name="seeker_book"),
    path("books/seekers/print.pdf", SeekerPrint.as_view(), name="seeker_book_print"),
    path("books/fees/", FeeBook.as_view(), name="fee_book"),
    path("books/fees/print.pdf", FeePrint.as_view(), name="fee_book_print"),
]
