"""The background part of acts on many people."""

from typing import Final
from uuid import UUID

import structlog
from django.tasks import task
from django.utils import timezone

from tasuki.adapters.postgres.context import bound
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ActionError
from tasuki.apps.people import bulk_running
from tasuki.apps.people.exporting import list_lines
from tasuki.apps.people.models import BulkRun
from tasuki.core.access import OrganisationKind

_log = structlog.get_logger()
_BROKEN: Final = "途中で問題が起きました。もう一度お試しください。 Something went wrong; try again."


@task
def run_bulk(organisation_id: int, run_id: str, account_id: int | None) -> None:
    """Do an act on many people, one transaction for each block.

    A worker that takes the job over goes on behind the last committed block.
    """
    actor = _actor(organisation_id, account_id)
    collected: list[list[list[str]]] = []
    is_left = True
    while is_left:
        try:
            with bound(organisation_id, account_id):
                is_left = _run_block(actor, UUID(run_id), collected)
        except Exception as error:  # noqa: BLE001 - the run must say that it stopped
            _fail(actor, run_id, BulkRun.State.RUNNING, error)
            return


@task
def undo_bulk(organisation_id: int, run_id: str, account_id: int | None) -> None:
    """Undo a large act; where that fails, nothing of it was done and it says so."""
    actor = _actor(organisation_id, account_id)
    try:
        with bound(organisation_id, account_id):
            run = _lock(UUID(run_id))
            if run is not None and run.state == BulkRun.State.UNDOING:
                bulk_running.take_back(actor=actor, run=run, now=timezone.now())
    except Exception as error:  # noqa: BLE001 - the run must say that it stopped
        _fail(actor, run_id, BulkRun.State.UNDOING, error)


def _run_block(actor: Actor, run_id: UUID, collected: list[list[list[str]]]) -> bool:
    """Do one block; return whether people are left.

    Args:
        actor: in whose name.
        run_id: the act.
        collected: lines of an export, block by block, of this job; the last writes the file.
    """
    run, now = _lock(run_id), timezone.now()
    if run is None or run.state != BulkRun.State.RUNNING:
        return False
    if run.act != BulkRun.Act.EXPORT:
        return bulk_running.advance(actor=actor, run=run, now=now)
    if not collected:
        run.done_count = 0  # the worker before died with its lines
    block = bulk_running.next_block(run)
    collected.append(list_lines(block, language=run.asked.get("language", "ja")))
    run.done_count += len(block)
    if run.done_count < run.total_count:
        run.save(update_fields=["done_count"])
        return True
    lines = [line for part in collected for line in part]
    bulk_running.keep_file(actor=actor, run=run, lines=lines, now=now)
    return False


def _fail(actor: Actor, run_id: str, state: str, error: Exception) -> None:
    _log.exception("an act on many people failed", organisation_id=actor.organisation_id)
    said = error.ja if isinstance(error, ActionError) else _BROKEN
    with bound(actor.organisation_id, actor.account_id):
        run = _lock(UUID(run_id))
        if run is not None and run.state == state:
            run.state, run.problem, run.finished_at = BulkRun.State.FAILED, said, timezone.now()
            run.asked, run.person_ids = {}, []
            run.save()


def _lock(run_id: UUID) -> BulkRun | None:
    return BulkRun.objects.select_for_update(of=("self",)).filter(id=run_id).first()


def _actor(organisation_id: int, account_id: int | None) -> Actor:
    return Actor(
        organisation_id=organisation_id,
        kind=OrganisationKind.COMPANY,
        role=None,
        account_id=account_id,
        name="Tasuki",
    )
