"""The nightly run over the alumni networks of all companies."""

from datetime import datetime

from django.tasks import task
from django.utils import timezone

from tasuki.apps.actor import Actor
from tasuki.apps.alumni.clock import keep_in_step
from tasuki.apps.orgs.queries import list_organisations
from tasuki.core.access import OrganisationKind


def keep_all_in_step(*, now: datetime) -> int:
    """Invite, ask, and end memberships in all companies; return how many were touched."""
    return sum(
        keep_in_step(
            actor=Actor.for_task(organisation_id=one.pk, kind=OrganisationKind.COMPANY), now=now
        )
        for one in list_organisations()
        if one.kind == OrganisationKind.COMPANY
    )


@task
def keep_networks_in_step() -> None:
    """Invite, ask, and end memberships in all companies."""
    keep_all_in_step(now=timezone.now())
