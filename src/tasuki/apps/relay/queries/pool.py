"""May a company ask a past applicant to stay in its pool? Only after the result was told."""

from tasuki.apps.action import require
from tasuki.apps.actor import Actor
from tasuki.apps.consent.models import Purpose
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.relay.queries.holdings import own_record_ids, told_application_ids
from tasuki.core.access import OrganisationKind, Permission

OFFERED = (Purpose.POOL, Purpose.JOB_MAILS)
"""What a company asks a past applicant: two questions, each with an answer of its own."""


def may_be_asked(*, actor: Actor) -> bool:
    """Return whether the company bound now may ask the person for the pool.

    The result was told and every selection here is over, so that the answer can touch none of
    them; somebody who stopped all notices is not asked.

    Args:
        actor: the person.

    Source: 個人情報保護法 17条, 18条; 職業安定法 4条, 5条の5 (H3: nothing asked before the result).
    """
    require(actor, Permission.OWN_DATA_VIEW)
    if actor.kind is not OrganisationKind.COMPANY:
        return False
    ids = own_record_ids(actor)
    if TalentRecord.objects.filter(id__in=ids, stopped_at__isnull=False).exists():
        return False
    outcomes = dict(
        Application.objects.filter(talent_record_id__in=ids).values_list("id", "outcome")
    )
    still_open = {Application.Outcome.RUNNING, Application.Outcome.HIRED}
    return bool(told_application_ids(outcomes)) and not still_open & set(outcomes.values())
