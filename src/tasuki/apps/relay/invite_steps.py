"""One step of an invite: the table is asked, the row is changed, the audit is written."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import NotVisibleError, RefusedError
from tasuki.apps.relay.models import Invite
from tasuki.core.relay.labels import INVITE_LABELS
from tasuki.core.relay.machines import INVITE, InviteEvent, InviteState


def take_invite_step(
    *,
    actor: Actor,
    invite: Invite,
    event: InviteEvent,
    now: datetime,
    changes: dict[str, Any] | None = None,
) -> Invite:
    """Move a locked invite along its table, save it and record it.

    Raises:
        RefusedError: the table does not list the step.
    """
    before = InviteState(invite.state)
    if not INVITE.can(before, event):
        label = INVITE_LABELS[before].label
        raise RefusedError(
            ja=f"この案内は「{label.ja}」のため、この操作はできません。"
            "画面を読み込み直し、最新の状態を確認してください。",
            en=f"This invitation is “{label.en}”, so this cannot be done. "
            "Reload the page and check the present state.",
            code="state",
        )
    fields = changes or {}
    invite.state = INVITE.next_state(before, event)
    for name, value in fields.items():
        setattr(invite, name, value)
    invite.save(update_fields=["state", *fields])
    record_invite(actor=actor, invite=invite, event=event, before=before, now=now)
    return invite


def record_invite(
    *, actor: Actor, invite: Invite, event: InviteEvent, before: str, now: datetime
) -> None:
    """Append one step of an invite to the audit chain."""
    audit.record(
        actor=actor,
        kind=f"invite.{event}",
        object_kind="invite",
        object_id=invite.id,
        now=now,
        before=before,
        after=invite.state,
        reason=invite.skip_code,
    )


def lock_invite(invite_id: UUID) -> Invite:
    """Return one invite of the organisation bound now, locked.

    Raises:
        NotVisibleError: there is none.
    """
    invite = (
        Invite.objects.select_related("application__talent_record", "template")
        .select_for_update(of=("self",))
        .filter(id=invite_id)
        .first()
    )
    if invite is None:
        raise NotVisibleError
    return invite
