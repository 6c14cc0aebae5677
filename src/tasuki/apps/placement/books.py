"""The agency's books as the relay writes them: job orders, introductions, fees.

Every function works inside an action that binds the agency.

Source: 職業安定法施行規則24条の7 (D1 求人管理簿, D2 求職管理簿, D3 手数料管理簿).
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import current_organisation_id
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.placement.actions import mark_introduced
from tasuki.apps.placement.models import FeeEntry, Introduction, JobOrder, JobSeeker
from tasuki.apps.placement.orders import OrderedJob, OrderingEmployer, open_order
from tasuki.core.books.rows import Separated
from tasuki.core.law.clocks import separation_due
from tasuki.core.law.solicitation import solicit_block_until

FILED_FEE: Final = "filed"
"""紹介手数料（届出制）: the kind of fee of a hire by slot."""
REFUND: Final = "refund"
"""返戻金: money given back; its amounts are below zero."""


class Outcome(StrEnum):
    """How an introduction ended (採否); stored."""

    HIRED = "hired"
    NOT_HIRED = "not_hired"
    WITHDREW = "withdrew"


class CheckMethod(StrEnum):
    """How it was found out what became of a hire (調査方法); stored."""

    SURVEY = "survey"
    PHONE = "phone"
    VISIT = "visit"
    REPORT = "report"
    REFUND = "refund"
    SILENCE = "silence"


def open_job_order(
    *, slot_id: UUID, opening: OrderedJob, employer: Organisation, valid_to: date, now: datetime
) -> JobOrder:
    """Write the row of a job order accepted from a company (D1).

    Args:
        slot_id: the free slot under which the order was given.
        opening: complete (H6).
        employer: the company.
        valid_to: last day of the order.
        now: when it was received.
    """
    return open_order(
        job=opening,
        employer=OrderingEmployer(
            name=employer.name,
            address=employer.address,
            contact=" / ".join(part for part in (employer.contact_mail, employer.phone) if part),
            company_id=employer.id,
        ),
        received_on=localdate(now),
        valid_to=valid_to,
        slot_id=slot_id,
    )


def close_job_order(*, slot_id: UUID, now: datetime) -> None:
    """Close the open job order of a slot, if there is one."""
    JobOrder.objects.filter(slot_id=slot_id, closed_on=None).update(closed_on=localdate(now))


def find_open_job_order(*, slot_id: UUID) -> JobOrder | None:
    """Return the job order that a slot is working on."""
    return JobOrder.objects.filter(slot_id=slot_id, closed_on=None).first()


def record_introduction(
    *, job_order: JobOrder, job_seeker: JobSeeker, now: datetime
) -> Introduction:
    """Write that a person was introduced: child row of D1 and D2."""
    mark_introduced(job_seeker)
    return Introduction.objects.create(
        organisation_id=current_organisation_id(),
        job_order=job_order,
        job_seeker=job_seeker,
        introduced_on=localdate(now),
    )


def find_open_introduction(*, slot_id: UUID) -> Introduction | None:
    """Return the introduction of a slot whose outcome is not known yet."""
    found = Introduction.objects.filter(job_order__slot_id=slot_id, outcome="")
    return found.order_by("-created_at").first()


def record_outcome(*, slot_id: UUID, outcome: Outcome) -> None:
    """Write how the running introduction of a slot ended."""
    introduction = find_open_introduction(slot_id=slot_id)
    if introduction:
        introduction.outcome = outcome
        introduction.save(update_fields=["outcome"])


def record_end(*, introduction_id: UUID, outcome: Outcome) -> None:
    """Write how one introduction ended without a hire; what stands already stays."""
    found = Introduction.objects.filter(id=introduction_id, outcome="")
    found.update(outcome=outcome)


def record_hire(
    *,
    introduction: Introduction,
    hired_on: date,
    is_indefinite: bool,
    now: datetime,
    theoretical_pay_yen: int | None = None,
) -> None:
    """Write a hire: ban on solicitation if the term is indefinite, check in six months.

    Args:
        introduction: the one that led to the hire.
        hired_on: first day of work.
        is_indefinite: 無期雇用.
        now: when it was recorded.
        theoretical_pay_yen: expected pay of a year, yen, for the average fee rate; None = unknown.

    Source: 職業安定法 指針 (two years without solicitation); 則24条の7 (six-month check).
    """
    introduction.outcome = Outcome.HIRED
    introduction.hired_on = hired_on
    introduction.is_indefinite = is_indefinite
    introduction.theoretical_pay_yen = theoretical_pay_yen
    introduction.solicitation_ban_until = solicit_block_until(hired_on) if is_indefinite else None
    introduction.separation_due_on = separation_due(hired_on)
    introduction.save()
    seeker = introduction.job_seeker
    seeker.state, seeker.closed_on = "hired", localdate(now)
    seeker.save(update_fields=["state", "closed_on"])


def record_separation(
    *, slot_id: UUID, now: datetime, left_on: date | None = None, is_dismissed: bool = False
) -> None:
    """Write that the person hired by a slot left.

    Args:
        slot_id: the slot.
        now: when the report came.
        left_on: last day of employment.
        is_dismissed: the employer ended it (解雇); such a person is not among those who left.
    """
    hired = Introduction.objects.filter(job_order__slot_id=slot_id, outcome=Outcome.HIRED)
    latest = hired.order_by("-created_at").first()
    if latest:
        write_separation(
            introduction=latest,
            answer=Separated.DISMISSED if is_dismissed else Separated.LEFT,
            method=CheckMethod.REPORT,
            checked_on=localdate(now),
            left_on=left_on,
        )


def write_separation(
    *,
    introduction: Introduction,
    answer: Separated,
    method: CheckMethod,
    checked_on: date,
    left_on: date | None = None,
) -> None:
    """Write what became of a hire within six months, and how that was found out.

    Args:
        introduction: the one that led to the hire.
        answer: left, stayed, dismissed or unknown.
        method: how it was found out.
        checked_on: the day of the check.
        left_on: last day of employment, where somebody left.

    Source: 職業安定法施行規則 24条の7, 24条の8 (離職状況, 調査日, 調査方法).
    """
    introduction.separation = answer
    introduction.separation_method = method
    introduction.separation_checked_on = checked_on
    introduction.left_on = left_on
    introduction.save(
        update_fields=["separation", "separation_method", "separation_checked_on", "left_on"]
    )


def charge_zero_fee(
    *,
    introduction: Introduction,
    slot_id: UUID,
    slot_label: str,
    yearly_pay_yen: int | None = None,
    now: datetime,
) -> FeeEntry:
    """Write the fee row of a hire by slot: amount 0, basis the slot's number (D3).

    The payer is the employer of the job order and can be nobody else (H4).

    Source: 職業安定法施行規則24条の7 (手数料管理簿); filed fee table with the free-slot clause.
    """
    return FeeEntry.objects.create(
        organisation_id=current_organisation_id(),
        introduction=introduction,
        payer_name=introduction.job_order.employer_name,
        charged_on=localdate(now),
        kind=FILED_FEE,
        amount_yen=0,
        basis=f"無料枠 No.{slot_label}",
        slot_id=slot_id,
        yearly_pay_yen=yearly_pay_yen,
    )


def record_fee(
    *,
    introduction: Introduction,
    invoice_id: UUID,
    kind: str,
    amount_yen: int,
    basis: str,
    yearly_pay_yen: int,
    moved_on: date,
) -> FeeEntry:
    """Write that a fee was collected, or given back (D3).

    Args:
        introduction: the hire.
        invoice_id: the invoice whose money moved.
        kind: ``FILED_FEE``, ``limited``, or ``REFUND``.
        amount_yen: without tax; below zero for a refund or a payment taken back.
        basis: how the amount was reckoned.
        yearly_pay_yen: expected yearly pay of the hire.
        moved_on: the day on which the money moved.

    Source: 職業安定法施行規則24条の7 (手数料管理簿).
    """
    return FeeEntry.objects.create(
        organisation_id=current_organisation_id(),
        introduction=introduction,
        payer_name=introduction.job_order.employer_name,
        charged_on=moved_on,
        kind=kind,
        amount_yen=amount_yen,
        basis=basis[:200],
        invoice_id=invoice_id,
        yearly_pay_yen=yearly_pay_yen,
    )
