"""What is done every day, company by company: reminders of tags, the end of removed rows."""

from datetime import datetime

from django.tasks import task
from django.utils import timezone

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.orgs.queries import list_organisations
from tasuki.apps.people.actions.reminders import remind_tags
from tasuki.apps.people.actions.removing import forget_removed
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


@task
def forget_all_removed() -> None:
    """Delete what members removed seven days ago, in every company."""
    now = timezone.now()
    for one in list_organisations():
        with bound(one.pk, None):
            forget_removed(now=now)
