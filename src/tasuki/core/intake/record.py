"""Rows of a foreign file as records in our words, or what is wrong with them. Pure.

No row is lost: each one is a record, or a line that became the history of one.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from tasuki.core.identity.blanks import is_blank
from tasuki.core.identity.towns import Towns
from tasuki.core.intake.context import Context, make_context, warn
from tasuki.core.intake.employment import (
    read_careers,
    read_plain,
    read_salaries,
    read_status_by_day,
)
from tasuki.core.intake.fields import Kind, find_field, list_fields
from tasuki.core.intake.free_text import holds_my_number, take_text
from tasuki.core.intake.people import read_contact, read_name
from tasuki.core.intake.problems import CellProblem, Draft, HeldCell, Record, Repair
from tasuki.core.intake.selection import read_selection
from tasuki.core.intake.table_like import ColumnLike, NoteLike, TableLike
from tasuki.core.intake.word_tables import word_key
from tasuki.core.words import Words

__all__ = ["CellProblem", "HeldCell", "Record", "read_records"]

_NOTE_REPAIRS: Final = {
    "long_row": Repair.MOVE_SURPLUS,
    "long_cell": Repair.SHORTEN,
    "control_character": Repair.CHECK_VALUE,
    "open_quote": Repair.CHECK_VALUE,
    "odd_encoding": Repair.CHECK_VALUE,
    "short_row": Repair.CHECK_VALUE,
    "hidden_character": Repair.REMOVED,
}
_HISTORY_FIELDS: Final = (
    "valid_from",
    "department",
    "position",
    "grade",
    "employment_type",
    "status",
    "occupation",
)
_KEY_FIELDS: Final = {Kind.EMPLOYEES: "employee_no", Kind.HOURS: "employee_no"}


def read_records(
    table: TableLike,
    columns: Sequence[ColumnLike],
    *,
    kind: Kind | str,
    answers: Mapping[str, Mapping[str, str]],
    today: date,
    towns: Towns | None = None,
    known_jobs: Iterable[str] = (),
) -> list[Record]:
    """Return one record for each row, in the order of the file.

    Args:
        table: as a reader of files gives it.
        columns: what each column means, in the order of the headings.
        kind: what the rows are.
        answers: field -> word -> code, as the user decided; see ``questions``.
        today: the day of the import in Japan.
        towns: the table of municipalities; None leaves addresses as written.
        known_jobs: titles of jobs that exist, for files that mix jobs and labels.
    """
    context = make_context(
        table,
        columns,
        kind=kind,
        answers=answers,
        today=today,
        towns=towns,
        known_jobs={word_key(job) for job in known_jobs},
    )
    readers = {field.name: field.reader for field in list_fields(context.kind)}
    records = [
        _read(row, line, columns, context, readers, table.row_notes.get(place, ()))
        for place, (row, line) in enumerate(zip(table.rows, table.lines, strict=True))
    ]
    return _with_history(records) if "valid_from" in context.fields else records


def _read(
    row: Sequence[str],
    line: int,
    columns: Sequence[ColumnLike],
    context: Context,
    readers: Mapping[str, str],
    notes: Sequence[NoteLike],
) -> Record:
    draft = Draft(line)
    cells: dict[str, list[tuple[str, str]]] = {}
    dropped: set[str] = set()
    for column, text in zip(columns, row, strict=False):
        if column.is_dropped:
            dropped.add(column.header)
            continue
        if not text:
            continue
        if is_blank(text):
            draft.raw[column.header] = text
            continue
        field = find_field(column.field) if column.field else None
        taken = take_text(draft, (column.header, text), column.field, field.reader if field else "")
        if taken == text:
            draft.raw[column.header] = text
        if taken and field is not None and context.kind in field.kinds:
            cells.setdefault(column.field, []).append((column.header, taken))
    for note in notes:
        if note.column not in dropped:
            _take_note(draft, note)
    _read_values(draft, cells, context, readers)
    return draft.done()


def _take_note(draft: Draft, note: NoteLike) -> None:
    value = "" if holds_my_number(note.value) else note.value
    repair = _NOTE_REPAIRS.get(str(note.code), Repair.NONE)
    problem = CellProblem(note.column, "", value, note.text, repair)
    (draft.problems if note.is_error else draft.warnings).append(problem)


def _read_values(
    draft: Draft,
    cells: Mapping[str, list[tuple[str, str]]],
    context: Context,
    readers: Mapping[str, str],
) -> None:
    read_name(draft, cells, context)
    if context.kind is Kind.APPLICANTS:
        read_selection(draft, cells, context)
    read_contact(draft, cells, context)
    plain = {path: found for path, found in cells.items() if path not in _READ_ELSEWHERE}
    read_plain(draft, plain, context, readers)
    read_salaries(draft, cells)
    read_careers(draft, cells, context)
    if context.kind in {Kind.EMPLOYEES, Kind.LEAVERS}:
        read_status_by_day(draft, cells, context)
    _check_key(draft, context)


_READ_ELSEWHERE: Final = frozenset(
    {
        "name",
        "family_name",
        "given_name",
        "former_family_name",
        "business_family_name",
        "business_given_name",
        "building",
        "careers",
        "ended_on",
        "rejected_on",
        "withdrawn_on",
        "route",
        "age_as_of",
        "city",
        "address",
        "private_mail",
    }
)


def _check_key(draft: Draft, context: Context) -> None:
    """A row without the number that tells it apart is taken, with a doubt."""
    key = _KEY_FIELDS.get(context.kind)
    if key and key in context.fields and key not in draft.values:
        warn(
            draft,
            ("", ""),
            key,
            Words("社員番号がありません。", "The employee number is missing."),
            Repair.FILL_REQUIRED,
        )


def _with_history(records: Sequence[Record]) -> list[Record]:
    """Several rows of one person by day become one: the newest, with the others as history.

    A row with a problem stands for itself, so that it can be repaired.
    """
    groups: dict[str, list[Record]] = {}
    for record in records:
        key = record.values.get("employee_no")
        if key and record.values.get("valid_from") and not record.problems:
            groups.setdefault(key, []).append(record)
    newest: dict[int, Record] = {}
    merged: set[int] = set()
    for group in groups.values():
        ordered = sorted(group, key=lambda one: (one.values["valid_from"], one.line))
        newest[ordered[-1].line] = _present(ordered)
        merged |= {one.line for one in ordered[:-1]}
    return [newest.get(one.line, one) for one in records if one.line not in merged]


def _present(ordered: Sequence[Record]) -> Record:
    last = ordered[-1]
    if len(ordered) == 1:
        return last
    values: dict[str, Any] = {}
    for record in ordered:  # what a newer row leaves empty is still so
        values.update(record.values)
    values["history"] = [
        {name: record.values[name] for name in _HISTORY_FIELDS if name in record.values}
        for record in ordered
    ]
    return Record(
        line=last.line,
        values=values,
        raw=last.raw,
        warnings=tuple(one for record in ordered for one in record.warnings),
        dropped=tuple(one for record in ordered for one in record.dropped),
        merged_lines=tuple(record.line for record in ordered[:-1]),
    )
