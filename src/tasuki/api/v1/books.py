"""Operations on the legal books, their sheets, checks after six months, and the calendar."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query

from tasuki.api.area import AGENCY, BOTH_SIDES, Area, act
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.files import PDF, file_response
from tasuki.api.v1.paging import cut, fill_page
from tasuki.api.v1.schemas import books as forms
from tasuki.api.v1.schemas.common import PageQuery, Wording
from tasuki.apps.agenda import actions as agenda
from tasuki.apps.agenda.models import AgendaTask
from tasuki.apps.agenda.queries import list_tasks, task_title
from tasuki.apps.books import print_runs
from tasuki.apps.books.actions import freeze_report, record_check
from tasuki.apps.books.printing import BookWish
from tasuki.apps.books.queries import lists, sheets
from tasuki.apps.people.models import RecordView
from tasuki.apps.people.views import record_views
from tasuki.core.access import Permission
from tasuki.core.books.freezing import write_report
from tasuki.core.books.years import BusinessYear

area = Area(tags=["books"])
_VIEW = Permission.BOOK_VIEW
_EDIT = Permission.BOOK_EDIT
_SEE = Permission.AGENDA_VIEW
_DO = Permission.AGENDA_EDIT
_TAKE = Permission.EXPORT
_PRINT = "/books/prints/{uuid:run_id}"
_TASK = "/agenda/{uuid:task_id}"


@area.read("/books/orders", forms.OrderBookPage, needs=_VIEW, kinds=AGENCY)
def list_order_book(
    request: ApiRequest, page: Query[PageQuery], year: int | None = None
) -> forms.OrderBookPage:
    """List the book of job orders (D1), newest first."""
    rows = lists.list_order_book(year=_year(year))
    return fill_page(forms.OrderBookPage, forms.OrderBookOut, rows, page)


@area.read("/books/seekers", forms.SeekerBookPage, needs=_VIEW, kinds=AGENCY)
def list_seeker_book(
    request: ApiRequest, page: Query[PageQuery], year: int | None = None
) -> forms.SeekerBookPage:
    """List the book of job seekers (D2), newest first; whoever is read finds it in the view log."""
    rows, next_after = cut(lists.list_seeker_book(year=_year(year)), page)
    record_views(
        actor=request.auth,
        talent_record_ids=[row.talent_record_id for row in rows],
        way=RecordView.Way.EXPORTED,
        now=timezone.now(),
    )
    items = [_seeker(row) for row in rows]
    return forms.SeekerBookPage(items=items, next_after=next_after)


@area.read("/books/fees", forms.FeeBookPage, needs=_VIEW, kinds=AGENCY)
def list_fee_book(
    request: ApiRequest, page: Query[PageQuery], year: int | None = None
) -> forms.FeeBookPage:
    """List the book of fees (D3), newest first."""
    rows = lists.list_fee_book(year=_year(year))
    return fill_page(forms.FeeBookPage, forms.FeeBookOut, rows, page)


@area.write("/books/prints", forms.BookPrintOut, needs=_TAKE, kinds=AGENCY)
def start_printing(request: ApiRequest, given: forms.BookPrintIn) -> forms.BookPrintOut:
    """Have a book printed in the background (D1, D2, D3)."""
    wish = BookWish(**given.model_dump() | {"year": _year(given.year)})
    return forms.BookPrintOut.from_orm(act(request, print_runs.start_printing, wish=wish))


@area.read(_PRINT, forms.BookPrintOut, needs=_VIEW, kinds=AGENCY)
def read_printing(request: ApiRequest, run_id: UUID) -> forms.BookPrintOut:
    """Read how far a printing is."""
    return forms.BookPrintOut.from_orm(print_runs.find_run(run_id=run_id))


@area.read(f"{_PRINT}/file", None, needs=_TAKE, kinds=AGENCY, media_type="application/pdf")
def read_printed_book(request: ApiRequest, run_id: UUID) -> HttpResponse:
    """Take the file of a printing; only the one who asked for it can."""
    run = print_runs.find_file(actor=request.auth, run_id=run_id)
    media_type = "application/zip" if run.file_type == "zip" else PDF
    name = f"{run.document}.{run.file_type}"
    return file_response(run.file.read(), media_type=media_type, file_name=name)


@area.read("/books/report", forms.ReportOut, needs=_VIEW, kinds=AGENCY)
def read_report(request: ApiRequest, given: Query[forms.YearQuery]) -> forms.ReportOut:
    """Read the yearly report (D4), as handed in or as counted now."""
    return _report(BusinessYear(given.year))


@area.write("/books/report/freeze", forms.ReportOut, needs=_EDIT, kinds=AGENCY)
def freeze(request: ApiRequest, given: forms.YearQuery) -> forms.ReportOut:
    """Keep the figures of a year as they are handed in."""
    year = BusinessYear(given.year)
    act(request, freeze_report, year=year)
    return _report(year)


@area.read("/books/site", forms.SiteOut, needs=_VIEW, kinds=AGENCY)
def read_site_sheet(request: ApiRequest, given: Query[forms.YearQuery]) -> forms.SiteOut:
    """Read the sheet for the public site (D5)."""
    year = BusinessYear(given.year)
    sheet = sheets.find_site_sheet(year=year, on=timezone.localdate())
    return forms.SiteOut(
        year=year.year,
        cut_off_on=sheet.cut_off_on,
        hires=sheet.hires,
        indefinite=sheet.indefinite,
        leavers=sheet.leavers,
        unknown=sheet.unknown,
        pending=sheet.pending,
        refund_count=sheet.refund_count,
        rates=[forms.FeeRateOut.from_orm(one) for one in sheet.rates],
    )


@area.write(
    "/books/hires/{uuid:introduction_id}/check", forms.UnderOrderOut, needs=_EDIT, kinds=AGENCY
)
def check_hire(
    request: ApiRequest, introduction_id: UUID, given: forms.CheckIn
) -> forms.UnderOrderOut:
    """Write down what became of a hire within six months."""
    done = act(request, record_check, given, introduction_id=introduction_id)
    return forms.UnderOrderOut.from_orm(done)


@area.read("/agenda", forms.TaskPage, needs=_SEE, kinds=BOTH_SIDES)
def list_agenda(
    request: ApiRequest, filters: Query[forms.TaskQuery], page: Query[PageQuery]
) -> forms.TaskPage:
    """List the duties of the calendar, the next one first."""
    rows, next_after = cut(
        list_tasks(actor=request.auth, state=filters.state, kind=filters.kind or ""), page
    )
    return forms.TaskPage(items=[_task(row) for row in rows], next_after=next_after)


@area.write(f"{_TASK}/done", forms.TaskOut, needs=_DO, kinds=BOTH_SIDES)
def finish_task(request: ApiRequest, task_id: UUID) -> forms.TaskOut:
    """Mark a duty as done."""
    return _task(act(request, agenda.finish_task, task_id=task_id))


@area.write(f"{_TASK}/reopen", forms.TaskOut, needs=_DO, kinds=BOTH_SIDES)
def reopen_task(request: ApiRequest, task_id: UUID) -> forms.TaskOut:
    """Take the mark "done" back."""
    return _task(act(request, agenda.reopen_task, task_id=task_id))


@area.write(f"{_TASK}/owner", forms.TaskOut, needs=_DO, kinds=BOTH_SIDES)
def assign_task(request: ApiRequest, task_id: UUID, given: forms.OwnerIn) -> forms.TaskOut:
    """Say who does a duty."""
    return _task(act(request, agenda.assign_task, given, task_id=task_id))


def _year(year: int | None) -> BusinessYear | None:
    return None if year is None else BusinessYear(min(max(year, 2000), 2100))


def _report(year: BusinessYear) -> forms.ReportOut:
    state = sheets.find_report(year=year)
    return forms.ReportOut(
        year=year.year,
        cut_off_on=state.shown.cut_off_on,
        version=state.freeze.version if state.freeze else None,
        figures=write_report(state.shown),
    )


def _seeker(row: Any) -> forms.SeekerBookOut:
    """An answer is a use: whose use was stopped is not named."""
    found = forms.SeekerBookOut.from_orm(row)
    if row.is_use_stopped:
        found.name = ""
    return found


def _task(row: AgendaTask) -> forms.TaskOut:
    return forms.TaskOut(
        id=row.pk,
        kind=row.kind,
        title=Wording.of(task_title(row)),
        starts_on=row.starts_on,
        due_on=row.due_on,
        url=row.url,
        owner_id=row.owner_id,
        state=row.state,
        done_on=row.done_on,
    )
