"""The rows of the three books, with their sub-rows in a constant number of queries."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from tasuki.apps.consent.queries import mark_stopped
from tasuki.apps.placement.books import Outcome
from tasuki.apps.placement.models import FeeEntry, Introduction, JobOrder, JobSeeker
from tasuki.core.books.years import BusinessYear


def list_order_book(
    *, year: BusinessYear | None = None, text: str = ""
) -> "QuerySet[JobOrder, JobOrder]":
    """Return 求人管理簿 (D1), newest first; ``introductions`` of a row are its sub-rows.

    Args:
        year: orders received in that business year, or valid in it; None for all.
        text: part of number, employer, occupation, or name of an introduced person.

    Source: 職業安定法施行規則 24条の7.
    """
    rows = JobOrder.objects.prefetch_related(
        Prefetch(
            "introduction_set",
            queryset=_introductions().prefetch_related(
                Prefetch("job_seeker", queryset=mark_stopped(JobSeeker.objects.all()))
            ),
            to_attr="introductions",
        )
    ).order_by("-received_on", "-number")
    if year is not None:
        rows = rows.filter(_runs_in(year, "received_on"))
    if text:
        named = Introduction.objects.filter(job_seeker__name__icontains=text)
        rows = rows.filter(
            Q(number__icontains=text)
            | Q(employer_name__icontains=text)
            | Q(occupation__icontains=text)
            | Q(id__in=named.values("job_order_id"))
        )
    return rows


def list_seeker_book(
    *, year: BusinessYear | None = None, text: str = ""
) -> "QuerySet[JobSeeker, JobSeeker]":
    """Return 求職管理簿 (D2), newest first; ``introductions`` of a row are its sub-rows.

    Args:
        year: applications accepted in that business year, or valid in it; None for all.
        text: part of number, name, wished occupation, or name of an employer.

    Source: 職業安定法施行規則 24条の7.
    """
    rows = (
        mark_stopped(JobSeeker.objects.all())
        .prefetch_related(
            Prefetch(
                "introduction_set",
                queryset=_introductions().select_related("job_order"),
                to_attr="introductions",
            )
        )
        .order_by("-accepted_on", "-number")
    )
    if year is not None:
        rows = rows.filter(_runs_in(year, "accepted_on"))
    if text:
        at = Introduction.objects.filter(job_order__employer_name__icontains=text)
        rows = rows.filter(
            Q(number__icontains=text)
            | Q(name__icontains=text)
            | Q(wished_occupation__icontains=text)
            | Q(id__in=at.values("job_seeker_id"))
        )
    return rows


def list_fee_book(
    *, year: BusinessYear | None = None, text: str = ""
) -> "QuerySet[FeeEntry, FeeEntry]":
    """Return 手数料管理簿 (D3), newest first.

    Args:
        year: charged in that business year; None for all.
        text: part of payer, basis, or number of the job order.

    Source: 職業安定法施行規則 24条の7.
    """
    rows = FeeEntry.objects.select_related(
        "introduction__job_order", "introduction__job_seeker"
    ).order_by("-charged_on", "-created_at")
    if year is not None:
        rows = rows.filter(charged_on__range=(year.first, year.last))
    if text:
        rows = rows.filter(
            Q(payer_name__icontains=text)
            | Q(basis__icontains=text)
            | Q(introduction__job_order__number__icontains=text)
        )
    return rows


def list_bans(*, on: date, text: str = "") -> "QuerySet[Introduction, Introduction]":
    """Return whom the agency may not urge to move on a day (転職勧奨の禁止), longest ban last.

    Args:
        on: the day.
        text: part of a name, a number or an employer.

    Source: 職業安定法 指針; licence condition チ(イ).
    """
    rows = Introduction.objects.filter(
        outcome=Outcome.HIRED, is_indefinite=True, solicitation_ban_until__gte=on
    ).select_related("job_seeker", "job_order")
    if text:
        rows = rows.filter(
            Q(job_seeker__name__icontains=text)
            | Q(job_seeker__number__icontains=text)
            | Q(job_order__employer_name__icontains=text)
        )
    return rows.order_by("solicitation_ban_until", "id")


def list_separation_checks(*, is_open: bool, text: str = "") -> "QuerySet[Introduction]":
    """Return the hires for good whose six months end, those that are due first.

    Args:
        is_open: True for hires whose outcome is not known, False for those checked.
        text: part of a name or an employer.

    Source: 職業安定法施行規則 24条の8.
    """
    rows = Introduction.objects.filter(
        outcome=Outcome.HIRED, is_indefinite=True, separation_due_on__isnull=False
    ).select_related("job_seeker", "job_order")
    rows = rows.filter(separation="") if is_open else rows.exclude(separation="")
    if text:
        rows = rows.filter(
            Q(job_seeker__name__icontains=text) | Q(job_order__employer_name__icontains=text)
        )
    return rows.order_by("separation_due_on", "id")


def find_hire(*, introduction_id: UUID) -> Introduction | None:
    """Return a hire of the agency bound now."""
    return (
        Introduction.objects.select_related("job_seeker", "job_order")
        .filter(pk=introduction_id, outcome=Outcome.HIRED)
        .first()
    )


def list_inspected(*, order_ids: Collection[UUID]) -> tuple[list[JobOrder], list[JobSeeker]]:
    """Return what an inspection looks at on the day: chosen orders, and whom they hired.

    Args:
        order_ids: the chosen rows.

    Source: inspection of the Labour Bureau (訪問指導), 様式30.
    """
    orders = list(list_order_book().filter(pk__in=order_ids).order_by("received_on", "number"))
    hired = Introduction.objects.filter(job_order_id__in=order_ids, outcome=Outcome.HIRED)
    seekers = list_seeker_book().filter(pk__in=hired.values("job_seeker_id"))
    return orders, list(seekers.order_by("accepted_on", "number"))


def list_referred(*, since: date) -> "QuerySet[JobOrder, JobOrder]":
    """Return the orders under which somebody was introduced since a day, newest first (D27)."""
    seen = Introduction.objects.filter(introduced_on__gte=since)
    return list_order_book().filter(pk__in=seen.values("job_order_id"))


def first_year() -> BusinessYear | None:
    """Return the business year of the oldest row; None while the books are empty."""
    days = [
        JobOrder.objects.order_by("received_on").values_list("received_on", flat=True).first(),
        JobSeeker.objects.order_by("accepted_on").values_list("accepted_on", flat=True).first(),
    ]
    known = [day for day in days if day is not None]
    return BusinessYear.of(min(known)) if known else None


def _introductions() -> "QuerySet[Introduction, Introduction]":
    return Introduction.objects.order_by("introduced_on", "created_at")


def _runs_in(year: BusinessYear, field: str) -> Q:
    """Begun by the end of the year, and neither run out nor closed before it began."""
    return (
        Q(**{f"{field}__lte": year.last})
        & (Q(closed_on=None) | Q(closed_on__gte=year.first))
        & Q(valid_to__gte=year.first)
    )
