"""Do what a request asks for, through the acts of the areas that hold the data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from tasuki.apps.actor import Actor
from tasuki.apps.consent.actions import withdraw_consents
from tasuki.apps.errors import InvalidInputError, RefusedError
from tasuki.apps.orgs.actions import close_doors
from tasuki.apps.orgs.models import Door
from tasuki.apps.people import actions as people
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.relay.actions.own_registration import withdraw_registration
from tasuki.apps.relay.actions.releases import (
    answer_release,
    expire_release,
    withdraw_release,
)
from tasuki.apps.relay.models import Registration, Release
from tasuki.apps.rights.models import RightsRequest
from tasuki.apps.rights.subjects import Subject, act_as_person, act_for_request, find_subject
from tasuki.apps.upkeep.erasure import erase_person
from tasuki.core.access import OrganisationKind
from tasuki.core.relay.machines import (
    REGISTRATION,
    RegistrationEvent,
    RegistrationState,
    ReleaseState,
)

CHANNEL = "request"
_STOPPABLE = (ReleaseState.ASKED, ReleaseState.YES, ReleaseState.SENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What an answer did.

    Attributes:
        changes: field -> [before, after], for a correction.
        kept: what a law orders to keep: name, until, basis.
        counts: how many rows were found or touched, by name.
    """

    changes: dict[str, list[str]] = field(default_factory=dict)
    kept: list[dict[str, str]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def subject_of(request: RightsRequest) -> Subject:
    """Return the person of a request; an address that only the paper names leads to nothing."""
    return find_subject(
        talent_record_id=request.talent_record_id, registration_id=request.registration_id
    )


def correct(
    *, actor: Actor, request: RightsRequest, values: Mapping[str, str], now: datetime
) -> Effect:
    """Correct the record and the registrations of the person; the law's own books stay.

    Raises:
        InvalidInputError: nothing is to be corrected, or a value cannot be read.
        RefusedError: nothing is held about the person.
    """
    wanted = {name: str(value).strip() for name, value in values.items()}
    record = _record_of(request)
    before = {name: getattr(record, name) for name in wanted if name in people.EDITABLE}
    record = people.edit_person(
        actor=act_for_request(actor),
        talent_record_id=record.id,
        values=wanted,
        is_own_statement=True,
        now=now,
    )
    after = {name: getattr(record, name) for name in before}
    changes = {
        name: [_text(before[name]), _text(after[name])]
        for name in before
        if _text(before[name]) != _text(after[name])
    }
    if not changes:
        raise InvalidInputError(
            ja="訂正する項目と新しい内容を入力してください。今の内容と同じです。",
            en="Enter what to correct: the values are the same as now.",
            field="wanted",
        )
    count = _correct_registrations(record, {name: after[name] for name in changes})
    return Effect(changes=changes, counts={"records": 1, "registrations": count})


def stop_use(*, actor: Actor, request: RightsRequest, now: datetime) -> Effect:
    """Stop every use: records stopped, registrations and consents withdrawn, addresses silent."""
    subject = subject_of(request)
    _check_known(subject)
    stop_provision(actor=actor, request=request, now=now)
    count = 0
    for registration in Registration.objects.filter(id__in=subject.registration_ids):
        # Withdrawing one withdraws the others of the same person, so each is read anew.
        registration.refresh_from_db()
        if not REGISTRATION.can(RegistrationState(registration.state), RegistrationEvent.WITHDRAW):
            continue
        person = act_as_person(
            actor, record_id=registration.talent_record_id, registration_id=registration.id
        )
        withdraw_registration(actor=person, registration_id=registration.id, now=now)
        count += 1
    records = TalentRecord.objects.filter(id__in=subject.record_ids)
    for record_id in list(records.values_list("id", flat=True)):
        people.stop_use(actor=act_for_request(actor), talent_record_id=record_id, now=now)
    return Effect(counts={"records": records.count(), "registrations": count})


def stop_provision(*, actor: Actor, request: RightsRequest, now: datetime) -> Effect:
    """Take every release back, answer open ones with no, and withdraw the consents."""
    subject = subject_of(request)
    _check_known(subject)
    releases = Release.objects.filter(
        talent_record_id__in=subject.record_ids, state__in=_STOPPABLE
    ).order_by("id")
    for release in releases:
        _end_release(actor, release, now=now)
    for record_id in sorted(subject.record_ids):
        person = act_as_person(actor, record_id=record_id, registration_id=None)
        withdraw_consents(actor=person, talent_record_id=record_id, channel=CHANNEL, now=now)
    return Effect(counts={"releases": len(releases)})


def erase(*, actor: Actor, request: RightsRequest, now: datetime) -> Effect:
    """Stop every use, then erase what no law orders to keep.

    Raises:
        RefusedError: H8, a legal hold; or nothing is held about the person.
    """
    subject = subject_of(request)
    _check_known(subject)
    stop_use(actor=actor, request=request, now=now)
    for other in RightsRequest.objects.filter(talent_record_id__in=subject.record_ids):
        # The link of an earlier answer would still open the data as they were found.
        close_doors(kind=Door.Kind.RIGHTS_ANSWER, subject=other.id, now=now)
    by_record = {"talent_record_id": request.talent_record_id}
    by_registration = {"registration_id": request.registration_id}
    report = erase_person(
        actor=act_for_request(actor),
        ground="request",
        now=now,
        **(by_record if request.talent_record_id else by_registration),
    )
    kept = [
        {
            "name": one.name,
            "until": one.until.isoformat() if one.until else "",
            "basis": one.basis,
        }
        for one in report.kept
    ]
    return Effect(kept=kept, counts=dict(report.erased))


def _end_release(actor: Actor, release: Release, *, now: datetime) -> None:
    person = act_as_person(actor, record_id=release.talent_record_id, registration_id=None)
    if release.state != ReleaseState.ASKED:
        withdraw_release(actor=person, release_id=release.id, now=now)
    elif localdate(now) > release.answer_by:
        task = Actor.for_task(
            organisation_id=actor.organisation_id, kind=OrganisationKind(actor.kind)
        )
        expire_release(actor=task, release_id=release.id, now=now)
    else:
        answer_release(actor=person, release_id=release.id, is_yes=False, now=now)


def _record_of(request: RightsRequest) -> TalentRecord:
    if request.talent_record_id is None:
        raise not_held()
    record = TalentRecord.objects.filter(id=request.talent_record_id).first()
    if record is None:
        raise not_held()
    return record


def _check_known(subject: Subject) -> None:
    if not subject.is_known:
        raise not_held()


def not_held() -> RefusedError:
    """Return the refusal to do something with data that is not there."""
    return RefusedError(
        ja="この方の記録がありません。「保有個人データが存在しない」ことを理由に回答してください。",
        en="Nothing is held about this person. Answer with the ground that no such data is held.",
        code="not_held",
    )


def _correct_registrations(record: TalentRecord, values: Mapping[str, Any]) -> int:
    """Write the same corrections into the registrations that the person filled in."""
    names = {one.name for one in Registration._meta.concrete_fields}
    fitting = {name: value for name, value in values.items() if name in names}
    if not fitting:
        return 0
    mine = Registration.objects.filter(talent_record_id=record.id).exclude(
        state=RegistrationState.WITHDRAWN
    )
    changed = list(mine)
    for registration in changed:
        for name, value in fitting.items():
            setattr(registration, name, value)
        registration.save(update_fields=list(fitting))
    return len(changed)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
