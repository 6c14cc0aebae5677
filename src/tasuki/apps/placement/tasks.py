"""The nightly run over the searches of every agency."""

from datetime import datetime

import structlog
from django.tasks import task
from django.utils import timezone

from tasuki.apps.actor import Actor
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.placement.seekers import expire_searches
from tasuki.core.access import OrganisationKind

log = structlog.get_logger()


@task
def run_searches_of_all() -> None:
    """Enqueue the night of every agency; a failing one does not hold up the others."""
    agencies = Organisation.objects.filter(kind=OrganisationKind.AGENCY).order_by("id")
    now = timezone.now().isoformat()
    for organisation_id in agencies.values_list("id", flat=True):
        run_searches_of.enqueue(organisation_id=organisation_id, now_text=now)


@task
def run_searches_of(organisation_id: int, now_text: str) -> None:
    """End what is over and say what ends soon in one agency; safe to repeat.

    Args:
        organisation_id: the agency.
        now_text: moment of the run in ISO form, so that a repetition decides alike.
    """
    actor = Actor.for_task(organisation_id=organisation_id, kind=OrganisationKind.AGENCY)
    count = expire_searches(actor=actor, now=datetime.fromisoformat(now_text))
    log.info("searches ended", organisation_id=organisation_id, count=count)
