"""The daily reminders, agency by agency."""

from datetime import datetime

from django.tasks import task
from django.utils import timezone

from tasuki.apps.actor import Actor
from tasuki.apps.introductions.reminders import remind_of_introductions
from tasuki.apps.orgs.queries import list_organisations
from tasuki.core.access import OrganisationKind


def remind_agencies(*, now: datetime) -> int:
    """Remind in every agency and return how many mails and notices were written."""
    return sum(
        remind_of_introductions(
            actor=Actor.for_task(organisation_id=one.pk, kind=OrganisationKind.AGENCY), now=now
        )
        for one in list_organisations()
        if one.kind == OrganisationKind.AGENCY
    )


@task
def remind_all() -> None:
    """Remind in every agency."""
    remind_agencies(now=timezone.now())
