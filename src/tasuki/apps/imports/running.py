"""Write what was staged, block by block; an interrupted job goes on behind the last block."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from tasuki.apps.actor import Actor
from tasuki.apps.audit import actions as audit
from tasuki.apps.imports.ledger import Ledger
from tasuki.apps.imports.models import ImportChange, ImportRun, StagedRow
from tasuki.apps.imports.rows import Decision, Row, Verdict
from tasuki.apps.imports.staging import BLOCK_ROWS
from tasuki.apps.imports.targets import TARGETS
from tasuki.apps.imports.targets.base import Target
from tasuki.apps.people.models import TalentRecord
from tasuki.apps.same_person.searching import check_new_records

WRITTEN: Final = frozenset({Verdict.NEW, Verdict.UPDATE, Verdict.DUPLICATE})
"""Verdicts of rows that are written."""


def advance(run: ImportRun, *, now: datetime, target: Target | None = None) -> bool:
    """Write the next block of staged rows into the organisation bound now.

    The rows of the block are emptied; errors stay for the file of errors. The caller saves
    the run.

    Returns:
        Whether rows are left.
    """
    target = target or TARGETS[run.kind](run)
    staged = list(StagedRow.objects.filter(run=run, is_done=False).order_by("line")[:BLOCK_ROWS])
    rows = [Row.of(one) for one in staged if one.content]
    write_block(run, target, [row for row in rows if is_written(row)], now=now)
    count(run, rows, missing=len(staged) - len(rows))
    _clear(staged, rows)
    if StagedRow.objects.filter(run=run, is_done=False).exists():
        return True
    finish(run, now=now)
    return False


def run_to_end(*, actor: Actor, run: ImportRun, now: datetime) -> None:
    """Write all blocks in the transaction that is open."""
    target = TARGETS[run.kind](run)
    while advance(run, now=now, target=target):
        pass
    run.save()
    record_finished(actor=actor, run=run, now=now)


def is_written(row: Row) -> bool:
    """Return whether a row is to be written: it is good, and nobody left it out."""
    return row.verdict in WRITTEN and row.decision != Decision.SKIP


def write_block(run: ImportRun, target: Target, rows: Sequence[Row], *, now: datetime) -> None:
    """Write rows and what is needed to take them back."""
    if not rows:
        return
    ledger = Ledger(run, now)
    target.write(rows, ledger)
    ledger.save()


def count(run: ImportRun, rows: Sequence[Row], *, missing: int = 0) -> None:
    """Add the rows of a block to the figures of the run; it was written before.

    Args:
        run: the caller saves it.
        rows: of the block.
        missing: rows that were erased while they waited.
    """
    left_out = sum(row.decision == Decision.SKIP for row in rows) + missing
    verdicts = [row.verdict for row in rows if row.decision != Decision.SKIP]
    run.done_count += len(rows) + missing
    run.new_count += verdicts.count(Verdict.NEW)
    run.updated_count += verdicts.count(Verdict.UPDATE)
    run.unchanged_count += verdicts.count(Verdict.SAME) + left_out
    run.failed_count += verdicts.count(Verdict.ERROR)
    run.linked_count += sum(
        row.verdict == Verdict.NEW and row.decision == Decision.SAME for row in rows
    )


def finish(run: ImportRun, *, now: datetime) -> None:
    """Say how an import ended; the caller saves it."""
    run.state = ImportRun.State.PARTLY if run.failed_count else ImportRun.State.DONE
    run.finished_at = now


def _clear(staged: Sequence[StagedRow], rows: Sequence[Row]) -> None:
    """Empty what is written; its line and person stay, because later lines may name them."""
    written = {row.line: row for row in rows}
    for one in staged:
        one.is_done = True
        if row := written.get(one.line):
            one.verdict, one.person_id, one.target_id = row.verdict, row.person_id, row.target_id
        if one.verdict == Verdict.ERROR and row:
            row.forget_held(one.run.headers)
            one.content = row.content()
        else:
            one.content, one.edits = {}, {}
    fields = ["is_done", "verdict", "person_id", "target_id", "content", "edits"]
    StagedRow.objects.bulk_update(staged, fields)


def record_finished(*, actor: Actor, run: ImportRun, now: datetime) -> None:
    """Drop what waited, announce the new people, and write the end into the audit chain."""
    StagedRow.objects.filter(run=run, is_done=True).exclude(verdict=Verdict.ERROR).delete()
    made = ImportChange.objects.filter(run=run, label=TalentRecord._meta.label, object_id=None)
    people = [one for ids in made.values_list("made_ids", flat=True) for one in ids]
    if people:
        check_new_records(actor=actor, record_ids=people, now=now)
    audit.record(
        actor=actor,
        kind="import.finish",
        object_kind="import",
        object_id=run.id,
        now=now,
        after=run.state,
        data={
            "kind": run.kind,
            "new": run.new_count,
            "updated": run.updated_count,
            "unchanged": run.unchanged_count,
            "failed": run.failed_count,
            "file_hash": run.file_hash,
            "profile": str(run.profile_id or ""),
            "profile_version": run.profile_version,
        },
    )
