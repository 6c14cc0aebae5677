"""Read the job seekers' book (求職管理簿)."""

from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from tasuki.apps.placement.models import JobSeeker


class JobSeekerState(StrEnum):
    """How far the search of an accepted person is; stored."""

    RECEIVED = "received"
    ACTIVE = "active"
    INTRODUCED = "introduced"
    HIRED = "hired"
    CLOSED = "closed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


def find_open_job_seeker(*, talent_record_id: UUID) -> JobSeeker | None:
    """Return the open row of a person; None if no search is open."""
    return JobSeeker.objects.filter(talent_record_id=talent_record_id, closed_on=None).first()


def list_job_seekers(*, is_open: bool | None = None) -> "QuerySet[JobSeeker, JobSeeker]":
    """Return the rows of the book, newest first.

    Args:
        is_open: True for open searches, False for closed ones, None for all.
    """
    rows = JobSeeker.objects.order_by("-accepted_on", "-number")
    return rows if is_open is None else rows.filter(closed_on__isnull=is_open)
