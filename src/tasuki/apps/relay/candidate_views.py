"""Who looked at the copy of a person's data that a company received, for the person to see.

The company keeps no record of the person, so the look stands beside its receipt, under the
number of the provision that both sides know.
"""

from datetime import datetime

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.consent.models import ProvisionRecord, ReceiptRecord
from tasuki.apps.people.models import RecordView
from tasuki.apps.people.views import list_views, record_view
from tasuki.apps.relay.models import SlotCandidate


def record_candidate_view(*, actor: Actor, candidate: SlotCandidate, now: datetime) -> None:
    """Write down that a member of the company looked at what a person released to it.

    Args:
        actor: who looks; the company is bound.
        candidate: the company's copy.
        now: when.

    Source: 個人情報保護法 23条, 30条.
    """
    receipt = ReceiptRecord.objects.filter(id=candidate.receipt_record_id).first()
    if receipt is not None:
        record_view(actor=actor, talent_record_id=receipt.provision_record_id, now=now)


def list_recipient_views(*, actor: Actor, provision: ProvisionRecord) -> list[RecordView]:
    """Return who of the recipient looked at what was handed over, newest first.

    Args:
        actor: the person; the caller found the provision among the person's own.
        provision: what was handed over.

    Raises:
        NotAllowedError: the actor may not read own data.
    """
    if provision.recipient_id is None:
        return []
    with bound(provision.recipient_id, actor.account_id):
        return list_views(actor=actor, talent_record_ids=[provision.id])
