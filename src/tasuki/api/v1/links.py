"""Operations on registration links; the company's answers carry no count of anything."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from tasuki.api.area import AGENCY, COMPANY, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.files import SVG, file_response
from tasuki.api.v1.schemas import contracts as forms
from tasuki.apps.errors import RefusedError
from tasuki.apps.relay.actions import links as actions
from tasuki.apps.relay.queries import links as queries
from tasuki.core.access import Permission

area = Area(tags=["links"])
public = Router(tags=["links"])
_VIEW = Permission.RELAY_VIEW
_EDIT = Permission.LINK_EDIT


@area.read("/links", forms.LinkList, needs=_VIEW, kinds=AGENCY)
def list_links(request: ApiRequest, filters: Query[forms.LinkQuery]) -> forms.LinkList:
    """List the links of the agency."""
    found = queries.list_links(book_id=filters.book_id, state=filters.state)
    return forms.LinkList(items=[forms.LinkOut.from_orm(one) for one in found])


@area.read("/links/{uuid:link_id}", forms.LinkOut, needs=_VIEW, kinds=AGENCY)
def read_link(request: ApiRequest, link_id: UUID) -> forms.LinkOut:
    """Read one link."""
    return forms.LinkOut.from_orm(queries.find_link(link_id=link_id))


@area.read("/links/{uuid:link_id}/qr", None, needs=_VIEW, kinds=AGENCY, media_type=SVG)
def read_link_qr(request: ApiRequest, link_id: UUID) -> HttpResponse:
    """Read the QR code of a link as SVG."""
    link = queries.find_link(link_id=link_id)
    return file_response(queries.qr_svg(code=link.code), media_type=SVG, file_name="link.svg")


@area.write("/links", forms.LinkOut, needs=_EDIT, kinds=AGENCY)
def issue_link(request: ApiRequest, given: forms.LinkIn) -> forms.LinkOut:
    """Issue a link under a running contract."""
    issued = actions.issue_link(actor=request.auth, now=timezone.now(), **given.model_dump())
    return forms.LinkOut.from_orm(issued)


@area.write("/links/{uuid:link_id}/labels", forms.LinkOut, needs=_EDIT, kinds=AGENCY, method="PUT")
def edit_labels(request: ApiRequest, link_id: UUID, given: forms.LabelsIn) -> forms.LinkOut:
    """Change the labels of a link."""
    changed = actions.edit_labels(
        actor=request.auth, link_id=link_id, now=timezone.now(), **given.model_dump()
    )
    return forms.LinkOut.from_orm(changed)


@area.write("/links/{uuid:link_id}/rotate", forms.LinkOut, needs=_EDIT, kinds=AGENCY)
def rotate_link(request: ApiRequest, link_id: UUID) -> forms.LinkOut:
    """Replace the code of a link; the answer is the new link."""
    made = actions.rotate_link(actor=request.auth, link_id=link_id, now=timezone.now())
    return forms.LinkOut.from_orm(made)


@area.write("/links/{uuid:link_id}/revoke", forms.LinkOut, needs=_EDIT, kinds=AGENCY)
def revoke_link(request: ApiRequest, link_id: UUID, given: forms.EndReason) -> forms.LinkOut:
    """End a link at once."""
    ended = actions.revoke_link(
        actor=request.auth, link_id=link_id, reason=given.reason, now=timezone.now()
    )
    return forms.LinkOut.from_orm(ended)


@area.read("/issued-codes", forms.IssuedCodeList, needs=_VIEW, kinds=COMPANY)
def list_issued_codes(request: ApiRequest, book_id: UUID | None = None) -> forms.IssuedCodeList:
    """List the codes that were issued to the company."""
    found = queries.list_issued_codes(book_id=book_id)
    return forms.IssuedCodeList(items=[forms.IssuedCodeOut.from_orm(one) for one in found])


@public.get(
    "/public/links/{code}",
    response=forms.PublicLinkOut,
    auth=None,
    operation_id="read_public_link",
    summary="Read what the holder of a code may know",
)
def read_public_link(request: ApiRequest, code: str) -> forms.PublicLinkOut:
    """Read what the holder of a code may know; registering itself is a page only."""
    found = queries.find_public_link(code=code, now=timezone.now())
    if isinstance(found, queries.LinkProblem):
        error = RefusedError(ja=found.text.ja, en=found.text.en, code=f"link_{found.code}")
        error.status = 404 if found.code == "unknown" else 409
        raise error
    return forms.PublicLinkOut.from_orm(found)
