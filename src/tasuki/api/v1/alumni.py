"""Operations of a company on its alumni network; the person acts on the own page only.

Why somebody left is in none of the answers.
"""

from uuid import UUID

from ninja import Query

from tasuki.api.area import COMPANY, Area, act
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import alumni as forms
from tasuki.api.v1.schemas.common import Done, PageQuery, Wording
from tasuki.apps.alumni import actions, queries
from tasuki.apps.errors import NotVisibleError
from tasuki.core.access import Permission

area = Area(tags=["alumni"])
_VIEW = Permission.APPLICATION_VIEW
_DECIDE = Permission.APPLICATION_DECIDE
_SEND = Permission.NOTICE_SEND
_ONE = "/alumni/{uuid:member_id}"
_Out = forms.AlumniMemberOut


@area.read("/alumni", forms.AlumniMemberPage, needs=_VIEW, kinds=COMPANY)
def list_alumni(
    request: ApiRequest, filters: Query[forms.AlumniQuery], page: Query[PageQuery]
) -> forms.AlumniMemberPage:
    """List former employees of the network; no filter asks why somebody left."""
    rows = queries.list_members(
        state=filters.state or "",
        willing=filters.willing or "",
        is_member=filters.is_member,
        due_by=filters.due_by,
    )
    return fill_page(forms.AlumniMemberPage, _Out, rows, page)


@area.read(_ONE, _Out, needs=_VIEW, kinds=COMPANY)
def read_alumnus(request: ApiRequest, member_id: UUID) -> forms.AlumniMemberOut:
    """Read one membership."""
    row = queries.find_member(member_id=member_id)
    if row is None:
        raise NotVisibleError
    return _Out.from_orm(row)


@area.write("/alumni", _Out, needs=_DECIDE, kinds=COMPANY)
def record_exit_interview(
    request: ApiRequest, given: forms.ExitInterviewIn
) -> forms.AlumniMemberOut:
    """Keep an exit interview; only a wish given at leaving lets anybody write later."""
    values = given.model_dump() | {"leave_code": given.leave_code or ""}
    return _Out.from_orm(act(request, actions.record_exit, **values))


@area.write("/alumni/leavers", forms.LeaversOut, needs=_DECIDE, kinds=COMPANY)
def import_alumni_leavers(request: ApiRequest, given: forms.LeaversIn) -> forms.LeaversOut:
    """Take a CSV of leavers who agreed; rows that cannot be taken come back with the reason."""
    done = act(request, actions.import_leavers, given)
    return forms.LeaversOut(
        count=done.count,
        failed=[
            forms.LeaverFailedOut(line=one.line, reason=Wording.of(one.reason))
            for one in done.failed
        ],
    )


@area.write("/alumni/invitations", forms.AlumniSendingOut, needs=_SEND, kinds=COMPANY)
def invite_alumni(request: ApiRequest, given: forms.AlumniInviteIn) -> forms.AlumniSendingOut:
    """Invite leavers who agreed, 30 days after leaving; mails leave in ten minutes (H8, H12)."""
    sent = act(request, actions.invite_members, given)
    return forms.AlumniSendingOut(
        batch_id=sent.batch_id, count=sent.count, left_out_count=sent.left_out_count
    )


@area.write("/alumni/invitations/{uuid:batch_id}/back", Done, needs=_SEND, kinds=COMPANY)
def take_back_alumni_invitations(request: ApiRequest, batch_id: UUID) -> Done:
    """Take invitations back whose mails did not leave yet."""
    return Done(count=act(request, actions.take_back_invitations, batch_id=batch_id))


@area.write(f"{_ONE}/relation", _Out, needs=_DECIDE, kinds=COMPANY)
def edit_alumni_relation(
    request: ApiRequest, member_id: UUID, given: forms.AlumniRelationIn
) -> forms.AlumniMemberOut:
    """Keep last contact, next action and who looks after the member."""
    return _Out.from_orm(act(request, actions.edit_relation, given, member_id=member_id))
