"""The daily reminders, organisation by organisation."""

from datetime import datetime

from django.tasks import task
from django.utils import timezone

from tasuki.apps.actor import Actor
from tasuki.apps.orgs.queries import list_organisations
from tasuki.apps.rights.reminders import remind_desk
from tasuki.core.access import OrganisationKind


def remind_everywhere(*, now: datetime) -> dict[str, int]:
    """Remind every organisation's desk and return the sums."""
    sums = {"requests": 0, "incidents": 0}
    for organisation in list_organisations():
        actor = Actor.for_task(
            organisation_id=organisation.pk, kind=OrganisationKind(organisation.kind)
        )
        for name, count in remind_desk(actor=actor, now=now).items():
            sums[name] += count
    return sums


@task
def remind_all() -> None:
    """Remind every desk of its deadlines."""
    remind_everywhere(now=timezone.now())
