"""The nightly run over the consents of every organisation."""

from datetime import datetime

import structlog
from django.tasks import task
from django.utils import timezone

from tasuki.apps.actor import Actor
from tasuki.apps.consent.parts import purposes_of
from tasuki.apps.consent.renewals import run_consent_night
from tasuki.apps.orgs.queries import list_organisations
from tasuki.core.access import OrganisationKind

log = structlog.get_logger()


@task
def run_consents_of_all() -> None:
    """Enqueue the night of every organisation that asks for consents."""
    now = timezone.now().isoformat()
    for organisation in list_organisations():
        kind = OrganisationKind(organisation.kind)
        if purposes_of(kind):
            run_consents_of.enqueue(organisation_id=organisation.pk, kind=str(kind), now_text=now)


@task
def run_consents_of(organisation_id: int, kind: str, now_text: str) -> None:
    """Do what is due with the consents of one organisation; safe to repeat.

    Args:
        organisation_id: the organisation.
        kind: what it is before the law.
        now_text: moment of the run in ISO form, so that a repetition decides alike.
    """
    actor = Actor.for_task(organisation_id=organisation_id, kind=OrganisationKind(kind))
    night = run_consent_night(actor=actor, now=datetime.fromisoformat(now_text))
    log.info(
        "consent night",
        organisation_id=organisation_id,
        refused=night.refused,
        counts=night.counts,
    )
