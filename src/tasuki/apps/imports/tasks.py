"""The background part of large imports, and the end of what only waits."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import structlog
from django.tasks import task
from django.utils import timezone

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError
from tasuki.apps.imports.forgetting import forget_old
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.imports.running import advance, record_finished, run_to_end
from tasuki.apps.imports.staging import stage
from tasuki.apps.imports.targets import TARGETS
from tasuki.apps.imports.undoing import undo_run
from tasuki.apps.orgs.queries import list_organisations
from tasuki.core.access import OrganisationKind

_log = structlog.get_logger()
_BROKEN = (
    "取り込みの途中で問題が起きました。もう一度お試しください。 Something went wrong; try again."
)


@task
def check_draft(organisation_id: int, run_id: str, account_id: int | None) -> None:
    """Read and judge all rows of a large draft."""
    with bound(organisation_id, account_id):
        run = _locked(run_id)
        if run is None or run.state != ImportRun.State.CHECKING:
            return
        problem = _try(lambda: stage(run, now=timezone.now()))
        run.state = ImportRun.State.DRAFT
        run.problem = problem
        if not problem:
            run.step = ImportRun.Step.CHECK
        run.save()


@task
def run_import(organisation_id: int, run_id: str, account_id: int | None) -> None:
    """Write a large draft, one transaction for each block, or one for all or nothing.

    A worker that takes the job over goes on behind the last committed block.
    """
    actor = _actor(organisation_id, account_id)
    is_left = True
    while is_left:
        is_left = _run_block(actor, UUID(run_id))


@task
def undo_import(organisation_id: int, run_id: str, account_id: int | None) -> None:
    """Take a large import back; where that fails, nothing of it was done and it says so."""
    now = timezone.now()
    try:
        with bound(organisation_id, account_id):
            run = _locked(run_id)
            if run is not None and run.state == ImportRun.State.UNDOING:
                undo_run(actor=_actor(organisation_id, account_id), run=run, now=now)
    except Exception as error:  # noqa: BLE001 - the run must say that it stopped, whatever it was
        _log.exception("taking an import back failed", organisation_id=organisation_id)
        with bound(organisation_id, account_id):
            ImportRun.objects.filter(id=run_id, state=ImportRun.State.UNDOING).update(
                state=ImportRun.State.PARTLY, problem=_words_of(error)
            )


def _actor(organisation_id: int, account_id: int | None) -> Actor:
    return Actor(
        organisation_id=organisation_id,
        kind=OrganisationKind.COMPANY,
        role=None,
        account_id=account_id,
        name="Tasuki",
    )


def _run_block(actor: Actor, run_id: UUID) -> bool:
    """Write one block in a transaction of its own; return whether rows are left."""
    now = timezone.now()
    try:
        with bound(actor.organisation_id, actor.account_id):
            run = _locked(str(run_id))
            if run is None or run.state != ImportRun.State.RUNNING:
                return False
            if run.is_all_or_nothing:
                run_to_end(actor=actor, run=run, now=now)
                return False
            is_left = advance(run, now=now, target=TARGETS[run.kind](run))
            run.save()
            if not is_left:
                record_finished(actor=actor, run=run, now=now)
            return is_left
    except Exception as error:  # noqa: BLE001 - the run must say that it stopped, whatever it was
        _log.exception("import failed", organisation_id=actor.organisation_id)
        with bound(actor.organisation_id, actor.account_id):
            ImportRun.objects.filter(id=run_id, state=ImportRun.State.RUNNING).update(
                state=ImportRun.State.FAILED, problem=_words_of(error), finished_at=now
            )
        return False


def _locked(run_id: str) -> ImportRun | None:
    return ImportRun.objects.select_for_update().filter(id=run_id).first()


def _try(work: Callable[[], None]) -> str:
    """Do something and return what a person is told when it could not be done."""
    try:
        work()
    except ActionError as error:
        return _words_of(error)
    return ""


def _words_of(error: Exception) -> str:
    return error.ja if isinstance(error, ActionError) else _BROKEN


@task
def forget_old_imports() -> None:
    """Delete drafts, files, staged rows and ways back that are older than seven days."""
    now = timezone.now()
    for organisation in list_organisations():
        with bound(organisation.pk, None):
            forget_old(before=now - timedelta(days=7))
