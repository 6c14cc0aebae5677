"""Duties that hang on rows: hires, licences, requests, incidents, moves, consents."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, Final

from django.utils.timezone import localdate

from tasuki.apps.agenda import desk
from tasuki.apps.cases.queries import list_due
from tasuki.apps.consent.models import ConsentEvent
from tasuki.apps.consent.registers import EXPIRING_DAYS
from tasuki.apps.moves.models import ContractWork, Delivery, Secondment, SideWork
from tasuki.apps.orgs.models import Licence
from tasuki.apps.placement.books import Outcome
from tasuki.apps.placement.models import Introduction
from tasuki.apps.relay.models import Slot
from tasuki.apps.relay.queries.slots import list_slots
from tasuki.apps.rights.models import RightsRequest
from tasuki.apps.rights.queries.incidents import list_open_incidents, next_deadline
from tasuki.core.access import OrganisationKind
from tasuki.core.agenda.kinds import AgendaKind
from tasuki.core.agenda.standing import HORIZON_MONTHS, Task, case_task, month_tasks
from tasuki.core.dates import add_months, month_end, month_start
from tasuki.core.law.clocks import request_due
from tasuki.core.law.contract_work import is_long_term, last_notice_day
from tasuki.core.law.licences import licence_reminders
from tasuki.core.law.secondment import return_reminders
from tasuki.core.moves.machines import (
    ContractWorkState,
    DeliveryState,
    MoveState,
    SheetState,
    SideWorkState,
)
from tasuki.core.relay.machines import SlotState
from tasuki.core.rights.requests import OPEN_STATES

_CHECK_DAYS: Final = 30
"""How long a check may take after the six months: until no answer counts as unknown (design)."""


def list_from_rows(kind: OrganisationKind, *, today: date) -> list[Task]:
    """Return what the rows of the organisation bound now ask for, up to the horizon.

    Args:
        kind: of the organisation.
        today: what is overdue stays; what is settled is left out.
    """
    until = add_months(today, HORIZON_MONTHS)
    finders = _AGENCY if kind is OrganisationKind.AGENCY else _COMPANY
    return [task for find in finders for task in find(today) if task.due_on <= until]


def _separations(today: date) -> Iterator[Task]:
    rows = Introduction.objects.filter(
        outcome=Outcome.HIRED, is_indefinite=True, separation="", separation_due_on__isnull=False
    ).select_related("job_order")
    for row in rows:
        due_on = row.separation_due_on
        assert due_on is not None
        yield case_task(
            AgendaKind.SEPARATION,
            row.pk,
            subject=row.job_order.number,
            starts_on=due_on,
            due_on=due_on + timedelta(days=_CHECK_DAYS),
            url=f"/agency/books/separations/{row.pk}/",
        )


def _ban_ends(today: date) -> Iterator[Task]:
    rows = Introduction.objects.filter(
        outcome=Outcome.HIRED, is_indefinite=True, solicitation_ban_until__gte=today
    ).select_related("job_order")
    for row in rows:
        last = row.solicitation_ban_until
        assert last is not None
        yield case_task(
            AgendaKind.BAN_END,
            row.pk,
            subject=row.job_order.number,
            starts_on=last,
            due_on=last,
            url="/agency/books/bans/",
        )


def _licences(today: date) -> Iterator[Task]:
    newest = Licence.objects.order_by("-valid_to").first()
    if newest is None:
        return
    first, *_more, last = licence_reminders(newest.valid_to)
    yield Task(
        kind=AgendaKind.LICENCE,
        key=f"{AgendaKind.LICENCE}:{newest.pk}:{newest.valid_to.isoformat()}",
        subject=newest.number,
        starts_on=min(first, last),
        due_on=max(first, last),
        url="/agency/papers/",
    )


def _slots(today: date) -> Iterator[Task]:
    """A slot waits for its company until it expires; a request is filled by its own last day."""
    states = (SlotState.GRANTED, SlotState.REQUESTED)
    for row in Slot.objects.filter(state__in=states).order_by("pk"):
        is_asked = row.state == SlotState.REQUESTED and row.requested_at is not None
        since = localdate(row.requested_at) if is_asked else row.granted_on
        due_on = (row.find_by if is_asked else None) or row.expires_on
        yield Task(
            kind=AgendaKind.SLOT,
            key=f"{AgendaKind.SLOT}:{row.pk}:{due_on.isoformat()}",
            subject=f"{row.label}（{row.company_name}）"[:60],
            starts_on=min(since, due_on),
            due_on=due_on,
            url=f"/agency/slots/{row.pk}/",
        )


def _move_cases(today: date) -> Iterator[Task]:
    """What the declarations of the kinds of move ask for."""
    for row, due_on, reminder in list_due(until=add_months(today, HORIZON_MONTHS)):
        yield Task(
            kind=AgendaKind.MOVE_CASE,
            key=f"{AgendaKind.MOVE_CASE}:{row.pk}:{due_on.isoformat()}",
            subject=f"{row.number} {reminder.words.ja}"[:60],
            starts_on=min(due_on, max(row.opened_on, due_on - timedelta(days=_CHECK_DAYS))),
            due_on=due_on,
            url=f"/cases/{row.pk}/",
        )


def _own_slots(today: date) -> Iterator[Task]:
    """The company sees a slot from the statement that shows it."""
    for row in list_slots():
        url = f"/company/slots/{row.pk}/"
        if row.state == SlotState.GRANTED:
            yield case_task(
                AgendaKind.SLOT_USE,
                row.pk,
                subject=row.label,
                starts_on=row.granted_on,
                due_on=row.expires_on,
                url=url,
            )
        if row.state == SlotState.CANDIDATE_PRESENTED and row.answer_by and row.presented_at:
            presented_on = localdate(row.presented_at)
            yield Task(
                kind=AgendaKind.SLOT_ANSWER,
                key=f"{AgendaKind.SLOT_ANSWER}:{row.pk}:{presented_on.isoformat()}",
                subject=row.label,
                starts_on=presented_on,
                due_on=row.answer_by,
                url=url,
            )


def _requests(today: date) -> Iterator[Task]:
    for row in RightsRequest.objects.filter(state__in=OPEN_STATES):
        received_on = localdate(row.received_at)
        clock = request_due(received_on)
        yield case_task(
            AgendaKind.REQUEST,
            row.pk,
            subject=row.number,
            starts_on=min(clock.remind_on, default=received_on),
            due_on=row.answer_by,
            url=f"/privacy/requests/{row.pk}/",
        )


def _incidents(today: date) -> Iterator[Task]:
    for row in list_open_incidents():
        due = next_deadline(row)
        if due is None:
            continue
        _words, by = due
        yield Task(
            kind=AgendaKind.INCIDENT,
            key=f"{AgendaKind.INCIDENT}:{row.pk}:{by.isoformat()}",
            subject=row.number,
            starts_on=min(localdate(row.known_at), by),
            due_on=by,
            url=f"/privacy/incidents/{row.pk}/",
        )


def _pool(today: date) -> Iterator[Task]:
    """Consents that end within the same month are one duty."""
    horizon = today + timedelta(days=EXPIRING_DAYS)
    ends = ConsentEvent.objects.filter(
        expires_on__gte=today, expires_on__lte=horizon, kind="given"
    ).values_list("expires_on", flat=True)
    return month_tasks(
        AgendaKind.POOL,
        (day for day in ends if day is not None),
        days=EXPIRING_DAYS,
        url="/privacy/consents/",
    )


def _secondments(today: date) -> Iterator[Task]:
    rows = Secondment.objects.filter(
        state__in=(MoveState.ACTIVE, MoveState.EXTENDED), ends_on__isnull=False
    )
    for row in rows:
        assert row.ends_on is not None
        days = return_reminders(row.ends_on, on=today)
        yield Task(
            kind=AgendaKind.SECONDMENT,
            key=f"{AgendaKind.SECONDMENT}:{row.pk}:{row.ends_on.isoformat()}",
            subject=row.number,
            starts_on=min(days, default=row.ends_on),
            due_on=row.ends_on,
            url=f"/moves/secondments/{row.pk}/",
        )


def _pay_days(today: date) -> Iterator[Task]:
    rows = Delivery.objects.select_related("contract").exclude(state=DeliveryState.PAID)
    for row in rows:
        yield case_task(
            AgendaKind.PAY_DAY,
            row.pk,
            subject=row.contract.number,
            starts_on=row.pay_on - timedelta(days=7),
            due_on=row.pay_on,
            url=f"/moves/deliveries/{row.pk}/",
        )


def _end_notices(today: date) -> Iterator[Task]:
    rows = ContractWork.objects.filter(
        state=ContractWorkState.ACCEPTED, end_noticed_on=None, ends_on__gte=today
    )
    for row in rows:
        assert row.ends_on is not None
        if not is_long_term(starts_on=row.starts_on, ends_on=row.ends_on, on=today):
            continue
        last = last_notice_day(row.ends_on, on=today)
        yield Task(
            kind=AgendaKind.END_NOTICE,
            key=f"{AgendaKind.END_NOTICE}:{row.pk}:{row.ends_on.isoformat()}",
            subject=row.number,
            starts_on=last - timedelta(days=14),
            due_on=last,
            url=f"/moves/contract-work/{row.pk}/",
        )


def _side_work(today: date) -> Iterator[Task]:
    """The sheet of each month is closed by the end of the next one."""
    month = add_months(month_start(today), -1)
    rows = SideWork.objects.filter(
        state__in=(SideWorkState.RUNNING, SideWorkState.STOPPED), starts_on__lt=month_start(today)
    ).exclude(months__month=month, months__state=SheetState.CLOSED)
    for row in rows.distinct():
        yield Task(
            kind=AgendaKind.SIDE_WORK,
            key=f"{AgendaKind.SIDE_WORK}:{row.pk}:{month:%Y-%m}",
            subject=f"{row.number} {month:%Y-%m}",
            starts_on=month_start(today),
            due_on=month_end(today),
            url=f"/moves/side-work/{row.pk}/",
        )


type _Finder = Callable[[date], Iterator[Any]]
_PRIVACY: Final[tuple[_Finder, ...]] = (_requests, _incidents, _pool)
_AGENCY: Final[tuple[_Finder, ...]] = (
    *_PRIVACY,
    _separations,
    _ban_ends,
    _licences,
    _slots,
    desk.lectures,
    desk.unfiled_tables,
    desk.order_ends,
    desk.agency_opening_checks,
    desk.search_ends,
    desk.missing_terms,
    desk.agency_answers,
    desk.agency_guarantees,
    desk.invoices_due,
    desk.refund_windows,
)
_COMPANY: Final[tuple[_Finder, ...]] = (
    *_PRIVACY,
    _own_slots,
    _secondments,
    _pay_days,
    _end_notices,
    _side_work,
    _move_cases,
    desk.company_opening_checks,
    desk.company_answers,
    desk.company_guarantees,
    desk.invoices_to_pay,
)
