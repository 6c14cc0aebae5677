"""The company's side of a candidate: its own copy of what the person released.

Called by the actions that move a slot; each function binds the company by itself.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.postgres.holds import is_held
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.consent.models import ConsentEvent, ProvisionRecord
from tasuki.apps.consent.provision import Outside, record_provision
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.passport.queries import list_shared_items
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.people.queries import list_record_ids
from tasuki.apps.relay.models import Registration, Release, Slot, SlotCandidate
from tasuki.core.relay.machines import ReleaseState

ACQUIRED_HOW: Final = "職業紹介事業者への登録の際に、本人から取得"
"""取得の経緯 in the receiver's record: the person gave the data to the agency."""

_OF_THE_PERSON: Final = {"name_kana", "mail", "phone"}


def released_values(
    registration: Registration, *, fields: list[str], answered_at: datetime | None = None
) -> dict[str, str]:
    """Return the values of the listed fields and of no others."""
    values = {
        name: _passport_of(registration, answered_at)
        if name == "passport"
        else _value_of(registration, name)
        for name in fields
    }
    return {name: value for name, value in values.items() if value}


def hand_over(
    *,
    actor: Actor,
    slot: Slot,
    release: Release,
    consent: ConsentEvent | None,
    values: Mapping[str, str],
    now: datetime,
) -> ProvisionRecord:
    """Write the provision here and the receipt with the copy there, in one transaction (H2).

    Args:
        actor: the member of the agency who presents.
        slot: taken; the agency is bound.
        release: answered yes for this company.
        consent: the yes of the person to exactly this question.
        values: the listed fields.
        now: when.

    Raises:
        RefusedError: H2.

    Source: 個人情報保護法 29条 (提供記録), 30条 (受領記録).
    """
    return hand_to(
        actor=actor,
        release=release,
        recipient=Organisation.objects.get(pk=slot.company_id),
        consent=consent,
        values=values,
        slot_id=slot.id,
        now=now,
    )


def hand_to(
    *,
    actor: Actor,
    release: Release,
    recipient: Organisation | Outside,
    consent: ConsentEvent | None,
    values: Mapping[str, str],
    slot_id: UUID | None = None,
    now: datetime,
) -> ProvisionRecord:
    """Hand what a person released to the company that the release names; see ``hand_over``.

    Args:
        actor: the member of the agency who introduces; the agency is bound.
        release: answered yes for this company.
        recipient: the company; one outside the platform keeps its records by itself.
        consent: the yes of the person to exactly this question.
        values: the listed fields.
        slot_id: the free slot that it is for.
        now: when.

    Raises:
        RefusedError: H2.
    """
    values = _without_own_notice(values, release=release)
    provision, receipt = record_provision(
        actor=actor,
        giver=Organisation.objects.get(pk=release.organisation_id),
        recipient=recipient,
        talent_record_id=release.talent_record_id,
        subject_name=_name_of(release),
        items=values,
        purpose=release.purpose_words.ja,
        consent=consent,
        acquired_how=ACQUIRED_HOW,
        now=now,
    )
    if receipt is None:
        return provision
    with bound(receipt.organisation_id, actor.account_id):
        SlotCandidate.objects.create(
            organisation_id=receipt.organisation_id,
            slot_id=slot_id,
            release_id=release.id,
            receipt_record_id=receipt.id,
            released=dict(values),
            presented_at=now,
        )
    return provision


def close_candidate(*, actor: Actor, slot: Slot, outcome: str, code: str = "") -> None:
    """Write on the company's copy how the candidacy ended, if one is running."""
    with bound(slot.company_id, actor.account_id):
        SlotCandidate.objects.filter(slot_id=slot.id, outcome="").update(
            outcome=outcome, outcome_code=code, decided_by_id=actor.account_id
        )


def close_copy(*, actor: Actor, release: Release, outcome: str, code: str = "") -> None:
    """Write on the company's copy of one release how it ended, if there is a copy."""
    if release.company_id is None:
        return
    with bound(release.company_id, actor.account_id):
        SlotCandidate.objects.filter(release_id=release.id, outcome="").update(
            outcome=outcome, outcome_code=code, decided_by_id=actor.account_id
        )


def take_back(*, actor: Actor, release: Release, now: datetime) -> bool:
    """Empty the company's copy after the person withdrew the release (stop of use).

    What the company knows as the employer of a person hired stays.

    Returns:
        Whether there was a copy to empty.
    """
    if release.company_id is None:
        return False
    with bound(release.company_id, actor.account_id):
        copies = SlotCandidate.objects.filter(release_id=release.id).exclude(outcome="hired")
        count = 0
        for copy in copies:
            # Under the company's own hold the copy goes out of use and its content waits.
            is_kept = is_held(SlotCandidate, copy.id, release.id, copy.receipt_record_id)
            emptied: dict[str, Any] = {} if is_kept else {"released": {}}
            count += copies.filter(id=copy.id).update(withdrawn_at=now, **emptied)
        return bool(count)


def has_open_copy(*, actor: Actor, release: Release) -> bool:
    """Return whether the company holds a copy that is not that of a person it hired."""
    if release.company_id is None:
        return False
    with bound(release.company_id, actor.account_id):
        copies = SlotCandidate.objects.filter(release_id=release.id, withdrawn_at=None)
        return copies.exclude(outcome="hired").exists()


def is_presented(*, actor: Actor, release: Release) -> bool:
    """Return whether the candidacy that runs at the company is the one of this release."""
    if release.company_id is None:
        return False
    with bound(release.company_id, actor.account_id):
        return SlotCandidate.objects.filter(release_id=release.id, outcome="").exists()


def close_releases(*, actor: Actor, slot: Slot, now: datetime) -> None:
    """RL7: the request of a slot is over, so a question and an unused yes end with it."""
    waiting = [ReleaseState.ASKED, ReleaseState.YES]
    rows = Release.objects.select_for_update(of=("self",)).filter(slot=slot, state__in=waiting)
    for release in rows.order_by("id"):
        before, release.state = release.state, ReleaseState.CLOSED
        release.save(update_fields=["state"])
        audit.record(
            actor=actor,
            kind="release.rl7",
            object_kind="release",
            object_id=release.id,
            before=before,
            after=str(release.state),
            now=now,
        )


def _without_own_notice(values: Mapping[str, str], *, release: Release) -> Mapping[str, str]:
    """Leave the referrer out where it is the receiver: a company never learns who registered."""
    if release.registration_id is None:
        return values
    registered = Registration.objects.filter(id=release.registration_id)
    if release.company_id not in registered.values_list("company_id", flat=True):
        return values
    return {name: value for name, value in values.items() if name != "referrer"}


def _name_of(release: Release) -> str:
    if release.registration_id is None:
        record = TalentRecord.objects.filter(id=release.talent_record_id).first()
        return record.full_name if record is not None else ""
    registration = Registration.objects.filter(id=release.registration_id).first()
    return registration.full_name if registration is not None else ""


def _passport_of(registration: Registration, answered_at: datetime | None) -> str:
    """Return the entries as they were when the person said yes; later ones were not asked about."""
    if registration.talent_record_id is None or answered_at is None:
        return ""
    ids = list_record_ids(talent_record_id=registration.talent_record_id)
    items = list_shared_items(talent_record_ids=ids)
    return "\n".join(one.line for one in items if one.opened_at <= answered_at)


def _value_of(registration: Registration, name: str) -> str:
    if name == "referrer":
        return registration.company_name if registration.referrer_name_shown else ""
    if name == "name":
        return registration.full_name
    if name == "birth_date":
        return registration.birth_date.isoformat() if registration.birth_date else ""
    if name in _OF_THE_PERSON:
        return str(getattr(registration, name))
    return str(registration.wishes.get(name, ""))
