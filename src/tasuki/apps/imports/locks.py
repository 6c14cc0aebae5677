"""Locks of an import: whoever changes it holds its row."""

from uuid import UUID

from tasuki.apps.action import require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ConflictError, NotVisibleError
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.imports.policy import permission_of


def lock_run(*, actor: Actor, run_id: UUID) -> ImportRun:
    """Lock an import that the actor may work on.

    Raises:
        NotAllowedError: the role may not import this kind.
        NotVisibleError: no such import.
    """
    run = ImportRun.objects.select_for_update().filter(id=run_id).first()
    if run is None:
        raise NotVisibleError
    require(actor, permission_of(run.kind))
    return run


def lock_draft(*, actor: Actor, run_id: UUID) -> ImportRun:
    """Lock an import to which nothing happened yet.

    Raises:
        NotAllowedError: the role may not import this kind.
        NotVisibleError: no such import.
        ConflictError: it runs, or is over.
    """
    run = lock_run(actor=actor, run_id=run_id)
    if run.state != ImportRun.State.DRAFT:
        raise ConflictError
    return run
