"""Jobs of rounds in the background, and the daily reminders."""

from datetime import datetime
from uuid import UUID

from django.tasks import task
from django.utils import timezone

from tasuki.apps.actor import Actor
from tasuki.apps.orgs.queries import list_organisations
from tasuki.apps.rounds import job
from tasuki.apps.rounds.reminders import remind_of_lists
from tasuki.core.access import OrganisationKind


@task
def work_on_round(organisation_id: int, kind: str, round_id: str, job_name: str) -> None:
    """Compare, clear or verify one round."""
    actor = Actor.for_task(organisation_id=organisation_id, kind=OrganisationKind(kind))
    job.run_job(actor=actor, round_id=UUID(round_id), job=job_name, clock=timezone.now)


def remind_people(*, now: datetime) -> int:
    """Remind in every organisation that may hold rounds; return how many mails were written."""
    return sum(
        remind_of_lists(
            actor=Actor.for_task(organisation_id=one.pk, kind=OrganisationKind(one.kind)), now=now
        )
        for one in list_organisations()
        if one.kind != OrganisationKind.PLATFORM
    )


@task
def remind_all() -> None:
    """Remind in every organisation."""
    remind_people(now=timezone.now())
