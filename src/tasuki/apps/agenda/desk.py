"""Duties of the agency's desk, and of the company on the other side of the same cases."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F
from django.utils.timezone import localdate

from tasuki.apps.fees.queries.agreements import refund_steps_of
from tasuki.apps.fees.queries.invoices import list_invoices
from tasuki.apps.introductions.models import CaseViewer
from tasuki.apps.openings.models import Opening
from tasuki.apps.orgs.models import Licence
from tasuki.apps.placement.models import JobOrder, JobSeeker
from tasuki.apps.placement.queries import list_unreached
from tasuki.apps.relay.models import FeeTable, Slot, SlotViewer
from tasuki.core.agenda.kinds import AgendaKind
from tasuki.core.agenda.standing import Task, case_task, month_tasks
from tasuki.core.dates import add_months
from tasuki.core.fees.labels import InvoiceKind
from tasuki.core.fees.machines import InvoiceState
from tasuki.core.introductions.waiting import Turn
from tasuki.core.law.fees import refund_window_ends
from tasuki.core.law.licences import lecture_last_day
from tasuki.core.law.posting import stale_days
from tasuki.core.relay.machines import SlotState

_ORDER_DAYS: Final = 14
_SEARCH_DAYS: Final = 60
_TERMS_DAYS: Final = 7
"""How long the delivery of the terms may take after the application (design)."""
_FILING_DAYS: Final = 14
"""How long a version of the fee table may lie unfiled (design)."""
_STAY_DAYS: Final = 14
_LECTURE_MONTHS: Final = 6


def order_ends(today: date) -> Iterator[Task]:
    """Yield the job orders whose validity ends."""
    for row in JobOrder.objects.filter(closed_on=None, slot_id=None):
        yield _dated(
            AgendaKind.ORDER_END,
            row.pk,
            subject=row.number,
            starts_on=row.valid_to - timedelta(days=_ORDER_DAYS),
            due_on=row.valid_to,
            url=f"/agency/openings/{row.opening_id}/" if row.opening_id else "/agency/openings/",
        )


def agency_opening_checks(today: date) -> Iterator[Task]:
    """Yield the openings of employers that somebody has to confirm."""
    return _opening_checks(today, "/agency/openings/{id}/")


def company_opening_checks(today: date) -> Iterator[Task]:
    """Yield the company's own openings that somebody has to confirm."""
    return _opening_checks(today, "/company/openings/{id}/")


def _opening_checks(today: date, url: str) -> Iterator[Task]:
    days = timedelta(days=stale_days(on=today))
    for row in Opening.objects.filter(state=Opening.State.OPEN):
        yield _dated(
            AgendaKind.OPENING_CHECK,
            row.pk,
            subject=f"{row.number} {row.title}",
            starts_on=row.as_of,
            due_on=row.as_of + days,
            url=url.format(id=row.pk),
        )


def search_ends(today: date) -> Iterator[Task]:
    """Return the months in which searches end."""
    ends = JobSeeker.objects.filter(
        closed_on=None, valid_to__gte=today, valid_to__lte=today + timedelta(days=_SEARCH_DAYS)
    ).values_list("valid_to", flat=True)
    return month_tasks(
        AgendaKind.SEARCH_END, ends, days=_SEARCH_DAYS, url="/agency/seekers/?open=soon"
    )


def missing_terms(today: date) -> Iterator[Task]:
    """Yield the people whom the terms of service cannot have reached."""
    for row in list_unreached():
        yield case_task(
            AgendaKind.TERMS,
            row.pk,
            subject=row.number,
            starts_on=row.accepted_on,
            due_on=row.accepted_on + timedelta(days=_TERMS_DAYS),
            url=f"/agency/seekers/{row.pk}/",
        )


def agency_answers(today: date) -> Iterator[Task]:
    """Yield the introductions that wait for the agency."""
    return _answers(Turn.AGENCY)


def company_answers(today: date) -> Iterator[Task]:
    """Yield the introductions that wait for the company."""
    return _answers(Turn.COMPANY)


def _answers(side: Turn) -> Iterator[Task]:
    rows = CaseViewer.objects.select_related("subject").filter(
        subject__turn=side, subject__answer_by__isnull=False
    )
    for case in (row.subject for row in rows):
        assert case.answer_by is not None
        yield _dated(
            AgendaKind.CASE_ANSWER,
            case.pk,
            subject=case.number,
            starts_on=localdate(case.sent_at or case.asked_at),
            due_on=case.answer_by,
            url=f"/introductions/{case.pk}/",
        )


def agency_guarantees(today: date) -> Iterator[Task]:
    """Yield the guarantees of hires by free slots, at the agency."""
    return _guarantees(lambda slot: slot.company_name, "/agency/slots/{id}/")


def company_guarantees(today: date) -> Iterator[Task]:
    """Yield the guarantees of hires by free slots, at the company."""
    return _guarantees(lambda slot: slot.agency_name, "/company/slots/{id}/")


def _guarantees(name_other: Callable[[Slot], str], url: str) -> Iterator[Task]:
    rows = SlotViewer.objects.select_related("subject").filter(subject__state=SlotState.HIRED)
    for slot in (row.subject for row in rows):
        if (ends_on := slot.guarantee_until) is None:
            continue
        yield _dated(
            AgendaKind.GUARANTEE,
            slot.pk,
            subject=f"No.{slot.number} {name_other(slot)}",
            starts_on=ends_on - timedelta(days=_STAY_DAYS),
            due_on=ends_on,
            url=url.format(id=slot.pk),
        )


def invoices_due(today: date) -> Iterator[Task]:
    """Yield the invoices whose payment the agency waits for."""
    return _unpaid(AgendaKind.INVOICE_DUE, today, "/agency/fees/invoices/{id}/")


def invoices_to_pay(today: date) -> Iterator[Task]:
    """Yield the invoices that the company has to pay."""
    return _unpaid(AgendaKind.INVOICE_PAY, today, "/company/invoices/{id}/")


def _unpaid(kind: AgendaKind, today: date, url: str) -> Iterator[Task]:
    rows = list_invoices(today=today).filter(
        state=InvoiceState.ISSUED, kind=InvoiceKind.FEE, due_on__isnull=False
    )
    for row in rows.exclude(paid_yen=F("total_yen")):
        assert row.due_on is not None
        yield case_task(
            kind,
            row.pk,
            subject=row.number,
            starts_on=row.issued_on or row.due_on,
            due_on=row.due_on,
            url=url.format(id=row.pk),
        )


def refund_windows(today: date) -> Iterator[Task]:
    """Yield the ends of the steps of the refund scheme that lie ahead.

    Source: 職業安定法 指針 (返戻金制度).
    """
    rows = list_invoices(today=today).filter(
        state=InvoiceState.ISSUED, kind=InvoiceKind.FEE, followers=None
    )
    for row in rows.select_related("agreement"):
        ends = refund_window_ends(refund_steps_of(row.agreement), hired_on=row.delivered_on)
        for end in (day for day in ends if day >= today):
            yield _dated(
                AgendaKind.REFUND_END,
                row.pk,
                subject=row.number,
                starts_on=end - timedelta(days=_STAY_DAYS),
                due_on=end,
                url=f"/agency/fees/invoices/{row.pk}/",
            )


def unfiled_tables(today: date) -> Iterator[Task]:
    """Yield the versions of the fee table that were never filed.

    Source: 職業安定法 32条の3.
    """
    for row in FeeTable.objects.filter(filed_on=None):
        made_on = localdate(row.created_at)
        yield case_task(
            AgendaKind.FEE_TABLE,
            row.pk,
            subject=str(row.version),
            starts_on=made_on,
            due_on=made_on + timedelta(days=_FILING_DAYS),
            url="/agency/papers/",
        )


def lectures(today: date) -> Iterator[Task]:
    """Yield the end of the lecture of the responsible person of the newest licence.

    Source: 職業安定法 32条の14; 施行規則 24条の6.
    """
    newest = Licence.objects.order_by("-valid_to").first()
    if newest is None or newest.lecture_on is None:
        return
    last = lecture_last_day(newest.lecture_on)
    yield _dated(
        AgendaKind.LECTURE,
        newest.pk,
        subject=newest.number,
        starts_on=add_months(last, -_LECTURE_MONTHS),
        due_on=last,
        url="/agency/papers/",
    )


def _dated(
    kind: AgendaKind, row_id: UUID, *, subject: str, starts_on: date, due_on: date, url: str
) -> Task:
    """Return a task that comes anew with another day: an answer, a renewal, a step."""
    task = case_task(kind, row_id, subject=subject, starts_on=starts_on, due_on=due_on, url=url)
    return Task(
        kind=kind,
        key=f"{task.key}:{due_on.isoformat()}",
        subject=subject,
        starts_on=task.starts_on,
        due_on=due_on,
        url=url,
    )
