"""The relay's background work; each task binds its organisation by itself."""

from datetime import datetime

import structlog
from django.tasks import task
from django.utils import timezone

from tasuki.apps.actor import Actor
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.relay.actions.nightly import run_night
from tasuki.core.access import OrganisationKind

log = structlog.get_logger()


@task
def run_night_of_all() -> None:
    """Enqueue the night of every agency; a failing one does not hold up the others."""
    agencies = Organisation.objects.filter(kind=OrganisationKind.AGENCY).order_by("id")
    now = timezone.now().isoformat()
    for organisation_id in agencies.values_list("id", flat=True):
        run_night_of.enqueue(organisation_id=organisation_id, now_text=now)


@task
def run_night_of(organisation_id: int, now_text: str) -> None:
    """Do everything that is due in one agency; safe to repeat.

    Args:
        organisation_id: the agency.
        now_text: moment of the run in ISO form, so that a repetition decides alike.
    """
    actor = Actor.for_task(organisation_id=organisation_id, kind=OrganisationKind.AGENCY)
    report = run_night(actor=actor, now=datetime.fromisoformat(now_text))
    log.info(
        "relay night",
        organisation_id=organisation_id,
        refused=report.refused,
        counts=report.counts,
    )
