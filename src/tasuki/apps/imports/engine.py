"""The reading engine as an import uses it: a file becomes a table, a table becomes rows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.conf import settings

from tasuki.adapters.tabular.guard import UploadRefusedError
from tasuki.adapters.tabular.marks import SKIP_LABELS
from tasuki.adapters.tabular.read import Table, read_table
from tasuki.adapters.towns import load_towns
from tasuki.apps.errors import InvalidInputError
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.imports.rows import Fault, Row, Verdict
from tasuki.core.intake import mapping as headings
from tasuki.core.intake import questions as words
from tasuki.core.intake.mapping import ColumnProposal
from tasuki.core.intake.profiles import find_profile
from tasuki.core.intake.record import CellProblem, Record, read_records
from tasuki.core.intake.values import EMPTY_ANSWER
from tasuki.core.law.forbidden import find_my_numbers
from tasuki.core.words import Words

DROP: Final = "drop:"
"""Begins the meaning of a column that the law does not let in; its code follows."""

SKIPPED_SHOWN: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A word of the file that nobody gave a meaning to yet.

    Attributes:
        field: what the column means.
        word: as it stands in the file.
        count: rows with it.
        code: what was answered; empty if nothing.
    """

    field: str
    word: str
    count: int
    code: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {"field": self.field, "word": self.word, "count": self.count, "code": self.code}


def open_table(data: bytes, file_name: str, *, reading: Mapping[str, Any] | None = None) -> Table:
    """Return the table of a file.

    Args:
        data: the bytes.
        file_name: for messages.
        reading: what somebody chose of ``encoding``, ``delimiter``, ``sheet``, ``header_row``.

    Raises:
        InvalidInputError: too large, dangerous, unreadable or empty; ``field`` is ``file``.
    """
    try:
        return read_table(data, file_name, limits=settings.IMPORT_LIMITS, **(reading or {}))
    except UploadRefusedError as error:
        raise InvalidInputError(
            ja=error.text.ja, en=error.text.en, code=error.code, field="file"
        ) from error


def describe(table: Table) -> dict[str, Any]:
    """Return how a table was found, as plain values for the page; no cell of a person in it."""
    skipped = Counter(one.reason for one in table.skipped)
    return {
        "encoding": table.encoding,
        "container": table.container,
        "delimiter": table.delimiter,
        "sheets": [one.name for one in table.sheets],
        "sheet": table.sheet,
        "header_row": table.header_row,
        "header_rows": table.header_row_count,
        "blank": table.blank_count,
        "notes": [_pair(one) for one in table.notes],
        "skipped": [
            {"why": _pair(SKIP_LABELS[reason]), "count": count} for reason, count in skipped.items()
        ],
        "skipped_lines": [one.line for one in table.skipped[:SKIPPED_SHOWN]],
    }


def describe_dropped(columns: Iterable[ColumnProposal]) -> list[dict[str, Any]]:
    """Return the columns that may not come in, each with its reason; none of their cells."""
    return [
        {
            "header": one.header,
            "code": one.code,
            "label": _pair(one.label or Words(one.code, one.code)),
            "why": _pair(one.why),
        }
        for one in columns
        if one.code
    ]


def _pair(text: Words) -> list[str]:
    return [text.ja, text.en]


def propose_columns(
    table: Table, *, kind: str, saved: Mapping[str, str] | None = None
) -> list[ColumnProposal]:
    """Return what each column seems to mean, and which may not come in.

    Args:
        table: the file.
        kind: what its rows are.
        saved: header -> field as confirmed before.
    """
    return headings.propose(table.headers, table.rows, kind=kind, saved=saved)


def mapping_of(columns: Iterable[ColumnProposal]) -> dict[str, str]:
    """Return header -> field; a dropped column says its code."""
    return {one.header: f"{DROP}{one.code}" if one.code else one.field for one in columns}


def without_columns(table: Table, names: set[str]) -> Table:
    """Return a table without columns, and without Individual Numbers in the others."""
    places = [place for place, header in enumerate(table.headers) if header not in names]
    return replace(
        table,
        headers=tuple(table.headers[place] for place in places),
        rows=tuple(
            tuple(_without_my_numbers(row[place]) for place in places) for row in table.rows
        ),
        skipped=(),
        blank_count=table.blank_count + len(table.skipped),
        row_notes={
            place: tuple(replace(note, value="") for note in notes if note.column not in names)
            for place, notes in table.row_notes.items()
        },
    )


def _without_my_numbers(cell: str) -> str:
    for number in find_my_numbers(cell) if _has_twelve_digits(cell) else ():
        cell = cell.replace(number, "")
    return cell


def _has_twelve_digits(cell: str) -> bool:
    return len(cell) >= 12 and sum(map(str.isdigit, cell)) >= 12


def has_my_number(table: Table) -> bool:
    """Return whether a cell holds what can only be an Individual Number."""
    return any(
        find_my_numbers(cell) for row in table.rows for cell in row if _has_twelve_digits(cell)
    )


def signature_of(headers: Sequence[str]) -> str:
    """Return the name of a header row."""
    return headings.signature(headers)


def find_preset(headers: Sequence[str], *, kind: str) -> str:
    """Return the name of the system whose files look like this; empty if none does."""
    found = find_profile(headers, kind=kind)
    return found.label if found else ""


def choose(run: ImportRun, mapping: Mapping[str, str]) -> None:
    """Put the meanings that somebody chose into an import; what the law drops stays dropped.

    Raises:
        InvalidInputError: the file has no such column; ``field`` is ``mapping``.
    """
    unknown = [header for header in mapping if header not in run.mapping]
    if unknown:
        raise InvalidInputError(
            ja=f"列「{unknown[0]}」はファイルにありません。列の対応を確認してください。",
            en=f"The file has no column “{unknown[0]}”. Check the mapping.",
            field="mapping",
        )
    run.mapping = {
        header: old if old.startswith(DROP) else mapping.get(header, "")
        for header, old in run.mapping.items()
    }


def check_mapping(run: ImportRun) -> None:
    """Refuse a mapping with which no row could be read.

    Raises:
        InvalidInputError: with the first problem; ``field`` is ``mapping``.
    """
    chosen = {header: field for header, field in run.mapping.items() if not field.startswith(DROP)}
    problems = headings.check_mapping(list(chosen), chosen, kind=run.kind)
    if problems:
        raise InvalidInputError(ja=problems[0].ja, en=problems[0].en, field="mapping")


def missing_fields(run: ImportRun) -> list[str]:
    """Return the fields that rows of this kind need and no column has."""
    return headings.missing_fields(_columns(run.mapping), run.kind)


def check_answers(given: Iterable[Sequence[str]]) -> None:
    """Refuse an answer that names no known code.

    Raises:
        InvalidInputError: ``field`` is ``answers``.
    """
    for field, word, code in given:
        if code != EMPTY_ANSWER and code not in list_codes(field):
            known = ", ".join([*list_codes(field), EMPTY_ANSWER])
            raise InvalidInputError(
                ja=f"「{word[:40]}」の意味を一覧から選んでください。使える値：{known}",
                en=f"Choose a meaning of “{word[:40]}” from the list: {known}",
                field="answers",
            )


def list_codes(field: str) -> dict[str, Words]:
    """Return what a word of a field may mean; steps and results answer for each other."""
    return words.choices_of(field)


def _columns(mapping: Mapping[str, str]) -> list[ColumnProposal]:
    return [
        ColumnProposal(header=header, code=field.removeprefix(DROP))
        if field.startswith(DROP)
        else ColumnProposal(header=header, field=field)
        for header, field in mapping.items()
    ]


def read_rows(
    table: Table,
    *,
    kind: str,
    mapping: Mapping[str, str],
    answers: Sequence[Sequence[str]],
    today: date,
) -> list[Row]:
    """Return the rows of a table in our words, good and bad ones.

    Args:
        table: the file.
        kind: what the rows are.
        mapping: header -> field.
        answers: ``[field, word, code]`` each.
        today: in Japan.
    """
    columns = [column for header in table.headers for column in _columns(_only(mapping, header))]
    records = read_records(
        table, columns, kind=kind, answers=_by_field(answers), today=today, towns=load_towns()
    )
    dropped = {place for place, column in enumerate(columns) if column.code}
    cells = dict(zip(table.lines, table.rows, strict=True))
    rows = [_row(record, cells[record.line], dropped) for record in records]
    rows += [
        _merged(line, record.line, cells[line], dropped)
        for record in records
        for line in record.merged_lines
    ]
    return sorted(rows, key=lambda row: row.line)


def _merged(line: int, into: int, cells: Sequence[str], dropped: set[int]) -> Row:
    """Return a row that became the history of the person of another line."""
    kept = ["" if place in dropped else cell for place, cell in enumerate(cells)]
    note = Words(f"{into}行目の人の履歴としてまとめました", f"history of the person of line {into}")
    return Row(line=line, cells=kept, values={}, verdict=Verdict.SAME, note=note)


def _only(mapping: Mapping[str, str], header: str) -> dict[str, str]:
    return {header: mapping.get(header, "")}


def _by_field(answers: Sequence[Sequence[str]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for field, word, code in answers:
        found.setdefault(field, {})[word] = code
    return found


def _row(record: Record, cells: Sequence[str], dropped: set[int]) -> Row:
    """Return a record with its cells; what may not be stored is not among them."""
    kept = [
        "" if place in dropped else _without_my_numbers(cell) for place, cell in enumerate(cells)
    ]
    row = Row(
        line=record.line,
        cells=kept,
        values=dict(record.values),
        held={one.column: list(one.codes) for one in record.dropped},
        faults=[_fault(one) for one in record.problems],
        remarks=[_fault(one) for one in record.warnings],
    )
    if row.faults:
        row.verdict = Verdict.ERROR
    return row


def _fault(problem: CellProblem) -> Fault:
    return Fault(
        problem.column,
        problem.field,
        problem.value,
        problem.reason,
        str(problem.repair),
        problem.suggestion,
    )


def find_questions(table: Table, *, run: ImportRun) -> list[Question]:
    """Return the words of a draft that have no meaning yet, and those that were answered.

    Args:
        table: the file.
        run: with its mapping and answers.
    """
    columns = [
        column for header in table.headers for column in _columns(_only(run.mapping, header))
    ]
    asked = words.find_questions(table, columns)
    given = {(field, word): code for field, word, code in run.answers}
    found: dict[tuple[str, str], Question] = {}
    for one in asked:
        key = (one.field, one.word)
        count = found[key].count + one.count if key in found else one.count
        found[key] = Question(field=one.field, word=one.word, count=count, code=given.get(key, ""))
    return list(found.values())


def with_edits(table: Table, edits: Mapping[int, Mapping[str, str]]) -> Table:
    """Return a table with corrected cells, by line; remarks about such a row are gone.

    Args:
        table: the file.
        edits: line -> header -> text.
    """
    if not edits:
        return table
    places = {header: place for place, header in enumerate(table.headers)}
    rows, row_notes = list(table.rows), dict(table.row_notes)
    for place, line in enumerate(table.lines):
        if line not in edits:
            continue
        cells = list(rows[place])
        for header, text in edits[line].items():
            if header in places:
                cells[places[header]] = text
        rows[place] = tuple(cells)
        row_notes.pop(place, None)
    return replace(table, rows=tuple(rows), row_notes=row_notes)
