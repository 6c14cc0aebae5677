"""Operations of the organisation itself."""

from uuid import UUID

from django.utils import timezone
from ninja import Query

from tasuki.api.area import SESSION_AUTH, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import cut, fill_page
from tasuki.api.v1.schemas import organisation as forms
from tasuki.api.v1.schemas.common import Done, PageQuery, Short
from tasuki.apps.audit import queries as audit
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.members.actions import invite_member as invite
from tasuki.apps.messages import actions as messages
from tasuki.apps.messages import queries as mails
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs import actions as org_actions
from tasuki.apps.orgs import queries as orgs
from tasuki.apps.orgs import tokens
from tasuki.core.access import Permission

area = Area(tags=["organisation"])


@area.read("/me", forms.MeOut, needs=(Permission.ORGANISATION_VIEW, Permission.OWN_DATA_VIEW))
def read_me(request: ApiRequest) -> forms.MeOut:
    """Read who calls and what may be done."""
    actor = request.auth
    found = orgs.find_organisation(organisation_id=actor.organisation_id)
    return forms.MeOut(
        organisation=forms.OrganisationOut.from_orm(found),
        name=actor.name,
        role=actor.role,
        rights=[right for right in Permission if actor.can(right)],
    )


@area.read("/members", forms.MemberList, needs=Permission.MEMBER_VIEW)
def list_members(request: ApiRequest) -> forms.MemberList:
    """List the members."""
    return forms.MemberList(items=[forms.MemberOut.from_orm(one) for one in orgs.list_members()])


@area.write("/members/invitations", forms.InvitationOut, needs=Permission.MEMBER_INVITE)
def invite_member(request: ApiRequest, given: forms.InvitationIn) -> forms.InvitationOut:
    """Invite a member by mail; the key stands in the mail only."""
    made = invite(
        actor=request.auth,
        email=given.email,
        role=given.role,
        language=given.language,
        now=timezone.now(),
    )
    return forms.InvitationOut.from_orm(made)


@area.write("/members/{uuid:membership_id}/role", Done, needs=Permission.MEMBER_INVITE)
def change_role(request: ApiRequest, membership_id: UUID, given: forms.RoleIn) -> Done:
    """Give a member another role, at most as much as the own one."""
    org_actions.change_role(
        actor=request.auth, membership_id=membership_id, role=given.role, now=timezone.now()
    )
    return Done(count=1)


@area.write("/members/{uuid:membership_id}/end", Done, needs=Permission.MEMBER_INVITE)
def end_membership(request: ApiRequest, membership_id: UUID) -> Done:
    """End a membership; the last owner stays."""
    org_actions.end_membership(actor=request.auth, membership_id=membership_id, now=timezone.now())
    return Done(count=1)


@area.write(
    "/members/invitations/{uuid:invitation_id}/revoke", Done, needs=Permission.MEMBER_INVITE
)
def revoke_invitation(request: ApiRequest, invitation_id: UUID) -> Done:
    """End an invitation; its key opens nothing any more."""
    org_actions.revoke_invitation(
        actor=request.auth, invitation_id=invitation_id, now=timezone.now()
    )
    return Done(count=1)


@area.read("/tokens", forms.TokenList, needs=Permission.ORGANISATION_EDIT)
def list_tokens(request: ApiRequest) -> forms.TokenList:
    """List the API keys; the keys themselves are shown nowhere."""
    return forms.TokenList(items=[forms.TokenOut.from_orm(one) for one in tokens.list_tokens()])


@area.write("/tokens", forms.NewTokenOut, needs=Permission.ORGANISATION_EDIT, auth=SESSION_AUTH)
def create_token(request: ApiRequest, given: forms.TokenIn) -> forms.NewTokenOut:
    """Make an API key; signed in only, so that no key makes keys."""
    made = tokens.create_token(
        actor=request.auth,
        name=given.name,
        scopes=given.scopes,
        expires_at=given.expires_at,
        now=timezone.now(),
    )
    known = forms.TokenOut.from_orm(made.token).model_dump()
    return forms.NewTokenOut(**known, key=made.key)


@area.write("/tokens/{uuid:token_id}/revoke", forms.TokenOut, needs=Permission.ORGANISATION_EDIT)
def revoke_token(request: ApiRequest, token_id: UUID) -> forms.TokenOut:
    """End an API key at once."""
    ended = tokens.revoke_token(actor=request.auth, token_id=token_id, now=timezone.now())
    return forms.TokenOut.from_orm(ended)


@area.read("/notifications", forms.NotificationList, needs=Permission.ORGANISATION_VIEW)
def list_notifications(request: ApiRequest) -> forms.NotificationList:
    """List the newest notices."""
    return forms.NotificationList(
        items=[
            forms.NotificationOut.from_orm(one)
            for one in mails.list_notifications(actor=request.auth)
        ],
        unread_count=mails.count_unread(actor=request.auth),
    )


@area.write("/notifications/read", Done, needs=Permission.ORGANISATION_VIEW)
def read_notifications(request: ApiRequest) -> Done:
    """Mark all notices as read."""
    return Done(count=messages.read_notifications(actor=request.auth, now=timezone.now()))


@area.read("/outbox", forms.MailPage, needs=Permission.OUTBOX_VIEW)
def list_outbox(
    request: ApiRequest, filters: Query[forms.MailFilters], page: Query[PageQuery]
) -> forms.MailPage:
    """List the mails of the organisation, newest first."""
    found = mails.list_mails(
        states=[filters.state] if filters.state else [],
        kind=filters.kind,
        batch_id=filters.batch_id,
        text=filters.text,
    )
    rows, next_after = cut(found, page)
    return forms.MailPage(items=[_mail(row) for row in rows], next_after=next_after)


@area.read("/outbox/{uuid:mail_id}", forms.MailOut, needs=Permission.OUTBOX_VIEW)
def read_mail(request: ApiRequest, mail_id: UUID) -> forms.MailOut:
    """Read one mail."""
    found = mails.find_mail(mail_id=mail_id)
    if found is None:
        raise NotVisibleError
    return _mail(found)


@area.write("/outbox/cancel", Done, needs=Permission.OUTBOX_CANCEL)
def cancel_mails(request: ApiRequest, given: forms.MailChoice) -> Done:
    """Stop mails that still wait."""
    count = messages.cancel_mails(
        actor=request.auth, batch_id=given.batch_id, mail_ids=given.mail_ids, now=timezone.now()
    )
    return Done(count=count)


@area.write("/outbox/{uuid:mail_id}/retry", forms.MailOut, needs=Permission.OUTBOX_CANCEL)
def retry_mail(request: ApiRequest, mail_id: UUID) -> forms.MailOut:
    """Send a mail that failed once more."""
    return _mail(messages.retry_mail(actor=request.auth, mail_id=mail_id, now=timezone.now()))


@area.write("/outbox/{uuid:mail_id}/bounce", forms.MailOut, needs=Permission.OUTBOX_CANCEL)
def report_bounce(request: ApiRequest, mail_id: UUID, given: forms.BounceIn) -> forms.MailOut:
    """Record that a mail that left came back; its address gets no further mail."""
    mail = messages.report_bounce(
        actor=request.auth, mail_id=mail_id, answer=given.answer, now=timezone.now()
    )
    return _mail(mail)


@area.read("/audit-events", forms.AuditEventPage, needs=Permission.AUDIT_VIEW)
def list_audit_events(
    request: ApiRequest, object_kind: Short, object_id: Short, page: Query[PageQuery]
) -> forms.AuditEventPage:
    """List what happened to one object, newest first."""
    rows = audit.list_events_of(object_kind=object_kind, object_id=object_id)
    return fill_page(forms.AuditEventPage, forms.AuditEventOut, rows, page)


def _mail(mail: OutboxMail) -> forms.MailOut:
    # The text is read through shown_text alone: whoever holds a mailed key acts as its reader.
    mail.text = mails.shown_text(mail)
    return forms.MailOut.from_orm(mail)
