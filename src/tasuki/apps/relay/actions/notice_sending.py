"""The company sends its notices: in bulk through the outbox, to everybody who waits."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.messages import actions as messages
from tasuki.apps.messages.models import OutboxMail, Suppression
from tasuki.apps.messages.queries import find_suppressions
from tasuki.apps.orgs.actions import make_door
from tasuki.apps.orgs.models import Account, Door, Organisation
from tasuki.apps.people.models import Application
from tasuki.apps.relay import notice_tasks
from tasuki.apps.relay import notice_texts as texts
from tasuki.apps.relay.models import Invite, NoticeTemplate, PurposeNotice, RelayContract
from tasuki.apps.relay.queries import notice_guards as guards
from tasuki.apps.relay.queries import notices as queries
from tasuki.core.access import Permission
from tasuki.core.law.acts import Act
from tasuki.core.law.stops import check_human_decision
from tasuki.core.relay.machines import InviteState

DOOR_DAYS = 180
"""How long result page and stop address open: as long as selection data is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendResult:
    """What a bulk sending put into the outbox."""

    batch_id: UUID
    count: int
    send_after: datetime
    by_channel: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """One notice, ready to be written."""

    invite: Invite
    channel: str
    notice: texts.NoticeText
    template: NoticeTemplate
    stop_url: str
    purpose_version: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Circumstances:
    """What all notices of a sending share."""

    organisation: Organisation
    template: NoticeTemplate
    contract: RelayContract | None
    guidance: texts.Guidance | None
    channel: str
    purposes: Sequence[PurposeNotice]
    opted_in: set[UUID]
    opted_out: set[str]
    leaves_out_by_merit: bool
    now: datetime


@action(act=Act.RELAY_MSG)
def send_notices(
    *,
    actor: Actor,
    template_id: UUID,
    channel: str = Invite.Channel.RESULT_LINE,
    book_id: UUID | None = None,
    send_at: datetime | None = None,
    delay_seconds: int | None = None,
    now: datetime,
) -> SendResult:
    """Send the result to everybody whose draft waits.

    Nobody can be picked: all drafts go, each with the line where the law allows it, else with
    the result page. People who opted out get the result alone.

    Args:
        actor: a human; a program never sends results.
        template_id: a version in use; people of another language get its version of that
            language where there is one.
        channel: the wished way for the guidance.
        book_id: which contract guides; needed where several run.
        send_at: a later moment.
        delay_seconds: until then it can be stopped; the setting's value if None.
        now: the moment of the act.

    Raises:
        RefusedError: H12, no human; H3, a text that may not stand there; ``elements``, the
            line lacks a required element; ``empty_field``, a field has no value for somebody.
            Then nothing is sent.
        InvalidInputError: template, contract or channel cannot be used.
    """
    require(actor, Permission.NOTICE_SEND)
    named = "" if actor.is_task else str(actor.account_id or "")
    if refusal := check_human_decision(decided_by=named, reason="notice"):
        raise RefusedError.by_law(refusal)
    around = _look_around(template_id, channel, book_id, now)
    guards.check_line(queries.values_of(around.template), has_guidance=around.guidance is not None)
    invites = _waiting_drafts()
    if not invites:
        raise InvalidInputError(
            ja="送信する通知がありません。先に「結果通知の準備」をしてください。",
            en="There is no notice to send. Prepare the result notices first.",
            field="invites",
        )
    around.opted_in.update(
        queries.find_opted_in(
            talent_record_ids=[invite.application.talent_record_id for invite in invites],
            on=localdate(now),
        )
    )
    stops = find_suppressions(
        addresses={invite.application.talent_record.mail for invite in invites} - {""}
    )
    around.opted_out.update(
        mail for mail, reason in stops.items() if reason == Suppression.Reason.OPT_OUT
    )
    delay = _delay_of(send_at, delay_seconds, now)
    plans = _plan_all(invites, around)
    return _queue(actor, plans, around, delay)


def _look_around(
    template_id: UUID, channel: str, book_id: UUID | None, now: datetime
) -> _Circumstances:
    template = NoticeTemplate.objects.filter(id=template_id, is_current=True).first()
    if template is None:
        raise NotVisibleError
    if channel not in Invite.Channel.values or channel == Invite.Channel.PAPER:
        raise InvalidInputError(
            ja="案内の方法を一覧から選んでください。",
            en="Choose the channel from the list.",
            field="channel",
        )
    contract = guards.choose_contract(book_id)
    guidance = guards.take_guidance(contract, on=localdate(now))
    return _Circumstances(
        organisation=Organisation.objects.get(id=current_organisation_id()),
        template=template,
        contract=contract,
        guidance=guidance,
        channel=channel,
        purposes=list(PurposeNotice.objects.order_by("shown_from", "version")),
        opted_in=set(),
        opted_out=set(),
        leaves_out_by_merit=guards.is_anybody_left_out_by_merit(),
        now=now,
    )


def _waiting_drafts() -> list[Invite]:
    queued = OutboxMail.objects.filter(
        reference_kind="invite", state=OutboxMail.State.QUEUED
    ).values("reference_id")
    return list(
        Invite.objects.select_related("application__talent_record")
        .filter(state=InviteState.DRAFT, application__outcome=Application.Outcome.NOT_SELECTED)
        .exclude(id__in=queued)
        .exclude(application__talent_record__mail="")
        .order_by("id")
        .select_for_update(of=("self",))
    )


def _delay_of(send_at: datetime | None, delay_seconds: int | None, now: datetime) -> int:
    delay = settings.MAIL_DELAY_SECONDS if delay_seconds is None else max(0, delay_seconds)
    if send_at is None:
        return int(delay)
    if send_at <= now:
        raise InvalidInputError(
            ja="送信日時は、今より後の日時を入力してください。",
            en="Enter a time of sending after now.",
            field="send_at",
        )
    return max(int(delay), int((send_at - now).total_seconds()))


def _plan_all(invites: Sequence[Invite], around: _Circumstances) -> list[_Plan]:
    by_language = {
        template.language: template
        for template in NoticeTemplate.objects.filter(name=around.template.name, is_current=True)
    }
    plans, problems = [], []
    for invite in invites:
        language = invite.application.talent_record.language
        template = by_language.get(language, around.template)
        try:
            plans.append(_plan(invite, template, around))
        except texts.TextError as error:
            problems.append((invite.application.talent_record.full_name, error))
    if problems:
        raise guards.say_empty_fields(problems)
    return plans


def _plan(invite: Invite, template: NoticeTemplate, around: _Circumstances) -> _Plan:
    person = invite.application.talent_record
    values = queries.values_of(template)
    addressee = texts.Addressee(
        name=person.full_name,
        company=around.organisation.name,
        job=invite.application.job_title,
        language=values.language,
    )
    notice = texts.fill_result(values, addressee)
    purpose = guards.purpose_shown_to(invite.application, around.purposes)
    channel = _channel_for(invite, purpose, around)
    if around.guidance:
        guards.check_guidance(
            invite,
            values,
            # The body tells the result; the line stands below it, a mail of its own comes later.
            is_result_notified=bool(notice.text.strip()),
            leaves_out_by_merit=around.leaves_out_by_merit,
        )
    ends_at = around.now + timedelta(days=DOOR_DAYS)
    stop_url = ""
    if around.guidance and person.mail not in around.opted_out:
        key = make_door(kind=Door.Kind.STOP_NOTICES, subject=invite.id, expires_at=ends_at)
        stop_url = settings.BASE_URL + queries.STOP_PATH.format(key=key)
        if channel == Invite.Channel.RESULT_LINE:
            line = texts.fill_line(values.relay_line, around.guidance, addressee, stop_url=stop_url)
            notice = texts.with_line(notice, line)
    if channel == Invite.Channel.RESULT_PAGE:
        key = make_door(kind=Door.Kind.RESULT, subject=invite.id, expires_at=ends_at)
        url = settings.BASE_URL + queries.RESULT_PATH.format(key=key)
        notice = texts.with_page(notice, result_url=url, language=values.language)
    return _Plan(
        invite=invite,
        channel=channel,
        notice=notice,
        template=template,
        stop_url=stop_url if channel == Invite.Channel.RESULT_LINE else "",
        purpose_version=purpose.version if purpose else None,
    )


def _channel_for(invite: Invite, purpose: PurposeNotice | None, around: _Circumstances) -> str:
    """Return the wished channel where it is lawful for this person, else the result page.

    Source: 個人情報保護法 18条 (line only under a purpose notice that covers it);
    特定電子メール法 3条 (a mail of its own only with opt-in).
    """
    if around.channel == Invite.Channel.RESULT_LINE and purpose and purpose.covers_relay:
        return Invite.Channel.RESULT_LINE
    is_opted_in = invite.application.talent_record_id in around.opted_in
    if around.channel == Invite.Channel.SEPARATE_MAIL and is_opted_in:
        return Invite.Channel.SEPARATE_MAIL
    return Invite.Channel.RESULT_PAGE


def _queue(actor: Actor, plans: Sequence[_Plan], around: _Circumstances, delay: int) -> SendResult:
    batch_id = uuid.uuid4()
    mails = messages.queue_mails(
        actor=actor,
        drafts=[
            messages.Draft(
                kind="result_notice",
                to_address=plan.invite.application.talent_record.mail,
                subject=plan.notice.subject,
                text=plan.notice.text,
                language=plan.template.language,
                reference_kind="invite",
                reference_id=plan.invite.id,
                person_id=plan.invite.application.talent_record_id,
            )
            for plan in plans
        ],
        now=around.now,
        delay_seconds=delay,
        batch_id=batch_id,
        task=notice_tasks.send_notice,
    )
    counts: dict[str, int] = {}
    for plan, mail in zip(plans, mails, strict=True):
        invite = plan.invite
        invite.template = plan.template
        invite.channel = plan.channel
        invite.purpose_notice_version = plan.purpose_version
        invite.mail_id = mail.id
        invite.batch_id = batch_id
        if around.contract and around.guidance:
            invite.book_id = around.contract.book_id
            invite.code = around.guidance.code
        counts[plan.channel] = counts.get(plan.channel, 0) + 1
    Invite.objects.bulk_update(
        [plan.invite for plan in plans],
        [
            "template",
            "channel",
            "purpose_notice_version",
            "mail_id",
            "batch_id",
            "book_id",
            "code",
        ],
    )
    audit.record(
        actor=actor,
        kind="notice.queue",
        object_kind="batch",
        object_id=batch_id,
        now=around.now,
        data={"count": len(mails), "delay_seconds": delay},
    )
    send_after = around.now + timedelta(seconds=delay)
    return SendResult(batch_id=batch_id, count=len(mails), send_after=send_after, by_channel=counts)


@action(act=None)
def stop_sending(*, actor: Actor, batch_id: UUID, now: datetime) -> int:
    """Stop the mails of a sending that did not leave yet; their drafts wait again.

    Raises:
        ConflictError: all of them left.
        NotVisibleError: no such sending.
    """
    require(actor, Permission.NOTICE_SEND)
    return messages.cancel_mails(actor=actor, batch_id=batch_id, now=now)


@action(act=None)
def send_test(*, actor: Actor, values: texts.TemplateValues, now: datetime) -> OutboxMail:
    """Send a notice with made-up values to the actor's own address.

    Raises:
        InvalidInputError: the actor has no address, or a part cannot be used.
    """
    require(actor, Permission.NOTICE_EDIT)
    account = Account.objects.filter(id=actor.account_id or 0).first()
    if account is None:
        raise NotVisibleError
    if problem := texts.first_problem(texts.check_notice(values)):
        part, words = problem
        raise InvalidInputError(ja=words.ja, en=words.en, field=part)
    preview = queries.preview_notice(values=values, on=localdate(now))[0]
    if preview.problem:
        raise InvalidInputError(ja=preview.problem.ja, en=preview.problem.en, field="body")
    mark = "[Test] " if values.language == "en" else "【テスト送信】"
    return messages.queue_mail(
        actor=actor,
        kind="test",
        to_address=account.email,
        subject=mark + preview.subject,
        text=preview.text,
        language=values.language,
        now=now,
    )
