"""Read a whole file into staged rows: what each row would do, before anything is written."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from django.utils.timezone import localdate

from tasuki.apps.imports import engine
from tasuki.apps.imports.models import ImportRun, StagedRow
from tasuki.apps.imports.rows import Row, Verdict
from tasuki.apps.imports.store import load_table
from tasuki.apps.imports.targets import TARGETS

BLOCK_ROWS: Final = 1_000
"""Rows that are judged, staged and written together."""


def read_draft(run: ImportRun, *, now: datetime) -> list[Row]:
    """Return all rows of a draft's file, with the corrections that were made by hand."""
    table = engine.with_edits(load_table(run), _edits(run))
    return engine.read_rows(
        table, kind=run.kind, mapping=run.mapping, answers=run.answers, today=localdate(now)
    )


def _edits(run: ImportRun) -> dict[int, dict[str, str]]:
    kept = StagedRow.objects.filter(run=run).exclude(edits={}).only("line", "edits", "run_id")
    return {one.line: one.edits for one in kept}


def stage(run: ImportRun, *, now: datetime) -> None:
    """Replace the staged rows of a draft; corrections and decisions made by hand stay.

    Args:
        run: its columns and values are chosen.
        now: the moment of the check; its day in Japan is today.
    """
    trial = Trial(run, read_draft(run, now=now))
    kept = {one.line: one for one in StagedRow.objects.filter(run=run)}
    StagedRow.objects.filter(run=run).delete()
    for block in trial.blocks():
        rows = [staged_of(run, row, kept=kept.get(row.line)) for row in block]
        StagedRow.objects.bulk_create(rows)
    run.row_count = len(trial.rows)


class Trial:
    """The rows of a whole file and what they would do; nothing is written by it.

    Attributes:
        run: the import, stored or not.
        rows: of the file, in its order.
        target: what the rows become; it remembers what was judged.
        failed: rows with errors, when they were counted.
        counts: rows by verdict, when they were counted.
    """

    def __init__(self, run: ImportRun, rows: Sequence[Row]) -> None:
        self.run, self.rows = run, rows
        self.failed: list[Row] = []
        self.counts: Counter[str] = Counter({str(one): 0 for one in Verdict.values})
        self.target = TARGETS[run.kind](run)
        self.target.prepare(rows)

    def blocks(self) -> Iterator[Sequence[Row]]:
        """Yield the rows block by block, each judged just before."""
        for start in range(0, len(self.rows), BLOCK_ROWS):
            block = self.rows[start : start + BLOCK_ROWS]
            self.target.judge(block)
            yield block

    def judged(self) -> Iterator[Row]:
        """Yield all rows, judged."""
        for block in self.blocks():
            yield from block


def staged_of(run: ImportRun, row: Row, *, kept: StagedRow | None = None) -> StagedRow:
    """Return a row as it waits; what was said by hand about its line before stays."""
    staged = StagedRow(organisation_id=run.organisation_id, run=run, line=row.line)
    if kept is not None:
        staged.edits = kept.edits
        if kept.decision and not kept.is_proposed and row.verdict != Verdict.ERROR:
            row.decision, row.is_proposed = kept.decision, False
    put_row(staged, row)
    return staged


def put_row(staged: StagedRow, row: Row) -> None:
    """Write a row into its staged row; the caller saves it."""
    staged.verdict = row.verdict
    staged.decision = row.decision
    staged.is_proposed = row.is_proposed
    staged.faults = list(dict.fromkeys(fault.key for fault in row.faults))
    staged.person_id, staged.target_id = row.person_id, row.target_id
    staged.content = row.content()
