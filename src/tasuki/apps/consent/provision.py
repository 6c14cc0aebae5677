"""The one gate by which personal data leaves an organisation (H2).

Provision and receipt are written together or not at all; the database asks both for each other
and the provision for the live consent of the person.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from django.utils.timezone import get_default_timezone, localdate

from tasuki.adapters.postgres.context import bound, current_organisation_id
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.consent.events import lock_person
from tasuki.apps.consent.models import (
    Basis,
    ConsentEvent,
    Method,
    ProvisionRecord,
    Purpose,
    ReceiptRecord,
)
from tasuki.apps.consent.queries import find_live_consent
from tasuki.apps.errors import InvalidInputError, NotVisibleError, RefusedError
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.models import TalentRecord
from tasuki.core.access import Permission
from tasuki.core.dates import last_day_of_period
from tasuki.core.law.stops import ConsentFacts, check_transfer

KEEP_MONTHS: Final = 36
"""Three years from the last provision of the series (個人情報保護法施行規則 21条, 25条)."""
ITEM_CHARACTERS_MAX: Final = 60
ITEMS_MAX: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A recipient that is not on the platform and keeps its own record of the receipt.

    Attributes:
        name: as the consent of the person names it.
        address: its address.
        representative: who stands for it.
    """

    name: str
    address: str = field(default="", repr=False)
    representative: str = ""
    pk: None = None


def record_provision(
    *,
    actor: Actor,
    giver: Organisation,
    recipient: Organisation | Outside,
    talent_record_id: UUID,
    subject_name: str,
    items: Mapping[str, str],
    purpose: str,
    consent: ConsentEvent | None,
    method: Method = Method.SCREEN,
    acquired_how: str,
    now: datetime,
) -> tuple[ProvisionRecord, ReceiptRecord | None]:
    """Write what goes over on both sides in the transaction of the transfer itself.

    The giver is bound. The consent is read again under the person's lock: only what holds at
    this very moment counts.

    Args:
        actor: who hands over.
        giver: the organisation bound now.
        recipient: the one organisation that the consent names; for one outside the platform
            no receipt is written, it keeps its own.
        talent_record_id: the person's record at the giver.
        subject_name: the person's name, for both records.
        items: what goes over: the text by the name of the item.
        purpose: what for, as the person agreed to it.
        consent: the yes that the transfer rests on; None is refused.
        method: how the data goes over.
        acquired_how: how the giver got the data, for the receiver's record.
        now: when.

    Raises:
        RefusedError: H2: no live consent, another recipient, or an item outside of it.

    Source: 個人情報保護法 27条1項, 29条, 30条; 施行規則 19条-25条.
    """
    assert giver.pk == current_organisation_id()
    lock_person(talent_record_id)
    names = sorted(items)
    live = _read_again(consent, talent_record_id, on=localdate(now))
    _check(live, recipient=recipient, items=names, purpose=purpose, on=localdate(now))
    assert live is not None
    shared: dict[str, Any] = {
        "subject_name": subject_name,
        "purpose": purpose[:200],
        "items": names,
        "basis": Basis.CONSENT,
        "method": method,
        "payload_hash": hash_payload(items),
        "keep_until": last_day_of_period(localdate(now), KEEP_MONTHS),
    }
    provision = ProvisionRecord.objects.create(
        organisation_id=giver.pk,
        talent_record_id=talent_record_id,
        recipient_id=recipient.pk,
        recipient_name=recipient.name,
        recipient_address=recipient.address,
        recipient_representative=recipient.representative,
        consent=live,
        consent_reference=f"release:{live.scope_id}" if live.scope_id else f"consent:{live.id}",
        provided_at=now,
        **shared,
    )
    shared |= {"acquired_how": acquired_how[:200], "received_at": now}
    receipt = _receive(actor, provision, giver, recipient, shared)
    _record(actor, provision, now=now)
    return provision, receipt


def _receive(
    actor: Actor,
    provision: ProvisionRecord,
    giver: Organisation,
    recipient: Organisation | Outside,
    values: Mapping[str, Any],
) -> ReceiptRecord | None:
    """Write the receiver's side; one outside the platform keeps its own."""
    if not isinstance(recipient, Organisation):
        return None
    with bound(recipient.pk, actor.account_id):
        return ReceiptRecord.objects.create(
            organisation_id=recipient.pk,
            provision_record_id=provision.id,
            provider_id=giver.pk,
            provider_name=giver.name,
            provider_address=giver.address,
            provider_representative=giver.representative,
            **values,
        )


@action(act=None)
def record_lawful_provision(
    *,
    actor: Actor,
    talent_record_id: UUID,
    recipient_name: str,
    recipient_address: str = "",
    recipient_representative: str = "",
    items: Mapping[str, str],
    purpose: str,
    document_number: str,
    provided_on: date,
    now: datetime,
) -> ProvisionRecord:
    """Record what an authority was given by order of the law, outside of Tasuki.

    Args:
        actor: a member who may pass data on.
        talent_record_id: the person's record.
        recipient_name: the authority.
        recipient_address: its address.
        recipient_representative: who signed the order.
        items: what was given: the text by the name of the item, empty where it is not kept.
        purpose: what for.
        document_number: number of the order; without it there is no basis.
        provided_on: the day; not later than today.
        now: when it is recorded.

    Raises:
        InvalidInputError: recipient, purpose, items or day cannot be used.
        RefusedError: H2, there is no document.
        NotVisibleError: no such person.

    Source: 個人情報保護法 27条1項1号 (法令に基づく場合).
    """
    require(actor, Permission.CONSENT_EDIT)
    record = TalentRecord.objects.filter(id=talent_record_id).first()
    if record is None:
        raise NotVisibleError
    names = _check_lawful(recipient_name, items, purpose, provided_on, on=localdate(now))
    number = document_number.strip()
    refusal = check_transfer(
        None,
        recipient_id=recipient_name,
        items=names,
        purpose=purpose,
        on=provided_on,
        legal_document_number=number,
    )
    if refusal:
        raise RefusedError.by_law(refusal)
    provision = ProvisionRecord.objects.create(
        organisation_id=actor.organisation_id,
        talent_record_id=record.id,
        subject_name=record.full_name,
        recipient_name=recipient_name.strip()[:120],
        recipient_address=recipient_address.strip()[:200],
        recipient_representative=recipient_representative.strip()[:120],
        purpose=purpose.strip()[:200],
        items=names,
        basis=Basis.LAW,
        document_number=number[:80],
        method=Method.PAPER,
        payload_hash=hash_payload(items) if any(items.values()) else "",
        provided_at=_at(provided_on, now=now),
        keep_until=last_day_of_period(provided_on, KEEP_MONTHS),
    )
    _record(actor, provision, now=now)
    return provision


def _at(day: date, *, now: datetime) -> datetime:
    """Return the moment to record for a day: now if it is today, else its noon in Tokyo."""
    if day == localdate(now):
        return now
    return datetime.combine(day, time(12), tzinfo=get_default_timezone())


def hash_payload(values: Mapping[str, str]) -> str:
    """Return the SHA-256 of what goes over, so that a copy can be compared with the record."""
    text = json.dumps(dict(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def find_keep_until(provision: ProvisionRecord) -> date:
    """Return until when a record is kept: three years from the last provision of its series.

    The series are the provisions about one person to one recipient.
    """
    series = ProvisionRecord.objects.filter(
        talent_record_id=provision.talent_record_id,
        recipient_id=provision.recipient_id,
        recipient_name=provision.recipient_name,
    )
    last = series.order_by("-keep_until").values_list("keep_until", flat=True).first()
    return last or provision.keep_until


def _read_again(
    consent: ConsentEvent | None, talent_record_id: UUID, *, on: date
) -> ConsentEvent | None:
    if consent is None:
        return None
    live = find_live_consent(
        talent_record_id=talent_record_id,
        purpose=Purpose.PROVISION,
        on=on,
        scope_id=consent.scope_id,
    )
    return live if live is not None and live.id == consent.id else None


def _check(
    live: ConsentEvent | None,
    *,
    recipient: Organisation | Outside,
    items: list[str],
    purpose: str,
    on: date,
) -> None:
    facts = None
    if live is not None:
        facts = ConsentFacts(
            recipient_id=recipient_key(live.recipient_id, live.recipient_name),
            items=frozenset(live.items),
            purpose=purpose,
            given_on=localdate(live.happened_at),
            valid_to=live.expires_on,
            withdrawn_on=None,  # a consent that was taken back is not found
        )
    refusal = check_transfer(
        facts,
        recipient_id=recipient_key(recipient.pk, recipient.name),
        items=items,
        purpose=purpose,
        on=on,
    )
    if refusal:
        raise RefusedError.by_law(refusal)


def recipient_key(recipient_id: int | None, name: str) -> str:
    """Return what names one recipient: one here by its number, one outside by its name."""
    return str(recipient_id) if recipient_id is not None else f"name:{name}"


def _check_lawful(
    recipient_name: str, values: Mapping[str, str], purpose: str, provided_on: date, *, on: date
) -> list[str]:
    if not recipient_name.strip():
        raise InvalidInputError(
            ja="提供先を入力してください。", en="Enter the recipient.", field="recipient_name"
        )
    if not purpose.strip():
        raise InvalidInputError(
            ja="提供の目的を入力してください。", en="Enter the purpose.", field="purpose"
        )
    items = sorted(name.strip() for name in values)
    is_fit = 0 < len(items) <= ITEMS_MAX and all(
        0 < len(name) <= ITEM_CHARACTERS_MAX for name in items
    )
    if not is_fit:
        raise InvalidInputError(
            ja=f"提供した項目を1〜{ITEMS_MAX}個、各{ITEM_CHARACTERS_MAX}文字以内で入力してください。",
            en=f"Enter 1 to {ITEMS_MAX} items of at most {ITEM_CHARACTERS_MAX} characters.",
            field="items",
        )
    if provided_on > on:
        raise InvalidInputError(
            ja="提供した日が未来になっています。入力し直してください。",
            en="The day lies in the future. Enter it again.",
            field="provided_on",
        )
    return items


def _record(actor: Actor, provision: ProvisionRecord, *, now: datetime) -> None:
    audit.record(
        actor=actor,
        kind="provision.record",
        object_kind="provision",
        object_id=provision.id,
        now=now,
        after=str(provision.basis),
        data={"items": list(provision.items), "recipient_id": provision.recipient_id},
    )
