"""Operations on pairs of records that may be one person, and on merges."""

from uuid import UUID

from django.utils import timezone
from django.utils.timezone import localdate
from ninja import Query

from tasuki.api.area import COMPANY, Area, act
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import cut, fill_page
from tasuki.api.v1.schemas import same_person as forms
from tasuki.api.v1.schemas.common import PageQuery
from tasuki.apps.errors import found
from tasuki.apps.same_person import deciding, merging, queries, searching, undoing
from tasuki.apps.same_person.preview import preview_merge
from tasuki.core.access import Permission

area = Area(tags=["same person"])
_DECIDE = Permission.SAME_PERSON_DECIDE


@area.read("/same-person/pairs", forms.PairPage, needs=_DECIDE, kinds=COMPANY)
def list_pairs(
    request: ApiRequest, filters: Query[forms.PairQuery], page: Query[PageQuery]
) -> forms.PairPage:
    """List pairs of records; what waits comes by impact, then probability."""
    pairs = list(
        queries.list_pairs(view=filters.view, is_strict_only=filters.strict).select_related(None)
    )
    rows, next_after = cut(pairs, page)
    return forms.PairPage(items=[forms.PairOut.of(row) for row in rows], next_after=next_after)


@area.read("/same-person/queue", forms.QueueOut, needs=_DECIDE, kinds=COMPANY)
def read_queue(request: ApiRequest) -> forms.QueueOut:
    """Count what waits, with the minutes that it takes."""
    return forms.QueueOut.from_orm(queries.count_queue())


@area.read("/same-person/pairs/{uuid:pair_id}", forms.PairOut, needs=_DECIDE, kinds=COMPANY)
def read_pair(request: ApiRequest, pair_id: UUID) -> forms.PairOut:
    """Read one pair."""
    return forms.PairOut.of(found(queries.find_pair(pair_id=pair_id)).pair)


@area.write("/same-person/pairs/{uuid:pair_id}/decide", forms.PairOut, needs=_DECIDE, kinds=COMPANY)
def decide_pair(request: ApiRequest, pair_id: UUID, given: forms.PairAnswerIn) -> forms.PairOut:
    """Say same, different or later, as a named member; different is never asked again."""
    return forms.PairOut.of(act(request, deciding.decide_pair, given, pair_id=pair_id))


@area.write("/same-person/pairs/{uuid:pair_id}/undo", forms.PairOut, needs=_DECIDE, kinds=COMPANY)
def undo_pair(request: ApiRequest, pair_id: UUID) -> forms.PairOut:
    """Take a decision or an automatic link back within 30 days."""
    return forms.PairOut.of(act(request, deciding.undo_decision, pair_id=pair_id))


@area.read("/same-person/merges", forms.MergePage, needs=_DECIDE, kinds=COMPANY)
def list_merges(
    request: ApiRequest, filters: Query[forms.MergeQuery], page: Query[PageQuery]
) -> forms.MergePage:
    """List merges, newest first."""
    rows = queries.list_merges(state=filters.state or "")
    return fill_page(forms.MergePage, forms.MergeOut, rows, page)


@area.read("/same-person/merges/preview", forms.MergePreviewOut, needs=_DECIDE, kinds=COMPANY)
def read_merge_preview(
    request: ApiRequest, survivor_id: UUID, absorbed_id: UUID
) -> forms.MergePreviewOut:
    """Read what a merge would do and which rule decides each field."""
    preview = preview_merge(
        survivor_id=survivor_id, absorbed_id=absorbed_id, on=localdate(timezone.now())
    )
    return forms.MergePreviewOut.of(preview)


@area.read("/same-person/merges/{uuid:merge_id}", forms.MergeOut, needs=_DECIDE, kinds=COMPANY)
def read_merge(request: ApiRequest, merge_id: UUID) -> forms.MergeOut:
    """Read one merge."""
    return forms.MergeOut.from_orm(found(queries.find_merge(merge_id=merge_id)))


@area.write("/same-person/merges", forms.MergeOut, needs=_DECIDE, kinds=COMPANY)
def merge_records(request: ApiRequest, given: forms.MergeChoiceIn) -> forms.MergeOut:
    """Make one record of two; where a consent is overridden, the answer is a proposal."""
    return forms.MergeOut.from_orm(act(request, merging.merge_records, given))


@area.write(
    "/same-person/merges/{uuid:merge_id}/confirm", forms.MergeOut, needs=_DECIDE, kinds=COMPANY
)
def confirm_merge(request: ApiRequest, merge_id: UUID) -> forms.MergeOut:
    """Confirm a proposed merge as the second named member."""
    return forms.MergeOut.from_orm(act(request, merging.confirm_merge, merge_id=merge_id))


@area.write(
    "/same-person/merges/{uuid:merge_id}/drop", forms.MergeOut, needs=_DECIDE, kinds=COMPANY
)
def drop_merge(request: ApiRequest, merge_id: UUID) -> forms.MergeOut:
    """Drop a proposed merge."""
    return forms.MergeOut.from_orm(act(request, merging.drop_merge, merge_id=merge_id))


@area.write(
    "/same-person/merges/{uuid:merge_id}/undo", forms.MergeOut, needs=_DECIDE, kinds=COMPANY
)
def undo_merge(request: ApiRequest, merge_id: UUID) -> forms.MergeOut:
    """Take a merge back within 30 days: both records are as they were."""
    return forms.MergeOut.from_orm(act(request, undoing.undo_merge, merge_id=merge_id))


@area.read("/same-person/searches", forms.LinkageRunPage, needs=_DECIDE, kinds=COMPANY)
def list_searches(request: ApiRequest, page: Query[PageQuery]) -> forms.LinkageRunPage:
    """List searches, newest first."""
    return fill_page(forms.LinkageRunPage, forms.LinkageRunOut, queries.list_runs(), page)


@area.read("/same-person/searches/{uuid:run_id}", forms.LinkageRunOut, needs=_DECIDE, kinds=COMPANY)
def read_search(request: ApiRequest, run_id: UUID) -> forms.LinkageRunOut:
    """Read how far a search is."""
    return forms.LinkageRunOut.from_orm(found(queries.find_run(run_id=run_id)))


@area.write("/same-person/searches", forms.LinkageRunOut, needs=_DECIDE, kinds=COMPANY)
def start_search(request: ApiRequest, given: forms.SearchIn) -> forms.LinkageRunOut:
    """Look for pairs among all records, in the background."""
    return forms.LinkageRunOut.from_orm(act(request, searching.start_search, given))
