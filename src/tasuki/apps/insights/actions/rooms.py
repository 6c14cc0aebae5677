"""Take over what the rooms of the house know: facts are told once and corrected in place."""

from dataclasses import replace
from datetime import datetime

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.insights.actions.facts import Outcome, save_outcome
from tasuki.apps.insights.actions.gathering import SOURCE, list_outcomes
from tasuki.apps.insights.models import OutcomeFact
from tasuki.core.access import Permission


@action(act=None)
def gather_outcomes(*, actor: Actor, now: datetime) -> int:
    """Write what is new or has changed in the rooms; return how many facts that were.

    What a fact once said of a return or an end stays when the row behind it lost its person.
    """
    require(actor, Permission.KPI_EDIT)
    today = localdate(now)
    known = {row.source_key: row for row in OutcomeFact.objects.filter(source=SOURCE)}
    changed = 0
    for outcome in list_outcomes(actor.kind, today=today):
        row = known.get(outcome.source_key)
        if row is not None and _says_the_same(row, outcome):
            continue
        save_outcome(
            organisation_id=actor.organisation_id, outcome=_keep(row, outcome), today=today
        )
        changed += 1
    if changed:
        audit.record(
            actor=actor,
            kind="kpi.gather",
            object_kind="figures",
            object_id=SOURCE,
            now=now,
            data={"count": changed},
        )
    return changed


def _keep(row: OutcomeFact | None, outcome: Outcome) -> Outcome:
    if row is None:
        return outcome
    return replace(
        outcome,
        followed_on=outcome.followed_on or row.followed_on,
        ended_on=outcome.ended_on and (row.ended_on or outcome.ended_on),
    )


def _says_the_same(row: OutcomeFact, outcome: Outcome) -> bool:
    kept = _keep(row, outcome)
    return all(getattr(row, name) == value for name, value in kept.values().items())
