"""The job orders' book (D1 求人管理簿): what an agency accepted, and when it ended.

Every function works inside an action that binds the agency. A job is known here by what it
says, so that this area needs to know nothing about openings.

Source: 職業安定法施行規則24条の7.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Protocol
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.people.actions import take_numbers
from tasuki.apps.placement.models import JobOrder
from tasuki.core.law.posting import PostingItem

_TERM_CHARACTERS_MAX: Final = 60
_UNITS: Final = {"month": "月", "hour": "時", "year": "年", "day": "日"}


class OrderedJob(Protocol):
    """What the book copies from a job."""

    id: UUID
    occupation: str
    occupation_code: str
    workplace: str
    person_count: int
    is_indefinite: bool
    contract_from: date | None
    contract_to: date | None
    pay_unit: str
    pay_min_yen: int
    pay_max_yen: int
    terms: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderingEmployer:
    """Who gave an order.

    Attributes:
        name: of the employer.
        address: its address; of several offices, the one that applies and selects.
        contact: who is in charge and how to reach them.
        company_id: the company on the platform; None if it is not on it.
        employer_id: the row of the agency's employers; None for an order by slot.
    """

    name: str
    address: str = field(default="", repr=False)
    contact: str = ""
    company_id: int | None = None
    employer_id: UUID | None = None


def open_order(
    *,
    job: OrderedJob,
    employer: OrderingEmployer,
    received_on: date,
    valid_to: date,
    slot_id: UUID | None = None,
) -> JobOrder:
    """Write the row of an accepted order; several of one day are numbered in their order.

    Args:
        job: what is wanted, complete (H6).
        employer: who wants it.
        received_on: the day on which the order came (求人受付年月日).
        valid_to: its last day.
        slot_id: the free slot under which it was given.
    """
    [number] = take_numbers(name="job_order")
    same_day = JobOrder.objects.filter(received_on=received_on).count()
    return JobOrder.objects.create(
        organisation_id=current_organisation_id(),
        number=f"J-{number:05d}",
        company_id=employer.company_id,
        employer_id=employer.employer_id,
        employer_name=employer.name,
        employer_address=employer.address,
        contact=employer.contact,
        received_on=received_on,
        received_order=same_day + 1,
        valid_to=valid_to,
        person_count=job.person_count,
        occupation=job.occupation,
        occupation_code=job.occupation_code,
        workplace=job.workplace,
        term=term_of(job),
        wage=wage_of(job),
        slot_id=slot_id,
        # The id of a company's own job leads nowhere for the agency.
        opening_id=None if employer.employer_id is None else job.id,
    )


def close_orders(*, opening_id: UUID, now: datetime) -> int:
    """Close the open orders for an opening and return how many there were."""
    found = JobOrder.objects.filter(opening_id=opening_id, closed_on=None)
    return found.update(closed_on=localdate(now))


def rewrite_order(*, job: OrderedJob, opening_id: UUID) -> None:
    """Let the open order of an opening say what the job says now."""
    JobOrder.objects.filter(opening_id=opening_id, closed_on=None).update(
        person_count=job.person_count,
        occupation=job.occupation,
        occupation_code=job.occupation_code,
        workplace=job.workplace,
        term=term_of(job),
        wage=wage_of(job),
    )


def list_orders_of(*, opening_id: UUID) -> "QuerySet[JobOrder, JobOrder]":
    """Return the rows of the book for an opening, the newest first."""
    return JobOrder.objects.filter(opening_id=opening_id).order_by("-received_on", "-number")


def find_order_numbers(*, opening_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the number of the newest order of each opening.

    Args:
        opening_ids: the openings of one page of a list.
    """
    rows = JobOrder.objects.filter(opening_id__in=opening_ids).order_by("received_on", "number")
    return {
        opening_id: number
        for opening_id, number in rows.values_list("opening_id", "number")
        if opening_id is not None
    }


def term_of(job: OrderedJob) -> str:
    """Return the term of employment as the book writes it."""
    if job.is_indefinite:
        return "無期"
    if job.contract_from and job.contract_to:
        return f"有期 {job.contract_from:%Y/%m/%d}〜{job.contract_to:%Y/%m/%d}"
    return f"有期 {job.terms.get(PostingItem.CONTRACT_PERIOD, '')}"[:_TERM_CHARACTERS_MAX].strip()


def wage_of(job: OrderedJob) -> str:
    """Return the wage as the book writes it."""
    unit = _UNITS.get(job.pay_unit, job.pay_unit)
    return f"{unit}額 {job.pay_min_yen:,}〜{job.pay_max_yen:,}円"
