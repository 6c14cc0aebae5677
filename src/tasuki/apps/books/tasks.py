"""The surveys of the morning, agency by agency."""

from datetime import datetime

from django.tasks import task
from django.utils import timezone

from tasuki.apps.actor import Actor
from tasuki.apps.books.surveys import run_surveys
from tasuki.apps.orgs.queries import list_organisations
from tasuki.core.access import OrganisationKind


def survey_agencies(*, now: datetime) -> int:
    """Run the surveys of every agency and return how many mails were written."""
    sent = 0
    for one in list_organisations():
        if one.kind == OrganisationKind.AGENCY:
            actor = Actor.for_task(organisation_id=one.pk, kind=OrganisationKind.AGENCY)
            counts = run_surveys(actor=actor, now=now)
            sent += counts["asked"] + counts["reminded"]
    return sent


@task
def survey_all() -> None:
    """Run the surveys of every agency."""
    survey_agencies(now=timezone.now())
