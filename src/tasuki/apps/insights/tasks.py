"""The monthly run: close the month before, and mail what it closed with to who asked for it."""

from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.tasks import task
from django.utils import timezone
from django.utils.timezone import localdate

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.insights.actions.closing import close_month
from tasuki.apps.insights.actions.rooms import gather_outcomes
from tasuki.apps.insights.models import CostEntry, FigureMonth, OutcomeFact
from tasuki.apps.insights.queries.board import find_board, find_plan
from tasuki.apps.insights.queries.facts import FiscalYear
from tasuki.apps.insights.texts import write_month
from tasuki.apps.messages.actions import Draft, queue_mails
from tasuki.apps.orgs.models import Membership, Organisation
from tasuki.apps.orgs.queries import list_organisations
from tasuki.core.access import OrganisationKind, Permission, Role, permissions_of
from tasuki.core.dates import month_end

CLOSING_DAY: Final = 15
"""The month before is closed on this day: bills of a month arrive in the first days of the next."""

KINDS: Final = (OrganisationKind.COMPANY, OrganisationKind.MUNICIPALITY)
PAGE: Final = "/figures/"


def gather_everywhere(*, now: datetime) -> int:
    """Read the rooms of every organisation that did not turn it off; return how many facts."""
    count = 0
    for one in list_organisations():
        if one.kind not in KINDS:
            continue
        actor = Actor.for_task(organisation_id=one.pk, kind=OrganisationKind(one.kind))
        with bound(one.pk, None):
            if find_plan().counts_rooms:
                count += gather_outcomes(actor=actor, now=now)
    return count


def close_due_months(*, now: datetime) -> int:
    """Close the month before wherever facts or costs are kept; return how many were closed."""
    today = localdate(now)
    if today.day < CLOSING_DAY:
        return 0
    last = today.replace(day=1) - timedelta(days=1)
    return sum(
        _close(one, month=last.replace(day=1), now=now)
        for one in list_organisations()
        if one.kind in KINDS
    )


def _close(organisation: Organisation, *, month: date, now: datetime) -> bool:
    actor = Actor.for_task(
        organisation_id=organisation.pk, kind=OrganisationKind(organisation.kind)
    )
    with bound(organisation.pk, None):
        is_kept = OutcomeFact.objects.exists() or CostEntry.objects.exists()
        if not is_kept or FigureMonth.objects.filter(month=month).exists():
            return False
        close_month(actor=actor, month=month, now=now)
        if find_plan().mails_month:
            _mail(actor, organisation, month, now=now)
    return True


def _mail(actor: Actor, organisation: Organisation, month: date, *, now: datetime) -> None:
    """Write to members who enter figures; they see them on the page without anything hidden."""
    year, until = FiscalYear.of(month).year, month_end(month)
    board = find_board(actor=actor, year=year, today=until)
    if board is None:
        return
    subject, text = write_month(
        name=organisation.name,
        month=month,
        board=board,
        before=find_board(actor=actor, year=year - 1, today=until),
        url=settings.BASE_URL + PAGE,
    )
    rows = Membership.objects.select_related("account").filter(
        ended_at=None, account__is_active=True
    )
    drafts = [
        Draft(
            kind="monthly_figures",
            to_address=row.account.email,
            subject=subject.ja,
            text=text.ja,
            reference_kind="figures",
        )
        for row in rows
        if Permission.KPI_EDIT in permissions_of(Role(row.role))
    ]
    if drafts:
        queue_mails(actor=actor, drafts=drafts, now=now)


@task
def close_all() -> None:
    """Read the rooms, then close the month before wherever it is due."""
    gather_everywhere(now=timezone.now())
    close_due_months(now=timezone.now())
