"""What is due for openings by the clock: nobody is shown what nobody confirmed."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.tasks import task
from django.utils import timezone
from django.utils.timezone import localdate

from tasuki.apps.action import action
from tasuki.apps.actor import Actor
from tasuki.apps.openings.models import Opening
from tasuki.apps.openings.steps import end_opening, record_act, step_on
from tasuki.apps.orgs.queries import list_organisations
from tasuki.core.access import OrganisationKind
from tasuki.core.law.posting import stale_days
from tasuki.core.openings.states import PostingEvent


@action(act=None)
def suspend_stale_openings(*, actor: Actor, now: datetime) -> int:
    """Suspend what is stale, close what is over, and return how many openings it was.

    Args:
        actor: the clock, for one organisation.
        now: the moment; the days count in Tokyo.

    Source: 職業安定法 5条の4 (up to date); design: ``posting_stale_days``.
    """
    today = localdate(now)
    fresh_from = today - timedelta(days=stale_days(on=today))
    running = (Opening.State.ACCEPTED, Opening.State.OPEN, Opening.State.SUSPENDED)
    due = Opening.objects.select_for_update(of=("self",)).filter(
        Q(state=Opening.State.OPEN, as_of__lt=fresh_from)
        | Q(state__in=running, employer__isnull=False, valid_to__lt=today)
    )
    rows = list(due.order_by("number"))
    for opening in rows:
        if opening.valid_to is not None and opening.valid_to < today:
            end_opening(opening, PostingEvent.CLOSE, now=now)
            record_act(actor, opening, "expire", now)
            continue
        step_on(opening, PostingEvent.SUSPEND)
        opening.save(update_fields=["state"])
        record_act(actor, opening, "suspend", now)
    return len(rows)


def suspend_for_all(*, now: datetime) -> int:
    """Suspend what is stale in every organisation and return how many openings it was."""
    kinds = (OrganisationKind.COMPANY, OrganisationKind.AGENCY)
    return sum(
        suspend_stale_openings(
            actor=Actor.for_task(organisation_id=one.pk, kind=OrganisationKind(one.kind)), now=now
        )
        for one in list_organisations()
        if one.kind in kinds
    )


@task
def suspend_stale() -> None:
    """Suspend what is stale in every organisation."""
    suspend_for_all(now=timezone.now())
