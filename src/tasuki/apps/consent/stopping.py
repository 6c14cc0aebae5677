"""What follows at once when a person withdraws, or a consent ends by the clock.

The agency stops, and every recipient that got data on this consent is told to stop. Nobody else
is told: the company whose notice led the person here never hears of it.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.consent.events import lock_person
from tasuki.apps.consent.models import ProvisionRecord, Purpose, ReceiptRecord, StopNotice
from tasuki.apps.consent.releases import find_keeper
from tasuki.apps.messages.actions import notify
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.people.queries import list_record_ids
from tasuki.apps.placement.actions import close_job_seeker
from tasuki.core.access import Permission

STOPS_PATH: Final = "/privacy/receipts/stops/"


def stop_for_withdrawal(
    *,
    actor: Actor,
    talent_record_id: UUID,
    purpose: Purpose = Purpose.PLACEMENT,
    reason: StopNotice.Reason = StopNotice.Reason.WITHDRAWN,
    now: datetime,
) -> list[StopNotice]:
    """Stop all use that rested on a consent that is over; safe to repeat.

    Open questions to the person are closed, every yes to a company ends, the copies at the
    companies are emptied and the companies told. For placement the search is closed, too.

    Args:
        actor: the person, or the task that saw the consent end.
        talent_record_id: the person's record.
        purpose: what is over.
        reason: withdrawn by the person, or ended by the clock.
        now: when.

    Returns:
        What the recipients were told; empty where nothing had been handed over.

    Source: 個人情報保護法 35条; 職業安定法 5条の5.
    """
    lock_person(talent_record_id)
    if purpose not in {Purpose.PLACEMENT, Purpose.PROVISION}:
        return []  # such mails and the pool ask for a live consent at each use
    ids = list_record_ids(talent_record_id=talent_record_id)
    _, releases = find_keeper()
    told = [
        stop_at_recipient(actor=actor, provision=provision, reason=reason, now=now)
        for provision in releases.end_all(actor=actor, record_ids=ids, now=now)
    ]
    if purpose is Purpose.PROVISION:
        return told
    for record_id in sorted(ids):
        close_job_seeker(actor=actor, talent_record_id=record_id, now=now)
    TalentRecord.objects.filter(id__in=ids, stopped_at=None).update(stopped_at=now)
    return told


def stop_at_recipient(
    *, actor: Actor, provision: ProvisionRecord, reason: StopNotice.Reason, now: datetime
) -> StopNotice:
    """Tell one recipient to stop using what one provision brought; told once.

    The text names no person: who it is stands in the recipient's own record.

    Args:
        actor: who causes it.
        provision: what was handed over; the giver is bound.
        reason: withdrawn, or ended by the clock.
        now: when.
    """
    assert provision.recipient_id is not None
    with bound(provision.recipient_id, actor.account_id):
        receipt = ReceiptRecord.objects.get(provision_record_id=provision.id)
        notice, is_new = StopNotice.objects.get_or_create(
            organisation_id=provision.recipient_id,
            receipt=receipt,
            defaults={"reason": reason, "told_at": now},
        )
        if is_new:
            number = receipt_number(receipt)
            notify(
                actor=actor,
                text=f"受領記録 {number}：本人の同意が終わりました。"
                f"{receipt.provider_name}から受け取った情報の利用を止め、控えを消してください。",
                text_en=f"Receipt {number}: the person's consent is over. Stop using what came "
                f"from {receipt.provider_name}, and delete your copies.",
                url=STOPS_PATH,
                mail_to=Permission.PROVISION_VIEW,
                now=now,
            )
    return notice


def receipt_number(receipt: ReceiptRecord) -> str:
    """Return the short number under which both sides speak of a transfer."""
    return f"P-{receipt.provision_record_id.hex[:8].upper()}"
