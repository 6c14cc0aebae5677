"""Searches in the background, and the look at what arrived without being announced."""

from uuid import UUID

from django.tasks import task
from django.utils import timezone

from tasuki.apps.actor import Actor
from tasuki.apps.orgs.queries import list_companies
from tasuki.apps.same_person import job, telling
from tasuki.core.access import OrganisationKind


@task
def search_all(organisation_id: int, kind: str, run_id: str) -> None:
    """Look for pairs among all records of one organisation."""
    job.run_search(actor=_actor(organisation_id, kind), run_id=UUID(run_id), clock=timezone.now)


@task
def check_arrivals(organisation_id: int, kind: str, record_ids: list[str]) -> None:
    """Compare new records of one organisation with all others."""
    job.check_arrivals(
        actor=_actor(organisation_id, kind),
        record_ids=[UUID(one) for one in record_ids],
        clock=timezone.now,
    )


@task
def sweep_arrivals() -> int:
    """Look at records of companies that arrived without being announced; return how many."""
    return sum(
        job.sweep_arrivals(actor=_actor(one.pk, one.kind), clock=timezone.now)
        for one in list_companies()
    )


@task
def tell_doubles() -> int:
    """Tell each company once a night what waits; return how many were told."""
    return sum(
        telling.tell_doubles(actor=_actor(one.pk, one.kind), now=timezone.now())
        for one in list_companies()
    )


def _actor(organisation_id: int, kind: str) -> Actor:
    return Actor.for_task(organisation_id=organisation_id, kind=OrganisationKind(kind))
