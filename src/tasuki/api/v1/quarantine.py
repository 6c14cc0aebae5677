"""Operations on passages that were held back (H5)."""

from uuid import UUID

from django.utils import timezone
from ninja import Query

from tasuki.api.area import Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import quarantine as forms
from tasuki.api.v1.schemas.common import PageQuery
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.quarantine import actions, queries
from tasuki.core.access import Permission

area = Area(tags=["quarantine"])
_DECIDE = Permission.QUARANTINE_DECIDE


@area.read("/quarantine", forms.HeldTextPage, needs=_DECIDE)
def list_held_texts(
    request: ApiRequest, filters: Query[forms.HeldTextQuery], page: Query[PageQuery]
) -> forms.HeldTextPage:
    """List the passages of imports that were held back, newest first."""
    return fill_page(
        forms.HeldTextPage,
        forms.HeldTextOut,
        queries.list_held_texts(state=filters.state or ""),
        page,
    )


@area.read("/quarantine/{uuid:held_id}", forms.HeldTextOut, needs=_DECIDE)
def read_held_text(request: ApiRequest, held_id: UUID) -> forms.HeldTextOut:
    """Read one passage that was held back."""
    held = queries.find_held_text(held_id=held_id)
    if held is None:
        raise NotVisibleError
    return forms.HeldTextOut.from_orm(held)


@area.write("/quarantine/{uuid:held_id}/delete", forms.HeldTextOut, needs=_DECIDE)
def delete_held_text(request: ApiRequest, held_id: UUID) -> forms.HeldTextOut:
    """Delete a passage for good."""
    held = actions.delete_held_text(actor=request.auth, held_id=held_id, now=timezone.now())
    return forms.HeldTextOut.from_orm(held)


@area.write("/quarantine/{uuid:held_id}/approve", forms.HeldTextOut, needs=_DECIDE)
def approve_held_text(request: ApiRequest, held_id: UUID, given: forms.NeedIn) -> forms.HeldTextOut:
    """Release a passage into the note of its application for a special need of the work.

    Needs a named human and a written reason (H5); both stay with the day.
    """
    held = actions.approve_held_text(
        actor=request.auth, held_id=held_id, need=given.need, now=timezone.now()
    )
    return forms.HeldTextOut.from_orm(held)
