"""The yearly report, the sheet for the public site, and what an inspection asks for."""

from datetime import timedelta
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tasuki.adapters.tabular.write import write_xlsx
from tasuki.apps.action import require
from tasuki.apps.books import papers, sheet_papers
from tasuki.apps.books.actions import freeze_report
from tasuki.apps.books.papers import Printing, introductions_of
from tasuki.apps.books.queries import lists, sheets
from tasuki.apps.books.sheets import BLANK, SheetTable
from tasuki.apps.books.words import LINE_HEADS
from tasuki.apps.errors import InvalidInputError
from tasuki.core.access import Permission
from tasuki.core.books.years import BusinessYear
from tasuki.core.dates import add_months
from tasuki.core.words import Words
from tasuki.web.agency.books.frame import (
    list_pages,
    page_language,
    read_year,
    send_pdf,
    year_label,
)
from tasuki.web.agency.frame import AgencyPage
from tasuki.web.components import exports, formats
from tasuki.web.components.columns import Column, Place, SmallTable
from tasuki.web.components.views import ActView, OrganisationView, PageView

INSPECTED_ROWS_MAX: Final = 200
_YEAR_MONTHS: Final = 12
_SUMS: Final = {
    "charged_yen": Words("手数料（円）", "fees (yen)"),
    "refunded_yen": Words("返戻金（円）", "refunds (yen)"),
}


def _printing(view: OrganisationView) -> Printing:
    return Printing(
        actor=view.actor,
        language="en" if page_language().startswith("en") else "ja",
        now=timezone.now(),
    )


class SheetPage(AgencyPage, PageView):
    """A sheet of one business year."""

    permission: ClassVar = Permission.BOOK_VIEW
    template_name: ClassVar[str] = "agency/sheet.html"
    address: ClassVar[str]

    def year(self) -> BusinessYear:
        """Return the chosen year, else the last one that is over."""
        chosen = read_year(self.request.GET.get("year", ""))
        return chosen or BusinessYear(BusinessYear.of(timezone.localdate()).year - 1)

    def frame(self, tables: list[SheetTable]) -> dict[str, Any]:
        """Return what both sheets show."""
        year, page = self.year(), reverse(self.address)
        years = sheets.list_years(today=timezone.localdate())
        if year not in years:
            years = sorted({*years, year}, reverse=True)
        file = f"{self.address}_file"
        return {
            "book_pages": list_pages(self.address),
            "year": year,
            "tabs": [
                {
                    "label": year_label(one),
                    "url": f"{page}?year={one.year}",
                    "is_current": one == year,
                }
                for one in years
            ],
            "tables": [
                {
                    "heading": formats.say(table.heading),
                    "table": _small(table),
                    "notes": [formats.say(one) for one in table.notes],
                }
                for table in tables
                if any(name is not BLANK for name, _counts in table.rows)
            ],
            "files": [
                ("PDF", reverse(file, args=["pdf"]) + f"?year={year.year}"),
                ("Excel (xlsx)", reverse(file, args=["xlsx"]) + f"?year={year.year}"),
            ]
            if self.actor.can(Permission.EXPORT)
            else [],
        }


def _small(table: SheetTable) -> SmallTable:
    name, *heads = table.columns
    first = Column(
        name="name",
        label=formats.say(name),
        value=lambda row: formats.say(row[0]),
        place=Place.TITLE,
    )
    numbers = [
        Column(
            name=str(place),
            label=formats.say(head),
            value=lambda row, place=place: sheet_papers.say_number(row[1][place], page_language()),
            css="n",
        )
        for place, head in enumerate(heads)
    ]
    return SmallTable.of(formats.say(table.heading), (first, *numbers), table.rows)


class ReportPage(SheetPage):
    """D4: the figures of the yearly report."""

    address: ClassVar[str] = "agency:report"

    def get_context(self) -> dict[str, Any]:
        """Count, or show what was handed in."""
        year = self.year()
        state = sheets.find_report(year=year)
        labels = sheets.occupation_labels()
        today = timezone.localdate()
        return self.frame(sheet_papers.list_report_tables(state.shown)) | {
            "heading": _("Yearly report"),
            "lead": _("Figures as of 31 March, to be handed in by %(day)s.")
            % {"day": formats.day(year.report_due)},
            "freeze": state.freeze,
            "differences": [
                (labels.get(name, name) or _("Total"), _count_words(count), before, after)
                for name, count, before, after in state.differences
            ],
            "is_over": today > year.last,
            "may_freeze": self.actor.can(Permission.BOOK_EDIT) and today > year.last,
        }


def _count_words(name: str) -> str:
    return formats.say(LINE_HEADS.get(name) or _SUMS[name])


class SitePage(SheetPage):
    """D5: the figures for the public site."""

    address: ClassVar[str] = "agency:site"

    def get_context(self) -> dict[str, Any]:
        """Count."""
        sheet = sheets.find_site_sheet(year=self.year(), on=timezone.localdate())
        return self.frame(sheet_papers.list_site_tables(sheet)) | {
            "heading": _("Public site"),
            "lead": _("What is entered on the public site of placement agencies, on two dates."),
            "freeze": None,
            "differences": [],
            "is_over": True,
            "may_freeze": False,
        }


class SheetFile(AgencyPage, OrganisationView):
    """A sheet as PDF or xlsx."""

    permission: ClassVar = Permission.BOOK_VIEW
    title: ClassVar[Any] = gettext_lazy("Yearly report")

    def get(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """Send the file."""
        require(self.actor, Permission.EXPORT)
        year = read_year(request.GET.get("year", ""))
        if year is None or form not in {"pdf", "xlsx"}:
            raise Http404
        name = f"{self.title}_{year.year}"
        if form == "pdf":
            return send_pdf(self.write(year), name=name)
        lines = sheet_papers.table_lines(self.tables(year), page_language())
        content = write_xlsx(lines, sheet_name=str(self.title))
        return exports.send_file(content, exports.FORMATS["xlsx"], name=name, now=timezone.now())

    def write(self, year: BusinessYear) -> bytes:
        """Return the paper."""
        return sheet_papers.report_pdf(_printing(self), sheets.find_report(year=year))

    def tables(self, year: BusinessYear) -> list[SheetTable]:
        """Return the tables."""
        return sheet_papers.list_report_tables(sheets.find_report(year=year).shown)


class SiteFile(SheetFile):
    """The sheet for the public site as PDF or xlsx."""

    title: ClassVar[Any] = gettext_lazy("Public site")

    def write(self, year: BusinessYear) -> bytes:
        """Return the paper."""
        sheet = sheets.find_site_sheet(year=year, on=timezone.localdate())
        return sheet_papers.site_pdf(_printing(self), sheet)

    def tables(self, year: BusinessYear) -> list[SheetTable]:
        """Return the tables."""
        sheet = sheets.find_site_sheet(year=year, on=timezone.localdate())
        return sheet_papers.list_site_tables(sheet)


class FreezeReport(AgencyPage, ActView):
    """Keep the figures as they are handed in."""

    permission: ClassVar = Permission.BOOK_EDIT

    def act(self) -> str:
        """Freeze them."""
        self.chosen = read_year(self.request.POST.get("year", ""))
        if self.chosen is None:
            raise InvalidInputError(
                ja="年度を読み取れません。報告書の画面からやり直してください。",
                en="The year cannot be read. Start again from the report.",
                field="year",
            )
        kept = freeze_report(actor=self.actor, year=self.chosen, now=timezone.now())
        return _("The figures of %(year)s are kept as version %(version)s.") % {
            "year": self.chosen.year,
            "version": kept.version,
        }

    def get_success_url(self) -> str:
        """Show the report."""
        year = self.chosen.year if self.chosen else ""
        return f"{reverse('agency:report')}?year={year}"


class InspectionPage(AgencyPage, PageView):
    """D27: the list that is asked for first, and the rows that are looked at on the day."""

    permission: ClassVar = Permission.BOOK_VIEW
    template_name: ClassVar[str] = "agency/inspection.html"

    def get_context(self) -> dict[str, Any]:
        """Return the orders with referrals in the past year."""
        fees = sheets.sum_fees_by_order()
        rows = lists.list_referred(since=_since())[:INSPECTED_ROWS_MAX]
        return {
            "heading": _("Inspection"),
            "lead": _(
                "Employers to whom somebody was introduced in the past year. Choose what is "
                "looked at; notes are not printed."
            ),
            "book_pages": list_pages("agency:inspection"),
            "rows": [(row, len(introductions_of(row)), fees.get(row.pk, 0)) for row in rows],
            "most": INSPECTED_ROWS_MAX,
            "may_print": self.actor.can(Permission.EXPORT),
        }


def _since() -> Any:
    return add_months(timezone.localdate(), -_YEAR_MONTHS) + timedelta(days=1)


class InspectionPaper(AgencyPage, OrganisationView):
    """The list, or the chosen rows of D1 and D2."""

    permission: ClassVar = Permission.BOOK_VIEW

    def get(self, request: HttpRequest, paper: str) -> HttpResponse:
        """Send the PDF."""
        require(self.actor, Permission.EXPORT)
        printing = _printing(self)
        if paper == "list":
            rows = list(lists.list_referred(since=_since())[:INSPECTED_ROWS_MAX])
            content = papers.inspection_list_pdf(printing, rows, sheets.sum_fees_by_order())
            return send_pdf(content, name=_("Inspection list"))
        chosen = _ids(request.GET.getlist("order"))
        if not chosen:
            raise InvalidInputError(
                ja="求人が選ばれていません。点検する求人を選んでから印刷してください。",
                en="No order is chosen. Choose what is inspected, then print.",
                code="nothing_selected",
            )
        orders, seekers = lists.list_inspected(order_ids=chosen)
        if paper == "orders":
            return send_pdf(papers.order_book_pdf(printing, orders), name=_("Book of job orders"))
        if paper == "seekers":
            return send_pdf(
                papers.seeker_book_pdf(printing, seekers), name=_("Book of job seekers")
            )
        raise Http404


def _ids(texts: list[str]) -> list[UUID]:
    ids = []
    for text in texts[:INSPECTED_ROWS_MAX]:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return ids


PATTERNS = [
    path("books/report/", ReportPage.as_view(), name="report"),
    path("books/report/freeze/", FreezeReport.as_view(), name="report_freeze"),
    path("books/report/file.<str:form>", SheetFile.as_view(), name="report_file"),
    path("books/site/", SitePage.as_view(), name="site"),
    path("books/site/file.<str:form>", SiteFile.as_view(), name="site_file"),
    path("books/inspection/", InspectionPage.as_view(), name="inspection"),
    path("books/inspection/<slug:paper>.pdf", InspectionPaper.as_view(), name="inspection_paper"),
]
