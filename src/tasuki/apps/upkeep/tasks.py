"""The nightly run of the deletions, organisation by organisation."""

from collections import Counter
from datetime import datetime

from django.tasks import task
from django.utils import timezone

from tasuki.apps.actor import Actor
from tasuki.apps.orgs.queries import list_organisations
from tasuki.apps.upkeep.actions import STEPS, purge_rows
from tasuki.core.access import OrganisationKind


def purge_everywhere(*, dry_run: bool = False, now: datetime) -> dict[str, int]:
    """Delete in every organisation and return the sums by kind of row."""
    sums = Counter({step.name: 0 for step in STEPS})
    for organisation in list_organisations():
        actor = Actor.for_task(
            organisation_id=organisation.pk, kind=OrganisationKind(organisation.kind)
        )
        sums.update(purge_rows(actor=actor, dry_run=dry_run, now=now))
    return dict(sums)


@task
def purge_night() -> None:
    """Delete what is past its ceiling."""
    purge_everywhere(now=timezone.now())
