"""The nightly run of the retention job, and one that a member started."""

from collections import Counter
from datetime import datetime

from django.tasks import task
from django.utils import timezone

from tasuki.apps.actor import Actor
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.orgs.queries import list_organisations
from tasuki.apps.upkeep.accounts import forget_left_accounts
from tasuki.apps.upkeep.actions import plan_disposal, run_disposal
from tasuki.core.access import OrganisationKind


def dispose_everywhere(*, dry_run: bool = False, now: datetime) -> dict[str, int]:
    """Run or plan in every organisation and return the sums by rule."""
    sums: Counter[str] = Counter()
    for organisation in list_organisations():
        actor = _task_actor(organisation)
        if dry_run:
            plan = plan_disposal(actor=actor, now=now)
            sums.update({line.rule: line.count for line in plan.lines})
        elif run := run_disposal(actor=actor, now=now):
            sums.update({line["rule"]: line["done"] for line in run.lines})
    sums["orgs.Account"] += forget_left_accounts(dry_run=dry_run, now=now)
    return dict(sums)


@task
def dispose_night() -> None:
    """Delete what is past its ceiling."""
    dispose_everywhere(now=timezone.now())


@task
def go_on(*, organisation_id: int) -> None:
    """Finish the run that a member started on the page."""
    organisation = Organisation.objects.get(id=organisation_id)
    run_disposal(actor=_task_actor(organisation), now=timezone.now())


def _task_actor(organisation: Organisation) -> Actor:
    return Actor.for_task(organisation_id=organisation.pk, kind=OrganisationKind(organisation.kind))
