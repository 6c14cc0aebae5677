"""The tasks behind notices: send one, guide after the wait, end what is over."""

from datetime import timedelta
from uuid import UUID

from django.tasks import task
from django.utils import timezone

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.relay.invite_steps import lock_invite
from tasuki.apps.relay.models import Invite
from tasuki.apps.relay.notice_delivery import (
    cooling_ends_at,
    deliver_notice,
    end_over,
    queue_guidance,
)
from tasuki.core.access import OrganisationKind
from tasuki.core.relay.machines import InviteState

FORGOTTEN_AFTER = timedelta(minutes=15)


def _actor(organisation_id: int) -> Actor:
    return Actor.for_task(organisation_id=organisation_id, kind=OrganisationKind.COMPANY)


@task
def send_notice(organisation_id: int, mail_id: str) -> None:
    """Try to send the mail of one invite and do what follows from it."""
    with bound(organisation_id, None):
        delivery = deliver_notice(
            actor=_actor(organisation_id), mail_id=mail_id, now=timezone.now()
        )
        if delivery.again_at:
            again = send_notice.using(run_after=delivery.again_at)
            again.enqueue(organisation_id=organisation_id, mail_id=mail_id)
        if delivery.is_sent:
            invite = Invite.objects.filter(mail_id=mail_id, state=InviteState.COOLING).first()
            if invite is not None:
                later = guide_after_wait.using(run_after=cooling_ends_at(invite))
                later.enqueue(organisation_id=organisation_id, invite_id=str(invite.id))


@task
def guide_after_wait(organisation_id: int, invite_id: str) -> None:
    """Queue the mail of its own when its wait is over; safe to repeat."""
    now = timezone.now()
    with bound(organisation_id, None):
        invite = lock_invite(UUID(invite_id))
        waits = OutboxMail.objects.filter(
            reference_id=invite.id, kind="relay_guidance", state=OutboxMail.State.QUEUED
        )
        if invite.state != InviteState.COOLING or waits.exists():
            return
        if now < cooling_ends_at(invite):
            later = guide_after_wait.using(run_after=cooling_ends_at(invite))
            later.enqueue(organisation_id=organisation_id, invite_id=invite_id)
            return
        queue_guidance(actor=_actor(organisation_id), invite=invite, task=send_notice, now=now)


@task
def sweep_notices() -> int:
    """Enqueue notices that are long due, end invitations that are over; return the first count."""
    now = timezone.now()
    count = 0
    companies = Organisation.objects.filter(kind=OrganisationKind.COMPANY)
    for organisation_id in companies.values_list("id", flat=True):
        with bound(organisation_id, None):
            due = OutboxMail.objects.filter(
                reference_kind="invite",
                state=OutboxMail.State.QUEUED,
                send_after__lt=now - FORGOTTEN_AFTER,
            )
            for mail_id in due.values_list("id", flat=True):
                send_notice.enqueue(organisation_id=organisation_id, mail_id=str(mail_id))
                count += 1
            for invite in Invite.objects.filter(state=InviteState.COOLING):
                if cooling_ends_at(invite) < now - FORGOTTEN_AFTER:
                    guide_after_wait.enqueue(
                        organisation_id=organisation_id, invite_id=str(invite.id)
                    )
            end_over(actor=_actor(organisation_id), now=now)
    return count
