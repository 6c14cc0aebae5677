"""Operations on requests about personal data: the person's own, and the desk's."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query

from tasuki.api.area import PERSON_AUTH, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.files import PDF, file_response
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import rights as forms
from tasuki.api.v1.schemas.common import PageQuery
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.rights import actions, letters
from tasuki.apps.rights.actions import answers, identity
from tasuki.apps.rights.queries import requests as queries
from tasuki.core.access import Permission

area = Area(tags=["requests about personal data"])
own = Area(tags=["own data"], auth=list(PERSON_AUTH))
_VIEW = Permission.REQUEST_VIEW
_DECIDE = Permission.REQUEST_DECIDE
_ONE = "/rights/requests/{uuid:request_id}"


@own.read("/me/requests", forms.OwnRequestList, needs=Permission.OWN_DATA_VIEW)
def list_own_requests(request: ApiRequest) -> forms.OwnRequestList:
    """List the person's own requests about the data held."""
    found = queries.list_own_requests(actor=request.auth)
    return forms.OwnRequestList(items=[forms.OwnRequestOut.from_orm(one) for one in found])


@own.write("/me/requests", forms.OwnRequestOut, needs=Permission.OWN_DATA_DECIDE)
def file_own_request(request: ApiRequest, given: forms.OwnRequestIn) -> forms.OwnRequestOut:
    """Ask for disclosure, correction, stop of use or erasure of the own data."""
    done = actions.file_request(actor=request.auth, now=timezone.now(), **given.model_dump())
    return forms.OwnRequestOut.from_orm(done)


@own.write(
    "/me/requests/{uuid:request_id}/withdraw",
    forms.OwnRequestOut,
    needs=Permission.OWN_DATA_DECIDE,
)
def withdraw_own_request(request: ApiRequest, request_id: UUID) -> forms.OwnRequestOut:
    """Take an own request back before it is decided."""
    queries.find_own_request(actor=request.auth, request_id=request_id)
    done = actions.withdraw_request(actor=request.auth, request_id=request_id, now=timezone.now())
    return forms.OwnRequestOut.from_orm(done)


@area.read("/rights/requests", forms.RequestPage, needs=_VIEW)
def list_requests(
    request: ApiRequest, filters: Query[forms.RequestQuery], page: Query[PageQuery]
) -> forms.RequestPage:
    """List the request ledger, the next deadline first."""
    rows = queries.list_requests(
        states=[filters.state] if filters.state else (),
        kind=filters.kind or "",
        text=filters.text,
    )
    return fill_page(forms.RequestPage, forms.RequestOut, rows, page)


@area.read(_ONE, forms.RequestOut, needs=_VIEW)
def read_request(request: ApiRequest, request_id: UUID) -> forms.RequestOut:
    """Read one request."""
    return forms.RequestOut.from_orm(queries.find_request(request_id=request_id))


@area.read(f"{_ONE}/papers/{{name}}", None, needs=_VIEW, media_type=PDF)
def read_request_paper(request: ApiRequest, request_id: UUID, name: str) -> HttpResponse:
    """Read a paper of a request: form, answer, refusal or data as PDF, json for the data."""
    found = queries.find_request(request_id=request_id)
    if not letters.can_print(found, name):
        raise NotVisibleError
    now = timezone.now()
    if name == "json":
        data = letters.write_json(found, now=now)
        return file_response(data, media_type="application/json", file_name=f"{found.number}.json")
    data = letters.print_paper(
        found, name, language=get_language() or "ja", printed_by=request.auth.name, now=now
    )
    return file_response(data, media_type=PDF, file_name=f"{found.number}-{name}.pdf")


@area.write("/rights/requests", forms.RequestOut, needs=_DECIDE)
def file_paper_request(request: ApiRequest, given: forms.PaperRequestIn) -> forms.RequestOut:
    """Record a request that came in on paper, by phone or by mail."""
    values = given.model_dump()
    names = ("name", "mail", "address", "agent_kind", "agent_name")
    claimant = {name: values.pop(name) for name in names}
    done = actions.file_request(actor=request.auth, claimant=claimant, now=timezone.now(), **values)
    return forms.RequestOut.from_orm(done)


@area.write(f"{_ONE}/withdraw", forms.RequestOut, needs=_DECIDE)
def withdraw_request(request: ApiRequest, request_id: UUID) -> forms.RequestOut:
    """Withdraw a request in the person's name, before it is decided."""
    done = actions.withdraw_request(actor=request.auth, request_id=request_id, now=timezone.now())
    return forms.RequestOut.from_orm(done)


@area.write(f"{_ONE}/record", forms.RequestOut, needs=_DECIDE)
def assign_record(request: ApiRequest, request_id: UUID, given: forms.RecordIn) -> forms.RequestOut:
    """Say which record a paper request is about."""
    done = identity.assign_record(
        actor=request.auth,
        request_id=request_id,
        talent_record_id=given.talent_record_id,
        now=timezone.now(),
    )
    return forms.RequestOut.from_orm(done)


@area.write(f"{_ONE}/identity", forms.RequestOut, needs=_DECIDE)
def confirm_identity(
    request: ApiRequest, request_id: UUID, given: forms.DocumentIn
) -> forms.RequestOut:
    """Confirm the identity by a document seen."""
    done = identity.confirm_identity(
        actor=request.auth, request_id=request_id, note=given.note, now=timezone.now()
    )
    return forms.RequestOut.from_orm(done)


@area.write(f"{_ONE}/code", forms.RequestOut, needs=_DECIDE)
def send_identity_code(request: ApiRequest, request_id: UUID) -> forms.RequestOut:
    """Mail a code to the address on record."""
    done = identity.send_identity_code(
        actor=request.auth, request_id=request_id, now=timezone.now()
    )
    return forms.RequestOut.from_orm(done)


@area.write(f"{_ONE}/code/confirm", forms.RequestOut, needs=_DECIDE)
def confirm_code(request: ApiRequest, request_id: UUID, given: forms.CodeIn) -> forms.RequestOut:
    """Confirm the identity by the mailed code; it works once."""
    done = identity.confirm_code(
        actor=request.auth, request_id=request_id, code=given.code, now=timezone.now()
    )
    return forms.RequestOut.from_orm(done)


@area.write(f"{_ONE}/grant", forms.RequestOut, needs=_DECIDE)
def grant_request(request: ApiRequest, request_id: UUID, given: forms.GrantIn) -> forms.RequestOut:
    """Do what was asked: disclose, correct, stop or erase, at once."""
    values = given.model_dump() | {"withheld_ground": given.withheld_ground or ""}
    done = answers.grant_request(
        actor=request.auth, request_id=request_id, now=timezone.now(), **values
    )
    return forms.RequestOut.from_orm(done)


@area.write(f"{_ONE}/refuse", forms.RequestOut, needs=_DECIDE)
def refuse_request(
    request: ApiRequest, request_id: UUID, given: forms.RefuseIn
) -> forms.RequestOut:
    """Do not follow a request, on a ground of the law that fits its kind."""
    done = answers.refuse_request(
        actor=request.auth, request_id=request_id, now=timezone.now(), **given.model_dump()
    )
    return forms.RequestOut.from_orm(done)


@area.write(f"{_ONE}/send", forms.RequestOut, needs=_DECIDE)
def answer_request(
    request: ApiRequest, request_id: UUID, given: forms.AnswerSendingIn
) -> forms.RequestOut:
    """Send the answer to the person, by mail, by post or by hand."""
    done = actions.answer_request(
        actor=request.auth, request_id=request_id, sent_how=given.sent_how, now=timezone.now()
    )
    return forms.RequestOut.from_orm(done)
