"""Correct staged rows in place and decide about possible duplicates; nothing is written yet."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.timezone import localdate

from tasuki.adapters.tabular.read import Table
from tasuki.apps.action import action
from tasuki.apps.actor import Actor
from tasuki.apps.errors import InvalidInputError, NotVisibleError
from tasuki.apps.imports import engine
from tasuki.apps.imports.locks import lock_draft
from tasuki.apps.imports.models import ImportRun, StagedRow
from tasuki.apps.imports.rows import Decision, Row, Verdict
from tasuki.apps.imports.staging import put_row
from tasuki.apps.imports.targets import TARGETS

ACTS: Final = frozenset({"suggest", "empty"})
CELL_CHARACTERS_MAX: Final = 2_000
DECIDED_AT_ONCE_MAX: Final = 200_000


@action(act=None)
def edit_row(
    *, actor: Actor, run_id: UUID, line: int, cells: Mapping[str, str], now: datetime
) -> StagedRow:
    """Put other texts into cells of one row and judge it again.

    Args:
        actor: who imports.
        run_id: a draft whose rows are checked.
        line: of the file.
        cells: header -> text, 0-2,000 characters.
        now: when; its day in Japan is today.

    Raises:
        NotVisibleError: no such draft, or no such row.
        InvalidInputError: the file has no such column, or a text is too long (``cells``).
        ConflictError: it is no draft any more.
    """
    run = lock_draft(actor=actor, run_id=run_id)
    unknown = set(cells) - set(run.headers)
    if unknown or any(len(text) > CELL_CHARACTERS_MAX for text in cells.values()):
        raise InvalidInputError(
            ja=f"列の名前と{CELL_CHARACTERS_MAX:,}文字以内の値を指定してください。",
            en=f"Name columns of the file, with values of at most {CELL_CHARACTERS_MAX:,} letters.",
            field="cells",
        )
    found = StagedRow.objects.select_for_update().filter(run=run, line=line).first()
    if found is None:
        raise NotVisibleError
    _judge_again(run, [(found, dict(cells))], now=now)
    return found


@action(act=None)
def repair_rows(*, actor: Actor, run_id: UUID, fault: str, act: str, now: datetime) -> int:
    """Repair all rows with one kind of fault in one way.

    Args:
        actor: who imports.
        run_id: a draft whose rows are checked.
        fault: the key of the group, as the preview shows it.
        act: ``suggest`` puts the proposed text in, ``empty`` empties the cell.
        now: when.

    Returns:
        How many rows were judged again.

    Raises:
        InvalidInputError: an unknown way to repair; ``field`` is ``act``.
        NotVisibleError: no such draft.
        ConflictError: it is no draft any more.
    """
    run = lock_draft(actor=actor, run_id=run_id)
    if act not in ACTS:
        raise InvalidInputError(
            ja="直し方を選んでください（suggest か empty）。",
            en="Choose how to repair: suggest or empty.",
            field="act",
        )
    waiting = StagedRow.objects.select_for_update().filter(run=run, faults__contains=[fault])
    changes = []
    for staged in waiting:
        cells = {
            one.header: one.suggestion if act == "suggest" else ""
            for one in Row.of(staged).faults
            if one.key == fault and one.header and (act == "empty" or one.suggestion)
        }
        if cells:
            changes.append((staged, cells))
    _judge_again(run, changes, now=now)
    return len(changes)


@action(act=None)
def decide_rows(
    *,
    actor: Actor,
    run_id: UUID,
    lines: Collection[int] | None,
    decision: str,
    rival: int = 0,
    now: datetime,
) -> int:
    """Say whether rows are about somebody who is known, or are left out.

    Args:
        actor: who imports.
        run_id: a draft whose rows are checked.
        lines: of the file; None = all possible duplicates that nobody decided on.
        decision: a value of ``StagedRow.Decision``.
        rival: which of the people shown, from 0; only for ``same``.
        now: when.

    Returns:
        How many rows were decided on.

    Raises:
        InvalidInputError: an unknown decision; ``field`` is ``decision``.
        NotVisibleError: no such draft.
        ConflictError: it is no draft any more.
    """
    run = lock_draft(actor=actor, run_id=run_id)
    if decision not in Decision.values:
        raise InvalidInputError(
            ja="同じ人、別の人、取り込まない、のどれかを選んでください。",
            en="Choose: the same person, different people, or not imported.",
            field="decision",
        )
    rows = StagedRow.objects.select_for_update().filter(run=run).exclude(verdict=Verdict.ERROR)
    if lines is None:
        rows = rows.filter(verdict=Verdict.DUPLICATE, decision=Decision.OPEN)
    else:
        rows = rows.filter(line__in=list(lines))
    if decision in {Decision.SAME, Decision.APART}:
        rows = rows.filter(verdict=Verdict.DUPLICATE)
    if decision != Decision.SAME or not rival:
        return rows.update(decision=decision, is_proposed=False)
    found = list(rows)
    for staged in found:
        rivals = staged.content["rivals"]
        if not 0 <= rival < len(rivals):
            raise NotVisibleError
        chosen = [rivals[rival], *rivals[:rival], *rivals[rival + 1 :]]
        staged.content = {**staged.content, "rivals": chosen}
        staged.decision, staged.is_proposed = decision, False
    StagedRow.objects.bulk_update(found, ["content", "decision", "is_proposed"])
    return len(found)


def _judge_again(
    run: ImportRun, changes: Sequence[tuple[StagedRow, dict[str, str]]], *, now: datetime
) -> None:
    """Read rows anew with other cells; the rest of the file is not looked at again."""
    if not changes:
        return
    for staged, cells in changes:
        staged.edits = {**staged.edits, **cells}
    table = _table_of(run, changes)
    rows = engine.read_rows(
        table, kind=run.kind, mapping=run.mapping, answers=run.answers, today=localdate(now)
    )
    target = TARGETS[run.kind](run)
    target.prepare(rows)
    target.judge(rows)
    by_line = {row.line: row for row in rows}
    for staged, _ in changes:
        put_row(staged, by_line[staged.line])
    fields = ["verdict", "decision", "is_proposed", "faults", "person_id", "target_id"]
    StagedRow.objects.bulk_update([one for one, _ in changes], [*fields, "content", "edits"])


def _table_of(run: ImportRun, changes: Sequence[tuple[StagedRow, dict[str, str]]]) -> Table:
    """Return a table of the changed rows alone; what was cut or removed stays so."""
    lines, rows = [], []
    for staged, _ in sorted(changes, key=lambda one: one[0].line):
        cells = dict(zip(run.headers, staged.content["cells"], strict=False)) | staged.edits
        lines.append(staged.line)
        rows.append(tuple(cells.get(header, "") for header in run.headers))
    return Table(
        headers=tuple(run.headers),
        rows=tuple(rows),
        lines=tuple(lines),
        encoding=str(run.found.get("encoding", "")),
        row_notes={},
    )
