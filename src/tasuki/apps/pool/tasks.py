"""The nightly run over the talent pool of every company."""

from datetime import datetime

from django.tasks import task
from django.utils import timezone

from tasuki.apps.actor import Actor
from tasuki.apps.orgs.queries import list_organisations
from tasuki.apps.pool.actions import keep_in_step
from tasuki.core.access import OrganisationKind


def keep_all_in_step(*, now: datetime) -> int:
    """Bring the pools of all companies in line with their consents; return how many people."""
    return sum(
        keep_in_step(
            actor=Actor.for_task(organisation_id=one.pk, kind=OrganisationKind.COMPANY), now=now
        )
        for one in list_organisations()
        if one.kind == OrganisationKind.COMPANY
    )


@task
def keep_pools_in_step() -> None:
    """Bring the pools of all companies in line with their consents."""
    keep_all_in_step(now=timezone.now())
