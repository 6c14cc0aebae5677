"""Operations on introductions: the agency asks and introduces, both sides answer."""

from uuid import UUID

from django.utils import timezone
from ninja import Query

from tasuki.api.area import AGENCY, BOTH_SIDES, Area, act
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import introductions as forms
from tasuki.api.v1.schemas.common import PageQuery
from tasuki.apps.introductions import queries
from tasuki.apps.introductions.actions import asking, employer, interviews, person
from tasuki.apps.introductions.actions.interviews import Meeting
from tasuki.core.access import Permission

area = Area(tags=["introductions"])
_VIEW = Permission.INTRODUCTION_VIEW
_EDIT = Permission.INTRODUCTION_EDIT
_EITHER = (Permission.INTRODUCTION_EDIT, Permission.INTRODUCTION_ANSWER)
_ONE = "/introductions/{uuid:case_id}"
_MEETING = "/interviews/{uuid:interview_id}"
_Out = forms.IntroductionOut


@area.read("/introductions", forms.IntroductionPage, needs=_VIEW, kinds=BOTH_SIDES)
def list_introductions(
    request: ApiRequest, filters: Query[forms.IntroductionQuery], page: Query[PageQuery]
) -> forms.IntroductionPage:
    """List introductions; a company sees them from the introduction on."""
    wanted = queries.CaseFilter(**filters.model_dump() | {"turn": filters.turn or ""})
    rows = queries.list_cases(wanted=wanted, on=timezone.localdate())
    found = [one.subject for one in rows.order_by("-subject__asked_at", "subject_id")]
    return fill_page(forms.IntroductionPage, _Out, found, page)


@area.read(_ONE, _Out, needs=_VIEW, kinds=BOTH_SIDES)
def read_introduction(request: ApiRequest, case_id: UUID) -> forms.IntroductionOut:
    """Read one introduction."""
    return _Out.from_orm(queries.find_case(case_id=case_id))


@area.read(f"{_ONE}/interviews", forms.CaseInterviewPage, needs=_VIEW, kinds=BOTH_SIDES)
def list_interviews(
    request: ApiRequest, case_id: UUID, page: Query[PageQuery]
) -> forms.CaseInterviewPage:
    """List the interviews of an introduction."""
    queries.find_case(case_id=case_id)
    rows = queries.list_interviews(case_id=case_id)
    return fill_page(forms.CaseInterviewPage, forms.CaseInterviewOut, rows, page)


@area.write("/introductions", _Out, needs=_EDIT, kinds=AGENCY)
def ask_introduction(request: ApiRequest, given: forms.IntroductionIn) -> forms.IntroductionOut:
    """Ask a person about one employer and one job (H1, H2, H6, H7)."""
    return _Out.from_orm(act(request, asking.ask_introduction, given))


@area.write(f"{_ONE}/send", _Out, needs=_EDIT, kinds=AGENCY)
def send_introduction(request: ApiRequest, case_id: UUID) -> forms.IntroductionOut:
    """Introduce a person who said yes; both sides' records come with it (H2)."""
    return _Out.from_orm(act(request, asking.send_introduction, case_id=case_id))


@area.write(f"{_ONE}/close", _Out, needs=_EDIT, kinds=AGENCY)
def close_introduction(
    request: ApiRequest, case_id: UUID, given: forms.IntroductionCloseIn
) -> forms.IntroductionOut:
    """Stop before the introduction."""
    return _Out.from_orm(act(request, asking.close_case, given, case_id=case_id))


@area.write(f"{_ONE}/invite", _Out, needs=_EITHER, kinds=BOTH_SIDES)
def invite_introduced(request: ApiRequest, case_id: UUID) -> forms.IntroductionOut:
    """Say that the employer wants to meet the person."""
    return _Out.from_orm(act(request, employer.invite_person, case_id=case_id))


@area.write(f"{_ONE}/offer", _Out, needs=_EITHER, kinds=BOTH_SIDES)
def make_offer(
    request: ApiRequest, case_id: UUID, given: forms.IntroductionOfferIn
) -> forms.IntroductionOut:
    """Offer the job; changed conditions are stated."""
    return _Out.from_orm(act(request, employer.make_offer, given, case_id=case_id))


@area.write(f"{_ONE}/change-told", _Out, needs=_EITHER, kinds=BOTH_SIDES)
def note_change_told(
    request: ApiRequest, case_id: UUID, given: forms.IntroductionChangeToldIn
) -> forms.IntroductionOut:
    """Record that the person got the changed conditions in writing."""
    return _Out.from_orm(act(request, person.note_change_told, given, case_id=case_id))


@area.write(f"{_ONE}/accept", _Out, needs=_EDIT, kinds=AGENCY)
def accept_offer(request: ApiRequest, case_id: UUID) -> forms.IntroductionOut:
    """Record that the person accepted the offer."""
    return _Out.from_orm(act(request, person.accept_offer, case_id=case_id))


@area.write(f"{_ONE}/join", _Out, needs=_EITHER, kinds=BOTH_SIDES)
def record_joining(
    request: ApiRequest, case_id: UUID, given: forms.IntroductionJoinIn
) -> forms.IntroductionOut:
    """Record the first day of work."""
    return _Out.from_orm(act(request, employer.record_joining, given, case_id=case_id))


@area.write(f"{_ONE}/decline", _Out, needs=_EITHER, kinds=BOTH_SIDES)
def decline_introduced(
    request: ApiRequest, case_id: UUID, given: forms.IntroductionDeclineIn
) -> forms.IntroductionOut:
    """Do not hire, with the reason of a named human (H12)."""
    return _Out.from_orm(act(request, employer.decline_person, given, case_id=case_id))


@area.write(f"{_ONE}/withdraw", _Out, needs=_EDIT, kinds=AGENCY)
def withdraw_introduced(
    request: ApiRequest, case_id: UUID, given: forms.IntroductionWithdrawIn
) -> forms.IntroductionOut:
    """Record that the person does not go on; the company is not told why."""
    return _Out.from_orm(act(request, person.withdraw_person, given, case_id=case_id))


@area.write(f"{_ONE}/tell", _Out, needs=_EDIT, kinds=AGENCY)
def tell_introduced(
    request: ApiRequest, case_id: UUID, given: forms.IntroductionTellIn
) -> forms.IntroductionOut:
    """Write to the person that the employer will not go on."""
    return _Out.from_orm(act(request, person.tell_person, given, case_id=case_id))


@area.write(f"{_ONE}/interviews", forms.CaseInterviewOut, needs=_EITHER, kinds=BOTH_SIDES)
def plan_interview(
    request: ApiRequest, case_id: UUID, given: forms.CaseMeetingIn
) -> forms.CaseInterviewOut:
    """Fix an interview; both sides and the person are invited."""
    meeting = Meeting(**given.model_dump())
    done = act(request, interviews.plan_interview, case_id=case_id, meeting=meeting)
    return forms.CaseInterviewOut.from_orm(done)


@area.write(f"{_MEETING}/move", forms.CaseInterviewOut, needs=_EITHER, kinds=BOTH_SIDES)
def move_interview(
    request: ApiRequest, interview_id: UUID, given: forms.CaseMeetingIn
) -> forms.CaseInterviewOut:
    """Change time or place of an interview."""
    meeting = Meeting(**given.model_dump())
    done = act(request, interviews.move_interview, interview_id=interview_id, meeting=meeting)
    return forms.CaseInterviewOut.from_orm(done)


@area.write(f"{_MEETING}/hold", forms.CaseInterviewOut, needs=_EITHER, kinds=BOTH_SIDES)
def hold_introduction_interview(request: ApiRequest, interview_id: UUID) -> forms.CaseInterviewOut:
    """Record that an interview took place."""
    done = act(request, interviews.hold_interview, interview_id=interview_id)
    return forms.CaseInterviewOut.from_orm(done)


@area.write(f"{_MEETING}/cancel", forms.CaseInterviewOut, needs=_EITHER, kinds=BOTH_SIDES)
def cancel_interview(request: ApiRequest, interview_id: UUID) -> forms.CaseInterviewOut:
    """Cancel an interview."""
    done = act(request, interviews.cancel_interview, interview_id=interview_id)
    return forms.CaseInterviewOut.from_orm(done)
