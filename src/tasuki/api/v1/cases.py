"""Operations on cases of all declared kinds of move."""

from uuid import UUID

from ninja import Query

from tasuki.api.area import Area, act
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import cases as forms
from tasuki.api.v1.schemas.common import PageQuery, Wording
from tasuki.apps.cases import actions, queries
from tasuki.apps.cases.models import MoveCase
from tasuki.apps.errors import found
from tasuki.core.access import OrganisationKind, Permission
from tasuki.core.cases.kind import AnyKind

area = Area(tags=["cases"])
_KEEPERS = (OrganisationKind.COMPANY, OrganisationKind.MUNICIPALITY)
_VIEW = Permission.MOVE_VIEW
_EDIT = Permission.MOVE_EDIT


@area.read("/cases/kinds", forms.CaseKindList, needs=_VIEW, kinds=_KEEPERS)
def list_case_kinds(request: ApiRequest) -> forms.CaseKindList:
    """List the kinds of move that the organisation keeps, with their steps and fields."""
    return forms.CaseKindList(
        items=[_kind(one) for one in queries.list_kinds_of(request.auth.kind)]
    )


@area.read("/cases", forms.MoveCasePage, needs=_VIEW, kinds=_KEEPERS)
def list_move_cases(
    request: ApiRequest, filters: Query[forms.MoveCaseQuery], page: Query[PageQuery]
) -> forms.MoveCasePage:
    """List cases, the newest first."""
    rows = queries.list_cases(kind=filters.kind or "", state=filters.state, text=filters.text)
    return fill_page(forms.MoveCasePage, forms.MoveCaseOut, rows, page)


@area.read("/cases/{uuid:move_case_id}", forms.MoveCaseDetailOut, needs=_VIEW, kinds=_KEEPERS)
def read_move_case(request: ApiRequest, move_case_id: UUID) -> forms.MoveCaseDetailOut:
    """Read one case, what is known of it and which steps may follow."""
    return _case(found(queries.find_case(move_case_id=move_case_id)))


@area.write("/cases", forms.MoveCaseDetailOut, needs=_EDIT, kinds=_KEEPERS)
def open_move_case(request: ApiRequest, given: forms.MoveCaseIn) -> forms.MoveCaseDetailOut:
    """Open a case about one person; there is no operation for several."""
    return _case(act(request, actions.open_case, given))


@area.write(
    "/cases/{uuid:move_case_id}/steps", forms.MoveCaseDetailOut, needs=_EDIT, kinds=_KEEPERS
)
def take_move_case_step(
    request: ApiRequest, move_case_id: UUID, given: forms.MoveCaseStepIn
) -> forms.MoveCaseDetailOut:
    """Take one step of a case; the declaration of its kind decides (H1, H9, H11, H12)."""
    return _case(act(request, actions.take_case_step, given, move_case_id=move_case_id))


def _case(row: MoveCase) -> forms.MoveCaseDetailOut:
    values = row.values
    plain = forms.MoveCaseOut.from_orm(row).model_dump()
    return forms.MoveCaseDetailOut(
        **plain,
        facts=[
            forms.CaseFactOut(
                code=one.code,
                words=Wording.of(one.words),
                value=Wording.of(one.show(values[one.code])),
            )
            for one in row.declaration.fields
            if one.code in values
        ],
        events=[str(one) for one in row.declaration.machine.allowed_events(row.standing.state)],
    )


def _kind(kind: AnyKind) -> forms.CaseKindOut:
    return forms.CaseKindOut(
        code=kind.code,
        words=Wording.of(kind.words),
        has_person=kind.has_person,
        source=kind.source,
        steps=[
            forms.CaseStepOut(
                event=str(row.event),
                words=Wording.of(kind.steps[row.event].words),
                party=kind.steps[row.event].party,
                from_state=None if row.source is None else str(row.source),
                to_state=str(row.target),
                fields=[
                    forms.CaseFieldOut(
                        code=one.code,
                        words=Wording.of(one.words),
                        type=one.type,
                        is_required=is_asked,
                        choices=[code for code, _words in one.choices],
                    )
                    for one, is_asked in kind.fields_of(row.event)
                ],
            )
            for row in kind.machine.transitions
        ],
    )
