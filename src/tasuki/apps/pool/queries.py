"""Entries of the company bound now, and why an opening may fit each of them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from tasuki.apps.consent.models import Purpose
from tasuki.apps.consent.queries import find_live_consent
from tasuki.apps.openings.models import Opening
from tasuki.apps.orgs.models import Door
from tasuki.apps.orgs.queries import find_door
from tasuki.apps.people.models import Application, PersonSkill
from tasuki.apps.pool.models import PoolContact, PoolEntry
from tasuki.core.pool.machines import LIVE
from tasuki.core.pool.matching import Fit, Known, Wanted, find_fit


def list_entries(
    *, state: str = "", tag: str = "", end_reason: str = "", job: str = "", is_live: bool = False
) -> QuerySet[PoolEntry]:
    """Return the entries with their people, the newest first.

    Args:
        state: only this state.
        tag: only entries with this tag.
        end_reason: only entries with this reason code.
        job: part of the title of a job that the person applied for.
        is_live: only entries whose consent carries the use.
    """
    found = PoolEntry.objects.select_related("talent_record").order_by("-created_at", "-id")
    if state:
        found = found.filter(state=state)
    if is_live:
        found = found.filter(state__in=LIVE)
    if tag:
        found = found.filter(tags__contains=[tag])
    if end_reason:
        found = found.filter(end_reason=end_reason)
    if part := job.strip():
        jobs = Application.objects.filter(
            talent_record_id=OuterRef("talent_record_id"), job_title__icontains=part
        )
        found = found.filter(Exists(jobs))
    return found


def find_entry(*, entry_id: UUID) -> PoolEntry | None:
    """Return one entry with its person; None if there is none here."""
    return PoolEntry.objects.select_related("talent_record").filter(pk=entry_id).first()


def list_contacts(*, entry_id: UUID) -> list[PoolContact]:
    """Return the mails to one member, the newest first."""
    return list(PoolContact.objects.filter(entry_id=entry_id).order_by("-sent_at", "-id"))


def list_open_openings() -> QuerySet[Opening]:
    """Return the openings that can be told to pool members."""
    return Opening.objects.filter(state=Opening.State.OPEN).order_by("number")


def list_fits(*, entries: Sequence[PoolEntry], opening: Opening, on: date) -> dict[UUID, Fit]:
    """Return reasons and points to verify by entry, with two queries for all of them.

    Args:
        entries: of the company bound now.
        opening: one of its openings.
        on: the day of asking.

    Source: design; 職業安定法 5条の5 (no protected trait is read, H5).
    """
    ids = [one.talent_record_id for one in entries]
    jobs: dict[UUID, list[Application]] = defaultdict(list)
    for row in Application.objects.filter(talent_record_id__in=ids).order_by("applied_on"):
        jobs[row.talent_record_id].append(row)
    skills: dict[UUID, list[str]] = defaultdict(list)
    own = PersonSkill.objects.filter(
        talent_record_id__in=ids, source=PersonSkill.Source.STATEMENT
    ).select_related("skill")
    for skill in own:
        skills[skill.talent_record_id].append(skill.skill.name)
    wanted = Wanted(opening.title, opening.occupation)
    return {
        one.pk: find_fit(
            wanted,
            Known(
                jobs=[row.job_title for row in jobs[one.talent_record_id]],
                skills=skills[one.talent_record_id],
                tags=one.tags,
                applied_on=max(
                    (row.applied_on for row in jobs[one.talent_record_id] if row.applied_on),
                    default=None,
                ),
            ),
            on=on,
        )
        for one in entries
    }


def has_mail_consent(*, entry: PoolEntry, on: date) -> bool:
    """Return whether the person agreed to mails about jobs."""
    live = find_live_consent(
        talent_record_id=entry.talent_record_id, purpose=Purpose.JOB_MAILS, on=on
    )
    return live is not None


def find_answer_door(*, key: str, now: datetime) -> tuple[int, UUID] | None:
    """Return company and mail that a key opens; None if it is unknown, closed or too old."""
    door = find_door(kind=Door.Kind.POOL, key=key, now=now)
    return None if door is None else (door.organisation_id, door.subject)


def find_contact(*, contact_id: UUID) -> PoolContact | None:
    """Return one mail with its entry and person; None if there is none here."""
    rows = PoolContact.objects.select_related("entry__talent_record")
    return rows.filter(pk=contact_id, taken_back_at=None).first()


def find_told_opening(*, contact: PoolContact) -> Opening | None:
    """Return the opening that a mail was about; None if it is gone."""
    return Opening.objects.filter(pk=contact.opening_id).first()
