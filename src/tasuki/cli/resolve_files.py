"""Files of people read for ``tasuki resolve``, the truth about them, and the links written."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tasuki.adapters.tabular.read import Table, read_table
from tasuki.adapters.tabular.write import write_csv
from tasuki.adapters.towns import load_towns
from tasuki.core.intake.fields import Kind
from tasuki.core.intake.mapping import ColumnProposal, propose
from tasuki.core.intake.record import Record, read_records
from tasuki.core.linkage.decide import GUARD_TEXTS, ScoredPair
from tasuki.core.linkage.keys import LinkRow, link_row

KINDS = (Kind.APPLICANTS, Kind.EMPLOYEES, Kind.LEAVERS)
LINK_COLUMNS = (
    "left_file", "left_line", "left_id", "right_file", "right_line", "right_id",
    "probability", "decision", "why",
)  # fmt: skip
TRUTH_COLUMNS = frozenset({"file", "line", "person_id"})


class TruthFileError(ValueError):
    """A truth file lacks a column or holds a line that is no number."""


@dataclass(frozen=True, slots=True, repr=False)
class FileRow:
    """One row of a file, as it is compared and as it is named in the result."""

    file: str
    line: int
    own_id: str
    row: LinkRow


def read_people(paths: Sequence[Path], *, today: date) -> list[FileRow]:
    """Return the people of files; rows without a name are left out.

    Raises:
        UploadRefusedError: a file is not a table that can be read.
    """
    found: list[FileRow] = []
    for path in paths:
        table = read_table(path.read_bytes(), path.name)
        for record in _records(table, today=today):
            row = link_row(record.values, id=f"{path.name}:{record.line}")
            if row.family or row.given or row.given_kana:
                own_id = record.values.get("external_id") or record.values.get("employee_no")
                found.append(FileRow(path.name, record.line, str(own_id or ""), row))
    return found


def _records(table: Table, *, today: date) -> list[Record]:
    """Return the records under the kind of file that knows most of the headings."""
    proposals = [(kind, propose(table.headers, table.rows, kind=kind)) for kind in KINDS]
    kind, columns = max(proposals, key=lambda proposal: _known_count(proposal[1]))
    return read_records(table, columns, kind=kind, answers={}, today=today, towns=load_towns())


def _known_count(columns: Iterable[ColumnProposal]) -> int:
    return sum(bool(column.field) for column in columns)


def read_truth(path: Path, rows: Iterable[FileRow]) -> dict[str, str]:
    """Return row id -> person for the rows that a truth file names.

    Raises:
        TruthFileError: the file lacks one of `TRUTH_COLUMNS`, or a line is no number.
    """
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    if missing := TRUTH_COLUMNS - set(reader.fieldnames or ()):
        raise TruthFileError(f"{path.name}: {', '.join(sorted(missing))}")
    try:
        persons = {(line["file"], int(line["line"])): line["person_id"] for line in reader}
    except ValueError as error:
        raise TruthFileError(f"{path.name}: line") from error
    return {
        row.row.id: persons[row.file, row.line] for row in rows if (row.file, row.line) in persons
    }


def write_links(
    path: Path, pairs: Iterable[ScoredPair], rows: Iterable[FileRow], *, language: str
) -> None:
    """Write the pairs as CSV: both rows, probability, decision, and why as sentences."""
    by_id = {row.row.id: row for row in rows}
    path.write_bytes(write_csv(_link_lines(pairs, by_id, language)))


def _link_lines(
    pairs: Iterable[ScoredPair], rows: Mapping[str, FileRow], language: str
) -> Iterator[Sequence[str | int | float]]:
    yield LINK_COLUMNS
    for pair in pairs:
        left, right = rows[pair.left_id], rows[pair.right_id]
        yield (
            left.file, left.line, left.own_id, right.file, right.line, right.own_id,
            round(pair.probability, 6), pair.decision.value, _why(pair, language),
        )  # fmt: skip


def _why(pair: ScoredPair, language: str) -> str:
    reasons = [
        f"{reason.text.in_language(language)} ({reason.weight_bits:+.1f})"
        for reason in pair.reasons
        if reason.level != "missing"
    ]
    guards = [GUARD_TEXTS[guard].in_language(language) for guard in pair.guard]
    return " / ".join([*reasons, *guards])
