"""Delete what may not be kept any longer; one organisation in one transaction.

Only what the declarations call technical, the send log and the raw cells and notes of ended
selections. Books, proofs and records of the law have floors and no ceiling here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from tasuki.apps.action import action
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import NotAllowedError
from tasuki.apps.messages.models import Notification, OutboxMail
from tasuki.apps.orgs.models import ApiCall, Door, Invitation
from tasuki.apps.people.models import Application
from tasuki.core.retention import SIX_MONTHS_DAYS, Retention


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of row and when it goes.

    Attributes:
        name: as it stands in the report.
        find: the rows that are over at a moment.
        empty: fields that are emptied instead of deleting the row.
    """

    name: str
    find: Callable[[datetime], "QuerySet[Any, Any]"]
    empty: dict[str, Any] | None = None


def _before(retention: Retention, now: datetime) -> datetime:
    assert retention.ceiling_days is not None
    return now - timedelta(days=retention.ceiling_days)


def _closed_doors(now: datetime) -> "QuerySet[Any, Any]":
    """Return keys that opened nothing for so long; codes stay, so that none is given out twice."""
    last = _before(Door.retention, now)
    over = Q(used_at__lt=last) | Q(expires_at__lt=last)
    return Door.objects.filter(over).exclude(kind=Door.Kind.RELAY_CODE)


def _ended_invitations(now: datetime) -> "QuerySet[Any, Any]":
    last = _before(Invitation.retention, now)
    over = Q(accepted_at__lt=last) | Q(revoked_at__lt=last) | Q(expires_at__lt=last)
    return Invitation.objects.filter(over)


def _old_mails(now: datetime) -> "QuerySet[Any, Any]":
    last = _before(OutboxMail.retention, now)
    over = Q(sent_at__lt=last) | Q(sent_at=None, send_after__lt=last)
    return OutboxMail.objects.filter(over).exclude(state=OutboxMail.State.QUEUED)


def _ended_selections(now: datetime) -> "QuerySet[Any, Any]":
    last = localdate(now) - timedelta(days=SIX_MONTHS_DAYS)
    ended = Q(ended_on__lt=last) | Q(ended_on=None, decided_at__date__lt=last)
    found = Application.objects.filter(ended).exclude(outcome=Application.Outcome.RUNNING)
    return found.exclude(note="", raw={})


STEPS: Final = (
    Step("doors", _closed_doors),
    Step("invitations", _ended_invitations),
    Step(
        "api_calls",
        lambda now: ApiCall.objects.filter(created_at__lt=_before(ApiCall.retention, now)),
    ),
    Step(
        "notices",
        lambda now: Notification.objects.filter(
            created_at__lt=_before(Notification.retention, now)
        ),
    ),
    Step("mails", _old_mails),
    Step("selection_notes", _ended_selections, {"note": "", "raw": {}}),
)


@action(act=None)
def purge_rows(*, actor: Actor, dry_run: bool = False, now: datetime) -> dict[str, int]:
    """Delete or empty what is past its ceiling in one organisation; safe to repeat.

    Args:
        actor: the organisation's task.
        dry_run: count only.
        now: the moment of the run.

    Returns:
        How many rows of each kind went, or would go.

    Raises:
        NotAllowedError: a human asks; nobody deletes evidence by hand.

    Source: 個人情報保護法 22条; 職業安定法 5条の5 (delete what the purpose needs no longer).
    """
    if not actor.is_task:
        raise NotAllowedError
    counts = {step.name: step.find(now).count() for step in STEPS}
    if dry_run or not any(counts.values()):
        return counts
    for step in STEPS:
        if step.empty is None:
            step.find(now).delete()
        else:
            step.find(now).update(**step.empty)
    audit.record(
        actor=actor,
        kind="data.purge",
        object_kind="organisation",
        object_id=actor.organisation_id,
        now=now,
        data=dict(counts),
    )
    return counts
