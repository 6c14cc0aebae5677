"""One import from its table to its result, block by block.

The counters of the run say how many rows are done, and they commit with the rows: whoever
takes the job up again goes on where it stopped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tasuki.adapters.tabular.read import Table
from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.errors import InvalidInputError
from tasuki.apps.imports import writing
from tasuki.apps.imports.mapping import ColumnProposal, check_mapping, propose_mapping
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.imports.reading import ReadRow, RowProblem, read_row
from tasuki.core.words import Words

FIRST_LINE = 2


@dataclass(frozen=True, slots=True, repr=False)
class ImportJob:
    """The rows of a file in our words, beside their cells."""

    columns: Sequence[ColumnProposal]
    rows: Sequence[ReadRow]
    cells: Mapping[int, Sequence[str]]


def choose_columns(
    headers: Sequence[str], mapping: Mapping[str, str] | None
) -> list[ColumnProposal]:
    """Return what each column means: the given mapping, else the proposed one.

    A column that is dropped by law stays dropped in both cases.

    Raises:
        InvalidInputError: the mapping cannot be used; ``field`` is ``mapping``.
    """
    proposals = propose_mapping(headers)
    if mapping is not None:
        proposals = [
            proposal
            if proposal.is_dropped
            else ColumnProposal(proposal.header, mapping.get(proposal.header, ""))
            for proposal in proposals
        ]
    chosen = {item.header: item.field for item in proposals if item.field}
    problems = check_mapping(headers, {**(mapping or {}), **chosen})
    if problems:
        raise InvalidInputError(ja=problems[0].ja, en=problems[0].en, field="mapping")
    return proposals


def prepare_job(table: Table, columns: Sequence[ColumnProposal]) -> ImportJob:
    """Read all rows; the second of two equal ones becomes an error that names the first."""
    rows: list[ReadRow] = []
    cells: dict[int, Sequence[str]] = {}
    lines: dict[str, int] = {}
    positions = table.lines or range(FIRST_LINE, FIRST_LINE + len(table.rows))
    for place, (position, line) in enumerate(zip(positions, table.rows, strict=True)):
        row = read_row(line, columns, position=position)
        first = lines.setdefault(row.number, position)
        if first != position and not row.problems:
            row.problems.append(_repeated(first))
        notes = table.row_notes.get(place, ())
        row.problems.extend(RowProblem("row", note.text) for note in notes if note.is_error)
        rows.append(row)
        cells[position] = line
    return ImportJob(columns, rows, cells)


def _repeated(first: int) -> RowProblem:
    return RowProblem(
        "number",
        Words(
            f"{first}行目と同じ応募です。どちらか1行だけ残してください。",
            f"This is the application of line {first} again. Keep one of the two lines.",
        ),
    )


def advance(run: ImportRun, job: ImportJob, *, now: datetime, is_dry: bool = False) -> bool:
    """Import the next block into the organisation bound now.

    Args:
        run: its counters say where to go on; they are changed, the caller saves them.
        job: the whole file.
        now: the moment of the import.
        is_dry: count only, write nothing.

    Returns:
        Whether rows are left.
    """
    done = count_done(run)
    block = writing.plan(job.rows[done : done + writing.BLOCK_ROWS])
    if not is_dry:
        writing.write(block, organisation_id=run.organisation_id, run_id=run.id)
    run.new_count += len(block.new)
    run.updated_count += len(block.updated)
    run.unchanged_count += len(block.unchanged)
    run.failed_count += len(block.failed)
    run.failed_rows = [*run.failed_rows, *(_as_failed(row, job) for row in block.failed)]
    is_left = count_done(run) < len(job.rows)
    if not is_left:
        run.state = ImportRun.State.PARTLY if run.failed_count else ImportRun.State.DONE
        run.finished_at = now
    return is_left


def record_finished(*, actor: Actor, run: ImportRun, now: datetime) -> None:
    """Write the end of an import into the audit chain."""
    audit.record(
        actor=actor,
        kind="import.finish",
        object_kind="import",
        object_id=run.id,
        now=now,
        after=run.state,
        data={
            "new": run.new_count,
            "updated": run.updated_count,
            "unchanged": run.unchanged_count,
            "failed": run.failed_count,
            "file_hash": run.file_hash,
        },
    )


def count_done(run: ImportRun) -> int:
    """Return how many rows of the file are dealt with."""
    return run.new_count + run.updated_count + run.unchanged_count + run.failed_count


def _as_failed(row: ReadRow, job: ImportJob) -> dict[str, Any]:
    cells = list(job.cells[row.position])
    held = {cell.header for cell in row.held}
    kept = [
        "" if column.is_dropped or column.header in held else cell
        for column, cell in zip(job.columns, cells, strict=False)
    ]
    return {
        "line": row.position,
        "cells": kept,
        "problems": [
            {"field": problem.field, "ja": problem.text.ja, "en": problem.text.en}
            for problem in row.problems
        ],
    }
