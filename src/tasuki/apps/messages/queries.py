"""What stands in the outbox and in the notices. Secrets in mailed links are never shown."""

import re
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.actor import Actor
from tasuki.apps.messages.models import Notification, OutboxMail, Suppression
from tasuki.apps.messages.policy import address_index
from tasuki.core.access import Permission

_KEY_IN_LINK = re.compile(r"(https?://[^\s/]+/(?:[^\s/]+/)*?)[A-Za-z0-9_-]{24,}/?")


def list_mails(
    *,
    states: Collection[str] = (),
    kind: str = "",
    batch_id: UUID | None = None,
    reference_id: UUID | None = None,
    text: str = "",
) -> QuerySet[OutboxMail]:
    """Return the mails of the organisation, newest first.

    Args:
        states: only these states; empty for all. ``failed`` are the dead letters.
        kind: only this kind.
        batch_id: only this sending.
        reference_id: only mails about this row.
        text: a whole address, or part of a subject.
    """
    found = OutboxMail.objects.order_by("-created_at", "-id")
    if states:
        found = found.filter(state__in=list(states))
    if kind:
        found = found.filter(kind=kind)
    if batch_id:
        found = found.filter(batch_id=batch_id)
    if reference_id:
        found = found.filter(reference_id=reference_id)
    if text.strip():
        part = text.strip()
        found = found.filter(Q(to_address=part) | Q(subject__icontains=part))
    return found


def find_mail(*, mail_id: UUID) -> OutboxMail | None:
    """Return one mail; None if there is no such mail here."""
    return OutboxMail.objects.filter(id=mail_id).first()


def count_mails_by_state(*, batch_id: UUID | None = None) -> dict[str, int]:
    """Return the number of mails in each state that occurs."""
    found = OutboxMail.objects.all()
    if batch_id:
        found = found.filter(batch_id=batch_id)
    counted = found.order_by().values_list("state").annotate(count=Count("id"))
    return dict(counted)


def shown_text(mail: OutboxMail) -> str:
    """Return the text as colleagues may read it: the keys of mailed links are hidden.

    Whoever holds such a key acts as the recipient, so not even the sender's side reads it.
    """
    return _KEY_IN_LINK.sub(r"\1…", mail.text)


def find_suppressions(*, addresses: Iterable[str]) -> dict[str, str]:
    """Return address -> reason for those of the addresses that must not be written to."""
    organisation_id = current_organisation_id()
    indexes = {
        address_index(address, organisation_id=organisation_id): address for address in addresses
    }
    rows = Suppression.objects.filter(address_index__in=list(indexes))
    return {indexes[bytes(row.address_index)]: row.reason for row in rows}


def list_notifications(*, actor: Actor, limit: int = 50) -> QuerySet[Notification]:
    """Return the newest notices that this member may see."""
    return list_own_notifications(actor=actor).order_by("-created_at", "-id")[:limit]


def count_unread(*, actor: Actor) -> int:
    """Return how many of the notices for this member nobody marked as read."""
    return list_own_notifications(actor=actor).filter(read_at=None).count()


def list_own_notifications(*, actor: Actor) -> QuerySet[Notification]:
    """Notices for all or for this member, without those whose page the role cannot open."""
    is_mine = Q(account_id=None)
    if actor.account_id is not None:
        is_mine |= Q(account_id=actor.account_id)
    rights = ["", *(right for right in Permission if actor.can(right))]
    return Notification.objects.filter(is_mine, needs__in=rights)
