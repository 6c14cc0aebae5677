"""What the pages of the books share: the links between them, the year, papers and files."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tasuki.apps.action import require
from tasuki.apps.books.files import BookLine
from tasuki.apps.books.papers import Printing
from tasuki.apps.books.print_runs import DIRECT_ENTRIES
from tasuki.apps.books.queries.sheets import list_years
from tasuki.core.access import Permission
from tasuki.core.books.years import BusinessYear
from tasuki.core.words import Words
from tasuki.web.agency.frame import AgencyPage, send_lines
from tasuki.web.components import exports
from tasuki.web.components.columns import Column
from tasuki.web.components.forms import Form
from tasuki.web.components.lists import TableView
from tasuki.web.components.views import OrganisationView

PAGES: Final = (
    ("agency:order_book", gettext_lazy("Job orders")),
    ("agency:seeker_book", gettext_lazy("Job seekers")),
    ("agency:fee_book", gettext_lazy("Fees")),
    ("agency:separations", gettext_lazy("After six months")),
    ("agency:bans", gettext_lazy("No solicitation")),
    ("agency:inspection", gettext_lazy("Inspection")),
    ("agency:report", gettext_lazy("Yearly report")),
    ("agency:site", gettext_lazy("Public site")),
)


def page_language() -> str:
    """Return the language of the page."""
    return get_language() or "ja"


def list_pages(current: str) -> list[dict[str, Any]]:
    """Return the links to all pages of the books.

    Args:
        current: name of the address of this page.
    """
    return [
        {"label": label, "url": reverse(name), "is_current": name == current}
        for name, label in PAGES
    ]


def year_label(year: BusinessYear) -> str:
    """Return a business year as people say it."""
    return _("Year %(year)s") % {"year": year.year}


def read_year(text: str) -> BusinessYear | None:
    """Return the business year of an address; None where none is named."""
    is_year = text.isascii() and text.isdecimal() and len(text) == len("2026")
    return BusinessYear(int(text)) if is_year and int(text) > 1 else None


class YearFilter(Form):
    """Which business year."""

    year = forms.ChoiceField(label=gettext_lazy("Business year"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = list_years(today=timezone.localdate())
        field = self.fields["year"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All years")), *((str(one.year), year_label(one)) for one in years)]


class BookPage(AgencyPage, TableView):
    """One book as a list.

    Attributes:
        address: name of its own address.
        print_address: name of the address of its paper; "" where there is none.
    """

    permission: ClassVar = Permission.BOOK_VIEW
    template_name: ClassVar[str] = "agency/book.html"
    filter_form = YearFilter
    unit: ClassVar[str] = "record"
    address: ClassVar[str]
    print_address: ClassVar[str] = ""

    def get_context(self) -> dict[str, Any]:
        """Add the other books and the paper."""
        url = reverse(self.print_address) if self.print_address else ""
        query = self.request.GET.urlencode()
        return super().get_context() | {
            "book_pages": list_pages(self.address),
            "print_url": f"{url}?{query}" if url and query else url,
            "may_print": bool(url) and self.actor.can(Permission.EXPORT),
        }

    def year(self) -> BusinessYear | None:
        """Return the chosen year."""
        return read_year(self.request.GET.get("year", ""))

    def get_lines(self, rows: QuerySet[Any]) -> Iterable[BookLine]:
        """Return the rows as lines of a file."""
        raise TypeError(f"{type(self).__name__} has no lines")

    def get_heads(self) -> Sequence[Words]:
        """Return the headings of a file."""
        raise TypeError(f"{type(self).__name__} has no headings")

    def chosen(self) -> QuerySet[Any]:
        """Return what the filters leave, in the order of the list."""
        return self._filtered(self.get_rows(), self._filter_form())

    def _send_file(self, format_name: str) -> HttpResponse:
        """Send the book flat, one line for each sub-row."""
        heads = [one.in_language(page_language()) for one in self.get_heads()]
        columns = [
            Column(name=str(place), label=head, value=lambda line, place=place: line.cells[place])
            for place, head in enumerate(heads)
        ]
        return send_lines(
            actor=self.actor,
            format_name=format_name,
            name=str(self.file_name or self.heading),
            columns=columns,
            rows=self.get_lines(self.chosen()),
        )


class BookPrint(AgencyPage, OrganisationView):
    """The paper of a book: what the filters leave, the oldest first; a large one is prepared.

    Attributes:
        book: the list whose address carries the filters.
        document: D1, D2 or D3.
    """

    permission: ClassVar = Permission.BOOK_VIEW
    book: ClassVar[type[BookPage]]
    document: ClassVar[str]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Send the PDF, or ask whether a large book shall be prepared."""
        require(self.actor, Permission.EXPORT)
        page = self.book()
        page.setup(request, **kwargs)
        rows = list(page.chosen().reverse()[: DIRECT_ENTRIES + 1])
        if len(rows) > DIRECT_ENTRIES:
            query = request.GET.urlencode()
            url = reverse("agency:book_run_add", args=[self.document])
            return redirect(f"{url}?{query}" if query else url)
        year = page.year()
        printing = Printing(
            actor=self.actor,
            language="en" if page_language().startswith("en") else "ja",
            now=timezone.now(),
            period=f"{year.first:%Y/%m/%d}〜{year.last:%Y/%m/%d}" if year else "",
            has_notes=request.GET.get("notes") == "1",
        )
        return send_pdf(self.write(printing, rows), name=str(page.heading))

    def write(self, printing: Printing, rows: list[Any]) -> bytes:
        """Return the paper."""
        raise TypeError(f"{type(self).__name__} writes no paper")


def send_pdf(content: bytes, *, name: str) -> HttpResponse:
    """Return a PDF as a download."""
    kind = exports.FileFormat("pdf", "application/pdf")
    return exports.send_file(content, kind, name=name, now=timezone.now())
