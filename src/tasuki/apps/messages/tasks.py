"""The task that sends one mail, and the sweep that finds forgotten ones."""

from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from tasuki.adapters.postgres.context import bound
from tasuki.apps.messages.delivery import deliver_mail
from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.orgs.models import Organisation

FORGOTTEN_AFTER = timedelta(minutes=15)


@task
def send_mail(organisation_id: int, mail_id: str) -> None:
    """Try to send one mail; after a temporary failure enqueue the next attempt."""
    with bound(organisation_id, None):
        delivery = deliver_mail(mail_id=mail_id, now=timezone.now())
        if delivery.again_at:
            again = send_mail.using(run_after=delivery.again_at)
            again.enqueue(organisation_id=organisation_id, mail_id=mail_id)


@task
def sweep_outbox() -> int:
    """Enqueue mails that are long due and return how many.

    A task may get lost when somebody empties the queue by hand; the row never does. The mails
    of a notice belong to the task of their area, which sweeps them itself.
    """
    before = timezone.now() - FORGOTTEN_AFTER
    count = 0
    for organisation_id in Organisation.objects.values_list("id", flat=True):
        with bound(organisation_id, None):
            due = OutboxMail.objects.filter(state=OutboxMail.State.QUEUED, send_after__lt=before)
            for mail_id in due.exclude(reference_kind="invite").values_list("id", flat=True):
                send_mail.enqueue(organisation_id=organisation_id, mail_id=str(mail_id))
                count += 1
    return count
