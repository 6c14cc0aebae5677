"""The company prepares its result notices: purpose notice, templates, one draft for everybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Max, Q
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import ConflictError, InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.free_text import require_lawful_text
from tasuki.apps.messages.models import OutboxMail, Suppression
from tasuki.apps.messages.queries import find_suppressions
from tasuki.apps.people import actions as people
from tasuki.apps.people.models import Application
from tasuki.apps.people.queries import list_not_selected
from tasuki.apps.relay import notice_texts as texts
from tasuki.apps.relay.invite_steps import lock_invite, record_invite, take_invite_step
from tasuki.apps.relay.models import Invite, NoticeTemplate, PurposeNotice
from tasuki.apps.relay.notice_delivery import end_over
from tasuki.core.access import Permission
from tasuki.core.dates import add_months
from tasuki.core.law.acts import Act
from tasuki.core.law.parameters import find_number
from tasuki.core.law.stops import (
    check_guidance_text,
    check_human_decision,
    check_no_gift,
    check_nobody_chosen,
)
from tasuki.core.relay.machines import InviteEvent, InviteState
from tasuki.core.relay.reasons import SkipCode

REASON_CHARACTERS_MAX: Final = 300
PURPOSE_CHARACTERS_MAX: Final = 10_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a preparation made.

    Attributes:
        drafts: invites that wait to be sent.
        skipped: people who get none, by application, with the X-code.
    """

    drafts: Sequence[Invite]
    skipped: Mapping[UUID, SkipCode]


@action(act=None)
def save_purpose_notice(
    *, actor: Actor, text: str, covers_relay: bool, shown_from: date, now: datetime
) -> PurposeNotice:
    """Store a new version of what applicants are told about the use of their data.

    Args:
        actor: who stores it.
        text: as it is shown to applicants, 1-10,000 characters.
        covers_relay: it says that guidance on a placement agency may come with the result.
        shown_from: first day on which applicants saw it; only they are covered by it.
        now: the moment of the act.

    Raises:
        InvalidInputError: the text is empty or too long.

    Source: 個人情報保護法 18条; 職業安定法 5条の5.
    """
    require(actor, Permission.NOTICE_EDIT)
    if not 1 <= len(text.strip()) <= PURPOSE_CHARACTERS_MAX:
        raise InvalidInputError(
            ja=f"利用目的の通知を{PURPOSE_CHARACTERS_MAX:,}文字以内で入力してください。",
            en=f"Enter the purpose notice, at most {PURPOSE_CHARACTERS_MAX:,} characters.",
            field="text",
        )
    last = PurposeNotice.objects.aggregate(last=Max("version"))["last"] or 0
    notice = PurposeNotice.objects.create(
        organisation_id=current_organisation_id(),
        version=last + 1,
        text=text.strip(),
        covers_relay=covers_relay,
        shown_from=shown_from,
    )
    audit.record(
        actor=actor,
        kind="purpose_notice.save",
        object_kind="purpose_notice",
        object_id=notice.id,
        now=now,
        data={"version": notice.version, "covers_relay": covers_relay},
    )
    return notice


@action(act=None)
def save_template(*, actor: Actor, values: texts.TemplateValues, now: datetime) -> NoticeTemplate:
    """Store a new version of a template and take the old one out of use.

    Raises:
        RefusedError: H3 or H4, a wording that may not stand in such a text.
        InvalidInputError: ``field`` names the part that cannot be used.
    """
    require(actor, Permission.NOTICE_EDIT)
    whole = "\n".join((values.name, values.subject, values.body, values.relay_line))
    refusal = check_no_gift(whole) or check_guidance_text(whole)
    if refusal:
        raise RefusedError.by_law(refusal)
    if problem := texts.first_problem(texts.check_notice(values)):
        part, words = problem
        raise InvalidInputError(ja=words.ja, en=words.en, field=part)
    versions = NoticeTemplate.objects.filter(name=values.name.strip(), language=values.language)
    last = versions.aggregate(last=Max("version"))["last"] or 0
    versions.filter(is_current=True).update(is_current=False)
    template = NoticeTemplate.objects.create(
        organisation_id=current_organisation_id(),
        name=values.name.strip(),
        version=last + 1,
        language=values.language,
        subject=values.subject.strip(),
        body=values.body,
        relay_line=values.relay_line,
        label_text=values.label_text,
        saved_by_id=actor.account_id,
    )
    audit.record(
        actor=actor,
        kind="notice_template.save",
        object_kind="notice_template",
        object_id=template.id,
        now=now,
        data={"version": template.version},
    )
    return template


@action(act=None)
def retire_template(*, actor: Actor, template_id: UUID, now: datetime) -> NoticeTemplate:
    """Take a template out of use; its versions stay as evidence.

    Raises:
        NotVisibleError: no such template in use.
    """
    require(actor, Permission.NOTICE_EDIT)
    template = NoticeTemplate.objects.filter(id=template_id, is_current=True).first()
    if template is None:
        raise NotVisibleError
    template.is_current = False
    template.save(update_fields=["is_current"])
    audit.record(
        actor=actor,
        kind="notice_template.retire",
        object_kind="notice_template",
        object_id=template.id,
        now=now,
    )
    return template


@action(act=Act.RELAY_MSG)
def prepare_notices(
    *,
    actor: Actor,
    reason: str = "",
    left_out: Mapping[UUID, str] | None = None,
    is_by_merit: bool = False,
    ended_since: date | None = None,
    now: datetime,
) -> Prepared:
    """Make a draft for everybody who was not selected and has none yet.

    There is no way to choose people: only the day on which selections ended narrows it.

    Args:
        actor: the human who approves the results; the name stands beside each of them.
        reason: for results whose own reason is not on file (imported ones).
        left_out: application -> X-code of people whose own side speaks against a notice.
        is_by_merit: somebody asked to leave weak candidates out; always refused.
        ended_since: leave selections alone that ended before this day.
        now: the moment of the approval.

    Raises:
        RefusedError: H3, people would be left out by merit or for another reason than an
            X-code; H12, no named human or a result without a reason.

    Source: 職業安定法 4条, 30条 (who selects, places).
    """
    require(actor, Permission.NOTICE_EDIT)
    chosen_out = dict(left_out or {})
    codes = {str(code) for code in SkipCode}
    is_unlawful = is_by_merit or any(code not in codes for code in chosen_out.values())
    refusal = check_nobody_chosen(leaves_out_by_merit=is_unlawful)
    if refusal:
        raise RefusedError.by_law(refusal)
    waiting = _without_invite(ended_since)
    drafts = [_draft(actor, application, reason) for application in waiting]
    Invite.objects.bulk_create(drafts)
    for invite in drafts:
        record_invite(
            actor=actor, invite=invite, event=InviteEvent.APPROVE_RESULT, before="", now=now
        )
    skipped = _find_skips(waiting, on=localdate(now)) | {
        application_id: SkipCode(code) for application_id, code in chosen_out.items()
    }
    kept = []
    for invite in drafts:
        code = skipped.get(invite.application_id)
        if code is None:
            kept.append(invite)
            continue
        take_invite_step(
            actor=actor,
            invite=invite,
            event=InviteEvent.SKIP,
            now=now,
            changes={"skip_code": str(code)},
        )
    made = {invite.application_id for invite in drafts}
    return Prepared(kept, {key: code for key, code in skipped.items() if key in made})


def _without_invite(ended_since: date | None) -> list[Application]:
    found = list_not_selected().exclude(id__in=Invite.objects.values("application_id"))
    if ended_since is not None:
        found = found.filter(Q(ended_on__gte=ended_since) | Q(ended_on=None))
    return list(found.select_for_update(of=("self",)))


def _draft(actor: Actor, application: Application, reason: str) -> Invite:
    named = "" if actor.is_task or actor.account_id is None else actor.name or str(actor.account_id)
    why = application.decision_reason or " ".join(reason.split()) or application.end_reason
    if refusal := check_human_decision(decided_by=named, reason=why):
        raise RefusedError.by_law(refusal)
    require_lawful_text(reason, field="reason")
    assert actor.account_id is not None  # else nobody is named
    return Invite(
        organisation_id=application.organisation_id,
        application=application,
        result_decided_by_id=application.decided_by_id or actor.account_id,
        result_decided_by_name=named[:80],
        result_reason=why[:REASON_CHARACTERS_MAX],
        state=InviteState.DRAFT,
    )


def _find_skips(applications: Sequence[Application], *, on: date) -> dict[UUID, SkipCode]:
    """Return the X-code of those whom a notice cannot reach or must not."""
    mails = {application.talent_record.mail for application in applications}
    stops = find_suppressions(addresses=mails - {""})
    least_months = 12 * find_number("under_age_consent_years", on=on)
    found: dict[UUID, SkipCode] = {}
    for application in applications:
        person = application.talent_record
        stop = stops.get(person.mail)
        if person.stopped_at or stop == Suppression.Reason.STOP_USE:
            found[application.id] = SkipCode.X1
        elif (not person.mail and not person.address) or stop == Suppression.Reason.BOUNCE:
            found[application.id] = SkipCode.X2
        elif person.birth_date and add_months(person.birth_date, least_months) > on:
            found[application.id] = SkipCode.X4
    return found


@action(act=None)
def skip_invite(*, actor: Actor, invite_id: UUID, code: str, now: datetime) -> Invite:
    """Leave one person out for an X-code.

    Raises:
        RefusedError: H3, the code is none; or the invite went out already.
        NotVisibleError: no such invite.
    """
    require(actor, Permission.NOTICE_SEND)
    if code not in {str(skip) for skip in SkipCode}:
        refusal = check_nobody_chosen(leaves_out_by_merit=True)
        assert refusal is not None
        raise RefusedError.by_law(refusal)
    invite = lock_invite(invite_id)
    _stop_mail(invite)
    return take_invite_step(
        actor=actor,
        invite=invite,
        event=InviteEvent.SKIP,
        now=now,
        changes={"skip_code": code},
    )


@action(act=Act.RANK_OWN)
def change_to_hired(
    *, actor: Actor, application_id: UUID, reason: str, now: datetime
) -> Application:
    """Set a result to hired and withdraw a notice that did not go out yet (I8).

    Raises:
        RefusedError: H12, no named human or no reason.
        NotVisibleError: no such application.
    """
    application = people.decide_result(
        actor=actor,
        application_id=application_id,
        outcome=Application.Outcome.HIRED,
        reason=reason,
        now=now,
    )
    invite = Invite.objects.select_for_update().filter(application_id=application_id).first()
    early = {InviteState.DRAFT, InviteState.RESULT_NOTIFIED, InviteState.COOLING}
    if invite is not None and invite.state in early:
        _stop_mail(invite)
        take_invite_step(actor=actor, invite=invite, event=InviteEvent.CHANGE_TO_HIRED, now=now)
    return application


@action(act=None)
def expire_invites(*, actor: Actor, now: datetime) -> int:
    """End the invitations whose days are over (I9) and return how many; safe to repeat."""
    return end_over(actor=actor, now=now)


def _stop_mail(invite: Invite) -> None:
    """Cancel the waiting mail of an invite.

    Raises:
        ConflictError: a worker is sending it just now.
    """
    if invite.mail_id is None:
        return
    waiting = OutboxMail.objects.filter(id=invite.mail_id, state=OutboxMail.State.QUEUED)
    mail = waiting.select_for_update(skip_locked=True).first()
    if mail is None:
        if waiting.exists():
            raise ConflictError
        return
    mail.state = OutboxMail.State.CANCELLED
    mail.save(update_fields=["state"])
