"""The nightly plan and the reminders of the morning, organisation by organisation."""

from datetime import datetime

from django.tasks import task
from django.utils import timezone

from tasuki.apps.actor import Actor
from tasuki.apps.agenda.actions import plan_agenda, remind_of_agenda
from tasuki.apps.orgs.queries import list_organisations
from tasuki.core.access import OrganisationKind

KINDS = (OrganisationKind.AGENCY, OrganisationKind.COMPANY)


def plan_and_remind(*, now: datetime) -> int:
    """Plan and remind wherever there is a calendar; return how many tasks came to mind."""
    count = 0
    for one in list_organisations():
        if one.kind in KINDS:
            actor = Actor.for_task(organisation_id=one.pk, kind=OrganisationKind(one.kind))
            plan_agenda(actor=actor, now=now)
            count += remind_of_agenda(actor=actor, now=now)
    return count


@task
def remind_all() -> None:
    """Plan and remind in every organisation."""
    plan_and_remind(now=timezone.now())
