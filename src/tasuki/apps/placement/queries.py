"""Read the job seekers' book (求職管理簿), and what lies beside its rows."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value

from tasuki.apps.messages.models import OutboxMail
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.placement.models import (
    InterviewNote,
    Introduction,
    JobSeeker,
    SeekerWishes,
    TermsDelivery,
)
from tasuki.core.placement.seekers import JobSeekerState

LOST_MAIL_STATES: Final = (
    OutboxMail.State.FAILED,
    OutboxMail.State.BOUNCED,
    OutboxMail.State.SUPPRESSED,
    OutboxMail.State.CANCELLED,
)
"""A mail that did not get through, and does not wait to be sent either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeekerDetail:
    """What the desk knows of one job seeker.

    Attributes:
        row: the row of the book.
        record: the person's record; None where it is gone.
        wishes: what the person wishes; None where nothing is kept.
        terms: deliveries of the terms of service, the newest first.
        notes: of interviews, the newest first.
        introductions: child rows of the book, the newest first.
    """

    row: JobSeeker
    record: TalentRecord | None
    wishes: SeekerWishes | None = field(repr=False)
    terms: tuple[TermsDelivery, ...]
    notes: tuple[InterviewNote, ...]
    introductions: tuple[Introduction, ...]


def find_open_job_seeker(*, talent_record_id: UUID) -> JobSeeker | None:
    """Return the open row of a person; None if no search is open."""
    return JobSeeker.objects.filter(talent_record_id=talent_record_id, closed_on=None).first()


def find_job_seeker(*, job_seeker_id: UUID) -> JobSeeker | None:
    """Return one row of the book; None if there is none here."""
    return JobSeeker.objects.filter(id=job_seeker_id).first()


def find_seeker_detail(*, job_seeker_id: UUID) -> SeekerDetail | None:
    """Return one job seeker with everything beside the row; a constant number of queries."""
    row = find_job_seeker(job_seeker_id=job_seeker_id)
    if row is None:
        return None
    introductions = Introduction.objects.filter(job_seeker=row).select_related("job_order")
    return SeekerDetail(
        row=row,
        record=TalentRecord.objects.filter(id=row.talent_record_id).first(),
        wishes=SeekerWishes.objects.filter(job_seeker=row).first(),
        terms=tuple(TermsDelivery.objects.filter(job_seeker=row).order_by("-number")),
        notes=tuple(InterviewNote.objects.filter(job_seeker=row).order_by("-held_on", "-id")),
        introductions=tuple(introductions.order_by("-introduced_on", "-id")),
    )


def find_terms(*, terms_id: UUID) -> TermsDelivery | None:
    """Return one delivery with its row of the book; None if there is none here."""
    return TermsDelivery.objects.filter(id=terms_id).select_related("job_seeker").first()


def find_interview_note(*, note_id: UUID) -> InterviewNote | None:
    """Return one note of an interview; None if there is none here."""
    return InterviewNote.objects.filter(id=note_id).first()


def list_job_seekers(*, is_open: bool | None = None) -> "QuerySet[JobSeeker, JobSeeker]":
    """Return the rows of the book, newest first.

    Args:
        is_open: True for open searches, False for closed ones, None for all.
    """
    rows = JobSeeker.objects.order_by("-accepted_on", "-number")
    return rows if is_open is None else rows.filter(closed_on__isnull=is_open)


def list_unreached() -> "QuerySet[JobSeeker, JobSeeker]":
    """Return the open rows whose terms of service cannot have arrived.

    Nothing was delivered yet, or every delivery was a mail that did not get through.

    Source: 職業安定法 32条の13.
    """
    lost = OutboxMail.objects.filter(state__in=LOST_MAIL_STATES).values("id")
    deliveries = TermsDelivery.objects.filter(job_seeker=OuterRef("pk"))
    reached = deliveries.filter(
        Q(arrived_on__isnull=False) | Q(mail_id=None) | ~Q(mail_id__in=lost)
    )
    return JobSeeker.objects.filter(closed_on=None).filter(
        Q(state=JobSeekerState.RECEIVED) | (Exists(deliveries) & ~Exists(reached))
    )


def mark_banned(rows: "QuerySet[Any, Any]", *, on: date) -> "QuerySet[Any, Any]":
    """Return rows with ``is_banned``: nobody may urge this person to move that day (H7).

    The database is asked once for all rows.

    Args:
        rows: of a model with ``talent_record_id``.
        on: the day of the contact.

    Source: 職業安定法 指針 (no solicitation for two years after a placement).
    """
    banned = Func(
        F("organisation_id"),
        F("talent_record_id"),
        Value(on),
        function="tasuki.is_solicitation_banned",
        output_field=BooleanField(),
    )
    marked: QuerySet[Any, Any] = rows.annotate(is_banned=banned)
    return marked
