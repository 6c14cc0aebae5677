"""The nightly run of the retention job, and one that a member started."""

from collections import Counter
from datetime import datetime
from typing import Final

import structlog
from django.tasks import task
from django.utils import timezone

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.messages.actions import notify
from tasuki.apps.orgs.models import Organisation
from tasuki.apps.orgs.queries import list_organisations
from tasuki.apps.upkeep.accounts import forget_left_accounts, forget_old_sessions
from tasuki.apps.upkeep.actions import plan_disposal, run_disposal
from tasuki.core.access import OrganisationKind, Permission

FAILED: Final = "failed"
"""How many organisations the night could not finish, among the sums by rule."""
RETENTION_PAGE: Final = "/privacy/retention/"
_log = structlog.get_logger()


def dispose_everywhere(*, dry_run: bool = False, now: datetime) -> dict[str, int]:
    """Run or plan in every organisation and return the sums by rule."""
    sums: Counter[str] = Counter()
    for organisation in list_organisations():
        try:
            sums.update(_dispose_in(organisation, dry_run=dry_run, now=now))
        except Exception:  # noqa: BLE001 - the rows of the next organisation are due all the same
            _log.exception("disposal failed", organisation_id=organisation.pk)
            sums[FAILED] += 1
            if not dry_run:
                _tell(organisation, now=now)
    sums["orgs.Account"] += forget_left_accounts(dry_run=dry_run, now=now)
    if not dry_run:
        sums["sessions"] += forget_old_sessions(now=now)
    return dict(sums)


def _dispose_in(organisation: Organisation, *, dry_run: bool, now: datetime) -> dict[str, int]:
    actor = _task_actor(organisation)
    if dry_run:
        plan = plan_disposal(actor=actor, now=now)
        return {line.rule: line.count for line in plan.lines}
    run = run_disposal(actor=actor, now=now)
    if run is None:
        return {}
    if any(line.get("refused") for line in run.lines):
        _tell(organisation, now=now)
    return {line["rule"]: line["done"] for line in run.lines}


def _tell(organisation: Organisation, *, now: datetime) -> None:
    """Tell those who may run it that something past its ceiling is still there."""
    with bound(organisation.pk, None):
        notify(
            actor=_task_actor(organisation),
            text="保存期間を過ぎた記録の一部を消去できませんでした。保存と消去の画面で確認してください。",
            text_en="Some records past their period could not be deleted. See the retention page.",
            url=RETENTION_PAGE,
            needs=Permission.RETENTION_VIEW,
            mail_to=Permission.RETENTION_RUN,
            now=now,
        )


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
