"""Operations on purpose notices, result notices and their sending."""

from uuid import UUID

from django.utils import timezone
from ninja import Query

from tasuki.api.area import COMPANY, Area
from tasuki.api.auth import ApiRequest
from tasuki.api.v1.paging import fill_page
from tasuki.api.v1.schemas import notices as forms
from tasuki.api.v1.schemas.common import Done, PageQuery, Short, Wording
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.relay import notice_texts as texts
from tasuki.apps.relay.actions import notice_sending as sending
from tasuki.apps.relay.actions import notices as actions
from tasuki.apps.relay.actions import paper_notices as paper
from tasuki.apps.relay.queries import notices as queries
from tasuki.core.access import Permission

area = Area(tags=["notices"])
_VIEW = Permission.APPLICATION_VIEW
_EDIT = Permission.NOTICE_EDIT
_SEND = Permission.NOTICE_SEND


@area.read("/purpose-notices", forms.PurposeNoticeList, needs=_VIEW, kinds=COMPANY)
def list_purpose_notices(request: ApiRequest) -> forms.PurposeNoticeList:
    """List the versions of what applicants were told, newest first."""
    found = queries.list_purpose_notices()
    return forms.PurposeNoticeList(items=[forms.PurposeNoticeOut.from_orm(one) for one in found])


@area.write("/purpose-notices", forms.PurposeNoticeOut, needs=_EDIT, kinds=COMPANY)
def save_purpose_notice(
    request: ApiRequest, given: forms.PurposeNoticeIn
) -> forms.PurposeNoticeOut:
    """Record a new version of what applicants are told."""
    saved = actions.save_purpose_notice(
        actor=request.auth,
        text=given.text,
        covers_relay=given.covers_relay,
        shown_from=given.shown_from,
        now=timezone.now(),
    )
    return forms.PurposeNoticeOut.from_orm(saved)


@area.read("/notice-templates", forms.TemplateList, needs=_VIEW, kinds=COMPANY)
def list_templates(request: ApiRequest, language: Short = "") -> forms.TemplateList:
    """List the result notices in use."""
    found = queries.list_templates(language=language)
    return forms.TemplateList(items=[forms.TemplateOut.from_orm(one) for one in found])


@area.write("/notice-templates", forms.TemplateOut, needs=_EDIT, kinds=COMPANY)
def save_template(request: ApiRequest, given: forms.TemplateIn) -> forms.TemplateOut:
    """Save a result notice as a new version."""
    saved = actions.save_template(actor=request.auth, values=_values(given), now=timezone.now())
    return forms.TemplateOut.from_orm(saved)


@area.write("/notice-templates/preview", forms.PreviewList, needs=_EDIT, kinds=COMPANY)
def preview_notice(request: ApiRequest, given: forms.PreviewIn) -> forms.PreviewList:
    """Show a notice for three recipients, the longest name among them; nothing is saved."""
    found = queries.preview_notice(
        values=_values(given), channel=given.channel, on=timezone.localdate()
    )
    items = [
        forms.PreviewOut(
            name=one.name,
            subject=one.subject,
            text=one.text,
            problem=Wording.of(one.problem) if one.problem else None,
        )
        for one in found
    ]
    return forms.PreviewList(items=items)


@area.write("/notice-templates/check", forms.CheckOut, needs=_EDIT, kinds=COMPANY)
def check_notice(request: ApiRequest, given: forms.TemplateIn) -> forms.CheckOut:
    """Check the wording of a notice; nothing is saved."""
    found = queries.check_notice(_values(given))
    parts = [
        forms.PartProblems(part=part, problems=[Wording.of(words) for words in problems])
        for part, problems in found.problems.items()
    ]
    return forms.CheckOut(is_sendable=not any(part.problems for part in parts), parts=parts)


@area.write(
    "/notice-templates/{uuid:template_id}/retire", forms.TemplateOut, needs=_EDIT, kinds=COMPANY
)
def retire_template(request: ApiRequest, template_id: UUID) -> forms.TemplateOut:
    """Take a result notice out of use."""
    now = timezone.now()
    retired = actions.retire_template(actor=request.auth, template_id=template_id, now=now)
    return forms.TemplateOut.from_orm(retired)


@area.write("/notice-templates/test", forms.TestMailOut, needs=_EDIT, kinds=COMPANY)
def send_test(request: ApiRequest, given: forms.TemplateIn) -> forms.TestMailOut:
    """Send a notice with made-up values to the caller's own address; nothing is saved."""
    mail = sending.send_test(actor=request.auth, values=_values(given), now=timezone.now())
    return forms.TestMailOut(mail_id=mail.id, to_address=mail.to_address)


@area.read("/invites", forms.InvitePage, needs=_VIEW, kinds=COMPANY)
def list_invites(
    request: ApiRequest, filters: Query[forms.InviteQuery], page: Query[PageQuery]
) -> forms.InvitePage:
    """List the notices to people who were not selected."""
    return fill_page(
        forms.InvitePage, forms.InviteOut, queries.list_invites(**filters.model_dump()), page
    )


@area.read("/invites/counts", forms.InviteCounts, needs=_VIEW, kinds=COMPANY)
def count_invites(request: ApiRequest) -> forms.InviteCounts:
    """Count the notices in each state."""
    return forms.InviteCounts(counts=queries.count_invites_by_state())


@area.read("/invites/{uuid:invite_id}", forms.InviteOut, needs=_VIEW, kinds=COMPANY)
def read_invite(request: ApiRequest, invite_id: UUID) -> forms.InviteOut:
    """Read one notice."""
    found = queries.find_invite(invite_id=invite_id)
    if found is None:
        raise NotVisibleError
    return forms.InviteOut.from_orm(found)


@area.write("/invites/prepare", forms.PreparedOut, needs=_EDIT, kinds=COMPANY)
def prepare_notices(request: ApiRequest, given: forms.PrepareIn) -> forms.PreparedOut:
    """Make drafts for everybody not selected; only coded reasons leave a person out (H3)."""
    prepared = actions.prepare_notices(
        actor=request.auth,
        reason=given.reason,
        left_out=given.left_out,
        ended_since=given.ended_since,
        now=timezone.now(),
    )
    return forms.PreparedOut(
        drafts=[forms.InviteOut.from_orm(one) for one in prepared.drafts],
        skipped=[
            forms.SkippedOut(application_id=key, code=code)
            for key, code in prepared.skipped.items()
        ],
    )


@area.write("/invites/send", forms.SentOut, needs=_SEND, kinds=COMPANY)
def send_notices(request: ApiRequest, given: forms.SendIn) -> forms.SentOut:
    """Put all drafts into the outbox; they leave after a delay and can be stopped until then."""
    sent = sending.send_notices(actor=request.auth, now=timezone.now(), **given.model_dump())
    return forms.SentOut.from_orm(sent)


@area.write("/invites/batches/{uuid:batch_id}/stop", Done, needs=_SEND, kinds=COMPANY)
def stop_sending(request: ApiRequest, batch_id: UUID) -> Done:
    """Stop the notices of a batch that still wait."""
    count = sending.stop_sending(actor=request.auth, batch_id=batch_id, now=timezone.now())
    return Done(count=count)


@area.write("/invites/{uuid:invite_id}/skip", forms.InviteOut, needs=_SEND, kinds=COMPANY)
def skip_invite(request: ApiRequest, invite_id: UUID, given: forms.SkipIn) -> forms.InviteOut:
    """Leave one person without an invitation, for a coded reason."""
    skipped = actions.skip_invite(
        actor=request.auth, invite_id=invite_id, code=given.code, now=timezone.now()
    )
    return forms.InviteOut.from_orm(skipped)


@area.write("/invites/paper", Done, needs=_SEND, kinds=COMPANY)
def record_paper_notices(request: ApiRequest, given: forms.PaperIn) -> Done:
    """Record that the notices of everybody without a mail address were sent on paper."""
    count = paper.record_paper_notices(
        actor=request.auth,
        template_id=given.template_id,
        book_id=given.book_id,
        invite_ids=given.invite_ids or (),
        now=timezone.now(),
    )
    return Done(count=count)


def _values(given: forms.TemplateIn) -> texts.TemplateValues:
    return texts.TemplateValues(**given.model_dump(exclude={"channel"}))
