"""Write the job seekers' book: a person is accepted (求職受理), a search ends.

The functions work inside an action that binds the agency and asked for the right to decide.
"""

from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps import policy
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import NotVisibleError
from tasuki.apps.people.actions import take_numbers
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.placement.models import JobSeeker
from tasuki.apps.placement.queries import JobSeekerState, find_open_job_seeker
from tasuki.core.dates import last_day_of_period

VALID_MONTHS = 12


def accept_job_seeker(
    *,
    actor: Actor,
    talent_record_id: UUID,
    wished_occupation: str,
    first_contact_on: date,
    now: datetime,
) -> JobSeeker:
    """Write the D2 row of an accepted person; an open row of the same person stays.

    Args:
        actor: the member of the agency who accepted.
        talent_record_id: the person.
        wished_occupation: as the person stated it.
        first_contact_on: the day on which the person came to the agency.
        now: when; the licence must be valid that day.

    Raises:
        RefusedError: no licence is valid that day (H1).
        NotVisibleError: no such person.

    Source: 職業安定法 5条の7; 施行規則 24条の7 (job seekers' book).
    """
    today = localdate(now)
    policy.require_licence(on=today)
    record = TalentRecord.objects.filter(id=talent_record_id).first()
    if record is None:
        raise NotVisibleError
    open_row = find_open_job_seeker(talent_record_id=talent_record_id)
    if open_row is not None:
        return open_row
    [number] = take_numbers(name="job_seeker")
    row = JobSeeker.objects.create(
        organisation_id=current_organisation_id(),
        number=f"S-{number:05d}",
        talent_record_id=record.id,
        name=record.full_name,
        address=record.address,
        birth_date=record.birth_date,
        wished_occupation=wished_occupation[:120],
        accepted_on=today,
        valid_to=last_day_of_period(today, VALID_MONTHS),
        # The terms of service (D6) go out with the acceptance, so the search begins at once.
        state=JobSeekerState.ACTIVE,
        first_contact_on=first_contact_on,
    )
    _record(actor, row, "accept", now=now)
    return row


def close_job_seeker(*, actor: Actor, talent_record_id: UUID, now: datetime) -> JobSeeker | None:
    """End the open search of a person; None when none is open. The row stays in the book."""
    return _close(actor, talent_record_id, JobSeekerState.CLOSED, now=now)


def cancel_job_seeker(*, actor: Actor, talent_record_id: UUID, now: datetime) -> JobSeeker | None:
    """Take an acceptance back within minutes: the row stays, marked, and its number is used up."""
    return _close(actor, talent_record_id, JobSeekerState.CANCELLED, now=now)


def _close(
    actor: Actor, talent_record_id: UUID, state: JobSeekerState, *, now: datetime
) -> JobSeeker | None:
    row = (
        JobSeeker.objects.select_for_update(of=("self",))
        .filter(talent_record_id=talent_record_id, closed_on=None)
        .first()
    )
    if row is None:
        return None
    before = row.state
    row.state, row.closed_on = state, localdate(now)
    row.save(update_fields=["state", "closed_on"])
    _record(actor, row, "close", now=now, before=before)
    return row


def _record(actor: Actor, row: JobSeeker, act: str, *, now: datetime, before: str = "") -> None:
    audit.record(
        actor=actor,
        kind=f"job_seeker.{act}",
        object_kind="job_seeker",
        object_id=row.id,
        now=now,
        before=before,
        after=row.state,
    )
