"""The company records that results were handed over or posted on paper."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.relay.invite_steps import take_invite_step
from tasuki.apps.relay.models import Invite
from tasuki.apps.relay.notice_delivery import expiry_days
from tasuki.apps.relay.queries.paper_notices import (
    PaperNotice,
    PaperSending,
    find_paper_sending,
)
from tasuki.core.access import Permission
from tasuki.core.law.acts import Act
from tasuki.core.law.stops import check_human_decision
from tasuki.core.relay.machines import InviteEvent
from tasuki.core.relay.reasons import SkipCode


@action(act=Act.RELAY_MSG)
def record_paper_notices(
    *,
    actor: Actor,
    template_id: UUID,
    book_id: UUID | None = None,
    invite_ids: Sequence[UUID] = (),
    now: datetime,
) -> int:
    """Record the sheets that ``find_paper_sending`` shows as delivered and return how many.

    Args:
        actor: a human; a program never tells results.
        template_id: what was printed.
        book_id: which contract guides; needed where several run.
        invite_ids: people with a mail address who got the result alone, without the line;
            empty = everybody without a mail address, each with the line where it may stand.
        now: the moment of the act.

    Raises:
        InvalidInputError: nobody waits, or the contract cannot be used.
        NotVisibleError: no such template in use, or one of the picked is no waiting draft.
        RefusedError: H12, no human; H3, ``elements`` or ``empty_field``, the text.
    """
    require(actor, Permission.NOTICE_SEND)
    named = "" if actor.is_task else str(actor.account_id or "")
    if refusal := check_human_decision(decided_by=named, reason="notice"):
        raise RefusedError.by_law(refusal)
    sending = find_paper_sending(
        template_id=template_id, book_id=book_id, invite_ids=invite_ids, on=localdate(now)
    )
    if not sending.sheets:
        raise InvalidInputError(
            ja="書面を待つ通知がありません。先に「結果通知の準備」をしてください。",
            en="No notice waits for paper. Prepare the result notices first.",
            field="invites",
        )
    ids = [sheet.invite.id for sheet in sending.sheets]
    locked = {invite.id: invite for invite in Invite.objects.select_for_update().filter(id__in=ids)}
    for sheet in sending.sheets:
        _record(actor, locked[sheet.invite.id], sheet, sending, now)
    return len(ids)


def _record(
    actor: Actor, invite: Invite, sheet: PaperNotice, sending: PaperSending, now: datetime
) -> None:
    take_invite_step(
        actor=actor,
        invite=invite,
        event=InviteEvent.NOTIFY_RESULT,
        now=now,
        changes={
            "channel": Invite.Channel.PAPER,
            "result_notified_at": now,
            "template": sending.template,
            "purpose_notice_version": sheet.purpose_version,
        },
    )
    if sending.contract is None:
        return
    if sheet.code:
        take_invite_step(
            actor=actor,
            invite=invite,
            event=InviteEvent.ADD_RESULT_LINE,
            now=now,
            changes={
                "book_id": sending.contract.book_id,
                "code": sheet.code,
                "invited_at": now,
                "expires_on": localdate(now) + timedelta(days=expiry_days(sending.contract)),
            },
        )
    elif sheet.is_stopped:
        take_invite_step(
            actor=actor,
            invite=invite,
            event=InviteEvent.SKIP,
            now=now,
            changes={"skip_code": str(SkipCode.X1)},
        )
