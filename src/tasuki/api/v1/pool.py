"""Operations of a company on its talent pool; the person answers on the page of the mail."""

from uuid import UUID

from django.utils import timezone
from ninja import Query

from tasuki.api.area import COMPANY, Area, act
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import pool as forms
from tasuki.api.v1.schemas.common import Done, PageQuery, Wording
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.openings.queries import find_opening
from tasuki.apps.pool import actions, queries
from tasuki.core.access import Permission

area = Area(tags=["pool"])
_VIEW = Permission.APPLICATION_VIEW
_DECIDE = Permission.APPLICATION_DECIDE
_SEND = Permission.NOTICE_SEND
_ONE = "/pool/{uuid:entry_id}"
_Out = forms.PoolEntryOut
FIT_ROWS_MAX = 200


@area.read("/pool", forms.PoolEntryPage, needs=_VIEW, kinds=COMPANY)
def list_pool_entries(
    request: ApiRequest, filters: Query[forms.PoolQuery], page: Query[PageQuery]
) -> forms.PoolEntryPage:
    """List pool members; filters know no protected trait (H5)."""
    wanted = {name: value or "" for name, value in filters.model_dump().items()}
    rows = queries.list_entries(**wanted | {"is_live": filters.is_live})
    return fill_page(forms.PoolEntryPage, _Out, rows, page)


@area.read("/pool/fits", forms.PoolFitList, needs=_VIEW, kinds=COMPANY)
def list_pool_fits(request: ApiRequest, opening_id: UUID) -> forms.PoolFitList:
    """Say why an opening may fit each live member and what to verify; nobody is ranked (H12)."""
    opening = find_opening(opening_id=opening_id)
    if opening is None:
        raise NotVisibleError
    entries = list(queries.list_entries(is_live=True)[:FIT_ROWS_MAX])
    fits = queries.list_fits(entries=entries, opening=opening, on=timezone.localdate())
    return forms.PoolFitList(
        items=[
            forms.PoolFitOut(
                entry_id=one.pk,
                reasons=[Wording.of(words) for words in fits[one.pk].reasons],
                points=[Wording.of(words) for words in fits[one.pk].points],
            )
            for one in entries
        ]
    )


@area.read(_ONE, _Out, needs=_VIEW, kinds=COMPANY)
def read_pool_entry(request: ApiRequest, entry_id: UUID) -> forms.PoolEntryOut:
    """Read one pool member."""
    row = queries.find_entry(entry_id=entry_id)
    if row is None:
        raise NotVisibleError
    return _Out.from_orm(row)


@area.write(f"{_ONE}/edit", _Out, needs=_DECIDE, kinds=COMPANY)
def edit_pool_entry(
    request: ApiRequest, entry_id: UUID, given: forms.PoolEntryIn
) -> forms.PoolEntryOut:
    """Keep tags and reason from the closed lists, and the day of the next contact."""
    values = given.model_dump() | {"end_reason": given.end_reason or ""}
    return _Out.from_orm(act(request, actions.edit_entry, entry_id=entry_id, **values))


@area.write("/pool/contacts", forms.PoolSendingOut, needs=_SEND, kinds=COMPANY)
def contact_pool(request: ApiRequest, given: forms.PoolContactIn) -> forms.PoolSendingOut:
    """Write about an open opening to members who agreed; mails leave in ten minutes (H8, H12)."""
    sent = act(request, actions.contact_entries, given)
    return forms.PoolSendingOut(
        batch_id=sent.batch_id, count=sent.count, left_out_count=sent.left_out_count
    )


@area.write("/pool/contacts/{uuid:batch_id}/back", Done, needs=_SEND, kinds=COMPANY)
def take_back_pool_contacts(request: ApiRequest, batch_id: UUID) -> Done:
    """Take a sending back whose mails did not leave yet."""
    return Done(count=act(request, actions.take_back_contacts, batch_id=batch_id))


@area.write(f"{_ONE}/select", _Out, needs=_DECIDE, kinds=COMPANY)
def begin_pool_selection(request: ApiRequest, entry_id: UUID) -> forms.PoolEntryOut:
    """Record that an interested member is in a selection again."""
    return _Out.from_orm(act(request, actions.begin_selection, entry_id=entry_id))


@area.write(f"{_ONE}/result", _Out, needs=_DECIDE, kinds=COMPANY)
def end_pool_selection(
    request: ApiRequest, entry_id: UUID, given: forms.PoolResultIn
) -> forms.PoolEntryOut:
    """Record how that selection ended (H12)."""
    return _Out.from_orm(act(request, actions.end_selection, given, entry_id=entry_id))
