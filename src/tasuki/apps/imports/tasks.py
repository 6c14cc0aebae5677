"""The background part of a large import."""

from typing import Final
from uuid import UUID

from django.core.files.storage import default_storage
from django.tasks import task
from django.utils import timezone

from tasuki.adapters.postgres.context import bound
from tasuki.adapters.sealed import read_sealed
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError
from tasuki.apps.imports.files import open_table
from tasuki.apps.imports.job import advance, choose_columns, prepare_job, record_finished
from tasuki.apps.imports.models import ImportRun
from tasuki.core.access import OrganisationKind

FOLDER: Final = "imports"
"""Where a large file waits, sealed, until its import is done."""


@task
def run_import(
    organisation_id: int,
    run_id: str,
    path: str,
    account_id: int | None,
    mapping: dict[str, str] | None,
) -> None:
    """Import a stored file block by block, one transaction each, and remove the file.

    A worker that takes the job over finds the counters of the last committed block.
    """
    if not default_storage.exists(path):
        return  # finished before, and only the answer got lost
    actor = Actor(
        organisation_id=organisation_id,
        kind=OrganisationKind.COMPANY,
        role=None,
        account_id=account_id,
        name="Tasuki",
    )
    is_left = True
    with bound(organisation_id, account_id):
        data = read_sealed(path, folder=FOLDER, subject_id=UUID(run_id))
        file_name = ImportRun.objects.values_list("file_name", flat=True).get(id=run_id)
    try:
        table = open_table(data, file_name)
        job = prepare_job(table, choose_columns(table.headers, mapping))
    except InvalidInputError as error:
        with bound(organisation_id, account_id):
            ImportRun.objects.filter(id=run_id).update(
                state=ImportRun.State.FAILED, problem=error.ja, finished_at=timezone.now()
            )
        is_left = False
    while is_left:
        now = timezone.now()
        with bound(organisation_id, account_id):
            run = ImportRun.objects.select_for_update().get(id=run_id)
            if run.state != ImportRun.State.RUNNING:
                break
            is_left = advance(run, job, now=now)
            run.save()
            if not is_left:
                record_finished(actor=actor, run=run, now=now)
    default_storage.delete(path)
