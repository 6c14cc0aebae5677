"""The first steps of an import: file, columns, values. Nothing is written to people's rows."""

import hashlib
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from tasuki.adapters.tabular.read import Table
from tasuki.apps.action import action, require
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError
from tasuki.apps.imports import engine, profiles, tasks
from tasuki.apps.imports.locks import lock_draft
from tasuki.apps.imports.models import ImportRun, StagedRow
from tasuki.apps.imports.policy import BACKGROUND_ROWS, permission_of
from tasuki.apps.imports.staging import stage
from tasuki.apps.imports.store import drop_file, keep_clean_copy, keep_file, load_table
from tasuki.core.law.acts import Act

READING = frozenset({"encoding", "delimiter", "sheet", "header_row"})


@action(act=Act.LIST_JOBS)
def start_draft(
    *, actor: Actor, data: bytes, file_name: str, kind: str = "applicants", now: datetime
) -> ImportRun:
    """Take a file in as a draft: it is kept sealed for seven days, and read once.

    Args:
        actor: who imports.
        data: csv, tsv, xlsx, xls or ods.
        file_name: for people; what the file is says its content.
        kind: ``applicants``, ``employees``, ``leavers`` or ``openings``.
        now: when.

    Raises:
        InvalidInputError: the file cannot be used (``file``), or an unknown kind (``kind``).
    """
    require(actor, permission_of(kind))
    run = ImportRun(
        id=uuid.uuid4(),
        organisation_id=actor.organisation_id,
        kind=kind,
        state=ImportRun.State.DRAFT,
        step=ImportRun.Step.FILE,
        imported_by_id=actor.account_id,
    )
    _take_file(run, data, file_name)
    audit.record(
        actor=actor,
        kind="import.draft",
        object_kind="import",
        object_id=run.id,
        now=now,
        data={"kind": kind, "file_hash": run.file_hash, "rows": run.row_count},
    )
    return run


@action(act=None)
def change_file(
    *, actor: Actor, run_id: UUID, data: bytes, file_name: str, now: datetime
) -> ImportRun:
    """Put another file into a draft, such as the same one with repaired rows.

    Raises:
        InvalidInputError: the file cannot be used; ``field`` is ``file``.
        NotVisibleError: no such draft.
        ConflictError: it is no draft any more.
    """
    run = lock_draft(actor=actor, run_id=run_id)
    run.reading, run.answers = {}, []
    StagedRow.objects.filter(run=run).delete()
    _take_file(run, data, file_name)
    return run


def _take_file(run: ImportRun, data: bytes, file_name: str) -> None:
    table = engine.open_table(data, file_name)
    run.file_name = file_name[-200:]
    run.file_hash = hashlib.sha256(data).hexdigest()
    run.step = ImportRun.Step.FILE
    run.save()
    keep_file(run, data)
    _settle_reading(run, table)


@action(act=None)
def change_reading(
    *, actor: Actor, run_id: UUID, reading: Mapping[str, Any], now: datetime
) -> ImportRun:
    """Read the file of a draft in another way; what was detected is only a proposal.

    Args:
        actor: who imports.
        run_id: a draft.
        reading: ``encoding``, ``delimiter``, ``sheet`` and ``header_row`` (from 1); what is
            missing or empty is detected again.
        now: when.

    Raises:
        InvalidInputError: the file cannot be read so, or only a cleaned copy of it is kept.
        NotVisibleError: no such draft.
        ConflictError: it is no draft any more.
    """
    run = lock_draft(actor=actor, run_id=run_id)
    wanted = {name: value for name, value in reading.items() if name in READING and value}
    if wanted == run.reading:
        return run
    if run.found.get("is_cleaned"):
        raise InvalidInputError(
            ja="保存できない列を除いた写しだけを残しているため、読み方は変えられません。"
            "もう一度ファイルを選んでください。",
            en="Only a copy without columns that may not be stored is kept, so it cannot be read "
            "in another way. Choose the file again.",
            code="file_cleaned",
            field="reading",
        )
    run.reading = wanted
    StagedRow.objects.filter(run=run).delete()
    _settle_reading(run, load_table(run))
    return run


def _settle_reading(run: ImportRun, table: Table) -> None:
    """Write down what was found, propose the columns, and keep what may be kept."""
    columns = engine.propose_columns(table, kind=run.kind)
    without = {column.header for column in columns if column.code}
    is_cleaned = bool(without) or engine.has_my_number(table)
    if is_cleaned:
        table = keep_clean_copy(run, table, without=without)
    run.found = {
        **engine.describe(table),
        "is_cleaned": is_cleaned,
        "dropped": engine.describe_dropped(columns),
    }
    run.headers = list(table.headers)
    run.row_count = len(table.rows)
    run.step = ImportRun.Step.FILE
    run.profile_id, run.profile_name, run.profile_version = None, "", 0
    run.mapping = engine.mapping_of(columns)
    profiles.apply_profile(run)
    run.save()


@action(act=None)
def choose_columns(
    *,
    actor: Actor,
    run_id: UUID,
    mapping: Mapping[str, str] | None = None,
    now: datetime,
) -> ImportRun:
    """Say what each column means, and find the words that nobody gave a meaning to yet.

    Args:
        actor: who imports.
        run_id: a draft.
        mapping: header -> canonical field; empty or missing = not imported. None takes what is
            proposed or remembered. A column that is dropped by law stays dropped.
        now: when.

    Raises:
        InvalidInputError: the mapping cannot be used; ``field`` is ``mapping``.
        NotVisibleError: no such draft.
        ConflictError: it is no draft any more.
    """
    run = lock_draft(actor=actor, run_id=run_id)
    table = load_table(run)
    if mapping is not None:
        engine.choose(run, mapping)
    engine.check_mapping(run)
    run.questions = [one.as_json() for one in engine.find_questions(table, run=run)]
    run.step = ImportRun.Step.COLUMNS
    run.save()
    return run


@action(act=None)
def answer_values(
    *,
    actor: Actor,
    run_id: UUID,
    answers: Mapping[str, Mapping[str, str]] | None = None,
    profile_name: str = "",
    now: datetime,
) -> ImportRun:
    """Say what unknown words mean, remember it for the next file, and check all rows.

    Args:
        actor: who imports.
        run_id: a draft whose columns are chosen.
        answers: field -> word -> code; a word without an answer stays unknown, and its row says so.
        profile_name: under which name columns and words are remembered; empty keeps the name.
        now: when.

    Returns:
        The draft with its rows staged, or in the state ``checking`` while a task reads a
        large file.

    Raises:
        InvalidInputError: an answer names no known code; ``field`` is ``answers``.
        NotVisibleError: no such draft.
        ConflictError: it is no draft any more.
    """
    run = lock_draft(actor=actor, run_id=run_id)
    give_answers(run, answers or {})
    profiles.save_profile(actor=actor, run=run, name=profile_name, now=now)
    run.step = ImportRun.Step.VALUES
    if run.row_count > BACKGROUND_ROWS:
        run.state = ImportRun.State.CHECKING
        run.save()
        tasks.check_draft.enqueue(
            organisation_id=run.organisation_id, run_id=str(run.id), account_id=actor.account_id
        )
        return run
    stage(run, now=now)
    run.step = ImportRun.Step.CHECK
    run.save()
    return run


def give_answers(run: ImportRun, answers: Mapping[str, Mapping[str, str]]) -> None:
    """Add what words mean to what is known of a draft; the caller saves it.

    Raises:
        InvalidInputError: an answer names no known code; ``field`` is ``answers``.
    """
    given = [
        [field, word, code]
        for field, words in answers.items()
        for word, code in words.items()
        if code
    ]
    engine.check_answers(given)
    kept = {(field, word): code for field, word, code in [*run.answers, *given]}
    run.answers = [[field, word, code] for (field, word), code in kept.items()]


@action(act=None)
def discard_draft(*, actor: Actor, run_id: UUID, now: datetime) -> None:
    """Throw a draft away with its file and rows.

    Raises:
        NotVisibleError: no such draft.
        ConflictError: it is no draft any more.
    """
    run = lock_draft(actor=actor, run_id=run_id)
    drop_file(run)
    audit.record(
        actor=actor, kind="import.discard", object_kind="import", object_id=run.id, now=now
    )
    run.delete()
