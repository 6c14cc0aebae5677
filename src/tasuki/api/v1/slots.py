"""Operations on slots: the company requests and answers, the agency fills."""

from uuid import UUID

from django.utils import timezone
from ninja import Query

from tasuki.api.area import AGENCY, BOTH_SIDES, COMPANY, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import slots as forms
from tasuki.api.v1.schemas.common import PageQuery, WithReason
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.relay.actions import hires, releases, slot_ends
from tasuki.apps.relay.actions import slots as actions
from tasuki.apps.relay.candidate_views import record_candidate_view
from tasuki.apps.relay.queries import slots as queries
from tasuki.core.access import Permission

area = Area(tags=["slots"])
_VIEW = Permission.SLOT_VIEW
_REQUEST = Permission.SLOT_REQUEST
_ANSWER = Permission.SLOT_ANSWER
_FILL = Permission.SLOT_FILL
_SUSPEND = Permission.SLOT_SUSPEND
_ONE = "/slots/{uuid:slot_id}"


@area.read("/slots", forms.SlotPage, needs=_VIEW, kinds=BOTH_SIDES)
def list_slots(
    request: ApiRequest, filters: Query[forms.SlotQuery], page: Query[PageQuery]
) -> forms.SlotPage:
    """List slots; a company sees them with the statement that covers them."""
    rows = queries.list_slots(book_id=filters.book_id, state=filters.state)
    return fill_page(forms.SlotPage, forms.SlotOut, rows, page)


@area.read("/slots/counts", forms.SlotCountsOut, needs=_VIEW, kinds=BOTH_SIDES)
def count_slots(request: ApiRequest, book_id: UUID | None = None) -> forms.SlotCountsOut:
    """Count the slots by where they stand."""
    return forms.SlotCountsOut.from_orm(queries.count_slots(book_id=book_id))


@area.read(_ONE, forms.SlotOut, needs=_VIEW, kinds=BOTH_SIDES)
def read_slot(request: ApiRequest, slot_id: UUID) -> forms.SlotOut:
    """Read one slot."""
    return forms.SlotOut.from_orm(queries.find_slot(slot_id=slot_id))


@area.read(f"{_ONE}/events", forms.SlotEventPage, needs=_VIEW, kinds=BOTH_SIDES)
def list_slot_events(
    request: ApiRequest, slot_id: UUID, page: Query[PageQuery]
) -> forms.SlotEventPage:
    """List what happened to a slot, newest first."""
    queries.find_slot(slot_id=slot_id)
    return fill_page(
        forms.SlotEventPage, forms.SlotEventOut, queries.list_slot_events(slot_id=slot_id), page
    )


@area.read(f"{_ONE}/candidate", forms.CandidateOut, needs=_ANSWER, kinds=COMPANY)
def read_candidate(request: ApiRequest, slot_id: UUID) -> forms.CandidateOut:
    """Read what a person released to the company for a slot."""
    queries.find_slot(slot_id=slot_id)
    found = queries.find_candidate(slot_id=slot_id)
    if found is None:
        raise NotVisibleError
    record_candidate_view(actor=request.auth, candidate=found, now=timezone.now())
    return forms.CandidateOut.from_orm(found)


@area.write(f"{_ONE}/request", forms.SlotOut, needs=_REQUEST, kinds=COMPANY)
def request_slot(request: ApiRequest, slot_id: UUID, given: forms.RequestIn) -> forms.SlotOut:
    """Use a slot for an opening."""
    done = actions.request_slot(
        actor=request.auth,
        slot_id=slot_id,
        opening_id=given.opening_id,
        conditions=given.conditions.model_dump() if given.conditions else None,
        find_by=given.find_by,
        now=timezone.now(),
    )
    return forms.SlotOut.from_orm(done)


@area.write(f"{_ONE}/cancel-request", forms.SlotOut, needs=_REQUEST, kinds=COMPANY)
def cancel_request(request: ApiRequest, slot_id: UUID) -> forms.SlotOut:
    """Take a request back before a candidate is presented."""
    done = actions.cancel_request(actor=request.auth, slot_id=slot_id, now=timezone.now())
    return forms.SlotOut.from_orm(done)


@area.write(f"{_ONE}/decline", forms.SlotOut, needs=_ANSWER, kinds=COMPANY)
def decline_candidate(request: ApiRequest, slot_id: UUID, given: forms.DeclineIn) -> forms.SlotOut:
    """Decline the candidate, with a coded reason."""
    done = actions.decline_candidate(
        actor=request.auth, slot_id=slot_id, reason_code=given.reason_code, now=timezone.now()
    )
    return forms.SlotOut.from_orm(done)


@area.write(f"{_ONE}/interview", forms.SlotOut, needs=_ANSWER, kinds=COMPANY)
def hold_interview(request: ApiRequest, slot_id: UUID, given: forms.InterviewIn) -> forms.SlotOut:
    """Record the interview with the candidate."""
    done = hires.hold_interview(
        actor=request.auth, slot_id=slot_id, interview_at=given.interview_at, now=timezone.now()
    )
    return forms.SlotOut.from_orm(done)


@area.write(f"{_ONE}/result", forms.SlotOut, needs=_ANSWER, kinds=COMPANY)
def record_result(request: ApiRequest, slot_id: UUID, given: forms.NotHiredIn) -> forms.SlotOut:
    """Record that the candidate is not hired, with the reason of a named human."""
    done = hires.record_result(
        actor=request.auth,
        slot_id=slot_id,
        reason=given.reason,
        outcome=given.outcome,
        now=timezone.now(),
    )
    return forms.SlotOut.from_orm(done)


@area.write(f"{_ONE}/join", forms.SlotOut, needs=_ANSWER, kinds=COMPANY)
def join(request: ApiRequest, slot_id: UUID, given: forms.JoinIn) -> forms.SlotOut:
    """Record the hire by slot, at fee 0."""
    done = hires.join(actor=request.auth, slot_id=slot_id, now=timezone.now(), **given.model_dump())
    return forms.SlotOut.from_orm(done)


@area.write(f"{_ONE}/leaving", forms.SlotOut, needs=(_ANSWER, _FILL), kinds=BOTH_SIDES)
def record_leaving(request: ApiRequest, slot_id: UUID, given: forms.LeavingIn) -> forms.SlotOut:
    """Record that the person hired left again."""
    done = hires.record_leaving(
        actor=request.auth, slot_id=slot_id, now=timezone.now(), **given.model_dump()
    )
    return forms.SlotOut.from_orm(done)


@area.write(f"{_ONE}/candidate-withdraws", forms.SlotOut, needs=_FILL, kinds=AGENCY)
def candidate_withdraws(request: ApiRequest, slot_id: UUID) -> forms.SlotOut:
    """Record that the candidate withdrew."""
    done = actions.candidate_withdraws(actor=request.auth, slot_id=slot_id, now=timezone.now())
    return forms.SlotOut.from_orm(done)


@area.write(f"{_ONE}/suspend", forms.SlotOut, needs=_SUSPEND, kinds=AGENCY)
def suspend_slot(request: ApiRequest, slot_id: UUID, given: WithReason) -> forms.SlotOut:
    """Suspend a slot while something is looked into."""
    done = slot_ends.suspend_slot(
        actor=request.auth, slot_id=slot_id, reason=given.reason, now=timezone.now()
    )
    return forms.SlotOut.from_orm(done)


@area.write(f"{_ONE}/restore", forms.SlotOut, needs=_SUSPEND, kinds=AGENCY)
def restore_slot(request: ApiRequest, slot_id: UUID, given: WithReason) -> forms.SlotOut:
    """Give a suspended slot back."""
    done = slot_ends.restore_slot(
        actor=request.auth, slot_id=slot_id, reason=given.reason, now=timezone.now()
    )
    return forms.SlotOut.from_orm(done)


@area.write(f"{_ONE}/reverse", forms.SlotOut, needs=_SUSPEND, kinds=AGENCY)
def reverse_slot(request: ApiRequest, slot_id: UUID, given: WithReason) -> forms.SlotOut:
    """Take a suspended slot back for good."""
    done = slot_ends.reverse_slot(
        actor=request.auth, slot_id=slot_id, reason=given.reason, now=timezone.now()
    )
    return forms.SlotOut.from_orm(done)


@area.read(f"{_ONE}/releases", forms.ReleasePage, needs=_FILL, kinds=AGENCY)
def list_releases(request: ApiRequest, slot_id: UUID, page: Query[PageQuery]) -> forms.ReleasePage:
    """List the questions that were asked for a slot, newest first."""
    queries.find_slot(slot_id=slot_id)
    return fill_page(
        forms.ReleasePage, forms.ReleaseOut, queries.list_releases(slot_id=slot_id), page
    )


@area.write(f"{_ONE}/releases", forms.ReleaseOut, needs=_FILL, kinds=AGENCY)
def ask_release(request: ApiRequest, slot_id: UUID, given: forms.ReleaseIn) -> forms.ReleaseOut:
    """Ask a person whether named fields may go to the company of a slot."""
    asked = releases.ask_release(
        actor=request.auth, slot_id=slot_id, now=timezone.now(), **given.model_dump()
    )
    return forms.ReleaseOut.from_orm(asked)


@area.write(f"{_ONE}/present", forms.SlotOut, needs=_FILL, kinds=AGENCY)
def present_candidate(request: ApiRequest, slot_id: UUID, given: forms.PresentIn) -> forms.SlotOut:
    """Hand the released fields to the company and introduce the person (H1, H2, H6)."""
    done = releases.present_candidate(
        actor=request.auth, slot_id=slot_id, release_id=given.release_id, now=timezone.now()
    )
    return forms.SlotOut.from_orm(done)
