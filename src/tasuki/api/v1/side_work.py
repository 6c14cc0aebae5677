"""Operations on side work and its month sheets."""

from uuid import UUID

from django.utils import timezone
from ninja import Query

from tasuki.api.area import COMPANY, Area, act
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import moves as forms
from tasuki.api.v1.schemas.common import PageQuery, WithReason, Wording
from tasuki.apps.errors import NotVisibleError, found
from tasuki.apps.moves.actions import months, side_work
from tasuki.apps.moves.models import SideWork, SideWorkMonth
from tasuki.apps.moves.queries import months as sheet_queries
from tasuki.apps.moves.queries import side_work as queries
from tasuki.core.access import Permission
from tasuki.core.moves.month_sums import DayHours

area = Area(tags=["side work"])
_VIEW = Permission.MOVE_VIEW
_EDIT = Permission.MOVE_EDIT
_APPROVE = Permission.MOVE_APPROVE
_ONE = "/side-work/{uuid:side_work_id}"
_SHEET = "/month-sheets/{uuid:sheet_id}"


@area.read("/side-work", forms.SideWorkPage, needs=_VIEW, kinds=COMPANY)
def list_side_works(
    request: ApiRequest, filters: Query[forms.MoveQuery], page: Query[PageQuery]
) -> forms.SideWorkPage:
    """List the notices of side work."""
    rows = queries.list_side_works(state=filters.state, text=filters.text)
    return fill_page(forms.SideWorkPage, forms.SideWorkOut, rows, page)


@area.read(_ONE, forms.SideWorkDetailOut, needs=_VIEW, kinds=COMPANY)
def read_side_work(request: ApiRequest, side_work_id: UUID) -> forms.SideWorkDetailOut:
    """Read one notice and why its plan cannot be agreed (H10)."""
    return _job(found(queries.find_side_work(side_work_id=side_work_id)))


@area.write("/side-work", forms.SideWorkDetailOut, needs=_EDIT, kinds=COMPANY)
def notify_side_work(request: ApiRequest, given: forms.SideWorkIn) -> forms.SideWorkDetailOut:
    """Enter a notice of side work."""
    values = side_work.SideWorkValues(**given.model_dump())
    return _job(act(request, side_work.notify_side_work, values=values))


@area.write(_ONE, forms.SideWorkDetailOut, needs=_EDIT, kinds=COMPANY, method="PUT")
def edit_side_work(
    request: ApiRequest, side_work_id: UUID, given: forms.SideWorkIn
) -> forms.SideWorkDetailOut:
    """Change a notice, or plan the hours of a stopped one anew."""
    return _job(
        act(
            request,
            side_work.edit_side_work,
            side_work_id=side_work_id,
            values=side_work.SideWorkValues(**given.model_dump()),
        )
    )


@area.write(f"{_ONE}/check", forms.SideWorkDetailOut, needs=_EDIT, kinds=COMPANY)
def check_side_work(request: ApiRequest, side_work_id: UUID) -> forms.SideWorkDetailOut:
    """Record that the notice was read."""
    return _job(act(request, side_work.check_side_work, side_work_id=side_work_id))


@area.write(f"{_ONE}/approve", forms.SideWorkDetailOut, needs=_APPROVE, kinds=COMPANY)
def approve_side_work(request: ApiRequest, side_work_id: UUID) -> forms.SideWorkDetailOut:
    """Agree to a plan within the law (H10)."""
    return _job(act(request, side_work.approve_side_work, side_work_id=side_work_id))


@area.write(f"{_ONE}/refuse", forms.SideWorkDetailOut, needs=_APPROVE, kinds=COMPANY)
def refuse_side_work(
    request: ApiRequest, side_work_id: UUID, given: forms.GroundIn
) -> forms.SideWorkDetailOut:
    """Refuse it on one of the four grounds (H12)."""
    return _job(
        act(
            request,
            side_work.refuse_side_work,
            side_work_id=side_work_id,
            ground=given.ground,
            facts=given.facts,
        )
    )


@area.write(f"{_ONE}/start", forms.SideWorkDetailOut, needs=_EDIT, kinds=COMPANY)
def start_side_work(request: ApiRequest, side_work_id: UUID) -> forms.SideWorkDetailOut:
    """Record the start."""
    return _job(act(request, side_work.start_side_work, side_work_id=side_work_id))


@area.write(f"{_ONE}/stop", forms.SideWorkDetailOut, needs=_EDIT, kinds=COMPANY)
def stop_side_work(
    request: ApiRequest, side_work_id: UUID, given: WithReason
) -> forms.SideWorkDetailOut:
    """Stop it until the hours are planned anew."""
    return _job(
        act(request, side_work.stop_side_work, side_work_id=side_work_id, reason=given.reason)
    )


@area.write(f"{_ONE}/end", forms.SideWorkDetailOut, needs=_EDIT, kinds=COMPANY)
def end_side_work(
    request: ApiRequest, side_work_id: UUID, given: forms.EndIn
) -> forms.SideWorkDetailOut:
    """Record the end."""
    return _job(act(request, side_work.end_side_work, given, side_work_id=side_work_id))


@area.read(f"{_ONE}/month-sheets", forms.SheetList, needs=_VIEW, kinds=COMPANY)
def list_month_sheets(request: ApiRequest, side_work_id: UUID) -> forms.SheetList:
    """List the sheets of a side work, newest month first."""
    if queries.find_side_work(side_work_id=side_work_id) is None:
        raise NotVisibleError
    rows = sheet_queries.list_sheets(side_work_id=side_work_id)
    return forms.SheetList(items=[forms.SheetOut.from_orm(row) for row in rows])


@area.write(f"{_ONE}/month-sheets", forms.SheetDetailOut, needs=_EDIT, kinds=COMPANY)
def begin_month_sheet(
    request: ApiRequest, side_work_id: UUID, given: forms.MonthSheetIn
) -> forms.SheetDetailOut:
    """Return the sheet of a month; made if there is none."""
    return _sheet(
        act(request, months.begin_side_work_month, side_work_id=side_work_id, month=given.month)
    )


@area.read(_SHEET, forms.SheetDetailOut, needs=_VIEW, kinds=COMPANY)
def read_month_sheet(request: ApiRequest, sheet_id: UUID) -> forms.SheetDetailOut:
    """Read a sheet with its days, alerts, averages and what stops its closing (H10)."""
    return _sheet(found(sheet_queries.find_sheet(sheet_id=sheet_id)))


@area.write(f"{_SHEET}/days", forms.SheetDetailOut, needs=_EDIT, kinds=COMPANY)
def record_side_work_day(
    request: ApiRequest, sheet_id: UUID, given: forms.SheetDayIn
) -> forms.SheetDetailOut:
    """Write what was worked on one day."""
    hours = given.model_dump()
    day = DayHours(day=hours.pop("worked_on"), **hours)
    return _sheet(act(request, months.record_side_work_day, sheet_id=sheet_id, day=day))


@area.write(f"{_SHEET}/totals", forms.SheetDetailOut, needs=_EDIT, kinds=COMPANY)
def record_side_work_totals(
    request: ApiRequest, sheet_id: UUID, given: forms.TotalsIn
) -> forms.SheetDetailOut:
    """Write the sums of a month under the management model."""
    return _sheet(act(request, months.record_side_work_totals, given, sheet_id=sheet_id))


@area.write(f"{_SHEET}/close", forms.SheetDetailOut, needs=_EDIT, kinds=COMPANY)
def close_side_work_month(request: ApiRequest, sheet_id: UUID) -> forms.SheetDetailOut:
    """Close a month (H10)."""
    return _sheet(act(request, months.close_side_work_month, sheet_id=sheet_id))


def _job(row: SideWork) -> forms.SideWorkDetailOut:
    refusals = queries.list_plan_refusals(row, on=timezone.localdate())
    return forms.SideWorkDetailOut(
        **forms.SideWorkOut.from_orm(row).model_dump(),
        refusals=[forms.MoveRefusalOut.of(one) for one in refusals],
    )


def _sheet(sheet: SideWorkMonth) -> forms.SheetDetailOut:
    report = sheet_queries.find_report(sheet)
    return forms.SheetDetailOut(
        **forms.SheetOut.from_orm(sheet).model_dump(),
        days=[
            forms.SheetDayOut.from_orm(one) for one in sheet_queries.list_days(sheet_id=sheet.pk)
        ],
        alerts=[Wording.of(one.text) for one in report.alerts],
        averages=[
            forms.AverageOut(months=one.months, minutes=one.minutes) for one in report.averages
        ],
        own_premium_minutes=report.premium.own,
        other_premium_minutes=report.premium.other,
        refusals=[forms.MoveRefusalOut.of(one) for one in report.refusals],
    )
