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
from tasuki.apps.openings.models import Opening
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.people.actions import take_numbers
from tasuki.apps.placement.models import FeeEntry, Introduction, JobOrder, JobSeeker
from tasuki.core.law.clocks import separation_due
from tasuki.core.law.posting import PostingItem
from tasuki.core.law.solicitation import solicit_block_until

FILED_FEE: Final = "filed"
"""紹介手数料（届出制）: the kind of fee of a hire by slot."""


class Outcome(StrEnum):
    """How an introduction ended (採否); stored."""

    HIRED = "hired"
    NOT_HIRED = "not_hired"
    WITHDREW = "withdrew"


class Separation(StrEnum):
    """What became of the hire within six months (離職状況); stored."""

    LEFT = "left"
    STAYED = "stayed"
    UNKNOWN = "unknown"


def open_job_order(
    *, slot_id: UUID, opening: Opening, employer: Organisation, valid_to: date, now: datetime
) -> JobOrder:
    """Write the row of a job order accepted from a company (D1).

    Args:
        slot_id: the free slot under which the order was given.
        opening: complete (H6).
        employer: the company.
        valid_to: last day of the order.
        now: when it was received.
    """
    return JobOrder.objects.create(
        organisation_id=current_organisation_id(),
        number=f"J-{take_numbers(name='job_order')[0]:05d}",
        company_id=employer.id,
        employer_name=employer.name,
        employer_address=employer.address,
        contact=" / ".join(part for part in (employer.contact_mail, employer.phone) if part),
        received_on=localdate(now),
        valid_to=valid_to,
        occupation=opening.occupation,
        workplace=opening.workplace,
        term=_term_of(opening),
        wage=_wage_of(opening),
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
    *, introduction: Introduction, hired_on: date, is_indefinite: bool, now: datetime
) -> None:
    """Write a hire: ban on solicitation if the term is indefinite, check in six months.

    Args:
        introduction: the one that led to the hire.
        hired_on: first day of work.
        is_indefinite: 無期雇用.
        now: when it was recorded.

    Source: 職業安定法 指針 (two years without solicitation); 則24条の7 (six-month check).
    """
    introduction.outcome = Outcome.HIRED
    introduction.hired_on = hired_on
    introduction.is_indefinite = is_indefinite
    introduction.solicitation_ban_until = solicit_block_until(hired_on) if is_indefinite else None
    introduction.separation_due_on = separation_due(hired_on)
    introduction.save()
    seeker = introduction.job_seeker
    seeker.state, seeker.closed_on = "hired", localdate(now)
    seeker.save(update_fields=["state", "closed_on"])


def record_separation(*, slot_id: UUID, now: datetime) -> None:
    """Write that the person hired by a slot left."""
    hired = Introduction.objects.filter(job_order__slot_id=slot_id, outcome=Outcome.HIRED)
    latest = hired.order_by("-created_at").first()
    if latest:
        latest.separation = Separation.LEFT
        latest.separation_checked_on = localdate(now)
        latest.save(update_fields=["separation", "separation_checked_on"])


def charge_zero_fee(
    *, introduction: Introduction, slot_id: UUID, slot_label: str, now: datetime
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
    )


def _term_of(opening: Opening) -> str:
    if opening.is_indefinite:
        return "無期"
    return f"有期 {opening.terms.get(PostingItem.CONTRACT_PERIOD, '')}"[:60].strip()


def _wage_of(opening: Opening) -> str:
    units = {"month": "月", "hour": "時", "year": "年", "day": "日"}
    unit = units.get(opening.pay_unit, opening.pay_unit)
    return f"{unit}額 {opening.pay_min_yen:,}〜{opening.pay_max_yen:,}円"
