"""Whether a registration belongs to a person the agency knows, and how two records become one.

Nothing here looks outside the agency. A mail address that the person confirmed makes one
person of two records; a phone number, or a name with a birth date, only asks a question.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.consent.models import ConsentEvent
from tasuki.apps.consent.queries import list_consents
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.people.queries import list_record_ids
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.relay.models import Registration
from tasuki.core.identity.normalise import MatchKeys, match_keys
from tasuki.core.placement.seekers import JobSeekerState
from tasuki.core.relay.parameters import DedupeKey, RelayParameters

KNOWN_DAYS = 365
MERGED = "merged"
APART = "apart"


@dataclass(frozen=True, slots=True)
class DuplicateHit:
    """A record that may be the same person, and the key that says so."""

    record: TalentRecord
    key: DedupeKey


@dataclass(frozen=True, slots=True)
class PersonHistory:
    """What the agency knew of a person before a registration."""

    was_known: bool
    was_counted: bool
    last_counted_on: date | None


@dataclass(frozen=True, slots=True)
class _Count:
    """One count of a person: when, and for which company."""

    at: datetime
    company_id: int


def lock_intake() -> None:
    """Let completions and decisions of the agency bound now come one after the other.

    Taken before any row: two registrations of one person, or two at the monthly cap, must see
    each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended('relay-intake:' || %s, 0))",
            [current_organisation_id()],
        )


def find_hit(
    *, registration: Registration, record: TalentRecord, parameters: RelayParameters
) -> DuplicateHit | None:
    """Return the record that may be the same person; the strongest key first.

    Args:
        registration: with the data that the person entered; records that a member of the
            agency kept apart from it are no hits any more.
        record: the person's new record, which is no hit.
        parameters: its keys decide what is compared.
    """
    keys = match_keys(
        mail=registration.mail,
        phone=registration.phone,
        name=record.full_name,
        birth_date=registration.birth_date,
    )
    kept = TalentRecord.objects.filter(id__in=[one for one, _key in registration.kept_apart])
    apart = {record.id} | {find_root(one).id for one in kept}
    for key in parameters.dedupe_keys:
        condition = _condition(key, keys)
        if condition is None:
            continue
        found = TalentRecord.objects.filter(condition).exclude(id=record.id)
        for candidate in found.order_by("created_at", "id"):
            root = find_root(candidate)
            if root.id not in apart:
                return DuplicateHit(root, key)
    return None


def find_root(record: TalentRecord) -> TalentRecord:
    """Return the record into which this one was merged, or itself."""
    if record.merged_into_id is None:
        return record
    return TalentRecord.objects.filter(id=record.merged_into_id).first() or record


def _condition(key: DedupeKey, keys: MatchKeys) -> Q | None:
    if key is DedupeKey.MAIL:
        return Q(mail=keys.mail) if keys.mail else None
    if key is DedupeKey.PHONE:
        return Q(phone=keys.phone) if keys.phone else None
    if keys.name_birth is None:
        return None
    prefix, birth_date = keys.name_birth
    return Q(name_key__startswith=prefix, birth_date=birth_date)


def merge_records(*, registration: Registration, root: TalentRecord) -> None:
    """Make one person of the registration's record and an older one; ``split_records`` undoes it.

    The older record stays the person's; empty fields are filled. A stop of use that the person
    once asked for ends, because the person registered and agreed anew.
    """
    assert registration.talent_record_id is not None  # made when the registration was complete
    own = TalentRecord.objects.select_for_update().get(id=registration.talent_record_id)
    root = TalentRecord.objects.select_for_update().get(id=root.id)
    own.merged_into_id = root.id
    own.save(update_fields=["merged_into_id"])
    TalentRecord.objects.filter(merged_into_id=own.id).update(merged_into_id=root.id)
    for field in ("family_name", "given_name", "name_kana", "name_key", "mail", "phone"):
        setattr(root, field, getattr(root, field) or getattr(own, field))
    root.birth_date = root.birth_date or own.birth_date
    root.stopped_at = None
    root.save()
    registration.duplicate_of_id = root.id
    registration.duplicate_resolution = MERGED
    registration.talent_record_id = root.id


def split_records(*, registration: Registration) -> TalentRecord:
    """Take a merge back and return the registration's own record."""
    own = TalentRecord.objects.select_for_update().get(id=own_record_id(registration))
    own.merged_into_id = None
    own.save(update_fields=["merged_into_id"])
    root_id = registration.duplicate_of_id
    registration.talent_record_id = own.id
    if root_id is not None:
        _stop_again(root_id)
    return own


def own_record_id(registration: Registration) -> UUID:
    """Return the id of the record that a registration makes, merged later or not."""
    return registration.key_subject()


def _record_of(registration: Registration) -> UUID:
    assert registration.talent_record_id is not None
    return registration.talent_record_id


def _stop_again(root_id: UUID) -> None:
    """Renew the stop of use of a record whose last answer was the person's withdrawal."""
    own_events = [
        event
        for event in list_consents(talent_record_id=root_id)
        if event.talent_record_id == root_id
    ]
    if own_events and own_events[0].kind == ConsentEvent.Kind.WITHDRAWN:
        TalentRecord.objects.filter(id=root_id).update(stopped_at=own_events[0].happened_at)


def find_history(*, registration: Registration) -> PersonHistory:
    """Return what the agency knew of the person, and whether and when it counted them.

    A suspected duplicate that nobody resolved counts as the same person; one that was kept
    apart does not.

    Args:
        registration: completed.
    """
    ids = _ids_of_person(registration)
    completed_at = registration.completed_at
    assert completed_at is not None
    day = localdate(completed_at)
    since = completed_at - timedelta(days=KNOWN_DAYS)
    own = list(Registration.objects.filter(talent_record_id__in=ids))
    was_known = (
        _has_earlier(own, registration, since=since)
        or _has_search(ids, day=day)
        or _has_other_record(ids, own, since=since)
    )
    counted = _list_counted(own, registration)
    return PersonHistory(
        was_known=was_known,
        was_counted=any(one.at > since for one in counted)
        or bool(counted and _has_search(ids, day=day, is_open=True)),
        last_counted_on=next(
            (localdate(one.at) for one in counted if one.company_id == registration.company_id),
            None,
        ),
    )


def _ids_of_person(registration: Registration) -> set[UUID]:
    ids = list_record_ids(talent_record_id=_record_of(registration))
    if registration.duplicate_of_id and registration.duplicate_resolution != APART:
        ids |= list_record_ids(talent_record_id=registration.duplicate_of_id)
    return ids


def _has_earlier(own: list[Registration], registration: Registration, *, since: datetime) -> bool:
    """Return whether another registration of the person was completed before this one.

    Two completed in the same moment: one of them came first all the same.
    """
    completed_at = registration.completed_at
    assert completed_at is not None
    moments = ((one.completed_at, one.id) for one in own if one.completed_at)
    return any(
        at > since and (at, one_id) < (completed_at, registration.id) for at, one_id in moments
    )


def _has_search(ids: set[UUID], *, day: date, is_open: bool = False) -> bool:
    """Return whether a search began before the day and is open, or began within a year of it.

    Args:
        ids: the person's records.
        day: the day of the registration.
        is_open: look for an open one only.
    """
    rows = JobSeeker.objects.filter(talent_record_id__in=ids, accepted_on__lt=day).exclude(
        state=JobSeekerState.CANCELLED
    )
    if is_open:
        return rows.filter(closed_on=None).exists()
    recent = Q(accepted_on__gt=day - timedelta(days=KNOWN_DAYS))
    return rows.filter(Q(closed_on=None) | recent).exists()


def _has_other_record(ids: set[UUID], own: list[Registration], *, since: datetime) -> bool:
    """Return whether a record came from elsewhere, such as a file of earlier contacts."""
    made_here = {own_record_id(one) for one in own if one.completed_at}
    records = TalentRecord.objects.filter(id__in=ids - made_here, created_at__gt=since)
    return records.exists()


def _list_counted(own: list[Registration], registration: Registration) -> list[_Count]:
    """Return the person's other counts, newest first; one that was taken back carries a code."""
    counted = [
        _Count(one.counted_at, one.company_id)
        for one in own
        if one.counted_at and not one.count_code and one.id != registration.id
    ]
    return sorted(counted, key=lambda one: one.at, reverse=True)
