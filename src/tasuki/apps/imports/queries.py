"""What an import did, what came back, and what a file would mean before it is imported."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from tasuki.adapters.tabular.write import write_xlsx
from tasuki.apps.imports.files import open_table
from tasuki.apps.imports.mapping import ColumnProposal, propose_mapping
from tasuki.apps.imports.models import ImportRun
from tasuki.apps.people.models import Application
from tasuki.core.words import Words

PREVIEW_ROWS = 20


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of a file with the proposed meaning of its columns.

    Attributes:
        rows: at most twenty, without the cells of dropped columns.
        problems: what the reader noticed about the file as a whole.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    proposals: tuple[ColumnProposal, ...]
    problems: tuple[Words, ...]
    row_count: int
    encoding: str


def preview_file(*, data: bytes, file_name: str) -> Preview:
    """Read a file without storing anything.

    Raises:
        InvalidInputError: the file cannot be used; ``field`` is ``file``.
    """
    table = open_table(data, file_name)
    proposals = tuple(propose_mapping(table.headers))
    rows = tuple(_without_dropped(row, proposals) for row in table.rows[:PREVIEW_ROWS])
    return Preview(
        headers=tuple(table.headers),
        rows=rows,
        proposals=proposals,
        problems=table.problems,
        row_count=len(table.rows),
        encoding=table.encoding,
    )


def _without_dropped(row: Sequence[str], proposals: Sequence[ColumnProposal]) -> tuple[str, ...]:
    return tuple(
        "" if proposal.is_dropped else cell for cell, proposal in zip(row, proposals, strict=False)
    )


def list_runs() -> QuerySet[ImportRun]:
    """Return the imports of the organisation, the newest first."""
    return ImportRun.objects.order_by("-created_at", "-id")


def find_run(*, run_id: UUID) -> ImportRun | None:
    """Return one import; None if there is none here."""
    return ImportRun.objects.filter(id=run_id).first()


def count_unclear(*, run_id: UUID) -> int:
    """Return how many imported rows are over without saying whose decision it was.

    They get no notice until a human sets their result.
    """
    return (
        Application.objects.filter(import_run_id=run_id, outcome=Application.Outcome.RUNNING)
        .exclude(end_reason="")
        .count()
    )


def failed_rows_file(run: ImportRun, *, language: str = "ja") -> bytes:
    """Return the rows that failed as xlsx: their own columns and one with what is wrong."""
    is_english = language.startswith("en")
    heading = "Error" if is_english else "エラー内容"
    line_word = "Line" if is_english else "行"
    lines = [
        [*row["cells"], " ".join(item["en" if is_english else "ja"] for item in row["problems"])]
        for row in run.failed_rows
    ]
    numbered = [[row["line"], *cells] for row, cells in zip(run.failed_rows, lines, strict=True)]
    return write_xlsx([[line_word, *run.headers, heading], *numbered], sheet_name=heading)
