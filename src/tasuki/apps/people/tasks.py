"""The daily reminders of tags, company by company."""

from datetime import datetime

from django.tasks import task
from django.utils import timezone

from tasuki.apps.actor import Actor
from tasuki.apps.orgs.queries import list_organisations
from tasuki.apps.people.actions.tags import remind_tags
from tasuki.core.access import OrganisationKind


def remind_everywhere(*, now: datetime) -> int:
    """Remind every company of its tags and return how many notices were written."""
    return sum(
        remind_tags(
            actor=Actor.for_task(organisation_id=one.pk, kind=OrganisationKind.COMPANY), now=now
        )
        for one in list_organisations()
        if one.kind == OrganisationKind.COMPANY
    )


@task
def remind_all() -> None:
    """Remind every company of its tags."""
    remind_everywhere(now=timezone.now())
