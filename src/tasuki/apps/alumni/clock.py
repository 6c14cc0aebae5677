"""What the clock does every night: invite, ask, call silent, end."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.utils.timezone import localdate

from tasuki.apps.action import action
from tasuki.apps.actor import Actor
from tasuki.apps.alumni.mails import draft_mail, may_invite, may_write
from tasuki.apps.alumni.models import AlumniMember
from tasuki.apps.alumni.steps import end_membership, lock_member, record, take_step
from tasuki.apps.alumni.texts import write_invitation, write_refresh
from tasuki.apps.errors import NotAllowedError
from tasuki.apps.messages.actions import queue_mails
from tasuki.core.alumni.machines import IN_NETWORK, AlumniEvent, AlumniState
from tasuki.core.alumni.rules import (
    ASK_BEFORE_DAYS,
    INVITE_AFTER_DAYS,
    JOIN_DAYS,
    QUIET_DAYS,
    can_go_on,
)


@action(act=None)
def keep_in_step(*, actor: Actor, now: datetime) -> int:
    """Bring the network of one company in line with the day.

    Leavers who agreed are invited 30 days after leaving; members are asked once, 30 days before
    their consent ends; who gave no sign for eleven months is silent; who does not answer is
    expired and emptied. Who left without agreeing to be written to is emptied after 60 days.

    Args:
        actor: the clock, for one company.
        now: when.

    Returns:
        How many people were touched.
    """
    if not actor.is_task:
        raise NotAllowedError
    today = localdate(now)
    return sum(one(actor, today, now=now) for one in (_expire, _invite, _ask))


def _expire(actor: Actor, today: date, *, now: datetime) -> int:
    limit = today - timedelta(days=JOIN_DAYS)
    rows = AlumniMember.objects.all()
    over = {
        *rows.filter(state__in=IN_NETWORK, ends_on__lt=today).values_list("pk", flat=True),
        *rows.filter(state=AlumniState.INVITED, invited_on__lt=limit).values_list("pk", flat=True),
        *rows.filter(
            state=AlumniState.PLANNED,
            left_on__lt=limit - timedelta(days=INVITE_AFTER_DAYS),
            kept_since__lt=limit,
        ).values_list("pk", flat=True),
    }
    for one in sorted(over):
        end_membership(actor=actor, member=lock_member(one), event=AlumniEvent.EXPIRE, now=now)
    return len(over)


def _invite(actor: Actor, today: date, *, now: datetime) -> int:
    found = AlumniMember.objects.filter(
        state=AlumniState.PLANNED,
        contact_agreed_on__isnull=False,
        left_on__lte=today - timedelta(days=INVITE_AFTER_DAYS),
        batch_id=None,
    )
    count = 0
    for one in found.values_list("pk", flat=True):
        member = lock_member(one)
        if may_invite(member, on=today):
            invite(actor=actor, member=member, batch_id=None, now=now, delay_seconds=0)
            count += 1
    return count


def invite(
    *, actor: Actor, member: AlumniMember, batch_id: object, now: datetime, delay_seconds: int
) -> None:
    """Write the invitation and take the step; guards were asked before."""
    draft = draft_mail(member=member, write=write_invitation, now=now)
    sending = batch_id or uuid4()
    take_step(
        actor=actor,
        member=member,
        event=AlumniEvent.INVITE,
        now=now,
        invited_on=localdate(now),
        batch_id=sending,
    )
    queue_mails(
        actor=actor,
        drafts=[draft],
        now=now,
        delay_seconds=delay_seconds,
        batch_id=sending,  # type: ignore[arg-type]
    )


def _ask(actor: Actor, today: date, *, now: datetime) -> int:
    found = AlumniMember.objects.filter(
        state__in=IN_NETWORK, ends_on__lte=today + timedelta(days=ASK_BEFORE_DAYS), asked_on=None
    )
    count = 0
    for one in found.values_list("pk", flat=True):
        member = lock_member(one)
        is_quiet = (member.seen_on or today) <= today - timedelta(days=QUIET_DAYS)
        if is_quiet and member.state in (AlumniState.ACTIVE, AlumniState.RENEWED):
            take_step(actor=actor, member=member, event=AlumniEvent.QUIET, now=now)
        ends_on = member.ends_on or today
        if not can_go_on(first_on=member.kept_since, ends_on=ends_on) or not may_write(member):
            continue
        draft = draft_mail(member=member, write=write_refresh, now=now)
        queue_mails(actor=actor, drafts=[draft], now=now)
        member.asked_on = today
        member.save(update_fields=["asked_on"])
        record(actor=actor, member=member, act="ask", now=now)
        count += 1
    return count
