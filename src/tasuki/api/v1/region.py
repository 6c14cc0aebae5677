"""Operations of a municipality on the counts of its region, masked below five."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils import timezone

from tasuki.api.area import COMPANY, MUNICIPALITY, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.schemas import statements as forms
from tasuki.api.v1.schemas.common import Day
from tasuki.apps.region import actions, queries
from tasuki.apps.region.models import RegionalCount
from tasuki.core.access import Permission
from tasuki.core.kpi.masking import Mask, suppress_list

area = Area(tags=["region"])
_COUNTS: Final = (
    "informed_count",
    "registered_count",
    "counted_count",
    "slot_count",
    "hired_count",
)


@area.read(
    "/region/counts", forms.RegionCountsOut, needs=Permission.REGION_VIEW, kinds=MUNICIPALITY
)
def read_region_counts(request: ApiRequest, month: Day) -> forms.RegionCountsOut:
    """Read the counts of one month, masked so that no small one follows by subtraction."""
    first = month.replace(day=1)
    return masked_counts(first, queries.list_counts(month=first))


@area.read("/region/agreements", forms.AgreementList, needs=Permission.RELAY_VIEW, kinds=COMPANY)
def list_agreements(request: ApiRequest) -> forms.AgreementList:
    """List for whom the company's totals are counted."""
    found = queries.list_agreements()
    return forms.AgreementList(items=[forms.AgreementOut.from_orm(one) for one in found])


@area.write("/region/agreements", forms.AgreementOut, needs=Permission.CONTRACT_SIGN, kinds=COMPANY)
def agree_to_count(request: ApiRequest, given: forms.AgreementIn) -> forms.AgreementOut:
    """Agree that a municipality counts the company's totals."""
    done = actions.agree_to_count(
        actor=request.auth, municipality_id=given.municipality_id, now=timezone.now()
    )
    return forms.AgreementOut.from_orm(done)


@area.write(
    "/region/agreements/end", forms.AgreementOut, needs=Permission.CONTRACT_SIGN, kinds=COMPANY
)
def end_agreement(request: ApiRequest, given: forms.AgreementIn) -> forms.AgreementOut:
    """End such an agreement."""
    done = actions.end_agreement(
        actor=request.auth, municipality_id=given.municipality_id, now=timezone.now()
    )
    return forms.AgreementOut.from_orm(done)


def masked_counts(month: date, rows: Sequence[RegionalCount]) -> forms.RegionCountsOut:
    """Return the answer for one month; each count is masked with its total beside it."""
    columns = {name: [getattr(row, name) for row in rows] for name in _COUNTS}
    masked = {name: suppress_list(values) for name, values in columns.items()}
    # A total is a count like any other: alone in its line, small ones hide.
    totals = {name: suppress_list([sum(values)])[0] for name, values in columns.items()}
    return forms.RegionCountsOut(
        month=month,
        rows=[
            forms.RegionRow(
                company_name=row.company_name,
                **{name: _shown(masked[name][place]) for name in _COUNTS},
            )
            for place, row in enumerate(rows)
        ],
        total=forms.RegionCell(
            company_count=len({row.company_id for row in rows}),
            **{name: _shown(value) for name, value in totals.items()},
        ),
    )


def _shown(cell: int | Mask) -> int | None:
    return None if isinstance(cell, Mask) else cell
