"""Run a draft, run a whole file at once, and take an import back."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.errors import ConflictError, InvalidInputError
from tasuki.apps.imports import engine, tasks
from tasuki.apps.imports.actions.drafts import give_answers
from tasuki.apps.imports.locks import lock_draft, lock_run
from tasuki.apps.imports.models import ImportRun, StagedRow
from tasuki.apps.imports.policy import BACKGROUND_ROWS, KEPT_DAYS, permission_of
from tasuki.apps.imports.profiles import apply_profile
from tasuki.apps.imports.rows import Row, Verdict
from tasuki.apps.imports.running import (
    WRITTEN,
    count,
    finish,
    record_finished,
    run_to_end,
    write_block,
)
from tasuki.apps.imports.staging import Trial, staged_of
from tasuki.apps.imports.targets import Target
from tasuki.apps.imports.undoing import Undone, undo_run
from tasuki.core.law.acts import Act

type Answers = Mapping[str, Mapping[str, str]]
"""Field -> word -> code."""

UNDO_DAYS = KEPT_DAYS
ENDED = frozenset({ImportRun.State.DONE, ImportRun.State.PARTLY, ImportRun.State.FAILED})


@action(act=Act.LIST_JOBS)
def start_import(
    *, actor: Actor, run_id: UUID, is_all_or_nothing: bool = False, now: datetime
) -> ImportRun:
    """Write the rows of a checked draft: at once if they are few, else in the background.

    Args:
        actor: who imports.
        run_id: a draft whose rows are checked.
        is_all_or_nothing: refuse while one row has an error; one transaction for all rows.
        now: when.

    Raises:
        NotVisibleError: no such draft.
        ConflictError: its rows are not checked, or it is no draft any more.
        InvalidInputError: all rows were asked for, and some have errors (``is_all_or_nothing``).
    """
    run = lock_draft(actor=actor, run_id=run_id)
    if run.step != ImportRun.Step.CHECK:
        raise ConflictError
    if is_all_or_nothing:
        _refuse_errors(StagedRow.objects.filter(run=run, verdict=Verdict.ERROR).count())
    run.state, run.step = ImportRun.State.RUNNING, ImportRun.Step.RUN
    run.is_all_or_nothing, run.imported_by_id = is_all_or_nothing, actor.account_id
    run.save()
    if run.row_count > BACKGROUND_ROWS:
        tasks.run_import.enqueue(
            organisation_id=run.organisation_id, run_id=str(run.id), account_id=actor.account_id
        )
        return run
    run_to_end(actor=actor, run=run, now=now)
    return run


@action(act=Act.LIST_JOBS)
def import_file(
    *,
    actor: Actor,
    data: bytes,
    file_name: str,
    kind: str = "applicants",
    mapping: Mapping[str, str] | None = None,
    answers: Answers | None = None,
    is_all_or_nothing: bool = False,
    now: datetime,
) -> ImportRun:
    """Import a whole file in one transaction with what is proposed; nothing is sent to anybody.

    The same steps as a draft walks, without a stop between them. The same file again changes
    nothing: every row has a number that follows from the row.

    Args:
        actor: who imports.
        data: csv, tsv, xlsx, xls or ods.
        file_name: for people.
        kind: what the rows are.
        mapping: header -> field; None takes what is proposed or remembered.
        answers: field -> word -> code, for words that are not known.
        is_all_or_nothing: import nothing while one row has an error.
        now: the moment of the import.

    Raises:
        InvalidInputError: the file (``file``), the mapping (``mapping``), an answer
            (``answers``), or rows with errors (``is_all_or_nothing``).
    """
    require(actor, permission_of(kind))
    trial = _read(actor, data, file_name, kind, mapping, answers, now=now)
    run = trial.run
    run.is_all_or_nothing = is_all_or_nothing
    run.save(force_insert=True)
    # All rows are judged before the first is written: a row never meets itself.
    blocks = list(trial.blocks())
    if is_all_or_nothing:
        _refuse_errors(sum(row.verdict == Verdict.ERROR for row in trial.rows))
    for block in blocks:
        _write_at_once(run, trial.target, block, now=now)
    finish(run, now=now)
    run.save()
    record_finished(actor=actor, run=run, now=now)
    return run


@action(act=Act.LIST_JOBS)
def try_file(
    *,
    actor: Actor,
    data: bytes,
    file_name: str,
    kind: str = "applicants",
    mapping: Mapping[str, str] | None = None,
    answers: Answers | None = None,
    now: datetime,
) -> Trial:
    """Say what ``import_file`` would do, and store nothing.

    Raises:
        InvalidInputError: as for ``import_file``.
    """
    require(actor, permission_of(kind))
    trial = _read(actor, data, file_name, kind, mapping, answers, now=now)
    for row in trial.judged():
        if row.verdict == Verdict.ERROR:
            trial.failed.append(row)
        trial.counts[str(row.verdict)] += 1
    return trial


def _read(
    actor: Actor,
    data: bytes,
    file_name: str,
    kind: str,
    mapping: Mapping[str, str] | None,
    answers: Answers | None,
    *,
    now: datetime,
) -> Trial:
    table = engine.open_table(data, file_name)
    columns = engine.propose_columns(table, kind=kind)
    run = ImportRun(
        id=uuid.uuid4(),
        organisation_id=actor.organisation_id,
        kind=kind,
        file_name=file_name[-200:],
        file_hash=hashlib.sha256(data).hexdigest(),
        state=ImportRun.State.RUNNING,
        imported_by_id=actor.account_id,
        row_count=len(table.rows),
        headers=list(table.headers),
        mapping=engine.mapping_of(columns),
        found=engine.describe(table),
    )
    apply_profile(run)
    if mapping is not None:
        engine.choose(run, mapping)
    engine.check_mapping(run)
    give_answers(run, answers or {})
    rows = engine.read_rows(
        table, kind=kind, mapping=run.mapping, answers=run.answers, today=localdate(now)
    )
    return Trial(run, rows)


def _write_at_once(run: ImportRun, target: Target, block: Sequence[Row], *, now: datetime) -> None:
    """Write what is good of a block and keep what is bad for the file of errors."""
    write_block(run, target, [row for row in block if row.verdict in WRITTEN], now=now)
    bad = [row for row in block if row.verdict == Verdict.ERROR]
    for row in bad:
        row.forget_held(run.headers)
    staged = [staged_of(run, row) for row in bad]
    for one in staged:
        one.is_done = True
    StagedRow.objects.bulk_create(staged)
    count(run, block)


@action(act=None)
def undo_import(*, actor: Actor, run_id: UUID, now: datetime) -> Undone:
    """Remove what an import made and restore what it changed, unless used since.

    Within seven days; what somebody worked on since then stays as it is, and ``kept`` of the
    import tells why. A large import is taken back by a task, in one transaction.

    Raises:
        NotVisibleError: no such import.
        ConflictError: it did not end yet, was taken back before, or the seven days are over.
    """
    run = lock_run(actor=actor, run_id=run_id)
    if run.state not in ENDED or now - run.created_at >= timedelta(days=UNDO_DAYS):
        raise ConflictError
    if run.row_count > BACKGROUND_ROWS:
        run.state = ImportRun.State.UNDOING
        run.save(update_fields=["state"])
        tasks.undo_import.enqueue(
            organisation_id=run.organisation_id, run_id=str(run.id), account_id=actor.account_id
        )
        return Undone(is_waiting=True)
    return undo_run(actor=actor, run=run, now=now)


def _refuse_errors(bad: int) -> None:
    if bad:
        raise InvalidInputError(
            ja=f"エラーが{bad:,}行あるため、全行の取り込みはできません。"
            "直してから取り込むか、問題のない行だけを取り込んでください。",
            en=f"{bad:,} rows have errors, so not all rows can be imported. Repair them, or import "
            "the good rows only.",
            code="rows_with_errors",
            field="is_all_or_nothing",
        )
