"""The daily reminders, company by company."""

from datetime import datetime

from django.tasks import task
from django.utils import timezone

from tasuki.apps.actor import Actor
from tasuki.apps.moves.reminders import remind_of_moves
from tasuki.apps.orgs.queries import list_organisations
from tasuki.core.access import OrganisationKind


def remind_companies(*, now: datetime) -> int:
    """Remind every company of its moves and return how many notices were sent."""
    return sum(
        remind_of_moves(
            actor=Actor.for_task(organisation_id=one.pk, kind=OrganisationKind.COMPANY), now=now
        )
        for one in list_organisations()
        if one.kind == OrganisationKind.COMPANY
    )


@task
def remind_all() -> None:
    """Remind every company of its moves."""
    remind_companies(now=timezone.now())
