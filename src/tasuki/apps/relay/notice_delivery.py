"""What follows from the way of a notice: delivered, bounced, stopped, opened, stayed silent.

Runs inside the transaction that sends the mail, so that mail and invite never disagree.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.tasks import Task
from django.utils.timezone import localdate

from tasuki.apps.actor import Actor
from tasuki.apps.messages import actions as messages
from tasuki.apps.messages.delivery import Delivery, deliver_mail
from tasuki.apps.messages.models import OutboxMail, Suppression
from tasuki.apps.messages.queries import find_suppressions
from tasuki.apps.orgs.actions import make_door
from tasuki.apps.orgs.models import Door, Organisation
from tasuki.apps.people.models import Application
from tasuki.apps.relay import notice_texts as texts
from tasuki.apps.relay.invite_steps import take_invite_step
from tasuki.apps.relay.models import Invite, RelayContract
from tasuki.apps.relay.queries import notice_guards as guards
from tasuki.apps.relay.queries import notices as queries
from tasuki.core.relay.machines import ContractState, InviteEvent, InviteState
from tasuki.core.relay.parameters import parameters_from_json
from tasuki.core.relay.reasons import SkipCode

_SKIP_AFTER = {
    OutboxMail.State.BOUNCED: SkipCode.X2,
    OutboxMail.State.FAILED: SkipCode.X6,
    OutboxMail.State.SUPPRESSED: SkipCode.X1,
}
_EARLY = frozenset({InviteState.DRAFT, InviteState.RESULT_NOTIFIED, InviteState.COOLING})


def deliver_notice(*, actor: Actor, mail_id: UUID | str, now: datetime) -> Delivery:
    """Send the mail of an invite and move the invite by what came out (I2-I8).

    A result that changed since the mail was queued stops the mail.
    """
    mail = OutboxMail.objects.filter(id=mail_id).first()
    if mail is None or mail.reference_id is None:
        return Delivery(None)
    invite = (
        Invite.objects.select_related("application__talent_record", "template")
        .select_for_update(of=("self",))
        .get(id=mail.reference_id)
    )
    if mail.state == OutboxMail.State.QUEUED and not _is_still_due(invite, mail, actor, now):
        return Delivery(OutboxMail.State.CANCELLED)
    delivery = deliver_mail(mail_id=mail_id, now=now)
    if delivery.reference_id is None:
        return delivery  # nothing happened, or another run did what follows
    if delivery.is_sent:
        _after_sending(invite, mail, actor, now)
    elif delivery.is_dead and invite.state in _EARLY:
        skip_code = _SKIP_AFTER[delivery.state or OutboxMail.State.FAILED]
        _skip(invite, actor, skip_code, now)
    return delivery


def _is_still_due(invite: Invite, mail: OutboxMail, actor: Actor, now: datetime) -> bool:
    application = invite.application
    is_hired = application.outcome == Application.Outcome.HIRED
    if is_hired and invite.state in _EARLY:
        take_invite_step(actor=actor, invite=invite, event=InviteEvent.CHANGE_TO_HIRED, now=now)
    if application.outcome == Application.Outcome.WITHDREW and invite.state in _EARLY:
        _skip(invite, actor, SkipCode.X3, now)
    is_due = (
        application.outcome == Application.Outcome.NOT_SELECTED
        and invite.mail_id == mail.id
        and invite.state in {InviteState.DRAFT, InviteState.COOLING}
    )
    if not is_due:
        OutboxMail.objects.filter(id=mail.id, state=OutboxMail.State.QUEUED).update(
            state=OutboxMail.State.CANCELLED
        )
    return is_due


def _after_sending(invite: Invite, mail: OutboxMail, actor: Actor, now: datetime) -> None:
    if invite.state == InviteState.COOLING:
        _invite(invite, actor, InviteEvent.SEND, now)
        return
    take_invite_step(
        actor=actor,
        invite=invite,
        event=InviteEvent.NOTIFY_RESULT,
        now=now,
        changes={"result_notified_at": now},
    )
    if invite.book_id is None:
        return
    has_line = bool(invite.code) and invite.code in mail.text
    if invite.channel == Invite.Channel.RESULT_LINE and has_line:
        _invite(invite, actor, InviteEvent.ADD_RESULT_LINE, now)
    elif _is_opted_out(invite) or invite.channel == Invite.Channel.RESULT_LINE:
        _skip(invite, actor, SkipCode.X1, now)
    elif invite.channel == Invite.Channel.SEPARATE_MAIL:
        take_invite_step(actor=actor, invite=invite, event=InviteEvent.START_COOLING, now=now)


def _invite(invite: Invite, actor: Actor, event: InviteEvent, now: datetime) -> None:
    take_invite_step(
        actor=actor,
        invite=invite,
        event=event,
        now=now,
        changes={
            "invited_at": now,
            "expires_on": localdate(now) + timedelta(days=expiry_days(_contract_of(invite))),
        },
    )


def _skip(invite: Invite, actor: Actor, code: SkipCode, now: datetime) -> None:
    take_invite_step(
        actor=actor,
        invite=invite,
        event=InviteEvent.SKIP,
        now=now,
        changes={"skip_code": str(code)},
    )


def _is_opted_out(invite: Invite) -> bool:
    address = invite.application.talent_record.mail
    return address in find_suppressions(addresses=[address])


def _contract_of(invite: Invite) -> RelayContract | None:
    if invite.book_id is None:
        return None
    running = RelayContract.objects.filter(book_id=invite.book_id, state=ContractState.RUNNING)
    return running.order_by("-version").first()


def expiry_days(contract: RelayContract | None) -> int:
    """Return how many days an invitation lasts under a contract."""
    return parameters_from_json(contract.parameters if contract else {}).invite_expiry_days


def cooling_ends_at(invite: Invite) -> datetime:
    """Return when the mail of its own may leave, at least a day after the result."""
    contract = _contract_of(invite)
    hours = parameters_from_json(contract.parameters if contract else {}).cooling_hours
    assert invite.result_notified_at is not None
    return invite.result_notified_at + timedelta(hours=hours)


def queue_guidance(
    *, actor: Actor, invite: Invite, task: "Task[..., Any]", now: datetime
) -> OutboxMail | None:
    """Queue the mail of its own after the wait (I6), unless something speaks against it now.

    Raises:
        RefusedError: H3, or the invite does not wait for it.
    """
    person = invite.application.talent_record
    contract = _contract_of(invite)
    guidance = queries.find_guidance(contract=contract, on=localdate(now)) if contract else None
    is_wanted = person.id in queries.find_opted_in(talent_record_ids=[person.id], on=localdate(now))
    if person.stopped_at or not is_wanted or _is_opted_out(invite):
        _skip(invite, actor, SkipCode.X1, now)
        return None
    if invite.application.outcome != Application.Outcome.NOT_SELECTED:
        take_invite_step(actor=actor, invite=invite, event=InviteEvent.CHANGE_TO_HIRED, now=now)
        return None
    if guidance is None or invite.template is None:
        _skip(invite, actor, SkipCode.X6, now)
        return None
    values = queries.values_of(invite.template)
    guards.check_guidance(
        invite,
        values,
        is_result_notified=invite.result_notified_at is not None,
        leaves_out_by_merit=guards.is_anybody_left_out_by_merit(),
    )
    key = make_door(kind=Door.Kind.STOP_NOTICES, subject=invite.id)
    stop_url = settings.BASE_URL + queries.STOP_PATH.format(key=key)
    addressee = texts.Addressee(
        name=person.full_name,
        company=Organisation.objects.get(id=invite.organisation_id).name,
        job=invite.application.job_title,
        language=values.language,
    )
    text = texts.fill_guidance_mail(values, guidance, addressee, stop_url=stop_url)
    draft = messages.Draft(
        kind="relay_guidance",
        to_address=person.mail,
        subject=text.subject,
        text=text.text,
        language=values.language,
        reference_kind="invite",
        reference_id=invite.id,
        person_id=person.id,
        stop_url=stop_url,
    )
    [mail] = messages.queue_mails(actor=actor, drafts=[draft], now=now, task=task)
    invite.mail_id = mail.id
    invite.code = guidance.code
    invite.save(update_fields=["mail_id", "code"])
    return mail


def open_page(*, actor: Actor, invite: Invite, now: datetime) -> Invite:
    """Note that the person opened the result page with the guidance (I3), the first time."""
    is_first = (
        invite.state == InviteState.RESULT_NOTIFIED
        and invite.channel == Invite.Channel.RESULT_PAGE
        and invite.book_id is not None
    )
    if is_first:
        _invite(invite, actor, InviteEvent.SHOW_ON_PAGE, now)
    return invite


def stop_for_person(*, actor: Actor, invite: Invite, now: datetime) -> None:
    """Write to this person's address no guidance any more and end what waits (I7, X1)."""
    person = invite.application.talent_record
    if person.mail:
        messages.suppress_address(address=person.mail, reason=Suppression.Reason.OPT_OUT)
    waiting = (
        Invite.objects.select_related("application__talent_record")
        .select_for_update(of=("self",))
        .filter(
            application__talent_record_id=person.id,
            state__in=[InviteState.RESULT_NOTIFIED, InviteState.COOLING],
        )
    )
    for other in waiting:
        _skip(other, actor, SkipCode.X1, now)


def end_over(*, actor: Actor, now: datetime) -> int:
    """End the invitations whose days are over (I9) and return how many."""
    over = Invite.objects.filter(state=InviteState.INVITED, expires_on__lt=localdate(now))
    invites = list(over.select_for_update(skip_locked=True))
    for invite in invites:
        take_invite_step(actor=actor, invite=invite, event=InviteEvent.EXPIRE, now=now)
    return len(invites)
