"""Operations on balances: live ones for the agency, those of issued statements for the company."""

from uuid import UUID

from django.utils import timezone
from ninja import Query

from tasuki.api.area import AGENCY, BOTH_SIDES, COMPANY, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import slots as forms
from tasuki.api.v1.schemas.common import PageQuery, Wording
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.relay.queries import company_ledger, contracts, credits, forecast, margin
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.relay.machines import CreditState

area = Area(tags=["credits"])
_LEDGER = Permission.LEDGER_VIEW
_BOOK = "/books/{uuid:book_id}"


@area.read(f"{_BOOK}/live-balance", forms.LiveBalanceOut, needs=_LEDGER, kinds=AGENCY)
def read_live_balance(request: ApiRequest, book_id: UUID) -> forms.LiveBalanceOut:
    """Read the live balances of a book."""
    _check_book(book_id)
    found = credits.find_live_balance(book_id=book_id)
    return forms.LiveBalanceOut.from_orm(found)


@area.read(f"{_BOOK}/credits", forms.CreditPage, needs=_LEDGER, kinds=AGENCY)
def list_credits(
    request: ApiRequest,
    book_id: UUID,
    page: Query[PageQuery],
    state: CreditState | None = None,
) -> forms.CreditPage:
    """List the credits of a book."""
    _check_book(book_id)
    return fill_page(
        forms.CreditPage, forms.CreditOut, credits.list_credits(book_id=book_id, state=state), page
    )


@area.read(f"{_BOOK}/balance", forms.CompanyBalanceOut, needs=_LEDGER, kinds=COMPANY)
def read_balance(request: ApiRequest, book_id: UUID) -> forms.CompanyBalanceOut:
    """Read the company's balance as its last statement says it."""
    _check_book(book_id)
    found = company_ledger.find_company_balance(book_id=book_id, today=timezone.localdate())
    return forms.CompanyBalanceOut.from_orm(found)


@area.read(f"{_BOOK}/ledger", forms.CompanyLedgerOut, needs=_LEDGER, kinds=COMPANY)
def read_company_ledger(request: ApiRequest, book_id: UUID) -> forms.CompanyLedgerOut:
    """Read the company's ledger as its statements say it."""
    _check_book(book_id)
    found = company_ledger.list_company_ledger(book_id=book_id)
    rows = [
        forms.LedgerRowOut(
            on=row.on,
            text=Wording.of(row.text),
            people_change=row.people_change,
            people_balance=row.people_balance,
            slot_change=row.slot_change,
            source=Wording.of(row.source),
        )
        for row in found.rows
    ]
    return forms.CompanyLedgerOut(
        rows=rows,
        counted=found.counted,
        reversed=found.reversed,
        bundled=found.bundled,
        expired=found.expired,
        balance=found.balance,
    )


@area.read(f"{_BOOK}/forecast", forms.ForecastOut, needs=_LEDGER, kinds=BOTH_SIDES)
def read_forecast(
    request: ApiRequest, book_id: UUID, plan: Query[forms.ForecastQuery]
) -> forms.ForecastOut:
    """Read when the next slot may come; a company's answer uses its statements only."""
    _check_book(book_id)
    is_agency = request.auth.kind is OrganisationKind.AGENCY
    find = forecast.forecast_for_agency if is_agency else forecast.forecast_for_company
    found = find(
        book_id=book_id,
        today=timezone.localdate(),
        planned_not_hired_per_year=plan.planned_not_hired_per_year,
        assumed_registration_rate=plan.assumed_registration_rate,
    )
    return forms.ForecastOut.from_orm(found)


@area.read("/margin", forms.MarginOut, needs=Permission.MARGIN_VIEW, kinds=AGENCY)
def read_margin(request: ApiRequest, book_id: UUID | None = None) -> forms.MarginOut:
    """Read the margin ledger of the agency."""
    found = margin.list_margin(book_id=book_id)
    return forms.MarginOut(items=[forms.MarginLineOut.from_orm(line) for line in found])


def _check_book(book_id: UUID) -> None:
    if not contracts.list_versions(book_id=book_id):
        raise NotVisibleError
