"""Operations of an agency on the orders of employers."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import File, Query
from ninja.files import UploadedFile

from tasuki.api.area import AGENCY, BOTH_SIDES, Area, act
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import openings as forms
from tasuki.api.v1.schemas.common import PageQuery
from tasuki.apps.errors import found
from tasuki.apps.imports.actions.runs import import_file
from tasuki.apps.openings import employers, orders, queries
from tasuki.apps.openings.employers import EmployerValues
from tasuki.apps.openings.papers import write_job_sheet
from tasuki.apps.openings.versions import list_versions
from tasuki.core.access import Permission

area = Area(tags=["openings"])
_VIEW = Permission.OPENING_VIEW
_EDIT = Permission.OPENING_EDIT
_ONE = "/openings/{uuid:opening_id}"
_EMPLOYER = "/employers/{uuid:employer_id}"


@area.read("/employers", forms.EmployerPage, needs=_VIEW, kinds=AGENCY)
def list_employers(
    request: ApiRequest, filters: Query[forms.EmployerQuery], page: Query[PageQuery]
) -> forms.EmployerPage:
    """List the employers."""
    rows = employers.list_employers(text=filters.text)
    return fill_page(forms.EmployerPage, forms.EmployerOut, rows, page)


@area.read(_EMPLOYER, forms.EmployerOut, needs=_VIEW, kinds=AGENCY)
def read_employer(request: ApiRequest, employer_id: UUID) -> forms.EmployerOut:
    """Read one employer."""
    return forms.EmployerOut.from_orm(found(employers.find_employer(employer_id=employer_id)))


@area.write("/employers", forms.EmployerOut, needs=_EDIT, kinds=AGENCY)
def add_employer(request: ApiRequest, given: forms.EmployerIn) -> forms.EmployerOut:
    """Keep a new employer."""
    values = EmployerValues(**given.model_dump())
    return forms.EmployerOut.from_orm(act(request, employers.add_employer, values=values))


@area.write(_EMPLOYER, forms.EmployerOut, needs=_EDIT, kinds=AGENCY, method="PUT")
def update_employer(
    request: ApiRequest, employer_id: UUID, given: forms.EmployerIn
) -> forms.EmployerOut:
    """Change what is known of an employer."""
    values = EmployerValues(**given.model_dump())
    return forms.EmployerOut.from_orm(
        act(request, employers.update_employer, employer_id=employer_id, values=values)
    )


@area.write(f"{_EMPLOYER}/declaration", forms.EmployerOut, needs=_EDIT, kinds=AGENCY)
def declare_for_employer(
    request: ApiRequest, employer_id: UUID, given: forms.DeclarationIn
) -> forms.EmployerOut:
    """Record its self-declaration; without a clear one its open jobs are suspended (H6)."""
    return forms.EmployerOut.from_orm(
        act(request, employers.declare_for_employer, given, employer_id=employer_id)
    )


@area.write(f"{_EMPLOYER}/end", forms.EmployerOut, needs=_EDIT, kinds=AGENCY)
def end_employer(request: ApiRequest, employer_id: UUID) -> forms.EmployerOut:
    """Note that nothing more is done for it."""
    return forms.EmployerOut.from_orm(act(request, employers.end_employer, employer_id=employer_id))


@area.write(f"{_EMPLOYER}/openings", forms.OpeningFileOut, needs=_EDIT, kinds=AGENCY)
def import_openings(
    request: ApiRequest, employer_id: UUID, file: File[UploadedFile]
) -> forms.OpeningFileOut:
    """Take a file of openings (csv, tsv, xlsx, xls, ods) as drafts of one employer."""
    found(employers.find_employer(employer_id=employer_id))
    run = act(
        request,
        import_file,
        data=file.read(),
        file_name=file.name or "openings",
        kind="openings",
    )
    act(request, employers.give_to_employer, import_run_id=run.pk, employer_id=employer_id)
    return forms.OpeningFileOut.from_orm(run)


@area.write(f"{_ONE}/accept", forms.AcceptedOut, needs=_EDIT, kinds=AGENCY)
def accept_order(request: ApiRequest, opening_id: UUID, given: forms.AcceptIn) -> forms.AcceptedOut:
    """Accept the order (H1, H6) and write its row in the book."""
    done = act(request, orders.accept_order, given, opening_id=opening_id)
    return forms.AcceptedOut(
        opening=forms.OpeningOut.from_orm(done.opening),
        order_number=done.order.number,
        received_order=done.order.received_order,
    )


@area.write(f"{_ONE}/refuse", forms.OpeningOut, needs=_EDIT, kinds=AGENCY)
def refuse_order(
    request: ApiRequest, opening_id: UUID, given: forms.RefuseOrderIn
) -> forms.OpeningOut:
    """Refuse the order on a ground of the law."""
    refused = act(
        request,
        orders.refuse_order,
        opening_id=opening_id,
        ground=str(given.ground),
        text=given.text,
    )
    return forms.OpeningOut.from_orm(refused)


@area.write(f"{_ONE}/validity", forms.OpeningOut, needs=_EDIT, kinds=AGENCY)
def extend_order(
    request: ApiRequest, opening_id: UUID, given: forms.ValidityIn
) -> forms.OpeningOut:
    """Set the last day of the order."""
    return forms.OpeningOut.from_orm(
        act(request, orders.extend_order, given, opening_id=opening_id)
    )


@area.write(f"{_ONE}/suspend", forms.OpeningOut, needs=_EDIT, kinds=BOTH_SIDES)
def suspend_opening(request: ApiRequest, opening_id: UUID) -> forms.OpeningOut:
    """Show it to nobody for a while; confirming shows it again."""
    return forms.OpeningOut.from_orm(act(request, orders.suspend_opening, opening_id=opening_id))


@area.write(f"{_ONE}/fill", forms.OpeningOut, needs=_EDIT, kinds=BOTH_SIDES)
def fill_opening(request: ApiRequest, opening_id: UUID) -> forms.OpeningOut:
    """Note that everybody wanted was found."""
    return forms.OpeningOut.from_orm(act(request, orders.fill_opening, opening_id=opening_id))


@area.write(f"{_ONE}/public-page", forms.OpeningOut, needs=_EDIT, kinds=AGENCY)
def list_publicly(request: ApiRequest, opening_id: UUID) -> forms.OpeningOut:
    """Open its public page with JobPosting for search engines."""
    return forms.OpeningOut.from_orm(act(request, orders.list_publicly, opening_id=opening_id))


@area.write(f"{_ONE}/public-page/end", forms.OpeningOut, needs=_EDIT, kinds=AGENCY)
def unlist(request: ApiRequest, opening_id: UUID) -> forms.OpeningOut:
    """Take its public page away."""
    return forms.OpeningOut.from_orm(act(request, orders.unlist, opening_id=opening_id))


@area.write("/openings/confirm", forms.ConfirmedOut, needs=_EDIT, kinds=BOTH_SIDES)
def confirm_openings(request: ApiRequest, given: forms.ConfirmIn) -> forms.ConfirmedOut:
    """Confirm many; what may not be shown is named and left."""
    done = act(request, orders.confirm_openings, opening_ids=given.ids)
    return forms.ConfirmedOut(
        fresh_count=done.fresh_count,
        refused=[
            forms.NotConfirmed(number=number, code=error.code, text=error.text)
            for number, error in done.refused
        ],
    )


@area.read(f"{_ONE}/versions", forms.VersionList, needs=_VIEW, kinds=BOTH_SIDES)
def list_opening_versions(request: ApiRequest, opening_id: UUID) -> forms.VersionList:
    """Read what was shown, version by version."""
    opening = found(queries.find_opening(opening_id=opening_id))
    rows = list_versions(opening_id=opening.pk)
    return forms.VersionList(items=[forms.VersionOut.from_orm(row) for row in rows])


@area.read(f"{_ONE}/sheet.pdf", None, needs=_VIEW, kinds=BOTH_SIDES, media_type="application/pdf")
def read_job_sheet(request: ApiRequest, opening_id: UUID) -> HttpResponse:
    """Read the job sheet (D8) as PDF."""
    content = write_job_sheet(
        found(queries.find_opening(opening_id=opening_id)),
        language=get_language() or "ja",
        printed_by=request.auth.name,
        now=timezone.now(),
    )
    return HttpResponse(content, content_type="application/pdf")
