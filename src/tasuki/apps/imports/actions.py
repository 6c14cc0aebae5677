"""Import applicants from a file of another system: good rows in, bad rows back."""

import hashlib
import uuid
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from tasuki.adapters.sealed import store_sealed
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import ConflictError, NotVisibleError
from tasuki.apps.imports import tasks
from tasuki.apps.imports.files import open_table
from tasuki.apps.imports.job import (
    ImportJob,
    advance,
    choose_columns,
    prepare_job,
    record_finished,
)
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.people.models import Application, TalentRecord
from tasuki.apps.quarantine.actions import forget_passages
from tasuki.apps.relay.models import Invite
from tasuki.core.access import Permission
from tasuki.core.law.acts import Act

BACKGROUND_ROWS = 2_000
"""Larger files run as a task; smaller ones are done before the page answers."""

UNDO_DAYS = 7


@action(act=Act.LIST_JOBS)
def import_applicants(
    *,
    actor: Actor,
    data: bytes,
    file_name: str,
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
    now: datetime,
) -> ImportRun:
    """Import a whole file in one transaction; nothing is sent to anybody.

    The same file again changes nothing: every row has a number that follows from the row.

    Args:
        actor: who imports.
        data: the file, csv, tsv or xlsx.
        file_name: its name; the ending helps to read it.
        mapping: heading -> field of ``mapping.FIELDS``; None takes the proposal.
        dry_run: count and check only; the returned run is not stored.
        now: the moment of the import.

    Raises:
        InvalidInputError: the file (``file``) or the mapping (``mapping``) cannot be used.
    """
    require(actor, Permission.APPLICATION_IMPORT)
    run, job = _begin(actor, data, file_name, mapping)
    if not dry_run:
        run.save(force_insert=True)
    while advance(run, job, now=now, is_dry=dry_run):
        pass
    if not dry_run:
        run.save()
        record_finished(actor=actor, run=run, now=now)
    return run


@action(act=Act.LIST_JOBS)
def start_import(
    *,
    actor: Actor,
    data: bytes,
    file_name: str,
    mapping: Mapping[str, str] | None = None,
    now: datetime,
) -> ImportRun:
    """Import a file: at once if it is small, else in the background; poll the run.

    Raises:
        InvalidInputError: the file (``file``) or the mapping (``mapping``) cannot be used.
    """
    require(actor, Permission.APPLICATION_IMPORT)
    run, job = _begin(actor, data, file_name, mapping)
    if len(job.rows) <= BACKGROUND_ROWS:
        return import_applicants(
            actor=actor, data=data, file_name=file_name, mapping=mapping, now=now
        )
    run.save(force_insert=True)
    path = store_sealed(tasks.FOLDER, data, subject_id=run.id)
    tasks.run_import.enqueue(
        organisation_id=run.organisation_id,
        run_id=str(run.id),
        path=path,
        account_id=actor.account_id,
        mapping=dict(mapping) if mapping is not None else None,
    )
    return run


def _begin(
    actor: Actor, data: bytes, file_name: str, mapping: Mapping[str, str] | None
) -> tuple[ImportRun, ImportJob]:
    table = open_table(data, file_name)
    columns = choose_columns(table.headers, mapping)
    job = prepare_job(table, columns)
    run = ImportRun(
        id=uuid.uuid4(),
        organisation_id=actor.organisation_id,
        file_name=file_name[-200:],
        file_hash=hashlib.sha256(data).hexdigest(),
        state=ImportRun.State.RUNNING,
        imported_by_id=actor.account_id,
        row_count=len(job.rows),
        headers=list(table.headers),
        mapping={
            column.header: f"drop:{column.code}" if column.is_dropped else column.field
            for column in columns
        },
    )
    return run, job


@action(act=None)
def undo_import(*, actor: Actor, run_id: UUID, now: datetime) -> int:
    """Remove the applications that an import made, and people who have no other one.

    Within seven days; what somebody decided on since then stays.

    Returns:
        How many applications were removed.

    Raises:
        NotVisibleError: no such import.
        ConflictError: the seven days are over.
    """
    require(actor, Permission.APPLICATION_IMPORT)
    run = ImportRun.objects.select_for_update().filter(id=run_id).first()
    if run is None:
        raise NotVisibleError
    if (now - run.created_at).days >= UNDO_DAYS:
        raise ConflictError
    made = Application.objects.filter(import_run_id=run.id, decided_at=None, archived_at=None)
    unused = made.exclude(id__in=Invite.objects.values("application_id"))
    people = set(unused.values_list("talent_record_id", flat=True))
    forget_passages(run_id=run.id)
    count = unused.delete()[1].get("people.Application", 0)
    kept = set(
        Application.objects.filter(talent_record_id__in=people).values_list(
            "talent_record_id", flat=True
        )
    )
    TalentRecord.objects.filter(id__in=people - kept, stopped_at=None).delete()
    audit.record(
        actor=actor,
        kind="import.undo",
        object_kind="import",
        object_id=run.id,
        now=now,
        data={"count": count},
    )
    return count
