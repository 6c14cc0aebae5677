"""Operations on openings: those of a company, and those of employers at their agency."""

from uuid import UUID

from django.utils import timezone
from ninja import Query

from tasuki.api.area import BOTH_SIDES, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import openings as forms
from tasuki.api.v1.schemas.common import PageQuery
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.openings import actions, queries
from tasuki.apps.openings.models import Opening
from tasuki.core.access import Permission

area = Area(tags=["openings"])
_VIEW = Permission.OPENING_VIEW
_EDIT = Permission.OPENING_EDIT
_ONE = "/openings/{uuid:opening_id}"


@area.read("/openings", forms.OpeningPage, needs=_VIEW, kinds=BOTH_SIDES)
def list_openings(
    request: ApiRequest, filters: Query[forms.OpeningQuery], page: Query[PageQuery]
) -> forms.OpeningPage:
    """List the openings."""
    return fill_page(
        forms.OpeningPage,
        forms.OpeningOut,
        queries.list_openings(state=filters.state, text=filters.text),
        page,
    )


@area.read(_ONE, forms.OpeningDetailOut, needs=_VIEW, kinds=BOTH_SIDES)
def read_opening(request: ApiRequest, opening_id: UUID) -> forms.OpeningDetailOut:
    """Read one opening and what it lacks."""
    found = queries.find_opening(opening_id=opening_id)
    if found is None:
        raise NotVisibleError
    return _detail(found)


@area.write("/openings", forms.OpeningDetailOut, needs=_EDIT, kinds=BOTH_SIDES)
def create_opening(request: ApiRequest, given: forms.OpeningIn) -> forms.OpeningDetailOut:
    """Make an opening, as a draft."""
    made = actions.create_opening(actor=request.auth, values=_values(given), now=timezone.now())
    return _detail(made)


@area.write(
    _ONE,
    forms.OpeningDetailOut,
    needs=_EDIT,
    kinds=BOTH_SIDES,
    method="PUT",
)
def update_opening(
    request: ApiRequest, opening_id: UUID, given: forms.OpeningIn
) -> forms.OpeningDetailOut:
    """Change an opening."""
    changed = actions.update_opening(
        actor=request.auth, opening_id=opening_id, values=_values(given), now=timezone.now()
    )
    return _detail(changed)


@area.write(f"{_ONE}/publish", forms.OpeningDetailOut, needs=_EDIT, kinds=BOTH_SIDES)
def publish_opening(request: ApiRequest, opening_id: UUID) -> forms.OpeningDetailOut:
    """Publish an opening; all eleven items must be there (H6)."""
    opened = actions.publish_opening(actor=request.auth, opening_id=opening_id, now=timezone.now())
    return _detail(opened)


@area.write(f"{_ONE}/close", forms.OpeningDetailOut, needs=_EDIT, kinds=BOTH_SIDES)
def close_opening(request: ApiRequest, opening_id: UUID) -> forms.OpeningDetailOut:
    """Close an opening."""
    closed = actions.close_opening(actor=request.auth, opening_id=opening_id, now=timezone.now())
    return _detail(closed)


@area.write(f"{_ONE}/confirm", forms.OpeningDetailOut, needs=_EDIT, kinds=BOTH_SIDES)
def confirm_opening(request: ApiRequest, opening_id: UUID) -> forms.OpeningDetailOut:
    """Confirm that an opening still stands as it is written."""
    confirmed = actions.confirm_opening(
        actor=request.auth, opening_id=opening_id, now=timezone.now()
    )
    return _detail(confirmed)


def _values(given: forms.OpeningIn) -> actions.OpeningValues:
    values = given.model_dump()
    values["terms"] = {str(item): text for item, text in given.terms.items()}
    return actions.OpeningValues(**values)


def _detail(opening: Opening) -> forms.OpeningDetailOut:
    return forms.OpeningDetailOut(
        **forms.OpeningOut.from_orm(opening).model_dump(),
        missing=list(queries.missing_items(opening)),
    )
