"""Whether every transfer stands on both sides and on a consent; part of ``tasuki verify``.

Reads through the role that sees every organisation and changes nothing.
"""

from collections.abc import Iterator

from tasuki.apps.consent.events import hash_text
from tasuki.apps.consent.models import Basis, ConsentEvent, ProvisionRecord, ReceiptRecord


def count_transfers(*, alias: str) -> dict[str, int]:
    """Return how many rows the check sees, by kind.

    Args:
        alias: the connection of the role that sees all rows.
    """
    return {
        "consents": ConsentEvent.objects.using(alias).count(),
        "provisions": ProvisionRecord.objects.using(alias).count(),
        "receipts": ReceiptRecord.objects.using(alias).count(),
    }


def find_broken_transfers(*, alias: str) -> Iterator[str]:
    """Yield a line for each record without its counterpart, and each consent with another text.

    Args:
        alias: the connection of the role that sees all rows.

    Source: 個人情報保護法 29条, 30条.
    """
    receipts = {one.provision_record_id: one for one in ReceiptRecord.objects.using(alias)}
    given = ProvisionRecord.objects.using(alias).select_related("consent").order_by("id")
    for one in given.iterator(chunk_size=1_000):
        receipt = receipts.pop(one.id, None)
        name = f"provision {one.id}"
        if one.recipient_id is not None and receipt is None:
            yield f"{name}: the recipient has no receipt"
        elif receipt is not None and (
            receipt.organisation_id != one.recipient_id
            or receipt.payload_hash != one.payload_hash
            or receipt.items != one.items
        ):
            yield f"{name}: the receipt says something else"
        if one.basis == Basis.CONSENT and not _names_it_all(one):
            yield f"{name}: the consent does not name recipient and items"
    for lost in receipts.values():
        yield f"receipt {lost.id}: there is no provision"
    events = ConsentEvent.objects.using(alias).select_related("text").order_by("id")
    for event in events.iterator(chunk_size=1_000):
        if event.text_hash != hash_text(event.words_shown):
            yield f"consent {event.id}: the text is not the one that was shown"


def _names_it_all(provision: ProvisionRecord) -> bool:
    consent = provision.consent
    return (
        consent is not None
        and consent.kind == ConsentEvent.Kind.GIVEN
        and consent.recipient_id == provision.recipient_id
        and set(provision.items) <= set(consent.items)
        and consent.happened_at <= provision.provided_at
    )
